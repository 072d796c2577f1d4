"""The writer that the settings name, loaded where there is one."""

from typing import TYPE_CHECKING

from index.settings import Settings
from rag.llm.spec import NONE

if TYPE_CHECKING:
    from rag.llm.writer import ModelWriter


def open_writer(settings: Settings) -> "ModelWriter | None":
    """The writer for `Engine.open`; None where answers are quotations. Its server is first asked when a question is.

    Raises:
        SettingsError: the name is of no known form, or the key is not in the environment.
        MissingExtraError: its package is not installed.
        OnRecordError: it cannot be loaded.
    """
    if settings.llm in (None, "", NONE):
        return None
    from rag.check import check
    from rag.llm.talk import Model
    from rag.llm.writer import ModelWriter

    return ModelWriter(Model.open(settings.llm, settings), settings, check)

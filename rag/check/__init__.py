"""The check, in code, of what a language model writes: every sentence against the evidence it cites."""

from rag.check.judge import check
from rag.check.record import Numbered, Verdict

__all__ = ["Numbered", "Verdict", "check"]

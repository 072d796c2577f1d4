"""Where a reader comes from: the shipped one, or a larger reranker of LlamaIndex's that the settings name."""

import importlib
import math
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import MissingExtraError, OnRecordError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.evidence.reader import Passage, Read, Reader


class Kind(NamedTuple):
    """Where a reranker class is found."""

    module: str
    cls: str
    extra: str


KINDS = {
    "sbert": Kind("llama_index.postprocessor.sbert_rerank", "SentenceTransformerRerank", "sbert"),
    "cohere": Kind("llama_index.postprocessor.cohere_rerank", "CohereRerank", "cohere"),
    "jina": Kind("llama_index.postprocessor.jinaai_rerank", "JinaRerank", "jina"),
}
DEFAULT = "minilm"
NONE = "none"


@cache
def load_reader(name: str) -> "Reader | None":
    """The reader that the setting `reader` names; None for 'none'.

    Raises:
        SettingsError: there is none of that name.
        MissingExtraError: its package is not installed; the message holds the command that installs it.
        OnRecordError: it cannot be loaded.
    """
    if name == NONE:
        return None
    if name == DEFAULT:
        from rag.evidence.reader import TrainedReader

        return TrainedReader()
    kind, _, model = name.partition(":")
    if kind in KINDS and model:
        return RerankingReader(name, _load(kind, model))
    known = ", ".join(f"'{one}:NAME'" for one in KINDS)
    raise SettingsError(f"setting 'reader' = {name!r} is not known; set it to '{DEFAULT}', '{NONE}' or one of {known}")


def _load(kind: str, model: str) -> Any:  # noqa: ANN401 - LlamaIndex's postprocessors, known when they are loaded
    where = KINDS[kind]
    try:
        module = importlib.import_module(where.module)
    except ModuleNotFoundError as error:
        package = where.module.replace("_", "-").replace(".", "-")
        raise MissingExtraError(
            f"reader '{kind}:{model}' needs the package {package}: pip install 'onrecord[{where.extra}]'"
        ) from error
    try:
        return getattr(module, where.cls)(model=model, top_n=1000)
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise OnRecordError(f"reader '{kind}:{model}' cannot be loaded ({what}); check its name and key") from error


class RerankingReader:
    """A LlamaIndex reranker in the place of the shipped reader: every sentence is a node, under its passage's headline."""

    def __init__(self, name: str, reranker: Any) -> None:  # noqa: ANN401 - as `_load`
        self.name = name
        self.version = type(reranker).__name__
        self._reranker = reranker

    def read(self, question: str, passages: "Sequence[Passage]") -> "list[Read]":
        """Scores of each passage's sentences."""
        from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

        from rag.evidence.reader import Read

        nodes = [
            NodeWithScore(node=TextNode(id_=f"{at} {number}", text=f"{passage.title} {sentence}".strip()))
            for at, passage in enumerate(passages)
            for number, sentence in enumerate(passage.sentences)
        ]
        try:
            ranked = self._reranker.postprocess_nodes(nodes, QueryBundle(question))
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise OnRecordError(
                f"reader '{self.name}' does not work ({what}); check its name, key and server"
            ) from error
        scores = {one.node.node_id: _probability(one.score or 0.0) for one in ranked}
        found = [
            tuple(scores.get(f"{at} {number}", 0.0) for number in range(len(passage.sentences)))
            for at, passage in enumerate(passages)
        ]
        return [Read(one, max(one, default=0.0)) for one in found]


def _probability(score: float) -> float:
    """A reranker's score, 0 to 1; of those that give logits, the sigmoid."""
    return score if 0 <= score <= 1 else 1 / (1 + math.exp(-max(-60.0, min(60.0, score))))

"""On Record's retrieval as a LlamaIndex retriever, for query engines and postprocessors of one's own."""

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from index.chunks import chunk_id
from rag.engine import Engine


class OnRecordRetriever(BaseRetriever):
    """The passages of an open index, best first, as nodes with exact character offsets.

    `RetrieverQueryEngine.from_args(OnRecordRetriever(engine), llm=…)` answers from them; `node_postprocessors` such as
    rerankers take them as they come.
    """

    def __init__(self, engine: Engine, limit: int = 10) -> None:
        """Retrieves at most `limit` passages from an engine that stays open."""
        super().__init__()
        self._engine = engine
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes = []
        for passage in self._engine.ask(query_bundle.query_str).passages[: self._limit]:
            article = self._engine.catalog.article(passage.article)
            if article is None:  # removed since
                continue
            text = article.text[passage.start_char : passage.end_char]
            node = TextNode(
                id_=chunk_id(article.id, passage.start_char, passage.end_char, text),
                text=text,
                start_char_idx=passage.start_char,
                end_char_idx=passage.end_char,
                metadata={
                    "article": article.id,
                    "title": article.title,
                    "source": article.source,
                    "date": article.date,
                },
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
            )
            nodes.append(NodeWithScore(node=node, score=passage.score))
        return nodes

"""The chunker as LlamaIndex's NodeParser, so that it fits any of its ingestion pipelines."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from llama_index.core.bridge.pydantic import Field
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, MetadataMode, NodeRelationship, TextNode
from llama_index.core.utils import get_tqdm_iterable

from index.body import find_body
from index.chunks import chunk_article, chunk_id

_log = logging.getLogger(__name__)


class SentenceChunkParser(NodeParser):
    """Turns articles into nodes of whole sentences, each with its exact place in the article.

    A document's metadata may hold its "title", which helps to find where its body begins. A document that is no article
    (a registration wall, say) gives no nodes, and a warning that says why.
    """

    budget: int = Field(gt=0, description="Most tokens of a chunk, without special tokens.")
    overlap: int = Field(default=1, ge=0, description="Sentences repeated from the chunk before.")
    count_tokens: Callable[[Sequence[str]], Sequence[int]] = Field(
        exclude=True, repr=False, description="The embedder's count of each of several texts, without special tokens."
    )

    @classmethod
    def class_name(cls) -> str:
        """The name that LlamaIndex stores with serialised components."""
        return "SentenceChunkParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:  # noqa: ANN401, ARG002, FBT001, FBT002 - the signature of NodeParser
        parsed: list[BaseNode] = []
        for document in get_tqdm_iterable(nodes, show_progress, "Parsing nodes"):
            parsed.extend(self._nodes_of(document))
        return parsed

    def _nodes_of(self, document: BaseNode) -> list[TextNode]:
        text = document.get_content(metadata_mode=MetadataMode.NONE)
        title = document.metadata.get("title")
        body = find_body(text, title=title if isinstance(title, str) else None)
        if body.dropped:
            _log.warning("no nodes from %s: %s", document.node_id, body.dropped)
        chunks = chunk_article(
            text, body.spans, body.headings, self.count_tokens, budget=self.budget, overlap=self.overlap
        )
        source = document.as_related_node_info()  # hashes the whole text: once, not for each node
        templates = {
            name: getattr(document, name)
            for name in ("metadata_separator", "metadata_template", "text_template")
            if hasattr(document, name)
        }
        return [
            TextNode(
                id_=chunk_id(document.node_id, chunk.start_char, chunk.end_char, passage),
                text=passage,
                start_char_idx=chunk.start_char,
                end_char_idx=chunk.end_char,
                metadata=dict(document.metadata) if self.include_metadata else {},
                excluded_embed_metadata_keys=document.excluded_embed_metadata_keys,
                excluded_llm_metadata_keys=document.excluded_llm_metadata_keys,
                relationships={NodeRelationship.SOURCE: source},
                **templates,
            )
            for chunk in chunks
            for passage in (text[chunk.start_char : chunk.end_char],)
        ]

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Adds what NodeParser adds, but keeps our offsets: it searches for the text, and can find an equal passage."""
        places = [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        processed = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, (start, end) in zip(processed, places, strict=True):
            if isinstance(node, TextNode):
                node.start_char_idx, node.end_char_idx = start, end
        return processed

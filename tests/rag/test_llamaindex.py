"""The engine as a LlamaIndex retriever."""

import pytest

from rag.engine import Engine
from rag.llamaindex import OnRecordRetriever

QUESTION = "what did Peskov say about cluster munitions?"


def test_nodes_are_the_engines_passages_with_exact_offsets(seed_engine: Engine):
    nodes = OnRecordRetriever(seed_engine, limit=5).retrieve(QUESTION)
    passages = seed_engine.ask(QUESTION).passages[:5]
    assert [(one.node.metadata["article"], one.node.start_char_idx, one.score) for one in nodes] == [
        (passage.article, passage.start_char, passage.score) for passage in passages
    ]
    for one in nodes:
        article = seed_engine.catalog.article(one.node.metadata["article"])
        assert article is not None
        assert article.text[one.node.start_char_idx : one.node.end_char_idx] == one.node.text


def test_a_node_is_the_chunk_of_the_catalog(seed_engine: Engine):
    (first,) = OnRecordRetriever(seed_engine, limit=1).retrieve(QUESTION)
    chunk = seed_engine.catalog.chunks_by_id([first.node.node_id])[first.node.node_id]
    assert (chunk.start_char, chunk.end_char) == (first.node.start_char_idx, first.node.end_char_idx)
    assert first.node.source_node is not None
    assert first.node.source_node.node_id == first.node.metadata["article"]


@pytest.mark.filterwarnings("ignore:The 'validate_default' attribute.*:UserWarning")
def test_a_query_engine_of_llamaindex_answers_from_them(seed_engine: Engine):
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    answering = RetrieverQueryEngine.from_args(OnRecordRetriever(seed_engine, limit=3), llm=MockLLM())
    response = answering.query(QUESTION)
    # the mock repeats its prompt, so the passages must be in what the model was given
    assert "certain countermeasures" in str(response)
    assert len(response.source_nodes) == 3

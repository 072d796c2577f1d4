import asyncio
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document, NodeRelationship, TextNode

from index.body import find_body
from index.chunks import chunk_article, chunk_id
from index.node_parser import SentenceChunkParser

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

# The same sentence stands twice, and the second time a chunk begins with it.
REPEATED = (
    "The mayor said the bridge over the river is closed for repairs. “Nobody is to cross it.” The engineers had "
    "warned her in a letter that the piles are rotten and the planks are loose.\n\n"
    "The council met on Monday and voted for the repairs by nine to two. Two members left before the vote was held. "
    "“Nobody is to cross it.” The works begin in spring and are to last until the end of the summer of next year.\n"
)


def count_words(texts):
    return [len(text.split()) for text in texts]


@pytest.fixture
def parser() -> SentenceChunkParser:
    return SentenceChunkParser(count_tokens=count_words, budget=30)


def assert_exact(nodes, text):
    assert nodes
    for node in nodes:
        assert isinstance(node, TextNode)
        assert text[node.start_char_idx : node.end_char_idx] == node.text


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_nodes_of_the_seeds_stand_where_they_say(parser, path):
    text = path.read_text("utf-8")
    assert_exact(parser.get_nodes_from_documents([Document(text=text, id_=path.name)]), text)


def test_the_seeds_are_there():
    assert len(SEEDS) == 5


def test_a_sentence_that_stands_twice_keeps_its_own_place():
    parser = SentenceChunkParser(count_tokens=count_words, budget=1, overlap=0)  # a sentence a node
    nodes = parser.get_nodes_from_documents([Document(text=REPEATED)])
    places = [node.start_char_idx for node in nodes if node.text == "“Nobody is to cross it.”"]
    assert places == [REPEATED.index("“Nobody"), REPEATED.rindex("“Nobody")]
    assert_exact(nodes, REPEATED)


def test_nodes_are_those_of_the_one_chunker(parser):
    body = find_body(REPEATED, title=None)
    chunks = chunk_article(REPEATED, body.spans, body.headings, count_words, budget=30)
    nodes = parser.get_nodes_from_documents([Document(text=REPEATED, id_="a.txt")])
    assert [(node.start_char_idx, node.end_char_idx) for node in nodes] == [(c.start_char, c.end_char) for c in chunks]
    assert [node.node_id for node in nodes] == [
        chunk_id("a.txt", c.start_char, c.end_char, REPEATED[c.start_char : c.end_char]) for c in chunks
    ]
    assert len({node.node_id for node in nodes}) == len(nodes) > 1


def test_parsing_twice_gives_the_same_nodes(parser):
    document = Document(text=REPEATED, id_="a.txt", metadata={"source": "The Gazette"})
    first, second = (parser.get_nodes_from_documents([document]) for _ in range(2))
    assert [node.to_dict() for node in first] == [node.to_dict() for node in second]


def test_the_title_in_the_metadata_is_no_part_of_the_body(parser):
    title = "Bridge over the river is closed"
    text = f"{title}\n\n{REPEATED}"
    nodes = parser.get_nodes_from_documents([Document(text=text, metadata={"title": title})])
    assert nodes[0].start_char_idx == text.index("The mayor said")


def test_metadata_is_inherited_with_what_is_kept_from_the_embedder(parser):
    document = Document(text=REPEATED, metadata={"source": "The Gazette", "n": 1}, excluded_embed_metadata_keys=["n"])
    for node in parser.get_nodes_from_documents([document]):
        assert node.metadata == {"source": "The Gazette", "n": 1}
        assert node.excluded_embed_metadata_keys == ["n"]
        node.metadata["n"] = 2  # its own copy
    assert document.metadata["n"] == 1


def test_metadata_stays_behind_when_not_wanted():
    parser = SentenceChunkParser(count_tokens=count_words, budget=30, include_metadata=False)
    nodes = parser.get_nodes_from_documents([Document(text=REPEATED, metadata={"n": 1})])
    assert [node.metadata for node in nodes] == [{}] * len(nodes)


def test_nodes_know_their_source_and_their_neighbours(parser):
    documents = [Document(text=REPEATED, id_=name) for name in ("a.txt", "b.txt")]
    nodes = parser.get_nodes_from_documents(documents)
    assert {node.ref_doc_id for node in nodes} == {"a.txt", "b.txt"}
    for name in ("a.txt", "b.txt"):
        own = [node for node in nodes if node.ref_doc_id == name]
        ids = [node.node_id for node in own]
        assert [node.next_node and node.next_node.node_id for node in own] == [*ids[1:], None]
        assert [node.prev_node and node.prev_node.node_id for node in own] == [None, *ids[:-1]]
        assert {node.relationships[NodeRelationship.SOURCE].node_id for node in own} == {name}


def test_a_document_that_is_no_article_gives_a_warning_and_no_nodes(parser, caplog):
    with caplog.at_level(logging.WARNING):
        nodes = parser.get_nodes_from_documents([Document(text=" \n\n ", id_="empty.txt")])
    assert nodes == []
    reason = find_body(" \n\n ", title=None).dropped
    assert reason
    assert [record.getMessage() for record in caplog.records] == [f"no nodes from empty.txt: {reason}"]


def test_it_runs_in_a_pipeline_and_asynchronously(parser):
    document = Document(text=REPEATED, id_="a.txt")
    expected = [node.node_id for node in parser.get_nodes_from_documents([document])]
    assert [node.node_id for node in IngestionPipeline(transformations=[parser]).run(documents=[document])] == expected
    assert [node.node_id for node in asyncio.run(parser.aget_nodes_from_documents([document]))] == expected


@pytest.mark.parametrize("settings", [{"budget": 0}, {"budget": 10, "overlap": -1}])
def test_a_budget_that_holds_nothing_is_refused(settings):
    with pytest.raises(ValueError, match=r"budget|overlap"):
        SentenceChunkParser(count_tokens=count_words, **settings)


def test_the_chunker_does_not_import_llama_index():
    code = "import sys, index.chunks; sys.exit(any(name.startswith('llama_index') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

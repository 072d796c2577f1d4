"""The trained reader: what it reads, what it says of sentences, and what may take its place."""

import numpy as np
import pytest
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.errors import IndexDamagedError, MissingExtraError, OnRecordError, SettingsError
from index.words import stems
from rag.evidence.reader import MODEL_DIR, MODEL_FILE, Passage, TrainedReader, sentence_probabilities
from rag.evidence.readers import RerankingReader, load_reader
from rag.evidence.windows import (
    NOWHERE,
    QUESTION_TOKENS,
    SENTENCE_TOKENS,
    SEP,
    TITLE_TOKENS,
    WINDOW_TOKENS,
    stack,
    window,
    windows,
)

HARBOUR = Passage(
    "Harbour to close",
    (
        "The harbour of Lund will close in March.",
        "Its master, Ann Vale, has worked there for thirty years.",
        "The town will spend four million crowns on a new ferry.",
        "Gulls were seen on the roof of the old fish market.",
    ),
)


@pytest.fixture(scope="module")
def reader():
    return load_reader("minilm")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("When will the harbour close?", 0),
        ("How long has Ann Vale worked there?", 1),
        ("How much does the new ferry cost?", 2),
        ("harbour master name", 1),
    ],
)
def test_the_sentence_that_answers_scores_best(reader, question, answers):
    [read] = reader.read(question, [HARBOUR])
    assert int(np.argmax(read.sentences)) == answers


def test_a_passage_that_answers_scores_above_one_that_does_not(reader):
    other = Passage("", ("The council met on Tuesday.", "Nobody spoke of taxes."))
    answering, silent = reader.read("When will the harbour of Lund close?", [HARBOUR, other])
    assert answering.answered > silent.answered


def test_scores_depend_on_the_passage_alone_and_are_the_same_again(reader):
    question = "When will the harbour close?"
    alone = TrainedReader().read(question, [HARBOUR])
    beside = reader.read(
        question, [Passage("", ("A long sentence about the weather in the far north. " * 9,)), HARBOUR]
    )
    assert alone[0] == beside[1] == reader.read(question, [HARBOUR])[0]


def test_a_passage_longer_than_a_window_has_a_score_for_every_sentence(reader):
    passage = Passage(
        "News", tuple(f"Ferry {number} left the harbour of Lund at noon with the mail." for number in range(60))
    )
    [read] = reader.read("When did ferry 41 leave?", [passage])
    assert len(read.sentences) == 60
    assert all(0 < one < 1 for one in read.sentences)


@pytest.mark.parametrize("text", ["", " ", "\ud83d half a pair", "👋" * 300, "word " * 2000])
def test_any_text_can_be_read(reader, text):
    [read] = reader.read(text, [Passage(text, (text, "A sentence."))])
    assert len(read.sentences) == 2


def test_nothing_to_read_is_no_error(reader):
    assert reader.read("What?", []) == []
    assert reader.read("What?", [Passage("Title", ())])[0].sentences == ()


def test_a_window_holds_question_title_and_sentences_each_cut_to_its_most():
    one = window([1] * 99, [2] * 99, [[3] * 200, [], [4]])
    assert one.ids.count(1) == QUESTION_TOKENS
    assert one.ids.count(2) == TITLE_TOKENS
    assert one.ids.count(3) == SENTENCE_TOKENS
    assert one.sentences == 3  # an empty sentence keeps its place
    assert [one.ids[at] for at, owner in enumerate(one.owners) if owner == 1] == [SEP]
    assert len(one.ids) == len(one.types) == len(one.owners)


def test_windows_hold_every_sentence_once_in_order():
    sentences = [[number] * 50 for number in range(200, 220)]
    found = list(windows([1], [], sentences))
    assert [piece for one in found for piece in dict.fromkeys(one.ids) if piece >= 200] == list(range(200, 220))
    assert all(sum(owner != NOWHERE for owner in one.owners) <= WINDOW_TOKENS for one in found)


def test_stacked_windows_are_padded_to_the_longest():
    ids, types, owners = stack([window([1], [], [[2]]), window([1], [], [[2, 3, 4]])])
    assert ids.shape == types.shape == owners.shape == (2, 7)
    assert ids[0].tolist()[-2:] == [0, 0]
    assert owners[0].tolist()[-2:] == [NOWHERE, NOWHERE]


def test_a_sentence_is_the_mean_of_its_tokens_by_their_weights():
    tokens = np.array([[9.0, 9.0], [2.0, 0.0], [-2.0, 0.0], [1.0, 50.0], [7.0, 0.0]], np.float32)
    owners = np.array([NOWHERE, 0, 0, 1, 1])
    even, heavy = sentence_probabilities(tokens, owners, 2)
    assert even == pytest.approx(0.5)
    assert heavy == pytest.approx(1 / (1 + np.exp(-1)))


def test_a_changed_model_file_is_refused(tmp_path):
    changed = tmp_path / MODEL_FILE
    changed.write_bytes((MODEL_DIR / MODEL_FILE).read_bytes() + b"\0")
    with pytest.raises(IndexDamagedError, match="not the shipped one"):
        TrainedReader(changed)


def test_a_reader_that_is_not_known_is_named_with_those_that_are():
    with pytest.raises(
        SettingsError, match=r"'reader' = 'best' is not known; set it to 'minilm', 'none' or one of 'sbert:NAME'"
    ):
        load_reader("best")


def test_a_reranker_whose_package_is_missing_says_how_to_install_it():
    with pytest.raises(MissingExtraError, match=r"pip install 'onrecord\[sbert\]'"):
        load_reader("sbert:cross-encoder/ms-marco-MiniLM-L-6-v2")


def test_no_reader_is_a_choice():
    assert load_reader("none") is None


class Overlap(BaseNodePostprocessor):
    """Ranks by shared words, and gives the best few only, as rerankers do."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        asked = set(stems(query_bundle.query_str))
        for one in nodes:
            one.score = float(len(asked & set(stems(one.node.get_content())))) - 2
        return sorted(nodes, key=lambda one: -one.score)[:3]


class Broken(BaseNodePostprocessor):
    """A server that has gone."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        raise ConnectionError(f"refused: {len(nodes)} nodes, {query_bundle}")


def test_a_reranker_of_llama_index_scores_sentences_in_its_place():
    [read] = RerankingReader("sbert:x", Overlap()).read("When will the harbour of Lund close?", [HARBOUR])
    assert read.sentences[0] == max(read.sentences) > 0.5
    assert read.answered == read.sentences[0]
    assert len(read.sentences) == len(HARBOUR.sentences)


def test_a_reranker_that_fails_is_one_clear_line():
    with pytest.raises(OnRecordError, match=r"reader 'sbert:x' does not work \(ConnectionError: refused: 4 nodes"):
        RerankingReader("sbert:x", Broken()).read("When?", [HARBOUR])

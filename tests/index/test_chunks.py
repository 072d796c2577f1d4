import hashlib
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunks import Chunk, chunk_article, chunk_id, pack_sentences
from index.sentences import Sentence
from index.spans import Span


def count_words(texts):
    return [len(text.split()) for text in texts]


def article_of(*paragraphs: list[int], headings: tuple[int, ...] = ()) -> list[Sentence]:
    """Sentences one after the other, ten characters apart; each number is a sentence, `headings` are positions."""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        for _ in paragraph:
            at = len(sentences)
            sentences.append(Sentence(at * 10, at * 10 + 9, number, at in headings))
    return sentences


def packed(*paragraphs: list[int], headings: tuple[int, ...] = (), **arguments) -> list[tuple[int, int]]:
    """First and last sentence of each chunk; the numbers are tokens of sentences, a list a paragraph."""
    sentences = article_of(*paragraphs, headings=headings)
    counts = [count for paragraph in paragraphs for count in paragraph]
    chunks = pack_sentences(sentences, counts, [Span(0, len(counts) * 10)], **arguments)
    return [(chunk.first_sentence, chunk.last_sentence) for chunk in chunks]


class TestPacking:
    def test_fills_the_budget_and_repeats_one_sentence(self):
        # 4+4 fits 10; a third would make 12. The second is repeated: 4+4, and so on.
        assert packed([4, 4, 4, 4], budget=10) == [(0, 1), (1, 2), (2, 3)]

    def test_a_text_within_budget_is_one_chunk(self):
        assert packed([4, 4], [2], budget=10) == [(0, 2)]

    def test_no_overlap_when_none_is_asked_for(self):
        assert packed([4, 4, 4, 4], budget=10, overlap=0) == [(0, 1), (2, 3)]

    def test_two_sentences_of_overlap(self):
        # 3+3+3 fits 10; two are repeated, one is new.
        assert packed([3, 3, 3, 3, 3], budget=10, overlap=2) == [(0, 2), (1, 3), (2, 4)]

    def test_overlap_gives_way_to_a_new_sentence(self):
        # After (0, 1), sentence 1 has 7 tokens; with sentence 2 of 5 that is over 10: sentence 2 starts afresh.
        assert packed([2, 7, 5, 4], budget=10) == [(0, 1), (2, 3)]

    def test_overlap_never_repeats_a_whole_chunk(self):
        # Sentence 0 alone is a chunk (6+5 > 10); repeating it in front of 1 would need room; in front of 2 as well.
        assert packed([6, 5, 4], budget=10) == [(0, 0), (1, 2)]
        assert packed([9, 1, 9], budget=10) == [(0, 1), (1, 2)]

    def test_a_sentence_over_budget_is_a_chunk_alone(self):
        assert packed([4, 25, 4], budget=10) == [(0, 0), (1, 1), (2, 2)]

    def test_ends_with_a_paragraph_when_full_enough(self):
        # 3+3 = 6 of 10 are there at the end of the paragraph; the next paragraph (3+3) does not fit whole.
        assert packed([3, 3], [3, 3], budget=10, overlap=0) == [(0, 1), (2, 3)]

    def test_runs_into_the_next_paragraph_when_not_full_enough(self):
        # 3 of 10 are too few to stop at.
        assert packed([3], [3, 3, 3], budget=10, overlap=0) == [(0, 2), (3, 3)]

    def test_tokens_are_the_sum_of_the_sentences(self):
        sentences = article_of([4, 4, 4])
        chunks = pack_sentences(sentences, [4, 4, 4], [Span(0, 30)], budget=10)
        assert chunks == [Chunk(0, 19, 0, 1, 8), Chunk(10, 29, 1, 2, 8)]

    def test_nothing_gives_nothing(self):
        assert pack_sentences([], [], [], budget=10) == []
        assert pack_sentences([], [], [Span(0, 5)], budget=10) == []


class TestHeadings:
    def test_moves_to_the_chunk_of_what_follows(self):
        # 4+4+1 fits, but sentence 2 is a heading; without it the chunk is 0-1.
        assert packed([4, 4], [1], [4, 4], headings=(2,), budget=10, overlap=0) == [(0, 1), (2, 4)]

    def test_two_headings_move_together(self):
        assert packed([6], [1], [1], [6], headings=(1, 2), budget=10, overlap=0) == [(0, 0), (1, 3)]

    def test_at_the_end_of_the_text_stays(self):
        assert packed([4, 4], [1], headings=(2,), budget=10) == [(0, 2)]

    def test_goes_with_a_sentence_that_leaves_it_no_room(self):
        # 2+10 is over 10, but a heading alone says nothing.
        assert packed([5], [2], [10], headings=(1,), budget=10) == [(0, 0), (1, 2)]


class TestMasks:
    def test_a_chunk_does_not_cross_one(self):
        text = "One two. Three four. ADVERTISEMENT Five six. Seven eight."
        spans = [Span(0, 20), Span(35, len(text))]
        chunks = chunk_article(text, spans, [], count_words, budget=100)
        assert [text[c.start_char : c.end_char] for c in chunks] == ["One two. Three four.", "Five six. Seven eight."]

    def test_whitespace_between_spans_is_none(self):
        text = "One two.\n\nThree four."
        chunks = chunk_article(text, [Span(0, 8), Span(10, len(text))], [], count_words, budget=100)
        assert [text[c.start_char : c.end_char] for c in chunks] == [text]

    def test_there_is_no_overlap_across_one(self):
        text = "One two. X Three four. Five six."
        chunks = chunk_article(text, [Span(0, 8), Span(11, len(text))], [], count_words, budget=4)
        assert [(c.first_sentence, c.last_sentence) for c in chunks] == [(0, 0), (1, 2)]


class TestIds:
    def test_are_the_start_of_a_blake2b_digest(self):
        expected = hashlib.blake2b(b"a.txt\x003\x0010\x00article").hexdigest()[:32]
        assert chunk_id("a.txt", 3, 10, "article") == expected

    def test_change_with_every_field(self):
        fields = ("a", 1, 2, "t")
        others = [("b", 1, 2, "t"), ("a", 0, 2, "t"), ("a", 1, 3, "t"), ("a", 1, 2, "u")]
        assert chunk_id(*fields) not in {chunk_id(*other) for other in others}

    def test_half_a_surrogate_pair_is_no_error(self):
        assert len(chunk_id("a", 0, 1, "\ud83d")) == 32


WORDS = st.sampled_from(["The", "U.S.", "vote", "is", "over.", "“No,”", "he", "said.", "\n\n", "Why?", "G-7", "x" * 40])
TEXTS = st.lists(WORDS, max_size=80).map(" ".join)


@settings(derandomize=True, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 500), max_size=8), st.integers(1, 30), st.integers(0, 3))
def test_chunks_cover_the_body_within_budget_and_masks(text, edges, budget, overlap):
    edges = sorted({min(edge, len(text)) for edge in edges})
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)] or [Span(0, len(text))]
    headings = [Span(a, b) for a, b in zip(edges[1::3], edges[2::3], strict=False)]
    chunks = chunk_article(text, spans, headings, count_words, budget=budget, overlap=overlap)

    covered = {at for chunk in chunks for at in range(chunk.start_char, chunk.end_char)}
    body = {at for span in spans for at in range(*span)}
    assert {at for at in body if not text[at].isspace()} <= covered
    assert not [at for at in covered - body if not text[at].isspace()]  # nothing of a mask
    for chunk in chunks:
        passage = text[chunk.start_char : chunk.end_char]
        assert passage == passage.strip() != ""
        # Words are counted by sentence; a sentence cut without whitespace between may count a word twice.
        assert chunk.tokens >= len(passage.split())
        alone = chunk.last_sentence == chunk.first_sentence
        under_heading = chunk.last_sentence == chunk.first_sentence + 1
        assert chunk.tokens <= budget or alone or (under_heading and headings)
    for before, after in pairwise(chunks):
        assert before.first_sentence < after.first_sentence
        assert before.last_sentence < after.last_sentence
        assert after.first_sentence <= before.last_sentence + 1
        assert before.last_sentence - after.first_sentence < overlap


@settings(derandomize=True, deadline=None)
@given(TEXTS)
def test_chunking_is_deterministic(text):
    spans = [Span(0, len(text))]
    assert chunk_article(text, spans, [], count_words, budget=9) == chunk_article(
        text, spans, [], count_words, budget=9
    )


def test_every_word_of_a_text_without_punctuation_is_indexed():
    text = "word " * 3000
    chunks = chunk_article(text, [Span(0, len(text))], [], count_words, budget=250)
    assert max(chunk.tokens for chunk in chunks) <= 250
    # 3,000 words; no chunk of 200 words (1,000 characters) repeats another, since two do not fit 250.
    assert sum(chunk.tokens for chunk in chunks) == 3000
    assert all(re.fullmatch(r"(word )*word", text[c.start_char : c.end_char]) for c in chunks)

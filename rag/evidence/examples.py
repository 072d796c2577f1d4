"""What the reader is trained on: questions with passages that answer them, and with near ones that do not."""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.embedding import Embedder
from index.sentences import split_sentences
from index.spans import Span
from index.words import FUNCTION_WORDS, stems, tokens
from rag.evidence.confused import conditioned, is_negated, named_otherwise, names_in, negated, opposed

Row = dict[str, Any]
"""A line of evidence/train.jsonl.gz: set, question, sentences, positives."""

OPEN_SETS = ("new_wiki_v1.0", "squad_dev_v2.0", "wikiqa", "trecqa", "qamr")
"""Sets whose questions say what they are about, so that another passage near the question rarely answers them."""
LISTS = ("trecqa", "qamr")
"""Sets whose sentences come from different texts."""
SHARE = {"reddit_v1.0": 0.33, "amazon_reviews_v1.0": 0.33, "qamr": 0.8}
"""Share of a set that an epoch takes; the whole of the others, three small sets twice."""
TWICE = ("wikiqa", "trecqa", "squad_dev_v2.0")
WITHOUT, NEAR, CONFUSED = 0.25, 0.25, 0.5
"""How questions of the open sets that are answered become ones that are not: without the sentences that answer, with a near
passage, with a question that the passage only seems to answer."""
NEGATED = 0.3
"""Share of the negated questions that are taken: hardly anybody asks for what is not so."""
SENTENCES = (3, 8)
"""Fewest and most sentences of a window; how many is drawn."""
ALONE = 0.5
"""Share of the windows of which one sentence is read alone too: where there is one that answers, every other time that one."""
NEAREST = 6
"""Passages near a question, of which one is drawn."""

_SPEECH = (
    "What did {who} say about {what}?",
    "What did {who} say about {what}?",
    "What does {who} think of {what}?",
    "what has {who} said on {what}",
    "{who} on {what}",
    "{who} {what}",
)
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.?\s+")


class Example(NamedTuple):
    """A question over some sentences."""

    question: str
    title: str
    """Empty where the passage has none."""
    sentences: list[str]
    positives: frozenset[int]
    """Positions of those that answer."""


def load_rows(path: Path) -> list[Row]:
    """The lines of a .jsonl or .jsonl.gz file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def nearest_passages(rows: Sequence[Row], embedder: Embedder) -> list[list[int]]:
    """For each row of the open sets, the rows whose passages are nearest to its question, its own passage aside."""
    open_rows = [at for at, row in enumerate(rows) if row["set"] in OPEN_SETS and row["set"] not in LISTS]
    passages: dict[str, int] = {}
    for at in open_rows:
        passages.setdefault(" ".join(rows[at]["sentences"]), at)
    vectors = embedder.embed(list(passages))
    owners = list(passages.values())
    found: list[list[int]] = [[] for _ in rows]
    asked = [at for at, row in enumerate(rows) if row["set"] in OPEN_SETS]
    for start in range(0, len(asked), 512):
        some = asked[start : start + 512]
        cosines = embedder.embed([rows[at]["question"] for at in some]) @ vectors.T
        for at, order in zip(some, np.argsort(-cosines, axis=1)[:, : NEAREST + 1], strict=True):
            own = rows[at]["sentences"]
            found[at] = [owners[one] for one in order if rows[owners[one]]["sentences"] != own][:NEAREST]
    return found


def epoch(rows: Sequence[Row], near: Sequence[Sequence[int]], articles: Sequence[Row], seed: int) -> list[Example]:
    """The examples of an epoch, in random order, which depend on the seed alone."""
    rng = random.Random(seed)  # noqa: S311 - which examples, nothing secret
    out: list[Example] = []
    for at, row in enumerate(rows):
        for _ in range(2 if row["set"] in TWICE else 1):
            if rng.random() < SHARE.get(row["set"], 1.0):
                out += _of_row(rows, at, near[at], rng)
    for article in articles:
        out += _of_article(article, rng)
    out += [_alone(one, rng) for one in out if len(one.sentences) > 1 and rng.random() < ALONE]
    rng.shuffle(out)
    return [one._replace(question=_restyled(one.question, rng)) for one in out]


def _of_row(rows: Sequence[Row], at: int, near: Sequence[int], rng: random.Random) -> Iterator[Example]:
    row = rows[at]
    question, sentences, gold = row["question"], row["sentences"], set(row["positives"])
    if row["set"] in LISTS:
        order = rng.sample(range(len(sentences)), len(sentences))
        sentences, gold = [sentences[one] for one in order], {n for n, one in enumerate(order) if one in gold}
    yield _cut(question, sentences, gold, rng)
    if not gold:
        return
    left = [one for n, one in enumerate(sentences) if n not in gold]
    if row["set"] not in OPEN_SETS:
        drawn = rng.random()
        if drawn < 0.4 and left:
            yield _cut(question, left, set(), rng)
        elif drawn < 0.5:
            yield _cut(question, rng.choice(rows)["sentences"], set(), rng)
        elif drawn < 0.75 and (confused := _confused(row, row, rng)):
            yield _cut(confused, sentences, set(), rng, keep=gold)
        return
    other = rows[rng.choice(near)] if near else rng.choice(rows)
    way = rng.choices(("without", "near", "confused"), (WITHOUT, NEAR, CONFUSED))[0]
    confused = _confused(row, other, rng) if way == "confused" else None
    if confused is not None:
        yield _cut(confused, sentences, set(), rng, keep=gold)
    elif way == "near" and near:
        yield _cut(question, other["sentences"], set(), rng)
    elif left:
        yield _cut(question, left, set(), rng)


def _alone(example: Example, rng: random.Random) -> Example:
    """One of an example's sentences."""
    answers = sorted(example.positives)
    at = rng.choice(answers) if answers and rng.random() < 0.5 else rng.randrange(len(example.sentences))
    return example._replace(
        sentences=[example.sentences[at]], positives=frozenset({0} if at in example.positives else ())
    )


def _cut(
    question: str, sentences: Sequence[str], gold: set[int], rng: random.Random, *, title: str = "",
    keep: set[int] | None = None,
) -> Example:  # fmt: skip
    """A window of neighbouring sentences around one of `gold`, or of `keep`, or anywhere where there is neither."""
    size = rng.randint(*SENTENCES)
    around = sorted(gold or keep or range(len(sentences)))
    centre = rng.choice(around)
    start = max(0, min(centre - rng.randrange(size), len(sentences) - size))
    return Example(
        question, title, list(sentences[start : start + size]),
        frozenset(one - start for one in gold if start <= one < start + size),
    )  # fmt: skip


def _confused(row: Row, near: Row, rng: random.Random) -> str | None:
    """A question that the row's passage seems to answer and does not."""
    question, sentences = row["question"], row["sentences"]
    ways: list[Callable[[], str | None]] = [
        lambda: named_otherwise(question, names_in(sentences), rng),
        lambda: named_otherwise(question, names_in([near["question"], *near["sentences"]]), rng),
        lambda: opposed(question, rng),
        lambda: conditioned(question, sentences, rng),
        lambda: negated(question, rng) if rng.random() < NEGATED else None,
    ]
    rng.shuffle(ways)
    return next((made for way in ways if (made := way())), None)


def _of_article(article: Row, rng: random.Random) -> Iterator[Example]:
    """Of annotated speech: what somebody said about something, with and without an answer."""
    text = article["text"]
    sentences = split_sentences(text, [Span(0, len(text))])
    texts = [text[one.start : one.end] for one in sentences]
    title = (article["title"] or "") if rng.random() < 0.5 else ""
    said: list[tuple[str, str, list[int]]] = []
    for one in article["attributions"]:
        who = " ".join(_HONORIFIC.sub("", " ".join(span["text"] for span in one["source"])).split())
        what = _phrase(" ".join(span["text"] for span in one["content"]), rng)
        if not what or not re.fullmatch(r"(?:[A-Z][\w.’'-]*\s?){1,3}", who) or who.casefold() in FUNCTION_WORDS:
            continue
        inside = [
            at for at, sentence in enumerate(sentences)
            if any(span["start"] < sentence.end and sentence.start < span["end"] for span in one["content"])
        ]  # fmt: skip
        if inside:
            said.append((who, what, inside))
    speakers = sorted({who for who, _, _ in said})
    for who, what, inside in rng.sample(said, min(len(said), 8)):
        wanted = set(stems(what))
        topical = {at for at in inside if wanted & set(stems(texts[at]))} or set(inside)
        topical |= {
            at for other, _, more in said if other == who for at in more if wanted <= set(stems(texts[at]))
        }  # fmt: skip
        yield _cut(rng.choice(_SPEECH).format(who=who, what=what), texts, topical, rng, title=title)
        if rng.random() < 0.4:
            others = [one for one in speakers if not set(tokens(one)) & set(tokens(who))]
            spoke = {at for other, _, more in said if other in others for at in more if wanted & set(stems(texts[at]))}
            if others and not spoke:  # nobody else speaks of it
                question = rng.choice(_SPEECH).format(who=rng.choice(others), what=what)
                yield _cut(question, texts, set(), rng, title=title, keep=topical)
        elif rng.random() < 0.5:
            elsewhere = [at for at, one in enumerate(texts) if not wanted & set(stems(one))]
            runs = [at for at, after in pairwise(elsewhere) if after == at + 1]
            if runs:
                start = rng.choice(runs)
                some = [texts[at] for at in elsewhere if start <= at < start + SENTENCES[1]]
                yield _cut(rng.choice(_SPEECH).format(who=who, what=what), some, set(), rng, title=title)


def _phrase(content: str, rng: random.Random) -> str | None:
    """One to three neighbouring words of some speech that carry meaning."""
    words = tokens(content)
    starts = [at for at, word in enumerate(words) if len(word) > 3 and word.casefold() not in FUNCTION_WORDS]
    if not starts:
        return None
    at = rng.choice(starts)
    most = rng.randint(1, 3)
    phrase = [words[at]]
    for word in words[at + 1 : at + most]:
        if word.casefold() in FUNCTION_WORDS:
            break
        phrase.append(word)
    return " ".join(phrase)


def _restyled(question: str, rng: random.Random) -> str:
    """Sometimes without its question mark, sometimes only its key words, as people type."""
    drawn = rng.random()
    if drawn < 0.3:
        return question.rstrip("? ")
    if drawn < 0.37 and not is_negated(question):
        words = [word for word in tokens(question) if word.casefold() not in FUNCTION_WORDS]
        return " ".join(words) if len(words) > 1 else question
    return question

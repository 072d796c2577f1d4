"""Questions "What did NAME say about PHRASE?" made from annotated attributions, with those that have no answer.

The name is what sources call a person: two to four capitalised words in a row, titles aside, of which the last is the surname;
a source of the surname alone is the same person within an article that has the full name. The phrase is of two or three
words in a row of what was said, none of them a function word, a verb of saying or a part of a name asked for; of a statement's
phrases the one whose words are rarest over all articles, the first of equals. Evidence is every statement of that
person, in any article, that holds the phrase. After every third such question stands one without an answer: a person of
one article with the phrase of a statement by another person of that article, which nothing that the first one says in any
article holds a word of.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evals.question import Evidence, Question
from index.spans import Span
from index.words import FUNCTION_WORDS, stems
from rag.words import SPEECH_WORDS

ANSWERABLE_IN_A_ROW = 3
SHORTEST_CHARS = 40
"""Shorter statements give no phrase worth asking about."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:[A-Z]\.|[A-Z][\w’'-]+)){1,3}")
_SURNAME = re.compile(r"[A-Z][\w’'-]+")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_NOT_OF_NOUNS = ("ed", "ing", "ly")
_TITLES = frozenset(
    """
    mr mrs ms dr sen sens gov rep reps gen president secretary senator governor former congressman congresswoman
    attorney general judge justice vice chairman chairwoman director the a an first lady republican democrat
    democratic presidential candidate nominee spokesman spokeswoman state rival ex then
    mayor minister prime king queen prince princess pope professor prof coach captain colonel sergeant lt sheriff
    commissioner ambassador councilman councilwoman spokesperson chief detective pastor reverend rev sir lord
    """.split()
)
# Bodies and places are two capitalised words as well; a source that holds one of these is nobody.
_BODIES = frozenset(
    """
    white house times post news committee department university party campaign court council association institute press
    bureau center group poll union agency service congress senate foundation united states new york street journal
    commission office board today house america american national
    research opinion inc corp poll fund
    """.split()
)


class Said(NamedTuple):
    """One annotated attribution."""

    article: str
    source: str
    """The source's words; empty where none is annotated."""
    content: tuple[Span, ...]
    """What was said, in order."""


class _Statement(NamedTuple):
    speaker: str
    article: str
    content: tuple[Span, ...]
    stems: frozenset[str]
    phrase: str | None


def questions_about(said: Sequence[Said], texts: Mapping[str, str]) -> Iterator[Question]:
    """The questions, in the order of the attributions.

    Args:
        said: with offsets that lie in the texts.
        texts: by article.
    """
    rarity: Counter[str] = Counter()
    for text in texts.values():
        rarity.update(set(stems(text)))
    statements = list(_statements(said, texts, rarity))
    asked: set[tuple[str, str]] = set()
    answerable = unanswerable = 0
    for one in statements:
        if one.phrase is None or (one.speaker, one.phrase.casefold()) in asked:
            continue
        asked.add((one.speaker, one.phrase.casefold()))
        answerable += 1
        yield _question(f"polnear-a{answerable:04}", one.speaker, one.phrase, _evidence(one, statements, texts))
        if answerable % ANSWERABLE_IN_A_ROW == 0:
            other = _somebody_else(one, statements)
            if other is not None and (other, one.phrase.casefold()) not in asked:
                asked.add((other, one.phrase.casefold()))
                unanswerable += 1
                yield _question(f"polnear-u{unanswerable:04}", other, one.phrase, ())


def person(source: str) -> str | None:
    """The person that a source names in full, without titles; None for roles, bodies, pronouns and surnames alone."""
    for match in _NAME.finditer(source):
        words = match[0].split()
        while words and words[0].casefold().strip(".") in _TITLES:
            words.pop(0)
        if words:
            words[-1] = _POSSESSIVE.sub("", words[-1])
        if len(words) >= 2 and not any(
            word.casefold() in _BODIES or (word.isupper() and len(word) > 2) for word in words
        ):
            return " ".join(words)
    return None


def phrases(text: str, leave_out: frozenset[str]) -> Iterator[str]:
    """Runs of two or three words that could be a topic, as they stand."""
    words = list(_WORD.finditer(text))
    for at in range(len(words)):
        for count in (3, 2):
            run = words[at : at + count]
            if len(run) == count and text[run[0].start() : run[-1].end()] == " ".join(word[0] for word in run):
                folded = {word[0].casefold() for word in run}
                # Verbs and adverbs make no topic: no tagger is at hand, and their endings tell most of them.
                if any(word.casefold().endswith(_NOT_OF_NOUNS) for word in (run[0][0], run[-1][0])):
                    continue
                if not folded & (FUNCTION_WORDS | SPEECH_WORDS | leave_out) and not any(
                    "'" in w or "’" in w for w in folded
                ):
                    yield " ".join(word[0] for word in run)


def _statements(said: Sequence[Said], texts: Mapping[str, str], rarity: Mapping[str, int]) -> Iterator[_Statement]:
    named: dict[str, dict[str, str]] = {}
    for one in said:
        if (name := person(one.source)) is not None:
            named.setdefault(one.article, {}).setdefault(name.split()[-1], name)
    for one in said:
        speaker = person(one.source)
        if speaker is None and _SURNAME.fullmatch(one.source):
            speaker = named.get(one.article, {}).get(one.source)
        if speaker is None or not one.content:
            continue
        text = texts[one.article]
        words = " ".join(text[span.start : span.end] for span in one.content)
        leave_out = frozenset(word.casefold() for word in speaker.split())
        found = {phrase: None for span in one.content for phrase in phrases(text[span.start : span.end], leave_out)}
        # The sum would favour two words over three: the mean does not.
        best = min(found, key=lambda phrase: _commonness(phrase, rarity), default=None)
        yield _Statement(
            speaker, one.article, one.content, frozenset(stems(words)), best if len(words) >= SHORTEST_CHARS else None
        )


def _commonness(phrase: str, rarity: Mapping[str, int]) -> float:
    counts = [rarity[stem] for stem in stems(phrase)]
    return sum(counts) / len(counts)


def _evidence(asked: _Statement, statements: Sequence[_Statement], texts: Mapping[str, str]) -> tuple[Evidence, ...]:
    phrase = (asked.phrase or "").casefold()
    found: dict[tuple[str, Span], None] = {}
    for one in statements:
        if one.speaker == asked.speaker:
            span = Span(one.content[0].start, one.content[-1].end)
            if one is asked or phrase in texts[one.article][span.start : span.end].casefold():
                found[one.article, span] = None
    return tuple(Evidence(article, texts[article][span.start : span.end], span) for article, span in found)


def _somebody_else(asked: _Statement, statements: Sequence[_Statement]) -> str | None:
    """Somebody of the same article who nowhere says a word of the phrase."""
    wanted = set(stems(asked.phrase or ""))
    surname = asked.speaker.split()[-1]
    for one in statements:
        if one.article == asked.article and one.speaker.split()[-1] != surname:
            theirs = frozenset().union(
                *(s.stems for s in statements if s.speaker.split()[-1] == one.speaker.split()[-1])
            )
            if not wanted & theirs:
                return one.speaker
    return None


def _question(identifier: str, speaker: str, phrase: str, evidence: tuple[Evidence, ...]) -> Question:
    return Question(
        id=identifier,
        kind="quote" if evidence else "unanswerable",
        question=f"What did {speaker} say about {phrase}?",
        answerable=bool(evidence),
        speaker=speaker,
        evidence=evidence,
    )

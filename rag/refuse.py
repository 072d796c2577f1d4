"""Whether the evidence answers, as a probability, and what to say where it does not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from index.attribution.nouns import PLACE
from index.words import stem_of, tokens
from rag.answer import Reason
from rag.asked import Asked
from rag.calibration import model
from rag.dated import is_bound, lies_in
from rag.evidence.weigh import Evidence, certainty
from rag.premise.opposites import contrary, key
from rag.question import Query, Speaker
from rag.reading import Reading
from rag.whose import is_voice_of
from rag.words import Rarity, Term, capital, listed, term_weight


def kind_of(query: Query) -> str:
    """The name of the model that judges a query."""
    return "speech" if query.speaker is not None or query.wants_speaker else "other"


FEATURES = {
    "speech": ("score", "words", "meaning", "quoted", "passage", "unmatched", "unnamed", "reader", "answered"),
    "other": ("meaning", "words", "answered", "unnumbered", "opposed"),
}
"""What each model looks at."""
LONGEST_PHRASE = 80
"""Characters of a topic that is repeated as it was asked."""
READ_BEST = 5
"""Sentences, of the best ones, whose passages may hold the answer."""


def features(query: Query, evidence: Sequence[Evidence], rarity: Rarity) -> dict[str, float]:
    """What the decision rests on, each 0 to 1, of the best sentence and what is around it; empty without any evidence."""
    if not evidence or evidence[0].score <= 0:
        return {}
    best = evidence[0]
    total = sum(term_weight(term, rarity) for term in query.topic) or 1.0
    names = [term for term in query.topic if term.is_name]
    numbers = [term for term in query.topic if term.word[0].isdigit()]
    unmatched = [term for term in query.topic if term.stem not in best.reading.all_stems]
    return {
        "score": best.score,
        "words": best.words,
        "meaning": best.meaning,
        "passage": best.passage,
        "quoted": float(best.reading.voices[best.at].quoted > 0),
        "unmatched": sum(term_weight(term, rarity) for term in unmatched) / total,
        "unnamed": sum(not _near(best, term) for term in names) / len(names) if names else 0.0,
        "reader": certainty(best.reader or 0.0),
        "answered": max(certainty(one.answered) for one in evidence[:READ_BEST]),
        "unnumbered": sum(not _near(best, term) for term in numbers) / len(numbers) if numbers else 0.0,
        "opposed": float(_says_the_opposite(query, best)),
    }


def _says_the_opposite(query: Query, evidence: Evidence) -> bool:
    """Whether a sentence has the opposite of one of the topic's words in its place: 'the smallest' of the largest."""
    held = {key(stem) for stem in evidence.reading.stems[evidence.at]}
    asked = {key(term.stem) for term in query.topic}
    return any(contrary(word) & held for word in asked - held)


def probability(query: Query, evidence: Sequence[Evidence], rarity: Rarity) -> float:
    """Calibrated probability that the best sentence answers, 0 to 1."""
    found = features(query, evidence, rarity)
    if not found or (is_bound(query) and not in_period(query, evidence[0])):
        return 0.0
    return model(kind_of(query)).probability(found)


def _near(evidence: Evidence, name: Term) -> bool:
    """Whether a name stands in the sentence, beside it, or in the title; of a place, also its adjective or its capital."""
    wanted = _of_place().get(PLACE.get(name.word.casefold(), ""), frozenset((name.stem,)))
    stems = evidence.reading.stems
    around = range(max(0, evidence.at - 2), min(len(stems), evidence.at + 2))
    return bool(wanted & evidence.reading.about) or any(wanted & stems[at] for at in around)


@cache
def _of_place() -> dict[str, frozenset[str]]:
    """Stems of the words for each place."""
    found: dict[str, set[str]] = {}
    for word, place in PLACE.items():
        found.setdefault(place, set()).add(stem_of(word))
    return {place: frozenset(stems) for place, stems in found.items()}


def missing_terms(query: Query, rarity: Rarity, nearest: Reading | None) -> list[Term]:
    """Words of the question that no article holds; times and the frame of the question aside."""
    times = {stem_of(word) for period in query.periods for word in tokens(period.asked)}
    known = times | (nearest.about if nearest else frozenset())
    return [term for term in query.terms if not (term.is_frame or term.stem in known or rarity.occurs(term.stem))]


def in_period(query: Query, evidence: Evidence) -> bool:
    """Whether a sentence is of a time that the question names: by its article, by when it was said, or by words around it."""
    return lies_in(query.periods, evidence.reading, evidence.at)


def explain(query: Query, asked: Asked | None, evidence: Sequence[Evidence], rarity: Rarity) -> Reason:
    """Why the question is refused: what was looked for, what is there, what is missing."""
    readings = list(dict.fromkeys(one.reading for one in evidence))
    topic = topic_phrase(query)
    nearest = evidence[0] if evidence and evidence[0].score > 0 else None
    if asked is not None and not is_quoted(asked, readings):
        return _unheard(asked, rarity)
    missing = missing_terms(query, rarity, nearest.reading if nearest else None)
    absent = [term.word for term in missing if term.is_name]
    if query.speaker is None and absent:
        return _nobody(absent, role=False)
    who = named(query.speaker) if query.speaker else None
    if who and re.search(rf"\bthe {re.escape(who)}\b", query.text):
        who = f"the {who}"
    best = max(evidence, key=lambda one: one.score, default=None)
    if query.periods and best is not None and nearest is not None and not in_period(query, best):
        return _out_of_period(
            query, best, " ".join(filter(None, ("something", who and f"from {who}", topic and f"on {topic}")))
        )
    if who is not None:
        said = f"is in this corpus, but nothing {who} said about {topic or 'that'} was found."
        return Reason("not_said", f"{capital(who)} {said}")
    if missing:
        return Reason("nothing_near", f"No article mentions {listed([term.word for term in missing])}.")
    return Reason("nothing_near", f"The articles nearest to “{topic or query.text}” do not answer the question.")


def topic_phrase(query: Query) -> str:
    """The topic in the question's own words where they stand together, else its words one by one."""
    words = [term.word for term in query.topic]
    spans = list(_in_order(words, query.text)) if not query.periods else []
    phrase = query.text[spans[0].start() : spans[-1].end()] if words and len(spans) == len(words) else ""
    speaker = set(query.speaker.words) if query.speaker else set()
    apart = (
        not phrase
        or len(phrase) > LONGEST_PHRASE
        or speaker & set(tokens(phrase))
        or re.search(r"[?!;]| about ", phrase)
    )
    return " ".join(words) if apart else phrase


def _in_order(words: Iterable[str], text: str) -> Iterator[re.Match[str]]:
    """Each word in a text, from where the last one ends, up to the first that is not there."""
    at = 0
    for word in words:
        found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(text, at)
        if found is None:
            return
        yield found
        at = found.end()


def named(speaker: Speaker) -> str:
    """A speaker as a sentence names them."""
    return f"the {speaker.phrase}" if speaker.is_role else speaker.phrase


def _unheard(asked: Asked, rarity: Rarity) -> Reason:
    """Why somebody who is never quoted is not: nobody knows them, or they are only written about."""
    words = asked.speaker.words
    if not words or not rarity.occurs(stem_of(words[-1])):
        return _nobody([asked.speaker.phrase], role=not words)
    return Reason("not_said", f"{capital(asked.speaker.phrase)} is named in this corpus, but not quoted.")


def is_quoted(asked: Asked, readings: Iterable[Reading]) -> bool:
    """Whether anything the speaker said is on record."""
    return bool(asked.persons) or any(
        is_voice_of(asked, voice) for one in dict.fromkeys(readings) for voice in one.voices
    )


def _nobody(names: Sequence[str], *, role: bool) -> Reason:
    if role:
        return Reason("nobody", f"Nobody described as “{names[0]}” was found in this corpus.")
    return Reason("nobody", f"{listed(names)} {'does' if len(names) == 1 else 'do'} not occur in this corpus.")


def _out_of_period(query: Query, nearest: Evidence, what: str) -> Reason:
    dated = nearest.reading.article.date
    when = f"is dated {dated}" if dated else "has no date"
    return Reason(
        "out_of_period",
        f"There is {what}, but it {when}; nothing was found {listed([period.when for period in query.periods])}.",
    )

"""Which sentences are quoted beside the best one: those about as good, and those that go on with what it says."""

from collections.abc import Sequence

from rag.evidence.weigh import Evidence
from rag.question import Query
from rag.reading import Reading

ABOUT_AS_GOOD = 0.9
"""Share of the best score from which a sentence answers as well."""
OF_A_SPEAKER = 0.7
"""As above, of the words of the speaker asked for, where they hold some of the topic themselves, or go on with such words."""
LEANING = 0.6
"""As above, of their next sentence, where it points back to the one before in its first words."""
NEAR = 0.8
"""As above, of a sentence that is nearer in meaning than the best one."""
OF_SEVERAL = 0.65
"""As above, where the question asks for several things."""
OF_ANOTHER_SPEAKER = 0.5
"""As above, where the question asks which people spoke."""
NEAR_IN_MEANING = 0.5
"""Cosine from which a quotation that a sentence leads in to is on what was asked, too."""
SOME, MOST = 0.3, 0.6
"""Share of the topic's words in a sentence, of the most in any: some of it, and most of it."""

_MARKS = " \"“”'‘’.,!?"


def beside(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence to quote, the best first; `evidence` is in order, and what scores 0 is none.

    Words around a sentence make up much of its score, so that all of a passage is close to its best sentence. What is a good
    deal behind that has to hold words of the topic itself, or to be the quotation that a sentence already taken leads in to.
    """
    if not evidence or evidence[0].score <= 0:
        return []
    best = evidence[0].score
    if query.wants_speaker and query.several:
        return [one for one in evidence if one.score >= OF_ANOTHER_SPEAKER * best]
    most = max((one.own_words for one in evidence if one.score >= OF_A_SPEAKER * best), default=0.0)
    taken: list[Evidence] = []
    for one in evidence:
        share, own = one.score / best, one.own_words / most if most else 1.0
        goes_on = query.speaker is not None and (
            (share >= OF_A_SPEAKER and _goes_on(one, taken)) or (share >= LEANING and _leans_on(one, taken))
        )
        if one is evidence[0] or goes_on:
            fits = True
        elif query.speaker is not None and query.wanted == "any":
            fits = share >= ABOUT_AS_GOOD or (share >= OF_A_SPEAKER and own >= SOME)
        else:
            nearer = one.meaning > evidence[0].meaning
            fits = share >= (OF_SEVERAL if query.several else NEAR if nearer else ABOUT_AS_GOOD) and (
                own >= MOST or (nearer and (share >= ABOUT_AS_GOOD or own >= SOME))
            )
        if fits:
            taken.append(one)
    return taken


def _goes_on(one: Evidence, taken: Sequence[Evidence]) -> bool:
    """Whether a sentence is the quotation that one already taken leads in to, or more of its quotation, of the same speaker."""
    reading, voice = one.reading, one.reading.voices[one.at]
    return (
        voice.quoted > 0
        and one.meaning >= NEAR_IN_MEANING
        and any(
            other.reading is reading
            and other.at == one.at - 1
            and set(reading.voices[other.at].speakers) & set(voice.speakers)
            and ((one.direct and not reading.voices[other.at].quoted) or _is_bare(reading, one.at))
            for other in taken
        )
    )


def _leans_on(one: Evidence, taken: Sequence[Evidence]) -> bool:
    """Whether a sentence is the same speaker's next quotation, and its first words point back: 'They create prosperity'."""
    reading = one.reading
    return (
        reading.voices[one.at].quoted > 0
        and one.meaning >= NEAR_IN_MEANING
        and any(
            other.reading is reading
            and other.at == one.at - 1
            and bool(set(reading.voices[other.at].speakers) & set(reading.voices[one.at].speakers))
            and reading.opens_leaning(one.at)
            for other in taken
        )
    )


def _is_bare(reading: Reading, at: int) -> bool:
    """Whether a sentence is quoted from end to end, and its quotation ends without words that say who speaks."""
    text, sentence = reading.article.text, reading.sentences[at]
    return any(
        not text[quote.end : last.end].strip(_MARKS)
        for quote in reading.quotations
        if quote.start <= sentence.start and sentence.end <= quote.end + 1
        for last in reading.sentences
        if last.start < quote.end <= last.end
    )

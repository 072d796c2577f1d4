"""Whether a sentence carries the words of the speaker a question asks for."""

from collections.abc import Iterable

from rag.people import same_person
from rag.question import Query, Speaker
from rag.reading import Reading
from rag.roles import place_of, places_in, role_words
from rag.words import stem_of

ABOUT_SPEAKER, NAMES_SPEAKER = 0.7, 0.5
"""What a sentence counts by that begins with the speaker asked for, or only names them, and carries nobody's words."""


def speaks(speaker: Speaker, reading: Reading, name: str) -> bool:
    """Whether a name or mention in the article is the speaker asked for."""
    if speaker.is_role:
        asked = role_words(speaker.phrase)
        person = reading.people.in_role(speaker.phrase)
        if person is None:
            return asked <= role_words(name)
        # a president of no named country is not the US president
        return person.name == name and any(places_in(asked) <= role for role in person.roles)
    if same_person(speaker.words, name):
        return True
    if reading.people.named(speaker.words) is not None:
        return False
    return place_of(speaker.phrase) <= place_of(
        name
    )  # a body: 'the NATO communique' is 'a joint communique adopted by NATO'


def voice_weight(speaker: Speaker | None, reading: Reading, at: int) -> float:
    """1 for the speaker's words, 0 for somebody else's; in between where the article leaves it open."""
    if speaker is None:
        return 1.0
    voice = reading.voices[at]
    if any(speaks(speaker, reading, name) for name in voice.speakers):
        return 1.0
    if voice.subject is not None and speaks(speaker, reading, voice.subject):
        return ABOUT_SPEAKER
    if voice.speakers or speaker.is_role:
        return 0.0
    if speaker.words and _holds_name(reading, at, speaker):
        return NAMES_SPEAKER
    return 0.0


def named_speaker(query: Query, readings: Iterable[Reading]) -> Speaker | None:
    """Of a query of bare words, the one that names somebody who speaks in the articles, if it has other words too."""
    if not query.keywords or query.speaker is not None:
        return None
    spoken = {stem_of(name.split()[-1]): name for one in readings for voice in one.voices for name in voice.speakers}
    for term in query.terms:
        if term.stem in spoken and len(query.terms) > 1:
            surname = spoken[term.stem].split()[-1]
            return Speaker(surname, (surname,))
    return None


def _holds_name(reading: Reading, at: int, speaker: Speaker) -> bool:
    return stem_of(speaker.words[-1]) in reading.stems[at]

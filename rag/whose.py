"""Whether a sentence carries the words of the speaker a question asks for."""

from collections.abc import Iterable

from index.attribution.people import names_in, same_person
from index.attribution.roles import bound_to, place_of, role_words
from index.words import stem_of
from rag.question import Query, Speaker
from rag.reading import Reading

ABOUT_SPEAKER, NAMES_SPEAKER = 0.7, 0.5
"""What a sentence counts by that begins with the speaker asked for, or only names them, and carries nobody's words."""


def speaks(speaker: Speaker, reading: Reading, name: str) -> bool:
    """Whether a name or mention in the article is the speaker asked for."""
    if speaker.is_role:
        person = reading.people.in_role(speaker.phrase)
        if person is None:
            return role_words(speaker.phrase) <= role_words(name)
        # a president of no named country is not the US president
        return person.name == name and bound_to(speaker.phrase) <= frozenset().union(*person.roles)
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
    """Whether a sentence names the speaker; of two Vales asked for by first name, the one who is meant."""
    if stem_of(speaker.words[-1]) not in reading.stems[at]:
        return False
    named = [one for name in names_in(reading.text(at)) if (one := reading.people.named(name.words))]
    namesakes = [one for one in named if same_person(speaker.words[-1:], one.name)]
    return not namesakes or any(same_person(speaker.words, one.name) for one in namesakes)

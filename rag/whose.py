"""Whether a sentence carries the words of the speaker a question asks for."""

import re
from collections.abc import Iterable

from index.attribution.people import is_pronoun, names_in, same_person
from index.attribution.roles import IN_ROLE, is_role, place_of, role_words
from index.catalog import StoredStatement
from index.quotations import outside
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.asked import Asked
from rag.question import Query, Speaker
from rag.reading import Reading
from rag.voices import Voice, is_known

ABOUT_SPEAKER, NAMES_SPEAKER = 0.7, 0.5
"""What a sentence counts by that begins with the speaker asked for, or only names them, and carries nobody's words."""
NOBODYS = 0.7
"""What a sentence counts by that carries no known speaker's words, where the question is who said something."""
_OPENING_CHARACTERS = 80
_PRONOUNS_BACK = 3
"""Sentences that may follow one another with a pronoun for the same person."""


_HOLDS = re.compile(
    r"\b(?:what|how|why|where|whom|which)\b.{0,40}?\b(?:did|does|do|has|have|had)\s+(?P<who>(?-i:[A-Z])[^?,]{1,40}?)\s+"
    r"(?:find|found|want|wanted|expect|expected|fear|feared|hope|hoped|ask|asked|regret|regretted|reject|rejected|welcome|"
    r"welcomed|oppose|opposed|support|supported|blame|blamed|see|seen|consider|considered|wish|wished|doubt|doubted)\b",
    re.IGNORECASE,
)
"""A question for what somebody holds of something, whose answer is their words, if there are any."""


def speaks(asked: Asked, statement: StoredStatement) -> bool:
    """Whether a statement is certain to be the words of the speaker asked for."""
    speaker = asked.speaker
    if statement.name is None:  # 'a port official': nobody by name, but of that role
        return (
            speaker.is_role and statement.role is not None and role_words(speaker.phrase) <= role_words(statement.role)
        )
    if not is_known(statement):
        return False
    if statement.speaker_id is not None and statement.speaker_id in asked.ids:
        return True
    if speaker.is_role:
        of_role = statement.role is not None and role_words(speaker.phrase) <= role_words(statement.role)
        return statement.speaker_id is None and of_role
    if statement.is_body:
        held, wanted = place_of(statement.name), place_of(speaker.phrase)
        # 'the NATO communique' is 'a joint communique adopted by NATO'
        return bool(held and wanted) and (wanted <= held or held <= wanted)
    return statement.speaker_id is None and same_person(speaker.words, statement.name)


def is_voice_of(asked: Asked, voice: Voice) -> bool:
    """Whether a sentence carries the words of the speaker asked for, by its statements or by the words around it."""
    if any(speaks(asked, one) for one in voice.statements):
        return True
    wanted = place_of(asked.speaker.phrase)
    if wanted and any(wanted <= place_of(source) for source in voice.bodies):
        return True  # 'the prime minister's office' is 'Prime Minister Ann Vale's office'
    return any(_heard(asked, name) for name in voice.heard)


def _heard(asked: Asked, name: str) -> bool:
    """Whether a name or mention in the words around a sentence is the speaker asked for."""
    if any(same_person(words, name) for words in asked.names):
        return True
    if asked.speaker.is_role:
        return role_words(asked.speaker.phrase) <= role_words(name)
    # 'the NATO communique' is 'a joint communique adopted by NATO'
    return bool(place_of(asked.speaker.phrase)) and place_of(asked.speaker.phrase) <= place_of(name)


def voice_weight(asked: Asked | None, reading: Reading, at: int) -> float:
    """1 for the speaker's words, 0 for somebody else's or nobody knows whose; in between for the article's own about them."""
    if asked is None:
        return 1.0
    voice = reading.voices[at]
    if is_voice_of(asked, voice):
        return 1.0
    if voice.statements or voice.heard:
        return 0.0
    if begins_with(asked, reading, at):
        return ABOUT_SPEAKER
    if not asked.speaker.is_role and _holds_name(asked.speaker, reading, at):
        return NAMES_SPEAKER
    return 0.0


def begins_with(asked: Asked, reading: Reading, at: int, back: int = _PRONOUNS_BACK) -> bool:
    """Whether a sentence is about the speaker in its first words, by name or by a pronoun for them."""
    sentence = reading.sentences[at]
    stop = min(sentence.end, sentence.start + _OPENING_CHARACTERS)
    plain = outside(reading.article.text, sentence.start, stop, reading.quotations)
    words = plain.split(maxsplit=1)
    before = reading.before(at)
    if words and is_pronoun(words[0]):
        return back > 0 and before is not None and (
            any(speaks(asked, one) for one in reading.voices[before].statements)
            or begins_with(asked, reading, before, back - 1)
        )  # fmt: skip
    for name in names_in(plain):
        before_it = plain[: name.start].rpartition(", ")[2]
        if any(word.islower() and not _leads_to_name(word) for word in before_it.split()):
            continue
        if any(same_person(one, " ".join(name.words)) for one in asked.names):
            return True
        if len(name.words) > 1:
            return False
    return False


def _leads_to_name(word: str) -> bool:
    """Whether a word can stand before a name at the head of a sentence: 'while the Kremlin spokesman …'."""
    return word in FUNCTION_WORDS or word in IN_ROLE or is_role(word)


def named_speaker(query: Query, readings: Iterable[Reading]) -> Speaker | None:
    """Who speaks in the articles and is named by a query of bare words, or asked for what they hold of something."""
    if query.speaker is not None:
        return None
    held = _HOLDS.search(query.text)
    if not query.keywords and held is None:
        return None
    asked = {stem_of(word) for word in tokens(held["who"])[-1:]} if held else {term.stem for term in query.terms}
    spoken = {
        stem_of(said.name.split()[-1]): said.name
        for one in readings
        for said in one.statements
        if said.name is not None and is_known(said) and not said.is_body
    }
    for term in query.terms:
        if term.stem in spoken and term.stem in asked and len(query.terms) > 1:
            surname = spoken[term.stem].split()[-1]
            return Speaker(surname, (surname,))
    return None


def _holds_name(speaker: Speaker, reading: Reading, at: int) -> bool:
    """Whether a sentence names the speaker; of two Vales asked for by first name, the one who is meant."""
    if stem_of(speaker.words[-1]) not in reading.stems[at]:
        return False
    named = [one for name in names_in(reading.text(at)) if (one := reading.people.named(name.words))]
    namesakes = [one for one in named if same_person(speaker.words[-1:], one.name)]
    return not namesakes or any(same_person(speaker.words, one.name) for one in namesakes)

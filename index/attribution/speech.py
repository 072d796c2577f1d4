"""Who speaks in each sentence of an article: cue words, their sources, and quotations that go on without either."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.attribution.cues import has_cue, participle, sources, without_asides
from index.attribution.people import People, is_pronoun
from index.attribution.roles import is_role
from index.quotations import outside, quoted_spans
from index.sentences import Sentence

_SIGNED = re.compile(r"(?:^|\x00)\s*[—–―-]{1,2}\s?([^\x00,;:]{3,60}?)\.?$")
"""A name after a dash, under or behind a quotation."""
_NOBODY_IN_PARTICULAR = frozenset(
    "both everybody everyone i it many most nobody none one others several some somebody someone they we you".split()
)
"""Words that can be the source of a cue without telling who that is."""
_MOST_SHOUTED = 6
_SHORT_TAG = 40
_COMMA = re.compile(r", ")
_FIRST_WORDS = re.compile(r"(?:[\w’'.\-]+ ){1,9}")
_OPENING_CHARACTERS = 80


@dataclass(frozen=True)
class Voice:
    """Whose words a sentence carries."""

    speakers: tuple[str, ...]
    """Names of the persons, or the mention itself where it could not be resolved; empty for the article's own voice."""
    quoted: int
    """Characters of the sentence that stand in quotation marks."""
    cued: bool
    """Whether a cue in the sentence itself says who speaks, even if it could not be told who that is."""
    signed: bool
    """Whether the sentence ends with the speaker's name after a dash."""
    subject: str | None
    """The person the sentence is about in its first words; says nothing of whose words it carries."""


_NOBODY = Voice((), 0, cued=False, signed=False, subject=None)


class _Listener:
    """Goes through an article once, remembering who spoke last."""

    def __init__(self, text: str, sentences: Sequence[Sentence], people: People) -> None:
        self._text, self._sentences, self._people = text, sentences, people
        self._quotes = quoted_spans(text, sentences)
        self._last: str | None = None

    def listen(self) -> list[Voice]:
        return self._spread([_NOBODY if one.heading else self._hear(one) for one in self._sentences])

    def _hear(self, sentence: Sentence) -> Voice:
        plain = outside(self._text, sentence.start, sentence.end, self._quotes)
        plain = without_asides(plain)
        quoted = plain.count("\x00")
        if (signature := _SIGNED.search(plain)) and (signed := self._resolve(signature.group(1).strip(), None)):
            return Voice((signed,), quoted, cued=False, signed=True, subject=None)
        subject = self._subject(plain)
        speakers = [one for one in (self._resolve(mention, subject) for mention in sources(plain)) if one]
        if not speakers and subject and (participle(plain) or has_cue(plain) or plain.endswith(":")):
            speakers = [subject]
        unique = tuple(dict.fromkeys(speakers))
        self._last = unique[-1] if unique else subject or self._last
        return Voice(unique, quoted, cued=bool(unique) or has_cue(plain), signed=False, subject=subject)

    def _subject(self, plain: str) -> str | None:
        """The person a sentence begins with, outside quotation marks."""
        starts = [0, *(match.end() for match in islice(_COMMA.finditer(plain, 0, _OPENING_CHARACTERS), 2))]
        for start in starts:  # "On Friday, in London, Mr Orr …"
            match = _FIRST_WORDS.match(plain, start)
            words = match.group().split() if match else []
            if words and is_pronoun(words[0]):
                return self._last
            if words and words[0].casefold() in _NOBODY_IN_PARTICULAR:
                return None
            for length in range(1, len(words) + 1):
                person = self._people.refers(" ".join(words[:length]))
                if person is not None:
                    return person.name
        return None

    def _resolve(self, mention: str, subject: str | None) -> str | None:
        """Name of the person a source mentions; the mention itself where it is somebody or a body not named so."""
        words = mention.split()
        if not words:
            return None
        if is_pronoun(words[-1]):
            return subject or self._last
        person = self._people.refers(mention)
        if person is not None:
            return person.name
        shouted = mention.isupper() and len(mention) > _MOST_SHOUTED  # a heading in capitals, not a name
        named = words[-1][0].isupper() and words[-1].casefold() not in _NOBODY_IN_PARTICULAR
        return mention if (is_role(words[-1]) or named) and not shouted else None

    def _spread(self, voices: list[Voice]) -> list[Voice]:
        """Gives quotations without a source that of their surroundings: what closes or signs them, else what came before."""
        out = list(voices)
        for at, sentence in enumerate(self._sentences):
            if out[at].speakers or out[at].cued or not out[at].quoted:
                continue
            speakers = (
                self._closing_source(voices, at)
                or self._source_after(voices, at, sentence.paragraph)
                or self._source_before(out, at, sentence.paragraph)
            )
            out[at] = replace(out[at], speakers=speakers)
        return out

    def _source_after(self, voices: Sequence[Voice], at: int, paragraph: int) -> tuple[str, ...]:
        """Who signs the quotation, or is named right behind it, as in '“Why not?” Orr demanded'."""
        for later in range(at + 1, min(len(voices), at + 7)):
            voice, sentence = voices[later], self._sentences[later]
            if voice.signed:
                return voice.speakers
            if voice.quoted and sentence.paragraph == paragraph and not voice.speakers:
                continue
            short = sentence.end - sentence.start < _SHORT_TAG and sentence.paragraph == paragraph
            return voice.speakers if short and not voice.quoted else ()
        return ()

    def _closing_source(self, voices: Sequence[Voice], at: int) -> tuple[str, ...]:
        """Source of the sentence in which the quotation that covers this sentence's end is closed."""
        end = self._sentences[at].end
        quote = next((one for one in self._quotes if one.start < end < one.end), None)
        if quote is None:
            return ()
        for later in range(at + 1, len(self._sentences)):
            if self._sentences[later].start >= quote.end:
                break
            if voices[later].speakers:
                return voices[later].speakers
        return ()

    def _source_before(self, voices: Sequence[Voice], at: int, paragraph: int) -> tuple[str, ...]:
        """Who spoke just before, in this paragraph or the end of the one before."""
        for earlier in range(at - 1, max(-1, at - 6), -1):
            if self._sentences[earlier].heading or self._sentences[earlier].paragraph < paragraph - 1:
                break
            if voices[earlier].speakers:
                return voices[earlier].speakers
        return ()


def voices(text: str, sentences: Sequence[Sentence], people: People) -> list[Voice]:
    """For each sentence, whose words it carries."""
    return _Listener(text, sentences, people).listen()

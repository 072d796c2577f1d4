"""Who speaks in each sentence of an article: cue words, their sources, and quotations that go on without either."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.sentences import Sentence
from index.spans import Span
from rag.people import People, is_pronoun, is_role, names_in
from rag.quotations import outside, quoted_spans

_FINITE = """accused acknowledged added admitted admits advised agreed alleged announced answered appealed argued argues argue asked
asserted assured believes believed blamed blasted called calls castigated cautioned charged claimed claims commented complained
conceded concluded condemned confirmed contended continued contradicted countered credited criticized criticised declared decried
defended demanded denied denies denounced described describes disclosed dismissed emphasized emphasised endorsed estimated
expects explained explains expressed feared gave hailed hinted hopes indicated insisted insists joked lamented maintained
mentioned mocked noted notes observed offered opined outlined pledged pointed posted praised predicted proclaimed promised proposed
quipped quoted recalled recommended referred refused reiterated rejected remarked remembered repeated replied reported reports
responded retorted revealed said say says slammed specified speculated spoke stated states stressed suggested suggests surmised
tells testified thanked thinks thought threatened told tweeted underlined underscored urged urges voiced vowed
warned warns wondered writes wrote welcomed""".split()
_PARTICIPLES = """accusing acknowledging adding admitting alleging announcing arguing asking asserting assuring blaming calling
claiming complaining conceding concluding condemning confirming declaring demanding denouncing denying describing emphasizing
emphasising explaining expressing hinting indicating insisting lamenting maintaining mentioning noting observing pledging pointing
predicting proclaiming promising recalling referring reiterating rejecting remarking repeating replying reporting responding revealing
saying speculating stating stressing suggesting telling testifying threatening tweeting underlining underscoring urging vowing
warning writing""".split()
_CUE = re.compile(
    rf"(?<![\w’'-])(?:{'|'.join(sorted(_FINITE, key=len, reverse=True))}|made (?:it )?clear|makes (?:it )?clear)(?![\w’'-])"
)
_NO_CUE_AFTER = re.compile(r"(?:\b(?:been|be|was|were|is|are|being|the|a|an|its|their|his|her|of|to)|['’]s)\s(?:[a-z]+ly\s)?$")
"""Before a passive or an adjective: 'has been expressed', 'Moscow's alleged plans'."""
_PARTICIPLE = re.compile(rf"(?<![\w’'-])(?:{'|'.join(_PARTICIPLES)})(?![\w’'-])")
_ACCORDING = re.compile(r"\b[Aa]ccording to ([^,.;:\x00]{2,80})")
_QUOTED_AS = re.compile(r"\bquot(?:ed|ing) ([^,.;:\x00]{2,60}?) as (?:say|tell|warn|stat|not)ing")
_WAS_QUOTED = re.compile(r"([^,.;:\x00]{2,60}?) (?:was|were|is) (?:also )?quoted as saying")
_CAME_FROM = re.compile(r"\b(?:statement|remark|comment|warning|word|message)s? (?:came|comes|come) from ([^.;:\x00]{2,80})")
_CLAUSE_EDGE = re.compile(r"(?i)[;:,—–\x00(\[]|\s-\s|\b(?:that|but|while|when|whereas|because|although|though|if|after|before|which|where|as)\b\s")
_ADVERBS = re.compile(
    r"(?:\s|^)(?:also|has|have|had|later|then|further|repeatedly|once|again|reportedly|recently|previously|earlier|now|today|"
    r"yesterday|even|just|still|first|already|publicly|immediately|himself|herself|since|[a-z]+ly|did|does|could|would|will|is|was|"
    r"been|being|went on to|goes on to|in turn|on \w+day|in \d{4}|not)$"
)
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_SIGNED = re.compile(r"(?:^|\x00)\s*[—–―-]{1,2}\s?([^\x00.,;:]{3,60})\.?$")
"""A name after a dash, under or behind a quotation."""
_INTRODUCES = re.compile(r":\s*\x00")
"""A colon before a quotation."""
_IN_SOURCE = frozenset("the a an of for de van von al bin former top chief".split())
_MOST_SHOUTED = 6
_SHORT_TAG = 60
_AFTER = re.compile(r"\s*((?:[\w’'.\-]+\s?){1,9})")


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
        voices = []
        for sentence in self._sentences:
            voices.append(_NOBODY if sentence.heading else self._hear(sentence))
        return self._spread(voices)

    def _hear(self, sentence: Sentence) -> Voice:
        plain = outside(self._text, sentence.start, sentence.end, self._quotes)
        plain = _ASIDE.sub(lambda match: " " * len(match.group()), plain)
        quoted = plain.count("\x00")
        if (signature := _SIGNED.search(plain)) and (signed := self._resolve(signature.group(1).strip(), None)):
            return Voice((signed,), quoted, cued=False, signed=True, subject=None)
        subject = self._subject(plain)
        speakers = [one for one in (self._resolve(mention, subject) for mention in sources(plain)) if one]
        if not speakers and subject and (_PARTICIPLE.search(plain) or _CUE.search(plain) or _INTRODUCES.search(plain)):
            speakers = [subject]
        unique = tuple(dict.fromkeys(speakers))
        self._last = unique[-1] if unique else subject or self._last
        return Voice(unique, quoted, cued=bool(unique) or has_cue(plain), signed=False, subject=subject)

    def _subject(self, plain: str) -> str | None:
        """The person a sentence begins with, outside quotation marks."""
        opening = re.match(r"(?:[^\x00,]{0,60}, )?((?:[\w’'.\-]+ ){1,9})", plain)
        if opening is None:
            return None
        words = opening.group(1).split()
        if is_pronoun(words[0]):
            return self._last
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
        return mention if (is_role(words[-1]) or words[-1][0].isupper()) and not shouted else None

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
        """Who signs the quotation, or is named right behind it: '“Why not?” Vitter demanded.'"""
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


def sources(plain: str) -> list[str]:
    """Noun phrases that a sentence names as sources, quotations blanked out before."""
    found = [match.group(1).strip() for match in _ACCORDING.finditer(plain)]
    found += [_head(match.group(1)) for pattern in (_QUOTED_AS, _WAS_QUOTED, _CAME_FROM) for match in pattern.finditer(plain)]
    if _QUOTED_AS.search(plain):
        return found
    for cue in _cues(plain):
        before = _source_before_cue(plain[: cue.start()])
        source = before or _source_after_cue(plain, cue.end())
        if source:
            found.append(source)
    return found


def has_cue(plain: str) -> bool:
    """Whether a sentence holds words that report speech."""
    return next(_cues(plain), None) is not None


def _cues(plain: str) -> Iterator[re.Match[str]]:
    for cue in _CUE.finditer(plain):
        if not _NO_CUE_AFTER.search(plain, max(0, cue.start() - 30), cue.start()):
            yield cue


def _head(phrase: str) -> str:
    """A noun phrase up to an apposition."""
    return phrase.split(",")[0].strip()


def _source_before_cue(clause: str) -> str:
    """The noun phrase right before a cue, adverbs and auxiliaries skipped; empty if there is none."""
    clause = clause.rstrip()
    while (shorter := _ADVERBS.sub("", clause)) != clause:
        clause = shorter.rstrip()
    if clause.endswith(","):  # an apposition has closed, or else the cue comes before its source
        return _before_apposition(clause)
    edges = list(_CLAUSE_EDGE.finditer(clause))
    phrase = clause[edges[-1].end() :] if edges else clause
    phrase = phrase.strip(" \x00\n\t”\"'")
    words = phrase.split()
    if words and words[-1] == "who":  # "Joe Biden, who mentioned that": whoever is named right before
        named = names_in(clause[: len(clause) - len("who")])
        return " ".join(named[-1].words) if named else ""
    if "and" in words and not words[-1].islower():  # "He thanked them and Mr Cleverly said"; "Ms Day and Mr Orr said"
        words = words[len(words) - words[::-1].index("and") :]
    return " ".join(words[-9:])


def _before_apposition(clause: str) -> str:
    """The name that a closed apposition belongs to: 'Dmitry Peskov, the Kremlin spokesman,' is Dmitry Peskov."""
    since = clause[max(clause.rfind("\x00"), clause.rfind(";")) + 1 :]
    for name in names_in(since):
        at_start = not since[: name.start].strip()
        if len(name.words) > 1 or name.role or at_start:
            return " ".join(name.words) if re.match(r"\s*(?:,|\s\s)", since[name.end :]) else ""
    return ""


def _source_after_cue(plain: str, end: int) -> str:
    """The noun phrase after a cue, for 'said Peskov' and 'said the Kremlin spokesman'; empty if what follows is no source."""
    match = _AFTER.match(plain, end)
    if match is None:
        return ""
    taken: list[str] = []
    for word in match.group(1).split():
        named = bool(taken) and taken[-1][0].isupper() and not is_role(taken[-1])
        if word[0].islower() and (named or not (word in _IN_SOURCE or is_role(word.strip(".,")))):
            break
        taken.append(word)
    phrase = " ".join(taken).strip(" .,")
    begins_as_source = phrase[:1].isupper() or phrase.startswith(("the ", "a ", "an "))
    return phrase if begins_as_source and phrase.split()[-1] not in _IN_SOURCE else ""


def voices(text: str, sentences: Sequence[Sentence], people: People) -> list[Voice]:
    """For each sentence, whose words it carries."""
    return _Listener(text, sentences, people).listen()


def quotations(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Quoted stretches of the body."""
    return quoted_spans(text, sentences)

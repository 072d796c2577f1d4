"""A question as asked to a `Query`: whose words it wants, on what, of when, and what kind of answer would do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from index.attribution.gender import is_given
from index.attribution.people import names_in
from index.attribution.roles import HONORIFICS, is_role
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.period import Period, periods, without_counted, without_periods, without_recency
from rag.words import FRAME_WORDS, SPEECH_WORDS, Term, content_terms

Wanted = Literal["person", "time", "number", "place", "any"]

_SPEECH = "|".join(
    [
        "have to say",
        "(?-i:state)",  # a Secretary of State is none
        *"""
    say said says saying tell told think thinks thought claim claimed stated argue argued comment commented mention mentioned
    announce announced warn warned suggest suggested respond responded react reacted reply replied remark remarked insist
    insisted describe described call called accuse accused urge urged promise promised demand demanded deny denied emphasize
    emphasized express expressed believe believed explain explained criticize criticized condemn condemned propose proposed
    predict predicted write wrote speak characterize characterized characterise characterised portray portrayed assess assessed
    justify justified answer answered
    """.split(),
    ]
)
_STUDIES = """
    report reports study studies poll polls survey surveys research analysis analyses data figures statistics findings paper
    papers
""".split()
_STUDY_BY = re.compile(rf"(?:[\w’'-]+ ){{0,3}}(?:{'|'.join(_STUDIES)}) (?:by|from|of|in|published|released)\b")
"""What a study by somebody found is no word of theirs."""
_NOBODY = FRAME_WORDS.union(_STUDIES, "news media sources week weeks".split())
"""Common nouns that end no name behind one of the words below, as in 'according to a new poll'."""
_DETERMINERS = frozenset("the a an this that these those last latest next new recent one some any".split())
_MANNER = frozenset(
    "re characterise characterised characterize characterized portray portrayed assess assessed justify justified".split()
)
"""Words of asking for speech that name no topic."""
_REACTION = re.compile(r"\b(?:respon(?:d|se)|repl(?:y|ies)|react|answer(?:s|ed)? (?:to|the)\b)", re.IGNORECASE)
_PASSING = r"(?:(?:also|ever|each|both|once|really|(?-i:[a-z]+ly))\s+)?"
_NOUN = "|".join(
    """
    view opinion position stance comment remark response reaction reply replie warning statement argument word quote quotation
    """.split()
)
# Behind 'what' alone a name has to end in a capital: 'What Ann Vale said', not 'What NFL star said'.
_WHOSE = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"\b(?:what|how|why|when|where|which|whom?)\b.{{0,40}}?\b(?:did|does|do|has|have|had)\s+(?P<who>.+?)\s+{_PASSING}(?:{_SPEECH})\b",
        rf"^(?:did|does|has|had|have)\s+(?P<who>.+?)\s+{_PASSING}(?:{_SPEECH})\b",
        rf"\b(?:what|which)(?:['’]s|\s+(?:is|was|were|are))\s+(?P<who>.+?)['’]s?\s+(?:{_NOUN})s?\b",
        rf"^(?P<who>[^?]{{2,40}}?)['’]s?\s+(?:{_NOUN})s?\b",
        rf"^(?:what|which)\s+(?:{_NOUN}|claim)s?\s+(?:did|does|has|have)\s+(?P<who>.+?)\s+(?:make|made|give|given|have)\b",
        rf"\b(?:{_NOUN})s? (?:of|by|from)\s+(?P<who>.+?)(?=\s+(?:about|on|regarding|concerning)\b|$|\?)",
        r",\s*(?:says?|said)\s+(?P<who>[^,?]+?)\s*\??$",
        r"\baccording to (?P<who>[^,?]+?)(?:,|\?|$)",
        rf"\b(?:what|how)\s+(?P<who>(?-i:[A-Z])(?:[^?]*?\s(?-i:[A-Z]))?[\w.’'-]*)\s+(?:{_SPEECH})\b",
        rf"^(?:everything|anything|all)\s+(?:that\s+)?(?P<who>.+?)\s+(?:(?:has|have|had)\s+)?{_PASSING}(?:{_SPEECH})\b",
        r"^(?!(?:who|whose|what|which|how|when|where|why)\b)(?P<who>(?-i:[A-Z])[^?,]{1,40}?)\s+(?:said|says|claimed|stated|warned|denied)\b",
    )
)
_KEYWORDS = re.compile(r"^(?P<who>[\w’'.\- ]{2,40}?)\s+(?:on|about|re|regarding)\s+(?P<rest>[^?]+)\??$", re.IGNORECASE)
_SPOKE = rf"(?:{_SPEECH}|spoke|spoken|talked|talks|speaks|quoted)"
_WHO_SAID = re.compile(rf"^\s*(?:whose words\b|(?:who|which \w+)\b.{{0,30}}\b{_SPOKE}\b)", re.IGNORECASE)
_SEVERAL_SAID = re.compile(
    rf"^\s*(?:(?:which|what)\s+(?:\w+\s+){{0,3}}?(?P<kind>\w+s|people)\s+(?:(?:has|have|had)\s+)?{_SPOKE}\b"
    r"|who\s+(?:(?:all|else|has|have|had)\s+){0,2}(?:commented|spoke|spoken|talked|reacted|responded)\s+(?:on|about|to|regarding)\b)",
    re.IGNORECASE,
)
"""'Which officials commented on…': one statement of each."""
_REQUEST = re.compile(
    r"^\s*(?:please,?\s+)?(?:(?:can|could|would|will) you\s+)?(?:please\s+)?"
    r"(?:(?:tell|show|give)\s+(?:me|us)|find|list|summari[sz]e|explain)\s+(?:about\s+)?(?=\w)",
    re.IGNORECASE,
)
"""Words that ask for an answer, before what is asked."""
_WORD = re.compile(r"\w")
_FULL_NAME = re.compile(r"(?:[A-Z]\.){1,3}(?: [A-Z][\w’'.-]*)* [A-Z][\w’'-]+")
"""A name that begins with initials: 'G.K. Chesterton'."""
_AT_A_TIME = re.compile(r"\s+(?:in|on|at|of|during|as of)\s+", re.IGNORECASE)
_OFFICE_OF = re.compile(
    r"['’]s? (?:\w+ )?(?:office|ministry|department|government|administration|campaign|team|staff|party|council|committee)$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:the|a|an|mr|mrs|ms|dr|sir)\b\.?\s+", re.IGNORECASE)
_TIME = re.compile(
    r"^\s*(?:when|(?:on|in|since|until)? ?(?:what|which) (?:year|date|day|month|century|time|decade))\b|\bhow long\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow (?:many|much|far|old|long|often|large|big|high|tall|fast|deep)\b"
    r"|\bwhat (?:number|percentage|percent|share|amount|proportion)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^\s*(?:who|whom|whose)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"^\s*where\b|\b(?:what|which) (?:city|country|state|place|town|county|region|capital)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+){0,3}?\w+s\s+(?:are|were|have|do|did)\b|\b(?:each|both|differ|compare|list|all)\b",
    re.IGNORECASE,
)
_JOINING = frozenset(
    "a about after against among an and at before between by during for from in of on or over the to under with".split()
)
"""Words that may stand between key words."""
MOST_QUESTION_WORDS = 400
"""A pasted page is not a question; what comes first and last is kept."""


class Named(NamedTuple):
    """A stretch of a question that names somebody."""

    phrase: str
    start: int
    stop: int


@dataclass(frozen=True)
class Speaker:
    """Whose words a question asks for."""

    phrase: str
    """As asked, without title or article."""
    words: tuple[str, ...]
    """The name's words; empty for a role."""
    dated: tuple[Period, ...] = ()
    """When an office is asked for: 'the foreign secretary in 2022'."""

    @property
    def is_role(self) -> bool:
        """Whether an office is asked for, rather than a name."""
        return not self.words


@dataclass(frozen=True)
class Query:
    """What a question asks for."""

    text: str
    """The stand-alone question."""
    terms: tuple[Term, ...]
    """All words that carry meaning, the speaker's name included."""
    topic: tuple[Term, ...]
    """Of them, those that name the topic."""
    speaker: Speaker | None
    keywords: bool
    """Bare words, not a sentence."""
    wants_speaker: bool
    """'Who said that…': the answer is whoever said it."""
    wanted: Wanted
    """What an answer has to hold."""
    periods: tuple[Period, ...]
    """Times the question names, but for that of an office."""
    several: bool
    """Whether it asks for several things: 'which countries…', 'how do they differ'."""
    reaction: bool = False
    """Whether somebody's reaction to something is asked for, which hardly ever names it again."""

    @property
    def everything(self) -> bool:
        """Whether all of somebody's words are asked for: 'What has Lavrov said?'."""
        return self.speaker is not None and not self.topic and self.wanted == "any"


def understand(question: str) -> Query:
    """Reads a stand-alone question."""
    text = _shorten(question)
    asked = _REQUEST.sub("", text) or text
    speaker, rest = _speaker(asked)
    wants_speaker = speaker is None and bool(_WHO_SAID.match(asked) or _SEVERAL_SAID.match(asked))
    leave_out = FUNCTION_WORDS | (SPEECH_WORDS | _MANNER if speaker or wants_speaker else frozenset())
    rest = without_recency(rest)
    topic = content_terms(without_periods(rest) if speaker else without_counted(rest), leave_out)
    names = {term.stem for term in content_terms(speaker.phrase)} if speaker else set()
    several_said = _SEVERAL_SAID.match(asked) if wants_speaker else None
    if several_said and several_said.group("kind"):  # 'officials' is who is looked for, not what they spoke of
        names = {stem_of(several_said.group("kind"))}
    topic = [term for term in topic if term.stem not in names]
    terms = [*content_terms(speaker.phrase), *topic] if speaker else topic
    return Query(
        text=text,
        terms=tuple(terms),
        topic=tuple(topic),
        speaker=speaker,
        keywords=not any(token.casefold() in FUNCTION_WORDS - _JOINING for token in tokens(text)),
        wants_speaker=wants_speaker,
        wanted=_wanted(text),
        periods=tuple(
            one for one in periods(text) if speaker is None or (one not in speaker.dated and not one.of_thing)
        ),
        several=bool(_SEVERAL.search(asked)) or several_said is not None,
        reaction=speaker is not None and bool(_REACTION.search(asked)),
    )


def asking(query: Query, speaker: Speaker) -> Query:
    """The query as one for the words of `speaker`, whom it names without saying so: 'peskov cluster munitions'."""
    called = re.search(rf"([\w’'-]+)\s+{re.escape(speaker.phrase)}\b", query.text, re.IGNORECASE)
    if len(speaker.words) == 1 and called and called[1].casefold() not in FUNCTION_WORDS:
        given = called[1].capitalize()
        speaker = Speaker(called[0], (given, *speaker.words)) if is_given(given) else speaker
    names = {term.stem for term in content_terms(speaker.phrase)}
    topic = tuple(
        term
        for term in content_terms(without_periods(without_recency(query.text)), FUNCTION_WORDS | SPEECH_WORDS | _MANNER)
        if term.stem not in names
    )
    times = tuple(one for one in query.periods if not one.of_thing)
    return replace(query, speaker=speaker, topic=topic, periods=times)


def is_question(text: str) -> bool:
    """Whether there is anything to look for."""
    return bool(_WORD.search(text))


def _shorten(text: str) -> str:
    words = text.split()
    if len(words) <= MOST_QUESTION_WORDS:
        return " ".join(words)
    half = MOST_QUESTION_WORDS // 2
    return " ".join([*words[:half], *words[-half:]])


def _speaker(text: str) -> tuple[Speaker | None, str]:
    """Who is asked about, and the rest of the question."""
    for named in whose(text):
        speaker = as_speaker(named.phrase)
        if speaker is not None:
            return speaker, f"{text[: named.start]} {text[named.stop :]}"
    return None, text


def whose(text: str) -> Iterator[Named]:
    """The stretches of a question that can name whose words it wants, be it one or several, the likeliest first."""
    for pattern in _WHOSE:
        match = pattern.search(text)
        if match:
            yield Named(match.group("who"), match.start("who"), match.end("who"))
    match = _KEYWORDS.match(text)
    if match:
        yield Named(match.group("who"), match.start("who"), match.end("who"))


def as_speaker(phrase: str) -> Speaker | None:
    """A noun phrase as a speaker: a name, or a role; None where it is neither."""
    phrase, dated = _dated(phrase.strip(" ?.,:;\"“”'’"))
    words = tokens(phrase)
    plain = _LEADING.sub("", phrase)
    common = words and words[-1] in _NOBODY and (len(words) == 1 or words[0].casefold() in _DETERMINERS)
    of_study = _STUDY_BY.match(plain) and not any(is_role(word) for word in words)
    if not words or len(words) > 12 or common or of_study:
        return None
    if _FULL_NAME.fullmatch(plain) or _OFFICE_OF.search(plain):  # the prime minister's office is not the prime minister
        return Speaker(plain, tuple(plain.split()))
    named, apposition, _ = plain.partition(", ")
    if apposition and (explained := names_in(named)) and explained[-1].words and explained[-1].end == len(named):
        plain = named
    names = names_in(plain)
    if names and names[-1].words and plain.endswith(names[-1].words[-1]):
        return Speaker(" ".join(names[-1].words), names[-1].words)
    if any(is_role(word) for word in words):
        return Speaker(plain, (), dated)
    rest = tuple(word for word in tokens(plain) if word.casefold() not in HONORIFICS)
    if rest and len(rest) <= 3 and not any(word.casefold() in FUNCTION_WORDS for word in rest):
        return Speaker(" ".join(rest), rest)
    return None


def _dated(phrase: str) -> tuple[str, tuple[Period, ...]]:
    """A noun phrase without the time behind it, and that time: 'the foreign secretary in April 2022'."""
    for match in _AT_A_TIME.finditer(phrase):
        found = periods(phrase[match.end() :])
        if found and phrase[match.end() :].casefold().startswith(found[0].asked.casefold()):
            return phrase[: match.start()].strip(" ,"), tuple(found)
    return phrase, ()


def _wanted(text: str) -> Wanted:
    for wanted, pattern in (("number", _NUMBER), ("time", _TIME), ("person", _PERSON), ("place", _PLACE)):
        if pattern.search(text):
            return wanted  # type: ignore[return-value] # the tuple's strings are the literal's
    return "any"

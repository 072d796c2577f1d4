"""A question as asked to a `Query`: whose words it wants, on what, of when, and what kind of answer would do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.answer import Message
from rag.people import HONORIFICS, is_role, names_in
from rag.period import Period, periods, without_periods
from rag.words import FUNCTION_WORDS, SPEECH_WORDS, Term, content_terms, tokens

Wanted = Literal["person", "time", "number", "place", "any"]

_SPEECH = (
    r"say|said|says|saying|tell|told|think|thought|claim|claimed|state|stated|argue|argued|comment|commented|mention|mentioned|"
    r"announce|announced|warn|warned|suggest|suggested|respond|responded|react|reacted|reply|replied|remark|remarked|insist|"
    r"insisted|describe|described|call|called|accuse|accused|urge|urged|promise|promised|demand|demanded|deny|denied|emphasize|"
    r"emphasized|express|expressed|believe|believed|explain|explained|criticize|criticized|condemn|condemned|propose|proposed|predict|predicted"
)
_WHOSE = (
    re.compile(rf"\b(?:what|how|why|when|where|whom?)\b.{{0,40}}?\b(?:did|does|do|has|have|had)\s+(?P<who>.+?)\s+(?:(?:also|ever|once|really|\w+ly)\s+)?(?:{_SPEECH})\b(?P<rest>.*)", re.I | re.S),
    re.compile(rf"^(?:did|does|has|had|have)\s+(?P<who>.+?)\s+(?:(?:also|ever|\w+ly)\s+)?(?:{_SPEECH})\b(?P<rest>.*)", re.I | re.S),
    re.compile(r"\b(?:what|which)\s+(?:is|was|were|are)\s+(?P<who>.+?)['’]s?\s+(?:view|opinion|position|stance|comment|remark|response|reaction|warning|statement|argument|word)s?\b(?P<rest>.*)", re.I | re.S),
    re.compile(r"\b(?:opinions?|views?|words?|statements?|comments?|remarks?|quotes?|quotations?) (?:of|by|from)\s+(?P<who>.+?)(?P<rest>\s+(?:about|on|regarding|concerning)\b.*|$|\?)", re.I | re.S),
    re.compile(r"\baccording to (?P<who>[^,?]+?)(?:,|\?|$)(?P<rest>.*)", re.I | re.S),
    re.compile(rf"\b(?:what|how)\s+(?P<who>[A-Z][^?]*?)\s+(?:{_SPEECH})\b(?P<rest>.*)", re.S),
)  # fmt: skip
_KEYWORDS = re.compile(r"^(?P<who>[\w’'.\- ]{2,40}?)\s+(?:on|about|re|regarding)\s+(?P<rest>[^?]+)\??$", re.I)
_WHO_SAID = re.compile(rf"^\s*(?:who|which \w+|whose words)\b.{{0,30}}\b(?:{_SPEECH})\b", re.I)
_WORD = re.compile(r"\w")
_LEADING = re.compile(r"^(?:the|a|an|mr|mrs|ms|dr|sir)\b\.?\s+", re.I)
_TIME = re.compile(r"^\s*(?:when|(?:on|in|since|until)? ?(?:what|which) (?:year|date|day|month|century|time|decade))\b|\bhow long\b", re.I)
_NUMBER = re.compile(r"\bhow (?:many|much|far|old|long|often|large|big|high|tall|fast|deep)\b|\bwhat (?:number|percentage|percent|share|amount|proportion)\b", re.I)
_PERSON = re.compile(r"^\s*(?:who|whom|whose)\b", re.I)
_PLACE = re.compile(r"^\s*where\b|\b(?:what|which) (?:city|country|state|place|town|county|region|capital)\b", re.I)
MOST_QUESTION_WORDS = 400
"""A pasted page is not a question; what comes first and last is kept."""


@dataclass(frozen=True)
class Speaker:
    """Whose words a question asks for."""

    phrase: str
    """As asked, without title or article."""
    words: tuple[str, ...]
    """The name's words; empty for a role."""

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
    """Times the question names."""


def understand(question: str, history: Sequence[Message] = ()) -> Query:
    """Reads a question; one that leans on the conversation before takes its words from there too."""
    text = _shorten(standalone(question, history))
    speaker, rest = _speaker(text)
    wants_speaker = bool(_WHO_SAID.match(text))
    leave_out = FUNCTION_WORDS | (SPEECH_WORDS if speaker or wants_speaker else frozenset())
    topic = content_terms(without_periods(rest) if speaker else text, leave_out)
    names = {term.stem for term in content_terms(speaker.phrase)} if speaker else set()
    topic = [term for term in topic if term.stem not in names]
    terms = [*content_terms(speaker.phrase), *topic] if speaker else topic
    return Query(
        text=text,
        terms=tuple(terms),
        topic=tuple(topic),
        speaker=speaker,
        keywords=not any(token.casefold() in FUNCTION_WORDS for token in tokens(text)),
        wants_speaker=wants_speaker,
        wanted=_wanted(text),
        periods=tuple(periods(text)),
    )


def asking(query: Query, speaker: Speaker) -> Query:
    """The query as one for the words of `speaker`, whom it names without saying so: 'peskov cluster munitions'."""
    names = {term.stem for term in content_terms(speaker.phrase)}
    topic = tuple(term for term in content_terms(without_periods(query.text), FUNCTION_WORDS | SPEECH_WORDS) if term.stem not in names)
    return replace(query, speaker=speaker, topic=topic)


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
    for pattern in _WHOSE:
        match = pattern.search(text)
        if match:
            speaker = as_speaker(match.group("who"))
            if speaker is not None:
                return speaker, f"{text[: match.start('who')]} {text[match.end('who') :]}"
    match = _KEYWORDS.match(text)
    if match and (speaker := as_speaker(match.group("who"))) is not None:
        return speaker, match.group("rest")
    return None, text


def as_speaker(phrase: str) -> Speaker | None:
    """A noun phrase as a speaker: a name, or a role; None where it is neither."""
    phrase = phrase.strip(" ?.,:;\"“”'’")
    phrase = re.split(r"\b(?:in|on|at|of) (?=\d{4}\b)", phrase)[0].strip()
    words = tokens(phrase)
    if not words or len(words) > 12:
        return None
    plain = _LEADING.sub("", phrase)
    names = names_in(plain)
    if names and names[-1].words and plain.endswith(names[-1].words[-1]):
        return Speaker(" ".join(names[-1].words), names[-1].words)
    if any(is_role(word) for word in words):
        return Speaker(plain, ())
    rest = tuple(word for word in tokens(plain) if word.casefold() not in HONORIFICS)
    if rest and len(rest) <= 3 and not any(word.casefold() in FUNCTION_WORDS for word in rest):
        return Speaker(" ".join(rest), rest)
    return None


def _wanted(text: str) -> Wanted:
    for wanted, pattern in (("number", _NUMBER), ("time", _TIME), ("person", _PERSON), ("place", _PLACE)):
        if pattern.search(text):
            return wanted  # type: ignore[return-value] # the tuple's strings are the literal's
    return "any"


_LEANING = re.compile(
    r"^\s*(?:and|but|so|what about|how about|also|then)\b|\b(?:he|she|they|him|her|his|their|them|it|its|this|that|these|those|there)\b",
    re.I,
)
_HE = re.compile(r"\b(?:he|she|they)\b", re.I)
_THEM = re.compile(r"\b(?:about|on|of|to|regarding)\s+(?:it|this|that|them|these|those)\b", re.I)
_OPENING = re.compile(r"^\s*(?:(?:and|but|so)\b,?\s*)?(?P<about>(?:(?:what|how)\s+)?(?:about|on)\b)?\s*(?P<rest>.+?)\s*\??$", re.I | re.S)


def standalone(question: str, history: Sequence[Message]) -> str:
    """The question with what it leans on: the person and topic of the last question of the conversation.

    'And about Moldova?' after 'What did Truss say about Ukraine?' becomes 'What did Truss say about Moldova?'; 'And Lavrov?'
    becomes 'What did Lavrov say about Ukraine?'. A question that leans on nothing is left as it is.
    """
    asked = [message.content for message in history if message.role == "user"]
    if not asked or not is_question(question) or not _LEANING.search(question):
        return question
    before = understand(asked[-1], history[: _last_user(history)])
    who, topic = _person_of(before), " ".join(term.word for term in before.topic)
    now = " ".join(question.split())
    opening = _OPENING.match(now)
    leads = re.match(r"\s*(?:and|but|so|what about|how about)\b", now, re.I)
    if before.speaker is not None and opening and leads and (opening.group("about") or len(now.split()) <= _FEW_WORDS):
        rest = opening.group("rest")
        named = as_speaker(rest)
        # 'And about Lavrov?' keeps the speaker; 'And Lavrov?', 'What about Lavrov?' asks the same of another one
        if named is not None and named.words and rest[:1].isupper() and not re.match(r"\s*(?:and |but |so )?(?:about|on)\b", now, re.I):
            return f"What did {named.phrase} say about {topic}?"
        return f"What did {who} say about {rest}?"
    if who:
        now = _HE.sub(who, now, count=1)
    if topic and _THEM.search(now):
        return _THEM.sub(lambda match: f"{match.group().split()[0]} {topic}", now, count=1)
    return now if who and who in now else f"{now} ({before.text})"


_FEW_WORDS = 4


def _person_of(query: Query) -> str:
    """Whom a question was about: its speaker, else the last name in it; empty if nobody."""
    if query.speaker is not None:
        return f"the {query.speaker.phrase}" if query.speaker.is_role else query.speaker.phrase
    names = [name for name in names_in(query.text) if name.words and name.start > 0]
    return " ".join(names[-1].words) if names else ""


def _last_user(history: Sequence[Message]) -> int:
    return max(at for at, message in enumerate(history) if message.role == "user")

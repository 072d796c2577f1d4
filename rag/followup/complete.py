"""The stand-alone question: short forms filled in, pronouns replaced, and what is left open said in brackets."""

import re
from collections.abc import Callable, Sequence

from index.words import FUNCTION_WORDS, stems
from rag.answer import Message
from rag.followup.pronouns import resolve, topic_of
from rag.followup.short import completed
from rag.followup.talk import Exchange, Talk, opening_of, turns
from rag.followup.things import named
from rag.question import is_question, understand
from rag.words import SPEECH_WORDS, Term, content_terms

_LEAD = re.compile(r"^\s*(?:and|but|so|also|then|what about|how about)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:other|others|else|next|also|too|again|further|more|besides|still|same|opposite|another|instead|afterwards?|later|"
    r"eventually|finally|anything|anyone|any|disagrees?|agrees?|interesting)\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"^\s*(?:is|are|was|were|has|have) there\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:this|these|those)\s+[a-z]", re.IGNORECASE)
"""What points back: 'these early years'."""
_REASON = re.compile(r"\b(?:why|when|where|how|that|so|it)\b\W*$", re.IGNORECASE)
_PLAIN = (
    FUNCTION_WORDS
    | SPEECH_WORDS
    | frozenset("agree agrees agreed disagree disagrees disagreed deny denies denied".split())
)
_MOST_ON_SUBJECT = 2
"""The same, while the subject that the conversation was opened with is talked of."""
_ASKS = re.compile(
    r"[?]|\b(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|any|tell)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"^\s*(?:and |but |so )?who(?: else)?\b", re.IGNORECASE)
_MOST_OPEN_TERMS = 1
"""A question of no more words than this that carry meaning, and no name, leaves open what it is about."""


def _nobody(words: tuple[str, ...]) -> bool:  # noqa: ARG001 - of the form of those that know somebody
    return False


def standalone(
    question: str, history: Sequence[Message], is_speaker: Callable[[tuple[str, ...]], bool] = _nobody
) -> str:
    """The question with what it leans on, taken from the last questions and answers of the conversation.

    'And about Moldova?' after 'What did Truss say about Ukraine?' becomes 'What did Truss say about Moldova?'; 'And Lavrov?'
    becomes 'What did Lavrov say about Ukraine?'. A question that leans on nothing is left as it is, word for word.

    Args:
        question: as asked.
        history: the conversation before it, oldest first.
        is_speaker: whether the archive quotes anybody under a name, for names that are not written with capitals.
    """
    if not is_question(question):
        return question
    talk = Talk()
    for asked, answer in turns(history):
        if not talk.exchanges and opening_of(asked):
            talk = Talk((Exchange(asked, answer, opening=True),))
        else:
            talk = talk.followed_by(_complete(asked, talk, is_speaker), answer)
    return _complete(question, talk, is_speaker)


def _complete(question: str, talk: Talk, is_speaker: Callable[[tuple[str, ...]], bool]) -> str:
    if not talk.exchanges:
        return question
    now = " ".join(question.split())
    short = completed(now, talk, is_speaker)
    if short is not None:
        return short
    resolved, changed = resolve(now, talk)
    text = talk.spelled_out(resolved)
    changed = changed or text != resolved
    added = _left_open(text, talk, changed=changed)
    if added:
        stop = re.search(r"\s*[?.!]*$", text)
        end = stop.start() if stop else len(text)
        return f"{text[:end]} {added}{text[end:].strip() or ''}"
    return text if changed else question


def _left_open(text: str, talk: Talk, *, changed: bool) -> str:
    """What a question does not say that it is about; empty where it says so."""
    query = understand(text)
    if query.speaker is not None:
        reason = bool(_REASON.search(text))
        topic = topic_of(talk) if not query.topic and (reason or _LEAD.match(text)) else None
        about = f"about {topic.text}" if topic and topic.text not in text else ""
        return f"({about})" if about and reason else about
    names = named(text)
    known = {one.last for one in talk.known}
    if not _ASKS.search(text) or any(one.last not in known for one in names):
        return ""
    terms = [term for term in content_terms(text, _PLAIN) if not term.is_frame]
    leans = bool(_LEAD.match(text) or _GOES_ON.search(text) or _EXISTS.match(text) or _POINTS.search(text))
    subject = talk.subject if talk.is_on_subject else None
    if subject is not None:
        near = leans or changed or names or len(terms) <= _MOST_ON_SUBJECT or _held(terms, talk)
        return f"({subject.text})" if near and subject.last not in stems(text) else ""
    if changed or names:
        return ""
    topic = topic_of(talk) if _WHO.match(text) and not terms else None
    if topic:
        return f"about {topic.text}"
    about = _about(talk) if leans or len(terms) <= _MOST_OPEN_TERMS else ""
    return f"({about})" if about else ""


def _held(terms: Sequence[Term], talk: Talk) -> bool:
    """Whether the last exchange spoke of any of these."""
    before = set(stems(f"{talk.last.asked} {talk.last.answer}"))
    return any(term.stem in before for term in terms)


def _about(talk: Talk) -> str:
    """What the conversation is about: the first name of the last question that has any, else what was asked about."""
    for exchange in reversed(talk.exchanges):
        if exchange.named:
            return talk.full(exchange.named[0]).text
    topic = topic_of(talk)
    return topic.text if topic else ""

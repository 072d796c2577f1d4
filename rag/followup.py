"""Follow-up questions: 'And about Moldova?' completed from the conversation before it."""

import re
from collections.abc import Sequence

from index.attribution.people import names_in
from rag.answer import Message
from rag.question import Query, as_speaker, is_question, understand

_LEANING = re.compile(
    r"^\s*(?:and|but|so|what about|how about|also|then)\b"
    r"|\b(?:he|she|they|him|her|his|their|them|it|its|this|that|these|those|there)\b",
    re.IGNORECASE,
)
_HE = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_THEM = re.compile(r"\b(?:about|on|of|to|regarding)\s+(?:it|this|that|them|these|those)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^\s*(?:(?:and|but|so)\b,?\s*)?(?P<about>(?:(?:what|how)\s+)?(?:about|on)\b)?\s*(?P<rest>.+?)\s*\??$",
    re.IGNORECASE | re.DOTALL,
)
_FEW_WORDS = 4
_ABOUT = re.compile(r"\s*(?:and |but |so )?(?:about|on)\b", re.IGNORECASE)
_LEADS = re.compile(r"\s*(?:and|but|so|what about|how about)\b", re.IGNORECASE)


def standalone(question: str, history: Sequence[Message]) -> str:
    """The question with what it leans on: the person and topic of the last question of the conversation.

    'And about Moldova?' after 'What did Truss say about Ukraine?' becomes 'What did Truss say about Moldova?'; 'And Lavrov?'
    becomes 'What did Lavrov say about Ukraine?'. A question that leans on nothing is left as it is.
    """
    asked = any(message.role == "user" for message in history)
    if not asked or not is_question(question) or not _LEANING.search(question):
        return question
    last = max(at for at, message in enumerate(history) if message.role == "user")
    before = understand(standalone(history[last].content, history[:last]))
    who, topic = _person_of(before), " ".join(term.word for term in before.topic)
    now = " ".join(question.split())
    opening = _OPENING.match(now)
    if (
        before.speaker is not None
        and opening
        and _LEADS.match(now)
        and (opening.group("about") or len(now.split()) <= _FEW_WORDS)
    ):
        rest = opening.group("rest")
        named = as_speaker(rest)
        # 'And about Lavrov?' keeps the speaker; 'And Lavrov?', 'What about Lavrov?' asks the same of another one
        if named is not None and named.words and rest[:1].isupper() and not _ABOUT.match(now):
            return f"What did {named.phrase} say about {topic}?"
        return f"What did {who} say about {rest}?"
    if who:
        now = _HE.sub(who, now, count=1)
    if topic and _THEM.search(now):
        return _THEM.sub(lambda match: f"{match.group().split()[0]} {topic}", now, count=1)
    return now if who and who in now else f"{now} ({before.text})"


def _person_of(query: Query) -> str:
    """Whom a question was about: its speaker, else the last name in it; empty if nobody."""
    if query.speaker is not None:
        return f"the {query.speaker.phrase}" if query.speaker.is_role else query.speaker.phrase
    names = [name for name in names_in(query.text) if name.words and name.start > 0]
    return " ".join(names[0].words) if names else ""

"""A follow-up question made to stand alone by a language model, and taken only if it says nothing the conversation does not."""

import logging
from collections.abc import Sequence

from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.answer import Message
from rag.llm.prompt import inert
from rag.llm.talk import Model, ModelError, Turn

TURNS = 6
"""Messages before the question that the model is given."""
MOST_CHARACTERS = 300
"""Of a question, and of what is told of each message."""
RULES = """Rewrite the last question of a conversation so that it can be understood without the conversation.
Replace words such as he, she, it, they, there and that by what they stand for, and add what is left out.
Keep everything else, word for word. Write only the question, on one line. If it stands alone already, repeat it."""
_FREE = frozenset(
    "say says said tell told asked ask did do does think mention speak spoke talk comment something".split()
)
"""Words that may be added though nobody has said them."""
log = logging.getLogger(__name__)


def rewritten(model: Model, question: str, history: Sequence[Message]) -> str | None:
    """The question as the model makes it stand alone; None without a conversation, or where that cannot be used."""
    if not history:
        return None
    talk = "\n".join(f"{one.role}: {inert(one.content)[:MOST_CHARACTERS]}" for one in history[-TURNS:])
    asked = f"Conversation:\n{talk}\n\nLast question: {inert(question)}"
    try:
        written = model.complete([Turn("system", RULES), Turn("user", asked)])
    except ModelError as error:
        log.warning("%s; the question is completed without it", error)
        return None
    return usable(written, question, history)


def usable(written: str, question: str, history: Sequence[Message]) -> str | None:
    """What a model wrote as a question; None where it is none, leaves a word out, or holds one that nobody has said."""
    lines = [line.strip() for line in written.split("\n") if line.strip()]
    text = lines[0].strip('"“”*').strip() if lines else ""
    if not text or len(text) > MOST_CHARACTERS or (question.rstrip().endswith("?") and not text.endswith("?")):
        return None
    own, written_words = _content(question), _content(text)
    said = own.union(_FREE, *(_content(one.content) for one in history))
    return text if own <= written_words <= said else None


def _content(text: str) -> set[str]:
    return {stem_of(word) for word in tokens(text) if word.casefold() not in FUNCTION_WORDS}

"""A conversation as it stands before a question: its last turns, what each asked and what was answered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.attribution.gender import PRONOUNS, Gender
from index.words import stem_of, stems, tokens
from rag.answer import Message
from rag.followup.things import Thing, fullest, named, phrases
from rag.question import Query, Speaker, is_question, understand
from rag.words import FRAME_WORDS

MOST_TURNS = 8
"""Questions read; what was asked before them is forgotten, but for an opening that only names the subject."""
MOST_ANSWER_CHARS = 1500
_MOST_OPENING_WORDS = 12
_SHORT_ANSWER_WORDS = 12
_MARKER = re.compile(r"\s*\[\d+\]")
_REFUSED = re.compile(
    r"nothing .{0,200}was found|does not occur in this corpus|do(?:es)? not answer|^no article|don['’]t know|cannotanswer",
    re.IGNORECASE | re.DOTALL,
)
_TELL = re.compile(
    r"^(?:please\s+)?(?:(?:tell|show) me|talk|let['’]s talk|i want to know)\s+(?:about|of)\s+", re.IGNORECASE
)
_PART = re.compile(r"\s*(?:[:|/\n–—(]|\s-\s|,\s|(?<=[a-z]{3})\.(?:\s|$)).*", re.DOTALL)
"""What follows a subject's name in an opening: 'Ann Vale: Early life', 'Ann Vale (senator)'."""
_AUXILIARY = re.compile(r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|many|much|about)\b")
_ASKS = re.compile(
    r"[?]|^\W*(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|any)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Exchange:
    """A question of the conversation with its answer."""

    asked: str
    """As it stands alone."""
    answer: str
    """Without markers; empty where it was a refusal."""
    opening: bool = False
    """Whether it only names the subject."""

    @cached_property
    def query(self) -> Query:
        """The question, understood."""
        return understand(self.asked)

    @cached_property
    def named(self) -> list[Thing]:
        """The names in the question; of an opening, its subject."""
        if self.opening:
            subject = _PART.sub("", _TELL.sub("", self.asked)).strip() or self.asked
            found = named(subject)
            kind = found[0].kind if len(found) == 1 and found[0].text == subject else "word"
            return [Thing(subject, kind, found[0].gender if found else None)]
        found = [one for one in named(self.asked) if not _is_misread(one.text, self.asked)]
        speaker = self.speaker
        if speaker is not None:
            who = f"the {speaker.phrase}" if speaker.is_role else speaker.phrase
            kept = [one for one in found if one.text not in speaker.phrase]
            known = next((one.gender for one in found if one.text in speaker.phrase), None)
            return [Thing(who, "person", known), *kept]
        return found

    @cached_property
    def speaker(self) -> Speaker | None:
        """Whose words were asked for; what only looks like a name in a question that has capitals is none."""
        found = self.query.speaker
        capitals = any(letter.isupper() for letter in self.asked[1:])
        if found is None or found.is_role or not capitals or any(word[:1].isupper() for word in found.words):
            return found
        return None

    @cached_property
    def answered(self) -> list[Thing]:
        """The names in the answer; what follows an opening is no answer."""
        return [] if self.opening else named(self.answer)

    @cached_property
    def told(self) -> list[Thing]:
        """The names in the answer that are not in the question."""
        asked = {one.last for one in self.named}
        return [one for one in self.answered if one.last not in asked]

    @cached_property
    def is_short(self) -> bool:
        """Whether the answer is little more than what was asked for."""
        return 0 < len(self.answer.split()) <= _SHORT_ANSWER_WORDS

    @cached_property
    def topic(self) -> str:
        """What was asked about, as it was worded: the longest run of words on it."""
        if self.opening:
            return self.named[0].text
        speaker = self.speaker
        held = {term.stem for term in self.query.topic if not term.is_frame or speaker}
        return longest_run(self.asked, held, speaker.phrase if speaker else "")

    @cached_property
    def phrases(self) -> list[Thing]:
        """Noun phrases of the question, without those that hold nothing but words of its frame."""
        if self.opening:
            return []
        return [one for one in phrases(self.asked) if one.text.split()[-1].casefold() not in FRAME_WORDS]


@dataclass(frozen=True)
class Talk:
    """The conversation, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @cached_property
    def is_on_subject(self) -> bool:
        """Whether the talk has not left what the opening names: a subject written as a name, and in the last exchange."""
        subject = self.subject
        if subject is None or not subject.text[:1].isupper():
            return False
        return self.last.opening or subject.last in stems(f"{self.last.asked} {self.last.answer}")

    @property
    def last(self) -> Exchange:
        """The one just before the question."""
        return self.exchanges[-1]

    @cached_property
    def known(self) -> list[Thing]:
        """Everybody named anywhere in it."""
        return [one for exchange in self.exchanges for one in (*exchange.named, *exchange.answered)]

    @cached_property
    def subject(self) -> Thing | None:
        """What an opening says that it is about."""
        return next((one.named[0] for one in self.exchanges if one.opening), None)

    def full(self, thing: Thing) -> Thing:
        """A person by their longest name in the conversation."""
        return fullest(thing, self.known)

    def spelled_out(self, text: str) -> str:
        """A text with the people of earlier questions by their full names: 'Vale' as 'Ann Vale'."""
        for one in {one.text: one for exchange in self.exchanges for one in exchange.named}.values():
            if one.kind in ("person", "word") and " " in one.text and one.text not in text and one.text[:1].isupper():
                last = re.escape(one.text.split()[-1])
                alone = rf"(?<![\w.’'-])(?<![A-Z][\w]\s){last}(?![\w-]|\s[A-Z])"
                for match in re.finditer(alone, text):
                    before = text[: match.start()].split()[-1:]
                    if not (
                        before and before[0][:1].isupper() and match.start() and len(text[: match.start()].split()) > 1
                    ):
                        text = f"{text[: match.start()]}{one.text}{text[match.end() :]}"
                        break
        return text

    def followed_by(self, asked: str, answer: str) -> "Talk":
        """The conversation with one more exchange."""
        return Talk((*self.exchanges, Exchange(asked, answer)))


def _is_misread(name: str, question: str) -> bool:
    """Whether a name is only the capital that a question begins with: 'Wich', 'Howw'."""
    return question.startswith(name) and bool(_AUXILIARY.match(question, len(name)))


def opening_of(text: str) -> bool:
    """Whether a first message names a subject and asks nothing."""
    told = _TELL.sub("", text)
    return not _ASKS.search(told) and len(told.split()) <= _MOST_OPENING_WORDS


def turns(history: Sequence[Message]) -> list[tuple[str, str]]:
    """Questions that ask anything with their answers, oldest first: the last of them, and the opening."""
    found: list[tuple[str, list[str]]] = []
    for message in history:
        if message.role == "user":
            if is_question(message.content):
                found.append((" ".join(message.content.split()), []))
        elif found:
            found[-1][1].append(message.content)
    kept = found[-MOST_TURNS:]
    if len(found) > MOST_TURNS and opening_of(found[0][0]):
        kept = [found[0], *kept]
    return [(asked, _plain("\n".join(answers))) for asked, answers in kept]


def _plain(answer: str) -> str:
    text = _MARKER.sub("", answer)[:MOST_ANSWER_CHARS].strip()
    return "" if not _MARKER.search(answer) and _REFUSED.search(text) else text


def pronoun_gender(pronoun: str) -> Gender | None:
    """Whether a pronoun means a man or a woman."""
    return PRONOUNS.get(pronoun.casefold())


_INSIDE = frozenset("the a an of on for in to and against between from with at over by as 's".split())
_WORDS = re.compile(r"[\w’'.\-]*\w")


def longest_run(text: str, stems: set[str], without: str) -> str:
    """The longest run of words of some stems, with articles and prepositions between them, that holds no other words."""
    best, run = "", (0, 0)
    start: int | None = None
    gone = text.find(without) if without else -1
    most = 0
    count = 0
    end = 0
    for match in [*_WORDS.finditer(text), None]:
        word = match.group() if match else ""
        left_out = match is not None and gone >= 0 and gone <= match.start() < gone + len(without)
        parts = {stem_of(token) for token in tokens(word)}
        if match and not left_out and parts & stems:
            start = match.start() if start is None else start
            count, end = count + 1, match.end()
        elif match is None or left_out or word.casefold() not in _INSIDE:
            if start is not None and count > most:
                best, most, run = text[start:end], count, (start, end)
            start, count = None, 0
    before = text[: run[0]].split()[-1:] if best else []
    return (
        f"the {best}"
        if before and before[0].casefold() in ("the", "a", "an", "this", "that", "these", "those")
        else best
    )

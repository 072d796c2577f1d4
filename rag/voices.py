"""Whose words each sentence of an article carries, by the statements stored for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.catalog import StoredStatement
from index.sentences import Sentence
from index.spans import Span

OF_CONTENT, OF_SENTENCE = 1 / 2, 1 / 3
"""A sentence carries a statement that has at least this share of its content in it, or that fills this share of it."""


@dataclass(frozen=True)
class Voice:
    """Whose words a sentence carries."""

    statements: tuple[StoredStatement, ...]
    """Those with a good part of their content in the sentence; none where it is the article's own voice."""
    quoted: int
    """Characters of the sentence that stand in quotation marks."""
    heard: tuple[str, ...] = ()
    """Names of who speaks by the words around it, where no statement tells."""
    bodies: tuple[str, ...] = ()
    """What the article calls the bodies that made its statements: 'a communique adopted by NATO'."""

    @property
    def untold(self) -> bool:
        """Whether somebody's words are in it and no statement says, or leaves open between some, whose they are."""
        if not self.statements:
            return self.quoted > 0
        return all(one.certainty == "unknown" for one in self.statements)

    @property
    def known(self) -> tuple[StoredStatement, ...]:
        """The statements of which it is certain who made them."""
        return tuple(one for one in self.statements if is_known(one))

    @property
    def speakers(self) -> tuple[str, ...]:
        """Their speakers, each once; else who is heard."""
        return tuple(dict.fromkeys(filter(None, (one.speaker or one.name for one in self.known)))) or self.heard


def is_known(statement: StoredStatement) -> bool:
    """Whether it is certain who made a statement, and the article names them."""
    return statement.certainty == "resolved" and statement.name is not None


def voices(
    sentences: Sequence[Sentence], statements: Sequence[StoredStatement], quotations: Sequence[Span]
) -> list[Voice]:
    """For each sentence, whose words it carries; sub-headings carry nobody's."""
    return [
        Voice(
            () if one.heading else tuple(said for said in statements if _carries(one, said)),
            sum(_shared(one, quote) for quote in quotations),
        )
        for one in sentences
    ]


def inside(sentence: Sentence, statement: StoredStatement) -> int:
    """Characters of a statement's content that stand in a sentence."""
    return sum(_shared(sentence, span) for span in statement.content)


def _carries(sentence: Sentence, statement: StoredStatement) -> bool:
    held = inside(sentence, statement)
    whole = sum(span.end - span.start for span in statement.content)
    return held > 0 and (held >= OF_CONTENT * whole or held >= OF_SENTENCE * (sentence.end - sentence.start))


def _shared(sentence: Sentence, span: Span) -> int:
    return max(0, min(sentence.end, span.end) - max(sentence.start, span.start))

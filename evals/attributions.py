"""Whose words stand where in an article, as somebody annotated it: PolNeAR's attributions, one article a line."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.errors import InputError
from index.spans import Span
from rag.answer import Citation

TITLES = frozenset("mr mrs ms dr sen gov rep gen president secretary senator the former".split())
_POSSESSIVE = re.compile(r"['’]s\b")
_NAME = re.compile(r"\b((?:[A-Z][\w'’-]*\.? )*)([A-Z][\w'’-]+)")
MOST_FORENAMES = 2


class Attributed(NamedTuple):
    """One annotated attribution that has a source."""

    source: str
    """The words that name who says it."""
    content: tuple[Span, ...]
    """What is said, as spans of the article's text."""


@dataclass(frozen=True)
class Attributions:
    """The annotations of a set's articles."""

    by_article: Mapping[str, Sequence[Attributed]]
    surnames: frozenset[str]
    """Last names of all speakers that the set asks for: the people who can be told apart."""

    def is_by(self, citation: Citation, speaker: str) -> bool | None:
        """Whether a citation lies on words of the speaker; None where it lies on nobody's, or on those of an unnamed source."""
        sources = [
            attributed.source
            for attributed in self.by_article.get(citation.article, ())
            if any(span.start < citation.end_char and citation.start_char < span.end for span in attributed.content)
        ]
        people = [named for named in (person(source, self.surnames) for source in sources) if named]
        if not people or len(people) < len(sources):
            return None
        return any(same_person(speaker, named) for named in people)


def person(source: str, surnames: frozenset[str]) -> tuple[str, ...]:
    """The person a source names, at most two forenames and the surname; empty for roles, bodies, pronouns and others."""
    for found in _NAME.finditer(_POSSESSIVE.sub("", source)):
        before, surname = found.groups()
        if surname in surnames:
            forenames = [
                word for word in before.split() if word.casefold().strip(".") not in TITLES and len(word.strip(".")) > 1
            ]
            return (*forenames[-MOST_FORENAMES:], surname)
    return ()


def same_person(speaker: str, named: tuple[str, ...]) -> bool:
    """Whether a speaker's full name and a name in an article agree in the surname and, where there are any, a forename."""
    *forenames, surname = speaker.split()
    return named[-1] == surname and (len(named) == 1 or any(word in forenames for word in named[:-1]))


def load_attributions(path: Path, speakers: Iterable[str]) -> Attributions:
    """Reads annotations: lines of {"id", "attributions": [{"source": [{"text"}], "content": [{"start", "end"}]}]}.

    Raises:
        InputError: the file cannot be read, or a line is not of that form.
    """
    by_article: dict[str, list[Attributed]] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the attributions {path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            by_article[record["id"]] = [
                Attributed(one["source"][0]["text"], tuple(Span(part["start"], part["end"]) for part in one["content"]))
                for one in record["attributions"]
                if one["source"]
            ]
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(
                f"{path}, line {number}: no article with attributions in PolNeAR's JSON form ({error!r})"
            ) from error
    return Attributions(by_article, frozenset(name.split()[-1] for name in speakers if name.split()))

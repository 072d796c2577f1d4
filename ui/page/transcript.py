"""A conversation to take away, as Markdown or JSON; pure.

What comes from an article or a person is escaped, so that no Markdown and no HTML in it is interpreted.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ui.render import refusal_label

if TYPE_CHECKING:
    from rag.answer import Answer, Citation
    from ui.page.history import StoredTurn

FORMAT = 1
"""Of the JSON; raised when a key changes its meaning."""
_ANYWHERE = re.compile(r"[\\`*_\[\]~|$]|(?<=:)//|(?<=www)\.")
"""Emphasis, code, links, images, tables and formulas; and what some readers would make a link of an address by."""
_AT_START = re.compile(r"[#>+=-]|:(?=-)")
_NUMBERED = re.compile(r"(\d+)([.)])")


def transcript_markdown(title: str, turns: "Sequence[StoredTurn]") -> str:
    """The conversation with the references of every answer: title, outlet, date, place in the article, and the words."""
    parts = [f"# {markdown_line(title)}"]
    for turn in turns:
        parts += [f"## {markdown_line(turn.question)}", *_about(turn), answer_markdown(turn.answer)]
    return "\n\n".join(parts) + "\n"


def transcript_json(title: str, turns: "Sequence[StoredTurn]") -> str:
    """The conversation, its answers as the contract has them."""
    record: dict[str, Any] = {
        "format": FORMAT,
        "title": title,
        "turns": [asdict(turn) | {"answer": turn.answer.to_json()} for turn in turns],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def answer_markdown(answer: "Answer") -> str:
    """An answer or a refusal, its references below it."""
    parts = [f"**{refusal_label(answer)}**"] if answer.status == "refused" else []
    parts.append(markdown_text(answer.answer))
    parts += [_reference(citation) for citation in answer.citations]
    return "\n\n".join(part for part in parts if part)


def markdown_line(text: str) -> str:
    """Text in one line, nothing in it interpreted."""
    return markdown_text(" ".join(text.split()))


def markdown_text(text: str) -> str:
    """Text of any length, its lines kept, nothing in it interpreted."""
    return "\n".join(_escaped(line.strip()) for line in text.splitlines())


def _escaped(line: str) -> str:
    safe = _ANYWHERE.sub(lambda found: "\\" + "\\".join(found[0]), line)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;")
    if _AT_START.match(safe):
        return "\\" + safe
    return _NUMBERED.sub(r"\1\\\2", safe, count=1) if _NUMBERED.match(safe) else safe


def _about(turn: "StoredTurn") -> Iterator[str]:
    """How it was asked, where that is not plain from the question."""
    asked = [f"Asked {turn.asked[:16].replace('T', ' ')} UTC"]
    if turn.answer.standalone_question.split() != turn.question.split():
        asked.append(f"read as: {turn.answer.standalone_question}")
    if turn.filters:
        asked.append(f"filtered: {turn.filters.told}")
    yield f"*{markdown_line('; '.join(asked))}*"


def _reference(citation: "Citation") -> str:
    facts = [
        citation.source,
        citation.date,
        citation.speaker,
        f"page {citation.page}" if citation.page else None,
        f"{citation.article}, characters {citation.start_char} to {citation.end_char}",
    ]
    about = " · ".join(markdown_line(fact) for fact in facts if fact)
    quote = "\n".join(f"> {line}".rstrip() for line in markdown_text(citation.quote).split("\n"))
    return f"\\[{citation.n}\\] **{markdown_line(citation.title or citation.article)}** · {about}\n\n{quote}"

"""Answers to HTML: markers that open their sources, the words cited below them; pure.

Whatever comes from an article, a question or an error is escaped here and nowhere interpreted, as HTML or as Markdown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.page.passages import Place, opening
from ui.page.source import exact
from ui.render import refusal_label

if TYPE_CHECKING:
    from rag.answer import Answer, Citation
    from rag.filters import Filters
    from ui.passages import Nearest

_MARKER = re.compile(r"\[(\d{1,4})\]")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-–•*] )")
_SPACES = re.compile(r"[\s?.!]+")


def text_html(answer: "Answer") -> str:
    """The answer's text as paragraphs, its markers opening their sources; over a refusal stands what it is."""
    cited = {citation.n: citation for citation in answer.citations}
    pieces: list[str] = []
    text, position = answer.answer, 0
    for sentence in answer.sentences:  # a '[1]' inside of quoted words is no marker
        start = text.find(sentence.text, position)
        if start < 0:
            break
        pieces += [_linked(text[position:start], cited), escape(sentence.text)]
        position = start + len(sentence.text)
    pieces.append(_linked(text[position:], cited))
    paragraphs = [paragraph.strip() for paragraph in _PARAGRAPH.split("".join(pieces))]
    label = f'<p class="or-label">{refusal_label(answer)}</p>' if answer.status == "refused" else ""
    return label + "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def sources_html(answer: "Answer", notices: Mapping[int, str], nearest: "Sequence[Nearest]" = ()) -> str:
    """What the answer rests on, and what came near where it is a refusal.

    Args:
        answer: what was answered.
        notices: by number, what became of citations whose article has changed.
        nearest: passages to offer beside a refusal.
    """
    parts: list[str] = []
    if answer.citations:
        heading = "What the articles say instead" if answer.status == "refused" else "Sources"
        sources = "".join(_source_html(citation, notices.get(citation.n)) for citation in answer.citations)
        parts.append(f'<h3 class="or-heading">{heading}</h3><ol class="or-sources">{sources}</ol>')
    if nearest:
        passages = "".join(_nearest_html(passage) for passage in nearest)
        parts.append(
            f'<h3 class="or-heading">Nearest passages, not an answer</h3><ul class="or-nearest">{passages}</ul>'
        )
    return "".join(parts)


def about_html(answer: "Answer", filters: "Filters") -> str:
    """How the question was taken, where that is not plain from its words."""
    told = []
    if _folded(answer.standalone_question) != _folded(answer.question):
        told.append(f'Understood as: <span class="or-standalone">{escape(answer.standalone_question)}</span>')
    if filters:
        told.append(f'Only: <span class="or-filtered">{escape(filters.told)}</span>')
    return "".join(f'<p class="or-understood">{line}</p>' for line in told)


def questions_html(heading: str, questions: Iterable[tuple[str, str]]) -> str:
    """Questions to ask with a click: what stands on each button, and what it asks; nothing where there are none."""
    buttons = "".join(
        f'<li><button type="button" class="or-suggestion" data-or-ask="{escape(asks)}">{escape(shown)}</button></li>'
        for shown, asks in questions
    )
    return f'<h3 class="or-heading">{heading}</h3><ul class="or-suggestions">{buttons}</ul>' if buttons else ""


def failure_html(message: str) -> str:
    """An error in an answer's place."""
    return f'<p class="or-label">That did not work</p><p>{escape(message)}</p>'


def header_html(articles: int, dates: Sequence[str]) -> str:
    """What the index holds, in a line."""
    counted = f"{articles:,} article" + ("" if articles == 1 else "s")
    period = ""
    if dates:
        first, last = min(dates), max(dates)
        period = f", dated {escape(first)}" + (f" to {escape(last)}" if last != first else "")
        undated = articles - len(dates)
        period += f" ({undated:,} undated)" if undated else ""
    return f"<span>{counted}{period}</span>"


def _linked(text: str, cited: "Mapping[int, Citation]") -> str:
    """Escaped text, in which the numbers of sources open them."""
    pieces, position = [], 0
    for match in _MARKER.finditer(text):
        citation = cited.get(int(match[1]))
        if citation is None:
            continue
        pieces.append(escape(text[position : match.start()].rstrip(" ")))
        pieces.append(_marker(citation))
        position = match.end()
    return "".join(pieces) + escape(text[position:])


def _marker(citation: "Citation") -> str:
    named = escape(" ".join(f"Source {citation.n}: {citation.title or citation.article}".split()))
    return (
        f'<a class="or-marker or-open" href="#or-panel" data-n="{citation.n}" {opening(_place(citation))} '
        f'aria-label="{named}" title="{named}">[{citation.n}]</a>'
    )


def _source_html(citation: "Citation", notice: str | None) -> str:
    facts = [citation.source, citation.date, f"page {citation.page}" if citation.page else None]
    about = " · ".join(escape(fact) for fact in facts if fact)
    speaker = f'<span class="or-speaker">{escape(citation.speaker)}</span>' if citation.speaker else ""
    changed = f'<p class="or-changed">{escape(notice)}</p>' if notice else ""
    return (
        f'<li class="or-source" data-n="{citation.n}"><span class="or-number" aria-hidden="true">{citation.n}</span>'
        f'<div><button type="button" class="or-title or-open" data-n="{citation.n}" {opening(_place(citation))}>'
        f"{escape(citation.title or citation.article)}</button>"
        f'<p class="or-about">{speaker}{" · " if speaker and about else ""}{about}</p>'
        f'<blockquote class="or-quote">{exact(citation.quote)}</blockquote>{changed}</div></li>'
    )


def _nearest_html(passage: "Nearest") -> str:
    about = " · ".join(escape(fact) for fact in (passage.source, passage.date) if fact)
    place = Place(passage.article, passage.start_char, passage.end_char, passage.sha256)
    return (
        f'<li class="or-source"><div><button type="button" class="or-title or-open" {opening(place)}>'
        f'{escape(passage.title or passage.article)}</button><p class="or-about">{about}</p>'
        f"<blockquote>{escape(passage.text)}</blockquote></div></li>"
    )


def _place(citation: "Citation") -> Place:
    return Place(citation.article, citation.start_char, citation.end_char, citation.sha256)


def _folded(question: str) -> str:
    return _SPACES.sub(" ", question).strip().casefold()

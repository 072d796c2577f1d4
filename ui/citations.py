"""Answers to HTML: markers that lead to their sources, quotes marked where they stand; pure.

Whatever comes from an article, a question or an error is escaped here and nowhere interpreted, as HTML or as Markdown.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.render import refusal_label

if TYPE_CHECKING:
    from rag.answer import Answer, Citation
    from ui.passages import Nearest, Surroundings

_MARKER = re.compile(r"\[(\d{1,4})\]")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-–•*] )")
_BREAKS = re.compile(r"\s*\n\s*")


def answer_html(answer: "Answer", around: "Sequence[Surroundings]", nearest: "Sequence[Nearest]", anchor: str) -> str:
    """The answer or the refusal, its sources below it.

    Args:
        answer: what to show.
        around: what stands around each of its citations, in their order.
        nearest: passages to offer beside a refusal.
        anchor: begins the ids of its sources; differs from every other answer's on the page.
    """
    known = frozenset(citation.n for citation in answer.citations)
    parts = [_text_html(answer, known, anchor)]
    if answer.status == "refused":
        parts.insert(0, f'<p class="or-label">{refusal_label(answer)}</p>')
    if answer.citations:
        heading = "What the articles say instead" if answer.status == "refused" else "Sources"
        pairs = zip(answer.citations, around, strict=True)
        sources = "".join(_source_html(citation, context, anchor) for citation, context in pairs)
        parts.append(f'<p class="or-heading">{heading}</p><ol class="or-sources">{sources}</ol>')
    if nearest:
        passages = "".join(_nearest_html(passage) for passage in nearest)
        parts.append(f'<p class="or-heading">Nearest passages, not an answer</p><ul class="or-nearest">{passages}</ul>')
    return f'<div class="or-answer or-{answer.status}">{"".join(parts)}</div>'


def question_html(question: str) -> str:
    """A question as it was typed."""
    return f'<div class="or-question">{escape(question)}</div>'


def failure_html(message: str) -> str:
    """A known error in an answer's place."""
    return f'<div class="or-answer or-failure"><p class="or-label">That did not work</p><p>{escape(message)}</p></div>'


def header_html(articles: int, dates: Sequence[str]) -> str:
    """The page's head: its name, and what the index holds."""
    counted = f"{articles:,} article" + ("" if articles == 1 else "s")
    period = ""
    if dates:
        first, last = min(dates), max(dates)
        period = f", dated {escape(first)}" + (f" to {escape(last)}" if last != first else "")
        undated = articles - len(dates)
        period += f" ({undated:,} undated)" if undated else ""
    return (
        '<div class="or-header"><h1>On Record</h1>'
        '<p><span class="or-purpose">Who said what, in the exact words, with the source.</span> '
        f"<span>{counted}{period}</span></p></div>"
    )


def _text_html(answer: "Answer", known: frozenset[int], anchor: str) -> str:
    """The answer's text as paragraphs, with its markers as links."""
    pieces: list[str] = []
    text, position = answer.answer, 0
    for sentence in answer.sentences:  # a '[1]' inside of quoted words is no marker
        start = text.find(sentence.text, position)
        if start < 0:
            break
        pieces += [_linked(text[position:start], known, anchor), escape(sentence.text)]
        position = start + len(sentence.text)
    pieces.append(_linked(text[position:], known, anchor))
    paragraphs = [paragraph.strip() for paragraph in _PARAGRAPH.split("".join(pieces))]
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def _linked(text: str, known: frozenset[int], anchor: str) -> str:
    """Escaped text, in which the numbers of sources lead to them."""
    pieces, position = [], 0
    for match in _MARKER.finditer(text):
        n = int(match[1])
        if n not in known:
            continue
        pieces.append(escape(text[position : match.start()].rstrip(" ")))
        pieces.append(f'<a class="or-marker" href="#{anchor}-{n}" aria-label="Source {n}" title="Source {n}">[{n}]</a>')
        position = match.end()
    return "".join(pieces) + escape(text[position:])


def _source_html(citation: "Citation", around: "Surroundings", anchor: str) -> str:
    title = escape(citation.title or citation.article)
    facts = [citation.source, citation.date, f"page {citation.page}" if citation.page else None]
    about = " · ".join(escape(fact) for fact in facts if fact)
    speaker = f'<span class="or-speaker">{escape(citation.speaker)}</span>' if citation.speaker else ""
    changed = "" if around.unchanged else '<div class="or-changed">This article has changed since it was cited.</div>'
    quote = (
        f'<span class="or-around">{_folded(around.before)}</span><mark>{escape(citation.quote)}</mark>'
        f'<span class="or-around">{_folded(around.after)}</span>'
    )
    place = f"{escape(citation.article)}, characters {citation.start_char} to {citation.end_char}"
    return (
        f'<li id="{anchor}-{citation.n}" class="or-source" tabindex="-1">'
        f'<div class="or-title"><span class="or-number">[{citation.n}]</span> <cite>{title}</cite></div>'
        f'<div class="or-about">{speaker}{" · " if speaker and about else ""}{about}</div>'
        f'<blockquote>{quote}</blockquote>{changed}<div class="or-about">{place}</div></li>'
    )


def _folded(text: str) -> str:
    """What stands around a quote, escaped, without the empty lines between paragraphs."""
    return escape(_BREAKS.sub("\n", text))


def _nearest_html(passage: "Nearest") -> str:
    about = " · ".join(escape(fact) for fact in (passage.source, passage.date) if fact)
    return (
        f'<li class="or-source"><div class="or-title"><cite>{escape(passage.title or passage.article)}</cite></div>'
        f'<div class="or-about">{about}</div><blockquote>{escape(passage.text)}</blockquote></li>'
    )

"""An answer to paste elsewhere, its references with it; pure."""

from typing import TYPE_CHECKING

from ui.render import printable, refusal_label, source_line

if TYPE_CHECKING:
    from rag.answer import Answer, Citation


def answer_plain(answer: "Answer") -> str:
    """An answer or a refusal as plain text, below it a line for each reference."""
    said = f"{refusal_label(answer)}: {answer.answer}" if answer.status == "refused" else answer.answer
    references = "\n".join(_reference(citation) for citation in answer.citations)
    return printable("\n\n".join(part for part in (said, references) if part)) + "\n"


def _reference(citation: "Citation") -> str:
    speaker = f" ({citation.speaker})" if citation.speaker else ""
    page = f"page {citation.page}, " if citation.page else ""
    quote = " ".join(citation.quote.split())
    return (
        f"[{citation.n}] {source_line(citation.title or citation.article, citation.source, citation.date)}{speaker}: "
        f"“{quote}” ({page}{citation.article}, characters {citation.start_char} to {citation.end_char})"
    )

"""A turn as the page's script takes it in: small messages about one answer as it grows; pure but for the catalog.

Every message holds all that is known of its turn, so that one which overtakes another loses nothing. What ends in `html` is
escaped where it is made; everything else the script shows as text.
"""

from typing import TYPE_CHECKING, Any

from ui.page.citations import about_html, failure_html, sources_html, text_html
from ui.page.copying import answer_plain
from ui.page.feedback import feedback_html
from ui.page.passages import Place, standing
from ui.page.transcript import answer_markdown
from ui.passages import nearest_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.catalog.reader import Catalog
    from index.catalog.records import StoredArticle
    from rag.answer import Answer
    from rag.filters import Filters
    from ui.page.history import StoredTurn

MOST_CHARACTERS = 50_000
"""Of a question; a page that is pasted has some thousands."""
Payload = dict[str, Any]


def growing(turn_id: str, answer: "Answer", filters: "Filters") -> Payload:
    """The answer so far, without its sources."""
    return {
        "kind": "turn",
        "id": turn_id,
        "state": "growing",
        "status": answer.status,
        "about_html": about_html(answer, filters),
        "text_html": text_html(answer),
    }


def answered(turn_id: str, answer: "Answer", filters: "Filters", catalog: "Catalog", number: int) -> Payload:
    """The whole answer with its sources, as turn `number`, from 0, of its conversation."""
    nearest = nearest_passages(answer, catalog) if answer.status == "refused" else []
    return growing(turn_id, answer, filters) | {
        "state": "done",
        "sources_html": sources_html(answer, changes(answer, catalog), nearest),
        "feedback_html": feedback_html(number + 1),
        "plain": answer_plain(answer),
        "markdown": answer_markdown(answer),
    }


def failed(turn_id: str, message: str) -> Payload:
    """An error in the answer's place."""
    return {"kind": "turn", "id": turn_id, "state": "failed", "status": "failure", "text_html": failure_html(message)}


def restored(conversation_id: str, number: int, turn: "StoredTurn", catalog: "Catalog") -> Payload:
    """A turn that was kept, with its question; its citations are told from what has changed since."""
    shown = answered(f"{conversation_id}-{number}", turn.answer, turn.filters, catalog, number)
    return shown | {"question": turn.question}


def whole(conversation_id: str | None, turns: "Sequence[Payload]") -> Payload:
    """A conversation in place of the one shown."""
    return {"kind": "conversation", "conversation": conversation_id, "turns": list(turns)}


def changes(answer: "Answer", catalog: "Catalog") -> dict[int, str]:
    """By number, what became of the citations whose article is not the one cited any more."""
    articles: dict[str, StoredArticle | None] = {}
    told: dict[int, str] = {}
    for citation in answer.citations:
        if citation.article not in articles:
            articles[citation.article] = catalog.article(citation.article)
        place = Place(citation.article, citation.start_char, citation.end_char, citation.sha256, citation.quote)
        notice = standing(place, articles[citation.article]).notice
        if notice:
            told[citation.n] = notice
    return told

"""The list of who said what as HTML; pure.

Whatever comes from an article, a name, a file or an address is escaped here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Self

from index.statements import MOST_ON_TOPIC
from rag import words
from ui.listing import GAP
from ui.page.sought import LONGEST, Sought

if TYPE_CHECKING:
    from index.catalog.records import StoredArticle, StoredStatement

PAGE = 25
"""Statements on a page."""
_KINDS = {"direct": "quoted", "mixed": "partly quoted", "indirect": "reported"}
_FORM = (
    # label, name, type, what it takes
    ("Speaker", "speaker", "search", 'list="or-st-names" placeholder="name, surname or role"'),
    ("About", "about", "search", 'placeholder="a topic, in a few words"'),
    ("From", "since", "date", ""),
    ("To", "until", "date", ""),
)


@dataclass(frozen=True)
class Listed:
    """A page of statements, and what is to be said of how they were come by."""

    sought: Sought
    total: int
    """Statements found, on all pages."""
    rows: "Sequence[tuple[StoredStatement, StoredArticle]]" = ()
    """Those of this page, each with its article."""
    people: Sequence[str] = ()
    """Whom the speaker asked for can be."""
    by_role: bool = False
    nobody: bool = False
    nearest: Sequence[str] = ()
    """Names like the one that nobody has."""
    left_out_undated: int = 0

    @property
    def pages(self) -> int:
        """How many there are, one at least."""
        return max(-(-self.total // PAGE), 1)

    @property
    def page(self) -> int:
        """The one that is sought, or the last where there are not as many."""
        return min(self.sought.page, self.pages)

    def with_rows(self, rows: "Iterable[tuple[StoredStatement, StoredArticle]]") -> Self:
        """With the statements of the page."""
        return replace(self, rows=tuple(rows))


def form_html(outlets: Sequence[str]) -> str:
    """The filters; the script fills them in from the address."""
    fields = "".join(
        f'<label class="or-st-field or-st-field-{name}"><span>{label}</span>'
        f'<input name="{name}" type="{kind}" maxlength="{LONGEST}" autocomplete="off" {more}></label>'
        for label, name, kind, more in _FORM
    )
    options = "".join(f"<option>{escape(outlet)}</option>" for outlet in outlets)
    return (
        f'<form class="or-st-filters" role="search" aria-label="Statements">{fields}'
        f'<label class="or-st-field"><span>Outlet</span><select name="outlet"><option value="">all</option>{options}</select>'
        '</label><div class="or-st-buttons"><button type="submit" class="or-st-button or-st-main">Show</button>'
        f'<a class="or-st-button or-st-go" href="{escape(Sought().query)}">Clear</a></div></form>'
    )


def names_html(names: Sequence[str]) -> str:
    """Speakers to choose from."""
    return f'<datalist id="or-st-names">{"".join(f"<option>{escape(name)}</option>" for name in names)}</datalist>'


def trouble_html(message: str) -> str:
    """What keeps the statements from being listed."""
    return f'<p class="or-st-found or-st-trouble" role="alert">{escape(message)}</p>'


def found_html(listed: Listed) -> str:
    """How many were found, of whom, and how many were left out."""
    said = " ".join(_found(listed))
    tools = (
        '<div class="or-st-buttons"><button type="button" class="or-st-button" data-do="copy">Copy link</button>'
        '<button type="button" class="or-st-button" data-do="export">Export CSV</button></div>'
        if listed.total
        else ""
    )
    return f'<div class="or-st-found"><p role="status" tabindex="-1">{said}</p>{tools}</div>'


def _found(listed: Listed) -> list[str]:
    sought = listed.sought
    asked = f"“{escape(sought.speaker)}”"
    if listed.nobody:
        near = ", ".join(_go(sought.narrowed(speaker=name), escape(name)) for name in listed.nearest)
        return [f"<strong>Nobody is quoted as {asked}.</strong>", f"Names like it: {near}." if near else ""]
    if not listed.total:
        found = "<strong>No statement was found.</strong>"
    elif sought.about and listed.total == MOST_ON_TOPIC:
        found = f"<strong>The {MOST_ON_TOPIC} statements nearest to the topic</strong>, the best first."
    else:
        order = "the best first" if sought.about else "by date"
        found = f"<strong>{_counted(listed.total)}</strong>{f', {order}' if listed.total > 1 else ''}."
    parts = [found]
    names = [escape(name) for name in listed.people]
    if listed.by_role:
        parts.append(f"Nobody is called {asked}; these were said in that role, by {_and(names)}.")
    elif len(names) > 1:
        parts.append(f"{asked} can be {_and(names)}; all of them are listed.")
    if left_out := listed.left_out_undated:
        has = "has no date and is" if left_out == 1 else "have no date and are"
        parts.append(f"{left_out:,} more {has} left out: {_go(sought.narrowed(since='', until=''), 'list them too')}.")
    return parts


def _and(names: Sequence[str]) -> str:
    shown = [*names[:8], *([f"{len(names) - 8} more"] if len(names) > 8 else [])]
    return words.listed(shown)


def rows_html(listed: Listed) -> str:
    """The statements of the page, and the way to the others."""
    if not listed.rows:
        return ""
    first = (listed.page - 1) * PAGE + 1
    rows = "".join(_row(statement, article) for statement, article in listed.rows)
    return f'<ol class="or-st-statements" start="{first}" aria-label="Statements">{rows}</ol>{_pager(listed)}'


def _row(statement: "StoredStatement", article: "StoredArticle") -> str:
    role = f' <span class="or-st-role">{escape(statement.role)}</span>' if statement.role else ""
    words = escape(words_of(statement, article.text))
    outlet = f" · {escape(article.source)}" if article.source else ""
    return (
        f'<li class="or-st-statement"><div class="or-st-when">{_when(statement)}</div><div class="or-st-said">'
        f'<div class="or-st-who"><span class="or-st-speaker">{_speaker(statement, article.text)}</span>{role}'
        f"{_certainty(statement)}</div>"
        f'<button type="button" class="or-st-words or-open" {opening(statement, article)}>{words}</button>'
        f'<div class="or-st-about">{_KINDS[statement.kind]} · <cite>{escape(article.label)}</cite>{outlet}</div></div></li>'
    )


def words_of(statement: "StoredStatement", text: str) -> str:
    """The words as the article has them."""
    return GAP.join(text[start:end] for start, end in statement.content)


def opening(statement: "StoredStatement", article: "StoredArticle") -> str:
    """Attributes of what opens the article at the words."""
    first, last = statement.content[0].start, statement.content[-1].end
    return f'data-article="{escape(article.id)}" data-start="{first}" data-end="{last}" data-sha256="{escape(article.sha256)}"'


def _speaker(statement: "StoredStatement", text: str) -> str:
    if statement.speaker is not None:
        return escape(statement.speaker)
    called = text[statement.source.start : statement.source.end] if statement.source else ""
    return f"<em>{escape(' '.join(called.split()) or 'Nobody named')}</em>"


def _certainty(statement: "StoredStatement") -> str:
    """Said only where it is not plain whose words they are."""
    if statement.certainty == "ambiguous":
        can_be = f": {' or '.join(map(escape, statement.candidates))}?" if statement.candidates else ""
        return f' <span class="or-st-unsure">uncertain who{can_be}</span>'
    return ' <span class="or-st-unsure">not named</span>' if statement.speaker is None and statement.source else ""


def when_of(statement: "StoredStatement") -> str:
    """The date, and whether it is the day of saying or of publication."""
    if statement.said:
        return f"said {statement.said}"
    return f"published {statement.published}" if statement.published else "undated"


def _when(statement: "StoredStatement") -> str:
    days = [(word, day) for word, day in (("said", statement.said), ("published", statement.published)) if day]
    return (
        "".join(f'<div>{word} <time datetime="{escape(day)}">{escape(day)}</time></div>' for word, day in days)
        or "undated"
    )


def _pager(listed: Listed) -> str:
    page, pages, sought = listed.page, listed.pages, listed.sought
    if pages == 1:
        return ""
    ways = (
        ("« First", 1, page > 1),
        ("‹ Previous", page - 1, page > 1),
        ("Next ›", page + 1, page < pages),
        ("Last »", pages, page < pages),
    )
    links = [
        f'<a class="or-st-button or-st-go" href="{escape(replace(sought, page=to).query)}">{label}</a>'
        if there
        else f'<span class="or-st-button" aria-disabled="true">{label}</span>'
        for label, to, there in ways
    ]
    links.insert(2, f"<span>Page {page:,} of {pages:,}</span>")
    return f'<nav class="or-st-pager" aria-label="Pages">{"".join(links)}</nav>'


def _go(sought: Sought, label: str) -> str:
    return f'<a class="or-st-go" href="{escape(sought.query)}">{label}</a>'


def _counted(number: int) -> str:
    return f"{number:,} statement{'' if number == 1 else 's'}"

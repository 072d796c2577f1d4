"""What the archive itself holds, in sentences: how much, of when, from whom; from the catalog."""

from collections import Counter
from collections.abc import Callable, Sequence

from index.catalog import Catalog, Summary
from rag.answer import AnswerSentence
from rag.corpus import About, CorpusAsk
from rag.reading import Reading
from rag.select import Quoted
from rag.words import listed
from rag.write import Written, write

MOST_SHOWN = 5
"""Articles quoted from, the newest ones first."""
MOST_LISTED = 12
"""Outlets or speakers named."""
ASK = "Ask what somebody said about something, or what the articles report; every answer quotes them."


def describe(ask: CorpusAsk, catalog: Catalog, reading: Callable[[int], Reading]) -> Written:
    """The answer: sentences of ours with what the catalog counts, and the first sentence of each article that is named.

    `reading` reads an article by its key.
    """
    summaries = catalog.summaries(measured=False)
    if not summaries:
        return _said(["There are no articles in this index yet; add some with: onrecord index PATH…"])
    dated = sorted((one for one in summaries if one.date), key=lambda one: (one.date or "", one.id))
    shown = _shown(ask.about, summaries, dated)
    counted, outlets, dates = _counted(catalog), _outlets(summaries), _dates(summaries, dated)
    everything = [counted, outlets, dates, _speakers(catalog, shown=MOST_SHOWN)]
    notes: list[str] = {
        "contents": everything,
        "help": [ASK, *everything],
        "outlets": [outlets],
        "count": [counted],
        "articles": [counted],
        "speakers": [_speakers(catalog, shown=MOST_LISTED)],
    }.get(ask.about, [dates])
    if len(summaries) > len(shown) > 1:
        notes.append(f"{_latest(dated, shown)} All of them: onrecord list.")
    quoted = [one for summary in shown for one in _opening(summary, catalog, reading)]
    return write(quoted, notes=[one for one in notes if one]) if quoted else _said(notes)


def _shown(about: About, summaries: Sequence[Summary], dated: Sequence[Summary]) -> Sequence[Summary]:
    """The articles to quote from; `dated` are in the order of their dates."""
    if about == "newest":
        return dated[-1:]
    if about == "oldest":
        return dated[:1]
    if about in {"contents", "articles"}:
        return [*dated[::-1], *(one for one in summaries if not one.date)][:MOST_SHOWN]
    return ()


def _latest(newest: Sequence[Summary], shown: Sequence[Summary]) -> str:
    return f"The {len(shown)} newest:" if len(newest) >= len(shown) else f"{len(shown)} of them:"


def _said(notes: Sequence[str]) -> Written:
    """Sentences of ours alone."""
    kept = [one for one in notes if one]
    return Written(" ".join(kept), (), tuple(AnswerSentence(one, (), support=None, checked=True) for one in kept), 0)


def _opening(summary: Summary, catalog: Catalog, reading: Callable[[int], Reading]) -> list[Quoted]:
    """The first sentence of an article, headed by its date, outlet and title."""
    article = catalog.article(summary.id)
    if article is None:
        return []
    read = reading(article.key)
    first = next((at for at, sentence in enumerate(read.sentences) if not sentence.heading), None)
    if first is None:
        return []
    head = ", ".join(filter(None, (summary.date or "undated", summary.source)))
    title = f" “{' '.join(summary.title.split())}”" if summary.title else ""
    return [Quoted(read, range(first, first + 1), 1.0, lead=f"{head}:{title} –" if title else f"{head}:")]


def _counted(catalog: Catalog) -> str:
    counts = catalog.counts()
    same = f" ({counts.duplicates:,} of them the very text of another one)" if counts.duplicates else ""
    said = (
        f", with {_many(counts.statements, 'statement')} of {_many(counts.speakers, 'speaker')}"
        if counts.statements
        else ""
    )
    return f"There {'is' if counts.articles == 1 else 'are'} {_many(counts.articles, 'article')} here{same}{said}."


def _outlets(summaries: Sequence[Summary]) -> str:
    """The outlets, those with most articles first; upper and lower case are the same."""
    forms: dict[str, Counter[str]] = {}
    for one in summaries:
        if one.source:
            forms.setdefault(one.source.casefold(), Counter())[one.source] += 1
    without = sum(not one.source for one in summaries)
    if not forms:
        return "No article names its outlet."
    most = sorted(forms.values(), key=lambda one: (-one.total(), min(one)))
    named = [f"{min(one, key=lambda form: (-one[form], form))} ({one.total():,})" for one in most[:MOST_LISTED]]
    more = [f"{len(most) - MOST_LISTED:,} more"] if len(most) > MOST_LISTED else []
    rest = f" {_many(without, 'article')} {'names' if without == 1 else 'name'} no outlet." if without else ""
    return f"{_many(len(forms), 'outlet')}, by number of articles: {listed([*named, *more])}.{rest}"


def _dates(summaries: Sequence[Summary], dated: Sequence[Summary]) -> str:
    undated = len(summaries) - len(dated)
    if not dated:
        return "No article has a date."
    first, last = dated[0].date, dated[-1].date
    span = f"is of {last}" if len(dated) == 1 else f"are of {first}" if first == last else f"are of {first} to {last}"
    rest = f" {_many(undated, 'article')} {'has' if undated == 1 else 'have'} no date." if undated else ""
    return f"The {'one dated article' if len(dated) == 1 else f'{len(dated):,} dated articles'} {span}.{rest}"


def _speakers(catalog: Catalog, *, shown: int) -> str:
    """Who is quoted most."""
    most = [one for one in catalog.speakers(shown) if one.statements]
    if not most:
        return "No statement of anybody was found in these articles."
    total = catalog.counts().speakers
    named = listed([f"{one.name} ({one.statements:,})" for one in most])
    return f"Quoted most, by number of statements: {named}." + (
        f" {_many(total - len(most), 'more speaker')}: onrecord speakers." if total > len(most) else ""
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

"""The body of an article: what it says of itself around its story, and which spans are the story."""

import re
from dataclasses import dataclass, replace

from index.boilerplate import boilerplate_family
from index.bylines import read_date_prefix
from index.dateline import Dateline, read_dateline
from index.headings import heading
from index.headlines import headline_words, same_headline
from index.masthead import read_masthead
from index.paragraph import Paragraph, paragraph_at, read_paragraphs
from index.promotions import contact_note, promotes, promotion_edges
from index.spans import Span
from index.walls import wall

_BREAKS = re.compile(r"\s")
_OPENING = 5  # first paragraphs of the story among which its dateline is looked for
_ENDING = 6  # last paragraphs that count as the end of a document, at least


@dataclass(frozen=True)
class Body:
    """What can be read of an article's frame, and where its story stands; nothing comes from outside the text."""

    title: str | None
    """The headline as given or as it stands in the text; it is no part of `spans` unless it runs into the story."""
    title_span: Span | None
    """Where the headline stands apart from the story; None where it does not."""
    byline: str | None
    """The person or persons who signed, without "By"."""
    outlet: str | None
    """The article's own outlet or agency, as its dateline, byline or masthead names it."""
    place: str | None
    """The dateline's place as written: "ISTANBUL", "FLINT, Mich."."""
    date: str | None
    """Publication date, YYYY-MM-DD, where the text states it in full."""
    dateline_day: str | None
    """Day of a dateline without a year, MM-DD."""
    spans: tuple[Span, ...]
    """The story: ascending, apart, trimmed; standfirst and sub-headings included; between two something is masked."""
    headings: tuple[Span, ...]
    """The sub-headings' lines, each within one of `spans`."""
    dropped: str | None
    """Why the whole document is no article: "registration wall", "advertising survey", …; then `spans` is empty."""


def find_body(text: str, *, title: str | None = None) -> Body:
    """Reads the frame of an article and finds its story; `title` is the headline where the format gave one."""
    given = " ".join((title or "").split()) or None
    found, labelled_date = _without_date_prefix(text, read_paragraphs(text))
    masthead = read_masthead(found, given)
    families = _families(found, masthead.families, masthead.title)
    story, promoted = _story(text, found, families)
    dateline, story = _without_dateline(text, story)
    body = Body(
        title=masthead.title,
        title_span=masthead.title_span,
        byline=masthead.byline,
        outlet=(dateline.outlet if dateline else None) or masthead.outlet,
        place=(dateline.place if dateline else None) or masthead.place,
        date=labelled_date or masthead.date or (dateline.date if dateline else None),
        dateline_day=dateline.day if dateline else None,
        spans=(),
        headings=(),
        dropped=None,
    )
    size = sum(paragraph.span.end - paragraph.span.start for paragraph in found)
    kept = sum(paragraph.span.end - paragraph.span.start for paragraph in story.values())
    kinds = [*families.values(), *(["newsletter"] if promoted else [])]
    reason = wall(found[0].words, kinds, kept, size) if found else "empty"
    if reason:
        return replace(body, dropped=reason)
    return replace(body, spans=_joined(story, found), headings=_headings(story))


def _without_date_prefix(text: str, found: list[Paragraph]) -> tuple[list[Paragraph], str | None]:
    """Sets aside a labelled date that is glued before the headline."""
    for number, paragraph in enumerate(found[:3]):
        prefix = read_date_prefix(text[paragraph.span.start : min(paragraph.span.end, paragraph.span.start + 80)])
        if prefix:
            day, length = prefix
            cut = paragraph_at(text, Span(paragraph.span.start + length, paragraph.span.end))
            return [*found[:number], cut, *found[number + 1 :]], day
    return found, None


def _families(found: list[Paragraph], top: dict[int, str], title: str | None) -> dict[int, str]:
    """What each paragraph is that is no part of the story, by its number."""
    families = dict(top)
    ending = len(found) - max(_ENDING, len(found) // 10)
    repeated = title if title and len(headline_words(title)) >= 4 else None
    links = False  # is it a list of links, below a label such as "Related stories"?
    for number, paragraph in enumerate(found):
        if number in families or paragraph.long:
            links = links and number in families
            continue
        family = boilerplate_family(paragraph.words, top=False, bottom=number >= ending)
        if (
            family is None
            and repeated
            and (number < 12 or number >= ending)
            and same_headline(paragraph.words, repeated)
        ):
            family = "headline"
        if family is None and number >= max(ending, 1) and contact_note(paragraph.words):
            family = "contact"
        if family is None and promotes(paragraph.words):
            family = "newsletter"
        if family is None and links and not paragraph.prose:
            families[number] = "related links"
            continue
        links = family == "related links" and number >= ending and len(paragraph.words) < 40
        if family is not None:
            families[number] = family
    return families


def _story(text: str, found: list[Paragraph], families: dict[int, str]) -> tuple[dict[int, Paragraph], bool]:
    """The story's paragraphs by number, promotions at their ends set aside, and whether there were any."""
    story: dict[int, Paragraph] = {}
    promoted = False
    for number, paragraph in enumerate(found):
        if number in families:
            continue
        raw = text[paragraph.span.start : paragraph.span.end]
        start, end = promotion_edges(_one_line(raw))
        promoted = promoted or (start, end) != (0, len(raw))
        trimmed = _trimmed(text, Span(paragraph.span.start + start, paragraph.span.start + end))
        if trimmed == paragraph.span:
            story[number] = paragraph
        elif trimmed.start < trimmed.end:
            story[number] = paragraph_at(text, trimmed)
    return story, promoted


def _without_dateline(text: str, story: dict[int, Paragraph]) -> tuple[Dateline | None, dict[int, Paragraph]]:
    """Sets the dateline aside where one opens the story."""
    for number in list(story)[:_OPENING]:
        span = story[number].span
        dateline = read_dateline(_one_line(text[span.start : min(span.end, span.start + 120)]))
        if dateline:
            rest = _trimmed(text, Span(min(span.start + dateline.end, span.end), span.end))
            if rest.start < rest.end:
                return dateline, {**story, number: paragraph_at(text, rest)}
    return None, story


def _one_line(raw: str) -> str:
    """The same characters with every kind of white space a plain space, so that offsets stay."""
    return raw if raw.isprintable() else _BREAKS.sub(" ", raw)


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _joined(story: dict[int, Paragraph], found: list[Paragraph]) -> tuple[Span, ...]:
    """Neighbouring paragraphs as one span, as long as nothing between them was set aside."""
    spans: list[Span] = []
    last = -2
    for number, paragraph in story.items():
        whole = last == number - 1 and paragraph.span.start == found[number].span.start
        if spans and whole and spans[-1].end == found[last].span.end:
            spans[-1] = Span(spans[-1].start, paragraph.span.end)
        else:
            spans.append(paragraph.span)
        last = number
    return tuple(spans)


def _headings(story: dict[int, Paragraph]) -> tuple[Span, ...]:
    order = list(story.values())
    before = [None, *order[:-1]]
    after = [*order[1:], None]
    return tuple(p.span for p, b, a in zip(order, before, after, strict=True) if heading(p, b, a))

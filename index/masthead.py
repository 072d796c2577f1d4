"""The masthead: what stands above a story, read line by line until the prose begins."""

from dataclasses import dataclass, field

from index.boilerplate import boilerplate_family
from index.bylines import (
    Byline,
    agency_line,
    marked_outlet,
    outlet_line,
    read_date_line,
    read_name,
    read_signed,
    role_line,
)
from index.dateline import read_dateline, read_dateline_paragraph
from index.headlines import like_headline, same_headline
from index.paragraph import Paragraph, ends_sentence
from index.promotions import promotes
from index.spans import Span

_TOP = 12  # paragraphs among which the masthead is looked for
_PROSE = 60  # characters from which a closed paragraph is the story's first, rather than a standfirst or a label
_LONG = 300  # characters from which a line is prose even without a full stop


@dataclass
class Masthead:
    """What the lines above the story say, filled as they are read."""

    title: str | None
    """The headline, given or read."""
    title_span: Span | None = None
    """Where it stands."""
    byline: str | None = None
    """Who signed."""
    outlet: str | None = None
    """Whose story it is."""
    place: str | None = None
    """The place of a dateline on a line of its own."""
    date: str | None = None
    """Publication date, YYYY-MM-DD."""
    families: dict[int, str] = field(default_factory=dict)
    """Numbers of the paragraphs that are no part of the story, with what they are."""


def read_masthead(paragraphs: list[Paragraph], title: str | None) -> Masthead:
    """Reads the paragraphs above the story; `title` is the headline where it is known."""
    masthead = Masthead(title)
    updated: str | None = None
    below = False  # has the prose begun?
    for number, paragraph in enumerate(paragraphs[:_TOP]):
        words = paragraph.words
        if number in masthead.families or paragraph.long:
            below = below or paragraph.long
            continue
        family = None if below else _furniture(masthead, paragraphs, number)
        # Below a standfirst or a caption only a line that says so itself is a byline.
        family = family or _byline(masthead, words)
        if family is None and not below:
            family = (
                _date(masthead, words)
                or _signature(masthead, paragraphs, number)
                or _read_title(masthead, paragraphs, number)
            )
        if family == "update":
            day = read_date_line(words)
            updated = updated or (day[0] if day else None)
        if family is not None:
            masthead.families[number] = family
        else:
            below = below or (len(words) >= _PROSE and ends_sentence(words)) or len(words) >= _LONG
    # A page that states only when it was last changed is dated by that: it had been published by then.
    masthead.date = masthead.date or updated
    return masthead


def _furniture(masthead: Masthead, paragraphs: list[Paragraph], number: int) -> str | None:
    """The family of boilerplate, or of the known headline; a headline may stand on two lines."""
    words = paragraphs[number].words
    family = boilerplate_family(words, top=True, bottom=False)
    if family is not None:
        return family
    if promotes(words):
        return "newsletter"
    if masthead.title is None:
        return None
    if same_headline(words, masthead.title):
        masthead.title_span = masthead.title_span or paragraphs[number].span
        return "headline"
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    if following and not following.long and same_headline(f"{words} {following.words}", masthead.title):
        masthead.title_span = masthead.title_span or Span(paragraphs[number].span.start, following.span.end)
        masthead.families[number + 1] = "headline"
        return "headline"
    return None


def _byline(masthead: Masthead, words: str) -> str | None:
    """Notes a line that says it is a byline."""
    signed = read_signed(words)
    if signed is None:
        return None
    masthead.byline = masthead.byline or signed.names
    masthead.outlet = masthead.outlet or signed.outlet
    return "byline"


def _date(masthead: Masthead, words: str) -> str | None:
    """Notes a line that is nothing but a date."""
    stated = read_date_line(words)
    if stated is None:
        return None
    day, first_published = stated
    if not first_published:
        return "update"
    masthead.date = masthead.date or day
    return "date"


def _signature(masthead: Masthead, paragraphs: list[Paragraph], number: int) -> str | None:
    """Notes a role, an outlet, a bare name or a dateline on a line of its own, told by its neighbours."""
    text = paragraphs[number].words
    after = paragraphs[number + 1].words if number + 1 < len(paragraphs) else ""
    if role_line(text):
        return "byline"
    if line := read_dateline_paragraph(text):
        masthead.place, masthead.outlet = masthead.place or line.place, masthead.outlet or line.outlet
        return "dateline"
    if agency_line(text) or (masthead.families.get(number - 1) == "byline" and _names_outlet(text, masthead)):
        masthead.outlet = masthead.outlet or text
        return "outlet"
    name = read_name(text)
    if name and masthead.byline is None and _signs(masthead, name, after):
        masthead.byline, masthead.outlet = name.names, masthead.outlet or name.outlet
        return "byline"
    return None


def _names_outlet(text: str, masthead: Masthead) -> bool:
    """Below a byline, is the line the outlet?"""
    if masthead.outlet is not None or not outlet_line(text):
        return False
    # One plain capitalised word is as likely the first heading: "Alabama"; a name may be a second author.
    return marked_outlet(text) or (" " in text and read_name(text) is None)


def _signs(masthead: Masthead, name: Byline, after: str) -> bool:
    """Is a line that is nothing but a name a byline, by what stands beside or below it?"""
    if name.outlet is not None and name.outlet.isupper():
        return True
    if role_line(after) or agency_line(after) or (outlet_line(after) and marked_outlet(after)):
        return True
    # Where the headline is known, a name is a byline also above a date.
    return masthead.title is not None and read_date_line(after) is not None


def _read_title(masthead: Masthead, paragraphs: list[Paragraph], number: int) -> str | None:
    """Notes the first headline-like line as the title, provided that a story follows."""
    paragraph = paragraphs[number]
    words = paragraph.words
    if masthead.title is not None or not like_headline(words) or read_dateline(words):
        return None
    following = paragraphs[number + 1 : number + 1 + _TOP]
    if not any(later.prose and len(later.words) >= _PROSE for later in following):
        return None
    # A name or an outlet may stand alone above a story, as a headline of two or three words may: who signed tells.
    short = words.count(" ") <= 2 and (read_name(words) or words.isupper())
    if short and not (read_signed(following[0].words) or read_date_line(following[0].words)):
        return None
    masthead.title, masthead.title_span = words, paragraph.span
    return "headline"

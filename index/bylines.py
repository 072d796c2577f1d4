"""Lines that say whose a story is and of which day: bylines, roles, outlets, dates."""

import re
from dataclasses import dataclass

from index.dates import FULL_DATE, iso_date

_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?|d[’'][A-Z]\w+)"
_PARTICLE = r"(?:de|del|della|der|den|di|da|dos|du|van|von|bin|bint|ibn|al|el|la|le|ten|ter|y)"
_NAME = rf"{_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_NAME_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:,? (?:and|AND|und|et|y|with|ve) |, ?| & ){_NAME}){{0,6}}"
_OUTLET = r"(?:The |the )?[^\W\d_a-z][\w.'’&-]*(?: (?:(?:of|and|the|&|\|) )?[^\W\d_a-z][\w.'’&-]*){0,4}"
_ROLE_WORD = (
    r"(?:contributor|columnist|correspondent|reporter|writer|editor|analyst|producer|critic|journalist|bureau chief|"
    r"chief|author|fellow|intern|staff)"
)
_ROLE = re.compile(
    rf"(?:[\w&.’'-]+ ){{0,5}}(?i:{_ROLE_WORD})s?(?:,? (?:at |for |of )?{_OUTLET})?$|"
    rf"(?i:special|exclusive|exclusively) (?i:to|for) {_OUTLET}$|"
    rf"(?:For|FOR) (?:the |The |THE )?{_OUTLET}$|"
    r"(?i:(?:by |from )?(?:[\w&.’'-]+ ){0,5}(?:staff|wire|agency|agencies|news services?)(?: and \w+)?"
    r"(?: (?:reports?|reporters?|writers?|services?))?)$"
)
_SIGNED = re.compile(
    rf"(?:By|BY|by|Written by|Reported by|Story by|Words by|Text by|Analysis by|Opinion by|Author|Von|Par|"
    rf"Por)(?:\s?:\s?| )(?P<names>{_NAMES})"
    rf"(?:(?:,| [|/·•–—-]| for| in| of) ?(?P<after>[^.!?]{{2,80}}\.?))?$"
)
_NAMED = re.compile(rf"(?P<names>{_NAMES})(?:,? ?(?:[|/·•–—-]|,) ?(?P<outlet>{_OUTLET}))?$")
_AGENCY_LINE = re.compile(
    r"(?:The )?(?:Associated Press|Reuters|AP|AFP|UPI|TASS|Xinhua|Bloomberg|Agence France-Presse|Anadolu Agency|dpa|"
    r"PA Media|Press Association)$"
)
_OUTLET_LINE = re.compile(rf"{_OUTLET}$")
_OUTLET_MARK = re.compile(
    r"\w\.\w{2,}$|\b(?:News|Times|Post|Press|Herald|Journal|Tribune|Gazette|Agency|Network|Magazine|Radio|TV|Media)$"
)
_CLOCK = r"(?:(?:,| at| \||-|—|–)? ?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,4}\)?)?)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"


def _stamp(number: int) -> str:
    """Pattern of one dated label; the groups are numbered since a line may hold two."""
    changed = rf"(?P<updated{number}>(?:last )?(?:updated|modified|edited))"
    label = rf"{changed}|published|posted|first published|created|issued|date|on"
    return rf"(?:(?:{label})(?: on| at)?\s?:?\s?)?{_WEEKDAY}(?P<date{number}>{FULL_DATE}){_CLOCK}"


_DATE_LINE = re.compile(
    rf"[\W_]{{0,3}}{_stamp(1)}(?:[\s|/·•,–—-]{{0,4}}{_stamp(2)})?[\W_]*$",
    re.IGNORECASE,
)
_DATE_PREFIX = re.compile(
    rf"(?:published|posted|date)(?: on|"
    rf" at)?\s?:?\s{{0,2}}(?P<date>{FULL_DATE}){_CLOCK}[\s|:–—-]{{1,4}}(?=\S+ \S+ \S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Byline:
    """Who signed, as one line says."""

    names: str
    """The person or persons."""
    outlet: str | None
    """The outlet beside them."""


def read_date_line(text: str) -> tuple[str, bool] | None:
    """The day that a line of nothing but dates gives: (YYYY-MM-DD, is it when the text was first published?)."""
    match = _DATE_LINE.match(text) if len(text) <= 120 else None
    if match is None:
        return None
    first, second = match["date1"], match["date2"]
    if second and match["updated1"] and not match["updated2"]:
        first, second = second, first
    day = iso_date(first)
    return (day, second is not None or not match["updated1"]) if day else None


def read_date_prefix(text: str) -> tuple[str, int] | None:
    """The labelled date glued before a headline, and the characters it takes: "date 2022-04-28 Minister quits"."""
    match = _DATE_PREFIX.match(text[:80])
    day = iso_date(match["date"]) if match else None
    return (day, match.end()) if match and day else None


def read_signed(text: str) -> Byline | None:
    """A line that says it is a byline: "By Ann Example, Daily Example"."""
    match = _SIGNED.match(text) if len(text) <= 160 else None
    if match is None:
        return None
    names, after = match["names"].strip(" ,"), (match["after"] or "").strip()
    if after and outlet_line(after) and not role_line(after):
        return Byline(names, after)
    # "By Ann Example, USA TODAY": the pattern of a name takes the outlet's as well.
    person, comma, last = names.rpartition(", ")
    if comma and marked_outlet(last) and not person.isupper():
        return Byline(person, last)
    return Byline(names, None)


def read_name(text: str) -> Byline | None:
    """A line that consists of a name or names, perhaps with an outlet; whether it is a byline, its neighbours tell."""
    match = _NAMED.match(text) if len(text) <= 120 and not text.startswith(("The ", "THE ")) else None
    return Byline(match["names"], match["outlet"]) if match else None


def role_line(text: str) -> bool:
    """Is the line a role without a name: "Opinion contributor", "Special to the Example"?"""
    return len(text) <= 80 and _ROLE.match(text) is not None


def agency_line(text: str) -> bool:
    """Is the line the name of a news agency?"""
    return _AGENCY_LINE.match(text) is not None


def outlet_line(text: str) -> bool:
    """Could the line be an outlet's name: a few capitalised words?"""
    return len(text) <= 50 and _OUTLET_LINE.match(text) is not None


def marked_outlet(text: str) -> bool:
    """Does a name look like an outlet's: "USA TODAY", "The Example", "Example.com", "Example News"?"""
    return text.isupper() or text.startswith("The ") or _OUTLET_MARK.search(text) is not None

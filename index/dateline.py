"""Datelines: the place, day and agency that open a report ("MOSCOW, February 10. /TASS/.", "ISTANBUL (AA) -")."""

import re
from dataclasses import dataclass

from index.dates import DAY_MONTH, FULL_DATE, iso_date, month_day

_LONGEST = 110  # characters in which a dateline has to end

_AGENCIES = (
    r"Reuters|Bloomberg(?: News)?|Xinhua|Interfax(?:-[A-Z]\w+)?|dpa|Kyodo(?: News)?|Yonhap|Anadolu(?: Agency)?|"
    r"Associated Press|"
    r"The Associated Press|Agence France-Presse|Tasnim|Ukrinform|Sputnik|Newsroom|Politico|Thomson Reuters Foundation"
)
_AGENCY = (
    rf"(?:{_AGENCIES}|"
    r"[A-Z][A-Z0-9.&-]{1,14}(?: [A-Z][A-Z0-9.&]{1,14}){0,2}(?: (?:News|Business|Politics|Sport))?)"
)
_CAPS = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_a-zß-öø-ÿ]|[.'’-])+"
_PLACE_IN_CAPS = rf"(?:{_CAPS})(?:[ /]{{1,3}}(?:{_CAPS}|de|del|la|al|el))*"
_PLACE_IN_WORDS = r"[^\W\d_a-z][\w.'’-]+(?:[ /](?:[^\W\d_a-z][\w.'’-]+|de|del|la|al|el|of|upon)){0,4}"
_REGION = r"(?:, [^\W\d_a-z][\w.'’]+(?: (?:[^\W\d_a-z][\w.'’]+|of|and|the)){0,3}\.?){0,2}"
_DATE = rf"(?P<date>{FULL_DATE})|(?P<day>{DAY_MONTH})"
_DASH = r"(?:\s?[—–―]+\s?|\s-{1,2}\s?)"

_WITH_AGENCY = re.compile(
    rf"(?:(?P<place>{_PLACE_IN_WORDS}{_REGION})(?:[,.]? (?:{_DATE})[.,]?)?\s?)?"
    rf"(?:\((?P<round>{_AGENCY})\)|/(?P<slash>{_AGENCY})/)(?P<mark>\.?{_DASH}|[.:,]?\s)"
)
_IN_CAPS = re.compile(
    rf"(?P<place>{_PLACE_IN_CAPS}{_REGION}(?: \([^\W\d_a-z][\w. ]{{1,20}}\))?)(?:[,.]? (?:{_DATE})[.,]?)?{_DASH}"
    r"(?=[\"“‘'(«\[]?[^\W_a-z])"
)
_ALONE = re.compile(rf"(?:(?P<place>{_PLACE_IN_WORDS}{_REGION}) )?(?P<outlet>{_AGENCY})\s?[—–―]$")

# Words in capitals that open a line with a dash and name no place.
_LABEL = re.compile(
    r"(?:UPDATED?|BREAKING|EXCLUSIVE|WATCH|OPINION|ANALYSIS|LIVE|VIDEO|PHOTOS?|RELATED|MORE|READ|CORRECT(?:ION|ED)|"
    r"NEWS|"
    r"FACT.?CHECK|REVIEW|REPORT|ALERT|URGENT|DEVELOPING|NOTE|EDITOR.*|PREVIEW|INTERVIEW|Q&A|FACTBOX|EXPLAINER|"
    r"WINNERS?|"
    r"LOSERS?|I|A|WHAT|WHO|WHEN|WHERE|WHY|HOW|YES|NO|NEW|TOP|BEST|WORST|SPORTS?)\b[ A-Z\d]*$"
)


@dataclass(frozen=True)
class Dateline:
    """What a dateline says."""

    end: int
    """Characters of the paragraph that it takes, the space after it included."""
    place: str | None
    """The place as written, its region included: "FLINT, Mich."."""
    outlet: str | None
    """The agency or outlet it names."""
    date: str | None
    """YYYY-MM-DD where it gives the year."""
    day: str | None
    """MM-DD where it gives the day alone."""


def read_dateline(text: str) -> Dateline | None:
    """The dateline with which a paragraph opens, if it opens with one."""
    head = text[:_LONGEST]
    match = _WITH_AGENCY.match(head) or _IN_CAPS.match(head)
    if match is None:
        return None
    groups = match.groupdict()
    place = groups["place"]
    outlet = groups.get("round") or groups.get("slash")
    # "Kyiv (NATO) has" is prose: a round bracket alone counts at the very start, or before a dash.
    if outlet and groups["round"] and place and groups["mark"].strip(" .:,") == "":
        return None
    if place and (_LABEL.match(place) or len(re.sub(r"\W", "", place)) < 3):
        return None
    return Dateline(
        match.end(),
        place.rstrip(".") if place and "," not in place else place,
        outlet,
        iso_date(groups["date"]) if groups["date"] else None,
        month_day(groups["day"]) if groups["day"] else None,
    )


def read_dateline_paragraph(text: str) -> Dateline | None:
    """A dateline that stands as a paragraph of its own: "Hong Kong CNN —"."""
    match = _ALONE.match(text) if len(text) <= 60 else None
    return Dateline(len(text), match["place"], match["outlet"], None, None) if match else None

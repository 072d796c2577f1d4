"""Which statements a page shows: the filters, as they stand in the address that people share."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self
from urllib.parse import parse_qs, urlencode

from index.statements import Wanted

TAB = "statements"
"""Names the tab in the address."""
LONGEST = 200
"""Characters of a filter; more are cut off."""
LAST_PAGE = 10**6


@dataclass(frozen=True)
class Sought:
    """The filters and the page; an empty one does not narrow."""

    speaker: str = ""
    """A name in full or a surname, of a person or body; or a role."""
    about: str = ""
    """A topic, in a few words."""
    outlet: str = ""
    since: str = ""
    """First day, YYYY-MM-DD."""
    until: str = ""
    """Last day, likewise."""
    page: int = 1
    """From 1."""

    @classmethod
    def from_query(cls, query: str) -> Self:
        """Reads the query of an address; what is not known in it is left aside."""
        given = {name: values[-1] for name, values in parse_qs(query.removeprefix("?")).items()}
        words = {one.name: " ".join(given.get(one.name, "").split())[:LONGEST] for one in fields(cls)}
        page = words.pop("page")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
        return cls(**words, page=min(max(number, 1), LAST_PAGE))

    @property
    def query(self) -> str:
        """The query of the address that shows this."""
        filled = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}
        return "?" + urlencode({"tab": TAB, **filled})

    @property
    def trouble(self) -> str | None:
        """What is wrong with the filters, and how to mend it."""
        for label, day in (("From", self.since), ("To", self.until)):
            if day and not _is_day(day):
                return f"“{day}” is no date; give {label} as YYYY-MM-DD."
        if self.since and self.until and self.since > self.until:
            return f"From {self.since} is after To {self.until}; swap them."
        for label, words in (("Speaker", self.speaker), ("About", self.about)):
            if words and not any(char.isalnum() for char in words):
                return f"{label} holds no word; give one or more, or leave it empty."
        return None

    @property
    def wanted(self) -> Wanted:
        """As the index is asked."""
        empty_is_none = (getattr(self, one.name) or None for one in fields(Wanted))
        return Wanted(*empty_is_none)

    def narrowed(self, speaker: str | None = None, since: str | None = None, until: str | None = None) -> Self:
        """The first page of these too, where something else is given than None."""
        return replace(
            self,
            speaker=self.speaker if speaker is None else speaker,
            since=self.since if since is None else since,
            until=self.until if until is None else until,
            page=1,
        )


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False

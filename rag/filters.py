"""What a question is to be answered from: of when, from which outlets, in whose words."""

from dataclasses import dataclass

from rag.words import listed


@dataclass(frozen=True)
class Filters:
    """Conditions on the articles and the speakers of an answer; each narrows. Without any it is false."""

    since: str | None = None
    """First day of publication, YYYY-MM-DD; leaves out articles without a date."""
    until: str | None = None
    """Last day, likewise."""
    outlets: tuple[str, ...] = ()
    """Any of these; upper and lower case are the same."""
    speakers: tuple[str, ...] = ()
    """Words of these alone are quoted; names as `onrecord speakers` shows them."""

    def __bool__(self) -> bool:
        """Whether anything is asked of an article or a speaker."""
        return self != Filters()

    @property
    def of_articles(self) -> bool:
        """Whether anything is asked of an article."""
        return self.dated or bool(self.outlets)

    @property
    def dated(self) -> bool:
        """Whether a time is asked for."""
        return self.since is not None or self.until is not None

    @property
    def told(self) -> str:
        """As a sentence names it: '2022-02-01 to 2022-03-01; BBC or AA; words of Dmitry Peskov'."""
        days = f"{self.since} to {self.until}" if self.since and self.until else None
        days = days or (f"since {self.since}" if self.since else f"until {self.until}" if self.until else "")
        who = f"words of {listed(self.speakers, 'or')}" if self.speakers else ""
        return "; ".join(filter(None, (days, listed(self.outlets, "or"), who)))


NO_FILTERS = Filters()

"""Whom a question means: its name or office among those whom the archive quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.catalog import StoredSpeaker
from rag.offices import Holder
from rag.question import Speaker


@dataclass(frozen=True)
class Asked:
    """The speaker a question asks for, with those it can mean."""

    speaker: Speaker
    persons: tuple[StoredSpeaker, ...] = ()
    """Of a name, everybody quoted who can bear it; of an office, its holders at the time asked for, the latest first."""
    holders: tuple[Holder, ...] = ()
    """Of an office, its holders with the role that made them so."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(one.id for one in self.persons)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The words of each name to look for: the one asked, or those of the holders of an office."""
        return (self.speaker.words,) if self.speaker.words else tuple(tuple(one.name.split()) for one in self.persons)

    def only(self, speaker_id: str | None) -> "Asked":
        """The same, meaning one person alone."""
        return Asked(
            self.speaker,
            tuple(one for one in self.persons if one.id == speaker_id),
            tuple(one for one in self.holders if one.person.id == speaker_id),
        )


def meant(holders: Sequence[Holder], phrase: str) -> str:
    """Says whom an office was taken to mean, and by which articles."""
    who = " and ".join(_described(one) for one in holders)
    return f"“{phrase}” is taken to mean {who}."


def _described(holder: Holder) -> str:
    held = holder.role
    if held.first is None or held.last is None:
        when = "in an undated article" if held.articles == 1 else "in undated articles"
    elif held.first == held.last:
        when = f"in articles of {held.first}" if held.articles > 1 else f"in an article of {held.first}"
    else:
        when = f"in articles from {held.first} to {held.last}"
    return f"{holder.person.name} ({held.role}, {when})"

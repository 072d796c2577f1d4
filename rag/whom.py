"""Whom a query's speaker means, among those whom the archive quotes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from index.attribution.people import same_person
from index.attribution.roles import bound_to
from index.catalog import Catalog, StoredSpeaker
from rag.asked import Asked
from rag.offices import Offices
from rag.question import Query
from rag.reading import Reading


class Whom:
    """The people of a catalog, by name and by office."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def asked(self, query: Query) -> Asked | None:
        """Whom a query's speaker means; None where it has none."""
        speaker = query.speaker
        if speaker is None:
            return None
        if not speaker.is_role:
            named = self.named(speaker.words)
            return Asked(speaker, (*named, *self._spokespeople(speaker.phrase, named)))
        if not speaker.dated:
            # nobody at that time: what they said at another one tells why it is refused
            holders = self._offices.holders(speaker.phrase, query.periods) or self._offices.holders(speaker.phrase)
        else:
            holders = self._offices.holders(speaker.phrase, speaker.dated)
        words = tuple(speaker.phrase.split())
        if not holders and words[-1][:1].isupper() and (persons := self.named(words)):  # Larry King is no king
            return Asked(replace(speaker, words=words), tuple(persons))
        return Asked(speaker, tuple(one.person for one in holders), tuple(holders))

    def described(self, asked: Asked, readings: Iterable[Reading]) -> Asked:
        """With who is called so in one of the articles, where no statement was made under that description."""
        if not asked.speaker.is_role or asked.persons or asked.speaker.dated:
            return asked
        phrase = asked.speaker.phrase
        found: dict[str, StoredSpeaker] = {}
        for one in readings:
            person = one.people.in_role(phrase)
            # a president of no named country is not the US president
            if person is not None and bound_to(phrase) <= frozenset().union(*person.roles):
                found.update((known.id, known) for known in self.named(tuple(person.name.split())))
        return replace(asked, persons=tuple(found.values()))

    def named(self, words: tuple[str, ...]) -> list[StoredSpeaker]:
        """Who is quoted under a name, or under a shorter or longer form of it."""
        return self._catalog.speakers_named(words) or [
            one for one in self._catalog.speakers_named(words[-1:]) if same_person(words, one.name)
        ]

    def _spokespeople(self, phrase: str, named: Sequence[StoredSpeaker]) -> list[StoredSpeaker]:
        """Who speaks for a body: what the Kremlin's spokesman said the Kremlin said."""
        if not phrase[:1].isupper() or any(not one.is_body for one in named):
            return []
        return [one.person for one in self._offices.holders(f"{phrase} spokesperson") if one.person not in named]

    @cached_property
    def _offices(self) -> Offices:
        """Who is called what; read from the catalog by the first question that names an office."""
        return Offices(self._catalog.speakers())

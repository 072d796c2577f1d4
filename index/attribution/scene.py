"""An article as resolution sees it: its names, its quotations, who is in it, and who is being spoken of."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.attribution.cast import Cast, Entity, surname_of
from index.attribution.focus import Focus
from index.attribution.mentions import Mention, Names
from index.attribution.nouns import CROWD, PERSON_NOUNS
from index.attribution.offices import OFFICES, role_tokens, tidy
from index.attribution.phrases import Phrase
from index.attribution.record import NOBODY, Attribution, Speaker
from index.quotations import quoted_spans
from index.sentences import Sentence
from index.spans import Span

NEAR = 400
"""Characters within which a name is near."""
_FAR_MORE, _MORE = 3, 2
"""How many times as often somebody is named in full as a namesake to be who a bare surname means."""

_SHORTEST_SURNAME = 3
"""Letters; a shorter word in capitals is an acronym."""


class Scene:
    """What an article says of whom, for all of its attributions."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        attributions: Sequence[Attribution],
        title: str | None,
        outlet: str | None,
    ) -> None:
        self.text, self.sentences, self.attributions = text, sentences, attributions
        self.quoted = bytearray(len(text) + 1)
        for one in quoted_spans(text, sentences):
            self.quoted[one.start : one.end] = b"\1" * (one.end - one.start)
        self._names = Names(text, self.quoted)
        self.mentions = self._names.read((one.start, one.end) for one in sentences)
        self.starts = [one.start for one in self.mentions]
        self.first_of = [one.start for one in sentences]
        self.inside = [self.names_of(one.source) for one in attributions]
        everybody = {one for one in self.mentions if not one.shouted}.union(*self.inside)
        self.cast = Cast(
            text, sorted(everybody, key=lambda one: (one.start, one.end)), self._names.common, title, outlet
        )
        self.focus = Focus()
        self._bearers = self._first_bearers()

    def _first_bearers(self) -> dict[str, Entity]:
        """By surname, whom it was the first to mean alone: the one named in full before it, if one was."""
        met: dict[str, set[Entity]] = defaultdict(set)
        found: dict[str, Entity] = {}
        for mention in self.mentions:
            if mention.kind not in ("person", "word") or mention.shouted:
                continue
            surname = surname_of(mention.words)
            if len(mention.words) > 1:
                met[surname].update(self.cast.who(mention)[:1])
            elif len(met[surname]) == 1:
                found.setdefault(surname, next(iter(met[surname])))
        return found

    def names_of(self, span: Span | None) -> list[Mention]:
        """Names in a span; read on their own where a run of capitals goes beyond it."""
        if span is None:
            return []
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        found = self.mentions[first:last]
        crossing = (first > 0 and self.mentions[first - 1].end > span.start) or any(
            one.end > span.end or one.run < span.start or one.shouted for one in found
        )
        at = self.sentence_at(span.start)
        outside = at < 0 or self.sentences[at].end < span.end
        if not crossing and not outside:
            return found
        line = "" if outside else self.text[self.sentences[at].start : self.sentences[at].end]
        return self._names.read([span], capitals=line.isupper())

    def sentence_at(self, position: int) -> int:
        """The number of the last sentence that begins at or before a position, or -1."""
        return bisect_right(self.first_of, position) - 1

    def before(self, position: int) -> Iterator[Mention]:
        """Names before a position, the nearest first."""
        for at in range(bisect_left(self.starts, position) - 1, -1, -1):
            yield self.mentions[at]

    def pick(self, who: Sequence[Entity], at: int) -> Entity | None:
        """Which of several persons of one surname it is bare: the one named in full so far, last, or far more often."""
        if len(who) < 2:
            return who[0] if who else None
        last = {one: max((place for place in one.full if place < at), default=-1) for one in who}
        met = [one for one in who if last[one] >= 0]
        if len(met) == 1:
            return met[0]
        often = sorted(met or who, key=lambda one: -len(one.full))
        first, second = len(often[0].full), len(often[1].full)
        if first >= _FAR_MORE * second:  # "Ann Vale" throughout, so that "Vale" is her father, who was first
            bearer = self._bearers.get(often[0].surname)
            return bearer if bearer in met else often[0]
        if not met:
            return None
        latest = max(met, key=lambda one: last[one])
        if at - last[latest] >= NEAR or any(at - last[one] <= NEAR for one in met if one is not latest):
            return often[0] if first >= _MORE * second and at - last[latest] >= NEAR else None
        return latest if all(len(latest.full) * _MORE > len(one.full) for one in met) else None

    def entities(self, mention: Mention) -> list[Entity]:
        """Whoever a name can be."""
        if mention.kind in ("body", "place"):
            body = self.cast.body(mention.words)
            capitals = self._in_capitals(mention)
            return capitals or ([body] if body else [])
        who = self.cast.who(mention)
        picked = self.pick(who, mention.start)
        return [picked] if picked else who

    def _in_capitals(self, mention: Mention) -> list[Entity]:
        """Whom a surname in capitals means, as before a speech in a transcript."""
        if len(mention.words) > 1 or not mention.words[0].isupper() or len(mention.words[0]) < _SHORTEST_SURNAME:
            return []
        who = [one for one in self.cast.who(mention) if len(one.words) > 1]
        picked = self.pick(who, mention.start)
        return [picked] if picked else who

    def named(self, phrase: Phrase, mention: Mention) -> Speaker:
        """The speaker that a name at the head of a source names."""
        entities = self.entities(mention)
        if entities:
            return self.one_of(entities, phrase.role or mention.title)
        body = self.cast.body(mention.words)
        if body is not None:
            return self.speaker(body, None)
        if mention.kind == "word" and self._is_common(mention):
            return NOBODY
        the = self.text[max(0, mention.run - 4) : mention.run].casefold() == "the "
        is_body = the or mention.kind in ("body", "place")
        return Speaker(
            " ".join(mention.words), "resolved", role=None if is_body else tidy(phrase.role), is_body=is_body
        )

    def _is_common(self, mention: Mention) -> bool:
        """Whether a single word with a capital is no name: 'Voters', at a sentence's start."""
        low = mention.words[0].casefold()
        one = low.removesuffix("s")
        if low in PERSON_NOUNS or low in CROWD or one in PERSON_NOUNS:
            return True
        lower = low in self._names.common
        if self.cast.seen_within(mention) or mention.shouted:
            return lower and low != one
        return lower or mention.start in self.first_of

    def speaker(self, entity: Entity, role: str | None) -> Speaker:
        """A person or body as a speaker, with the role given here, or else the first one given elsewhere."""
        if entity.is_body:
            return Speaker(entity.name, "resolved", is_body=True)
        given = tidy(role)
        if given is None or not role_tokens(given) & (OFFICES | PERSON_NOUNS):
            roles = sorted(entity.roles, key=lambda one: len(one[0].split()) < 2)
            given = tidy(roles[0][0]) if roles else None
        return Speaker(entity.name, "resolved", role=given and tidy(given.removesuffix(entity.name)))

    def one_of(self, entities: Sequence[Entity], role: str | None) -> Speaker:
        """The one, or several as candidates, or nobody the article names."""
        if len(entities) == 1 and entities[0].words:
            return self.speaker(entities[0], role)
        names = tuple(dict.fromkeys(one.name for one in entities if one.words))
        unnamed = next((one.roles[0][0] for one in entities if not one.words), None)
        given = tidy(role) or tidy(unnamed)
        return Speaker(None, "ambiguous" if names else "unknown", names, given) if names or given else NOBODY

"""One question on its way from what was understood to what is quoted, or why nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answer import Reason
from rag.decide import (
    Side,
    contradicted,
    dated,
    everything,
    note,
    on_record,
    said_by_another,
    timely,
    told_once,
    wording,
)
from rag.disagree import with_disagreement
from rag.holders import in_office
from rag.listing import rest_on_topic
from rag.parts import Part, labels, parts
from rag.period import Anchor, anchored
from rag.premise.contradiction import contradiction
from rag.question import Query, Speaker, asking
from rag.refuse import explain, is_quoted, named, probability
from rag.retrieve import Candidate
from rag.scope import Scope
from rag.search import Search
from rag.select import Quoted, select
from rag.when import with_dates
from rag.wording import claimed
from rag.words import capital
from rag.write import arranged, by_point

ENOUGH_FOR_A_PART = 0.5
"""Share of the probability asked of a whole question from which one of its parts is answered beside a surer one."""


@dataclass(frozen=True)
class Answering:
    """What one question is answered with."""

    search: Search
    scope: Scope
    anchor: Anchor
    """The day that 'last week' is counted from."""
    today: date

    def answered(self, query: Query, candidates: Sequence[Candidate]) -> tuple[list[Part], list[Side]]:
        """The parts of a question, with what to quote for each, or why nothing is; as one where no part is answered."""
        asked = self._by_heard(parts(query))
        enough = self.search.settings.refuse_below
        if len(asked) > 1:
            asked = [one._replace(query=self.placed(one.query)) for one in asked]
            found = [self.search.retrieve(one.query, self.scope) for one in asked]
            each = list(zip([one.query for one in asked], found, strict=True))
            sides = [self._decide(*one, enough * ENOUGH_FOR_A_PART, len(each)) for one in each]
            if max(side.likely for side in sides) >= enough:
                return asked, told_once(sides, [one for one, _ in each])
            if self.scope.speakers:
                return asked, _in_one([self._decide(*one, enough) for one in each])
        one = asked[0].query if len(asked) == 1 and self.scope.speakers else query
        return [Part(None, one)], [self._decide(one, candidates, enough)]

    def placed(self, query: Query) -> Query:
        """The query with its relative times as days."""
        speaker = query.speaker
        if speaker is not None:
            speaker = replace(speaker, dated=anchored(speaker.dated, self.anchor))
        return replace(query, speaker=speaker, periods=anchored(query.periods, self.anchor))

    def _by_heard(self, asked: Sequence[Part]) -> list[Part]:
        """What names nobody is put to each of those whom the filter lets speak."""
        names = [Speaker(name, tuple(name.split())) for name, persons in self.scope.speakers if persons]
        return [
            Part(speaker.phrase, replace(asking(one.query, speaker), wants_speaker=False)) if speaker else one
            for one in asked
            for speaker in (names if names and one.query.speaker is None else [None])
        ]

    def _decide(self, query: Query, candidates: Sequence[Candidate], enough: float, of: int = 1) -> Side:
        """What to quote for a query, or why nothing is, with what there is to say of time.

        Args:
            query: the question, or one of its parts.
            candidates: the passages for it.
            enough: probability from which it is answered.
            of: how many parts share what may be read for the question.
        """
        return dated(self._undated(query, candidates, enough, of), query, self.anchor, self.today)

    def _undated(self, query: Query, candidates: Sequence[Candidate], enough: float, of: int) -> Side:
        found = self.search.look(query, candidates, self.scope, of)
        query, asked, rarity = found.query, found.asked, self.search.rarity
        if asked is not None and self.scope.speaker_ids is not None and not asked.persons:
            return Side((), 0.0, reason=_unheard(asked.speaker, self.scope), candidates=found.candidates)
        claim = claimed(query.text, asked.speaker.phrase if asked else None) if asked or query.wants_speaker else None
        recorded = on_record(claim, asked, self.scope) if claim else None
        side = None
        if claim and recorded:
            side = wording(query, asked, claim, recorded, self.search.reading(recorded.statement.article_key))
        if side is None and claim is None and asked is not None and asked.persons and query.everything:
            side = everything(query, asked, self.scope, self.search.reading)
        if side is not None:
            return replace(side, evidence=found.evidence, candidates=found.candidates)
        heard = asked is None or is_quoted(asked, [one.reading for one in found.evidence])
        against = contradiction(query, asked, found.evidence, rarity) if heard else None
        if against is not None:
            return replace(contradicted(against, found.evidence), candidates=found.candidates)
        another = None
        if claim and asked and not recorded and not self.scope.speakers:
            another = said_by_another(claim, asked, self.scope)
        likely = probability(query, found.evidence, rarity) if heard and not another else 0.0
        if in_office(query, found.evidence):  # what somebody is called stands there in so many words
            likely = max(likely, enough)
        most = self.search.settings.max_sentences
        quoted = select(query, timely(query, found.evidence), most) if likely >= enough else []
        if quoted:
            quoted = with_dates(query, with_disagreement(query, quoted))
            more = rest_on_topic(query, asked, found.evidence, quoted)
            return Side(
                found.evidence,
                likely,
                quoted,
                notes=note(asked, quoted),
                more=(more,) if more else (),
                candidates=found.candidates,
            )
        reason = explain(query, asked, found.evidence, rarity)
        if another:
            reason = replace(reason, text=f"{reason.text} {another}")
        return Side(found.evidence, likely, reason=reason, candidates=found.candidates)


def _unheard(speaker: Speaker, scope: Scope) -> Reason:
    """Why somebody whom a question names is not quoted."""
    return Reason("not_said", f"{capital(named(speaker))} is left out by the filter ({scope.filters.told}).")


def _in_one(sides: Sequence[Side]) -> list[Side]:
    """Sides that are refused, each with the reasons of all of them."""
    told = " ".join(dict.fromkeys(side.reason.text for side in sides if side.reason))
    return [replace(side, reason=replace(side.reason, text=told)) if side.reason else side for side in sides]


def quotations(asked: Sequence[Part], sides: Sequence[Side]) -> list[Quoted]:
    """What is quoted, part by part, as it is to stand."""
    return by_point(
        [
            (label, side.quoted if side.in_order else arranged(side.quoted, by_date=one.query.speaker is not None))
            for label, one, side in zip(labels(asked), asked, sides, strict=True)
        ]
    )


def behind(sides: Sequence[Side]) -> list[str]:
    """Sentences of ours behind the quotations: what there is more, and what was not found."""
    return [
        *(one for side in sides for one in side.more),
        *(side.reason.text for side in sides if side.reason and not side.quoted),
    ]


def reason_of(sides: Sequence[Side], text: str, *, cited: bool) -> Reason | None:
    """Why a question is refused, None where it is not; of a premise that does not hold, with what the archive says.

    `text` is what was written, `cited` whether it has citations.
    """
    refused = [side.reason for side in sides if side.reason]
    if cited and len(refused) < len(sides):
        return None
    told = [side.reason for side in sides if side.reason and side.quoted and cited]
    if told:
        return replace(told[0], text=text)
    return refused[0] if refused else _nothing_held()


def _nothing_held() -> Reason:
    """The reason where passages were found, but none of them stands in the stored text any more."""
    return Reason(
        "nothing_near", "What was found does not stand in the stored articles as it was indexed; index them again."
    )

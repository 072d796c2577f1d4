"""What to quote for a query, or why nothing is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.words import FUNCTION_WORDS, tokens
from rag.answer import Reason
from rag.asked import Asked, meant
from rag.dated import left_out
from rag.evidence.weigh import Evidence
from rag.listing import listing, rest
from rag.period import Anchor, is_of_now, taken_as, wants_latest
from rag.premise.contradiction import Contradiction
from rag.question import Query
from rag.reading import Reading
from rag.recency import age, newest, undated
from rag.retrieve import Candidate
from rag.scope import Scope
from rag.select import CLOSE_ENOUGH, Quoted, lead_in
from rag.voices import is_known
from rag.whose import speaks
from rag.wording import Claim, Found, nearest_words, remark

CLAIMS_READ = 50
"""Statements that a quotation in a question is held against."""


@dataclass(frozen=True)
class Side:
    """What was found for one of the people a question is about, or for a question that is not about several."""

    evidence: Sequence[Evidence]
    likely: float
    """Probability that it is answered, 0 to 1."""
    quoted: Sequence[Quoted] = ()
    reason: Reason | None = None
    """Why it is not answered; what is quoted beside it is what the archive says instead."""
    notes: tuple[str, ...] = ()
    """Sentences of ours before the answer: whom an office means."""
    more: tuple[str, ...] = ()
    """Sentences of ours behind it: how many statements there are."""
    candidates: Sequence[Candidate] = ()
    """The passages it was found in."""
    in_order: bool = False
    """Whether what is quoted is to stand as it comes."""


def narrowed(query: Query, asked: Asked, evidence: Sequence[Evidence]) -> tuple[Asked, list[Evidence]]:
    """Of an office without a date, its latest holder who said something that is close to the best, with what they said."""
    if not asked.speaker.is_role or asked.speaker.dated or query.periods or len(asked.persons) < 2 or not evidence:
        return asked, list(evidence)
    floor = CLOSE_ENOUGH * evidence[0].score
    close = [
        said.speaker_id
        for one in evidence
        if one.score >= floor
        for said in one.reading.voices[one.at].statements
        if speaks(asked, said)
    ]
    latest = next((person.id for person in asked.persons if person.id in close), None)
    if latest is None:
        return asked, list(evidence)
    one_person = asked.only(latest)
    kept = [
        one
        for one in evidence
        if one.voice < 1 or any(speaks(one_person, said) for said in one.reading.voices[one.at].statements)
    ]
    return one_person, kept


def note(asked: Asked | None, quoted: Sequence[Quoted]) -> tuple[str, ...]:
    """Who was meant by an office, of those who are quoted."""
    if asked is None or not asked.holders:
        return ()
    ids = {said.speaker_id for one in quoted for at in one.sentences for said in one.reading.voices[at].statements}
    holders = [one for one in asked.holders if one.person.id in ids]
    return (meant(holders, asked.speaker.phrase),) if holders else ()


def timely(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence to quote from: that of the newest articles on the topic, where the latest is asked for."""
    return newest(evidence) if wants_latest(query.text) else list(evidence)


def told_once(sides: Sequence[Side], queries: Sequence[Query]) -> list[Side]:
    """Sides without what an earlier one quotes, too; one that has nothing else to say says so."""
    told: set[tuple[int, range]] = set()
    found = []
    for side, query in zip(sides, queries, strict=True):
        quoted = [one for one in side.quoted if (one.reading.article.key, one.sentences) not in told]
        told.update((one.reading.article.key, one.sentences) for one in side.quoted)
        if side.quoted and not quoted:
            nothing = f"Nothing else was found for “{query.text.partition(' (')[0]}”."
            found.append(replace(side, quoted=(), notes=(), more=(nothing,)))
        else:
            found.append(replace(side, quoted=quoted))
    return found


def dated(side: Side, query: Query, anchor: Anchor, today: date) -> Side:
    """A side with what there is to say of time: how times were taken, what has no date, how old the newest article is."""
    taken = taken_as(query.periods, anchor)
    if side.reason is not None:
        return replace(side, reason=replace(side.reason, text=" ".join([side.reason.text, *taken])))
    more = (
        None if side.in_order else left_out(query, side.evidence),  # a list counts its statements without a date itself
        undated(side.evidence) if wants_latest(query.text) else None,
        age(side.evidence, today) if is_of_now(query.text) else None,
    )
    return replace(side, notes=(*taken, *side.notes), more=(*side.more, *filter(None, more)))


def contradicted(found: Contradiction, evidence: Sequence[Evidence]) -> Side:
    """A refusal of what a question takes for granted, with the sentence that says otherwise."""
    reading = found.evidence.reading
    quoted = Quoted(reading, reading.unit(found.evidence.at), found.evidence.score, lead=found.text)
    return Side(evidence, 0.0, [quoted], Reason("false_premise", found.text))


def everything(query: Query, asked: Asked, scope: Scope, reading: Callable[[int], Reading]) -> Side | None:
    """What is on record of somebody, where no topic is asked for; None where nothing is."""
    if asked.speaker.is_role and not asked.speaker.dated and not query.periods:
        asked = asked.only(asked.persons[0].id)
    found = listing(asked, query.periods, scope.statements(tuple(asked.ids)), reading)
    if not found.quoted:
        return None
    who = asked.persons[0].name
    more = tuple(filter(None, [rest(found, who)]))
    return Side((), 1.0, found.quoted, notes=note(asked, found.quoted), more=more, in_order=True)


def on_record(claim: Claim, asked: Asked | None, scope: Scope) -> Found | None:
    """The words on record that are nearest to those a question gives, of the speaker asked for, or of anybody known."""
    words = tokens(claim.text)
    terms = [word for word in words if word.casefold() not in FUNCTION_WORDS] or words
    only = tuple(asked.ids) if asked is not None else None
    hits = [statement for statement, _ in scope.search_statements(terms, CLAIMS_READ, only)]
    fitting = [one for one in hits if (speaks(asked, one) if asked is not None else is_known(one))]
    return nearest_words(claim, [(one, scope.catalog.article_by_key(one.article_key).text) for one in fitting])


def wording(query: Query, asked: Asked | None, claim: Claim, found: Found, reading: Reading) -> Side | None:
    """The words on record, and how they differ from those a question gives; None where there is nothing to say of that."""
    says = remark(claim, found, reading.article.text[found.span.start : found.span.end])
    unit = reading.unit_of([found.span])
    if says is None or unit is None:
        return None
    quoted = Quoted(reading, unit, 1.0, said=found.statement, remark=says)
    quoted = replace(quoted, lead=lead_in(quoted)) if query.wants_speaker else quoted
    return Side((), 1.0, [quoted], notes=note(asked, [quoted]))


def said_by_another(claim: Claim, asked: Asked, scope: Scope) -> str | None:
    """A sentence on who said what a question gives as the words of somebody else."""
    found = on_record(claim, None, scope)
    if found is None or speaks(asked, found.statement) or (not claim.marked and found.statement.kind == "indirect"):
        return None
    words = scope.catalog.article_by_key(found.statement.article_key).text[found.span.start : found.span.end]
    return f"“{' '.join(words.split())}” is on record from {found.statement.speaker}."

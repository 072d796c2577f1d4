"""The check of a written sentence against the evidence it cites: what must agree, and whether the whole is supported."""

from collections.abc import Sequence

from rag.check import agents, dates, exchanged, names, negation, numbers, owners, quotations, voices
from rag.check.record import Numbered, Verdict
from rag.check.source import Source, without_markers
from rag.check.support import LEAST, shipped, support

UNCITED = "it cites no source"
UNSUPPORTED = "the sources do not support it"
_EDGE = " .!?\"'"


def check(sentence: str, evidence: Sequence[Numbered]) -> Verdict:
    """What speaks against a sentence, given the evidence that its markers cite."""
    plain, source = without_markers(sentence), Source(tuple(evidence))
    if not evidence:
        return Verdict(ok=False, support=0.0, failed=(UNCITED,))
    if _is_verbatim(plain, source):
        return Verdict(ok=True, support=1.0, failed=())
    failed = disagreements(plain, source)
    score = support(plain, source, shipped())
    if score < LEAST and not failed:
        failed = (UNSUPPORTED,)
    return Verdict(not failed, score, failed)


def disagreements(sentence: str, source: Source) -> tuple[str, ...]:
    """What in a sentence does not agree with its source, in phrases for a reader."""
    undated = dates.without_dates(sentence)
    published = [one.date for one in source.evidence if one.date]
    found = [f"a quotation is not in the source: '{one}'" for one in quotations.missing(sentence, source.texts)]
    found += [f"the name {one} is not in the source" for one in names.absent(undated, source)]
    found += [f"{one} is not in the source" for one in numbers.absent(undated, dates.without_dates(source.text))]
    found += [f"the date {one} is not in the source" for one in dates.absent(sentence, source.text, published)]
    found += negation.contradictions(sentence, source) + voices.wrong(sentence, source)
    found += owners.wrong(sentence, source) + agents.wrong(sentence, source) + exchanged.wrong(sentence, source)
    return tuple(dict.fromkeys(found))


def _is_verbatim(sentence: str, source: Source) -> bool:
    """Whether a sentence is one of the source's own, typography aside."""
    wanted = quotations.normal(sentence).strip(_EDGE)
    return any(quotations.normal(line.text).strip(_EDGE) == wanted for line in source.lines)

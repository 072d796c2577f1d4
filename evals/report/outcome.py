"""What became of a question, in one word that can be filtered by; pure."""

from enum import StrEnum

from evals.scores import Sample


class Outcome(StrEnum):
    """From right to wrong."""

    RIGHT = "right"
    """Answered with all evidence cited, all nuggets and nothing forbidden."""
    RIGHTLY_REFUSED = "rightly refused"
    PARTLY = "partly right"
    """Answered with some of the evidence or nuggets."""
    WRONGLY_REFUSED = "wrongly refused"
    SHOULD_HAVE_REFUSED = "should have refused"
    """Answered what the articles do not answer."""
    WRONG = "wrong"
    """Answered with none of it, or with something forbidden."""
    FAILED = "failed"
    """Ended in an error."""


WHOLE = 1 - 1e-9


def outcome(sample: Sample) -> Outcome:
    """The outcome of a question."""
    if sample.answer is None:
        return Outcome.FAILED
    refused = sample.answer.status == "refused"
    if not sample.question.answerable:
        return Outcome.RIGHTLY_REFUSED if refused else Outcome.SHOULD_HAVE_REFUSED
    if refused:
        return Outcome.WRONGLY_REFUSED
    measures = sample.values
    if measures.get("forbidden"):
        return Outcome.WRONG
    found = [value for name in ("citation_recall", "nugget_recall") if (value := measures.get(name)) is not None]
    if all(value >= WHOLE for value in found):
        return Outcome.RIGHT
    return Outcome.PARTLY if any(found) else Outcome.WRONG

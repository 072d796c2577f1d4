"""Times that a question names, as ranges of days."""

from rag.period.counted import Anchor, anchored, counted_from
from rag.period.find import periods, without_counted, without_periods
from rag.period.latest import is_of_now, wants_latest, without_recency
from rag.period.record import MONTHS, Period
from rag.period.wording import in_words, taken_as

__all__ = [
    "MONTHS",
    "Anchor",
    "Period",
    "anchored",
    "counted_from",
    "in_words",
    "is_of_now",
    "periods",
    "taken_as",
    "wants_latest",
    "without_counted",
    "without_periods",
    "without_recency",
]

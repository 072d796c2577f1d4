"""The newest articles on a topic, and how old they are."""

from collections.abc import Sequence
from datetime import date, timedelta

from rag.evidence.weigh import Evidence
from rag.period import in_words

ON_TOPIC = 0.8
"""Share of the best score from which an article is on the topic, too."""
OF_ONE_TIME = timedelta(days=7)
"""Articles so much older than the newest still tell the latest."""
OLD = timedelta(days=365)
"""Age from which an answer on the present says how old it is."""


def newest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without that of articles older than the newest on the topic; what has no date stays, and so does the order."""
    since = _newest_date(evidence)
    if since is None:
        return list(evidence)
    since = (date.fromisoformat(since) - OF_ONE_TIME).isoformat()
    return [one for one in evidence if (one.reading.article.date or since) >= since]


def undated(evidence: Sequence[Evidence]) -> str | None:
    """Says how many articles on the topic have no date, where others have one; None where none or all are so."""
    if _newest_date(evidence) is None:
        return None
    count = len({one.reading.article.story for one in _on_topic(evidence) if one.reading.article.date is None})
    if not count:
        return None
    have = "1 article on this has" if count == 1 else f"{count} articles on this have"
    return f"{have} no date, so how new {'it is' if count == 1 else 'they are'} is not known."


def age(evidence: Sequence[Evidence], today: date) -> str | None:
    """Says of when the newest article on the topic is, where that is long ago; None where it is not, or has no date."""
    latest = _newest_date(evidence)
    if latest is None or date.fromisoformat(latest) >= today - OLD:
        return None
    return f"The newest article on this is of {in_words(latest, latest)}."


def _newest_date(evidence: Sequence[Evidence]) -> str | None:
    return max((one.reading.article.date for one in _on_topic(evidence) if one.reading.article.date), default=None)


def _on_topic(evidence: Sequence[Evidence]) -> list[Evidence]:
    floor = ON_TOPIC * max((one.score for one in evidence), default=0.0)
    return [one for one in evidence if one.score >= floor > 0]

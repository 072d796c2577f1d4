"""Questions for the latest: 'most recent', 'currently', 'the news on…', 'Who is foreign secretary?'."""

import re

from index.attribution.roles import is_role
from index.words import tokens

_LATEST = re.compile(
    r"\b(?:the\s+)?(?:(?:very\s+)?latest|most\s+recent(?:ly)?|newest|up[ -]to[ -]date)\b"
    r"(?:\s+(?:news|developments?|information|updates?)\b)?"
    r"|\b(?:recently|lately|nowadays|these\s+days|at\s+(?:present|the\s+moment)|right\s+now|currently|as\s+of\s+now)\b"
    r"|\b(?:in|over|during)\s+recent\s+(?:days|weeks|months|years|times)\b|\b(?:current|recent)(?=\s+(?!affairs)\w)"
    r"|\b(?:news|updates?)\s+(?=(?:on|about|from)\b)"
    r"|\bwhen\s+was\s+the\s+last\s+time\b|\b(?P<now>now|today)\s*\??$",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:did|was|were|had|said|happened)\b", re.IGNORECASE)
_HOLDS = re.compile(r"^\s*who(?:['’]s|\s+is|\s+are)\s+(?P<office>[^?]+)", re.IGNORECASE)


def wants_latest(text: str) -> bool:
    """Whether a question is for the newest of what there is: 'the latest on…', 'most recent', 'currently'."""
    return any(_counts(match, text) for match in _LATEST.finditer(text))


def is_of_now(text: str) -> bool:
    """Whether a question is about how things are today: all that want the latest, and who holds an office."""
    holder = _HOLDS.match(text)
    return wants_latest(text) or (holder is not None and any(is_role(word) for word in tokens(holder.group("office"))))


def without_recency(text: str) -> str:
    """A question without the words that only ask for the latest, which no article on its topic needs to hold."""
    return _LATEST.sub(lambda match: " " if _counts(match, text) else match.group(), text)


def _counts(match: re.Match[str], text: str) -> bool:
    """Whether the words ask for the latest where they stand: 'today' does not in 'what did she say today'."""
    return not match.group("now") or not _DONE.search(text)

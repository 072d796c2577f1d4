"""What many articles together say of a speaker: roles with the dates they were held, and when they are quoted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from index.catalog.records import HeldRole


def period(dates: Iterable[str | None]) -> tuple[str | None, str | None]:
    """The first and the last of some dates; None where there is none."""
    known = [date for date in dates if date]
    return (min(known), max(known)) if known else (None, None)


def held_roles(given: Iterable[tuple[str, str | None, Sequence[str]]]) -> list[HeldRole]:
    """Roles from (article, its date, the roles it gives), those that most articles give first; case makes no other role."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    articles: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for article, date, roles in given:
        for role in roles:
            key = " ".join(role.casefold().split())
            forms[key][role] += 1
            articles[key][article] = date
    found = []
    for key, dates in articles.items():
        role = min(forms[key], key=lambda form: (-forms[key][form], form))
        first, last = period(dates.values())
        found.append(HeldRole(role, first, last, len(dates)))
    return sorted(found, key=lambda one: (-one.articles, one.first or "9999", one.role))

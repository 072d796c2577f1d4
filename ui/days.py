"""Days as flags take them: YYYY-MM-DD, or a month or a year, of which the first or the last day counts."""

import re
from datetime import date, timedelta

import click

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def first_day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The first day that a flag's value means, YYYY-MM-DD."""
    return None if value is None else _day(value, last=False)


def last_day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The last one."""
    return None if value is None else _day(value, last=True)


def _day(value: str, *, last: bool) -> str:
    refusal = click.BadParameter(f"'{value}' is no date; give YYYY-MM-DD, YYYY-MM or YYYY")
    form = _FORM.fullmatch(value.strip())
    if form is None:
        raise refusal
    year, month, day = (int(part or 0) for part in form.groups())
    try:
        begin = date(year, month if form[2] else 1, day if form[3] else 1)
    except ValueError as error:
        raise refusal from error
    if form[3] or not last:
        return begin.isoformat()
    if form[2] and month < 12:
        return (date(year, month + 1, 1) - timedelta(days=1)).isoformat()
    return date(year, 12, 31).isoformat()

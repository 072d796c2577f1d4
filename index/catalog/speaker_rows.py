"""Who is who over all articles, as rows: computed anew for each group of names in which something has changed."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from index.attribution import identity
from index.catalog.profiles import held_roles, period
from index.catalog.schema import articles, mentions, speakers, stale_groups

GROUPS_AT_ONCE = 200


def stale_count(connection: Connection) -> int:
    """Groups still to be computed anew."""
    return connection.execute(select(func.count()).select_from(stale_groups)).scalar_one()


def settle(connection: Connection) -> Iterator[int]:
    """Computes groups anew, the mark of each going with it; yields how many are done, to be committed."""
    done = 0
    first = select(stale_groups.c.group_key).order_by(stale_groups.c.group_key).limit(GROUPS_AT_ONCE)
    while groups := connection.execute(first).scalars().all():
        found: dict[str, list[Row[Any]]] = {group: [] for group in groups}
        for group, rows in groupby(_mentions(connection, groups), lambda row: str(row.group_key)):
            found[group] = list(rows)
        for group, members in found.items():
            _settle(connection, group, members)
        connection.execute(delete(stale_groups).where(stale_groups.c.group_key.in_(groups)))
        done += len(groups)
        yield done


def _mentions(connection: Connection, groups: Sequence[str]) -> Sequence[Row[Any]]:
    """The groups' mentions with their articles, group by group, always in the same order."""
    joined = select(mentions, articles.c.id.label("article"), articles.c.date, articles.c.source).join(articles)
    chosen = joined.where(mentions.c.group_key.in_(groups), mentions.c.statements > 0)
    return connection.execute(
        chosen.order_by(mentions.c.group_key, articles.c.id, mentions.c.name, mentions.c.is_body)
    ).all()


def _settle(connection: Connection, group: str, rows: Sequence[Row[Any]]) -> None:
    """Writes what has changed of one group: its speakers, what its mentions are, then what speakers are gone."""
    found = identity.identities(
        [
            identity.Mention(
                row.article, row.date, row.name, tuple(json.loads(row.roles)), row.is_body, row.statements, row.source
            )
            for row in rows
        ]
    )
    people = [_row(group, one, [rows[member] for member in one.members]) for one in found.identities]
    if people:
        connection.execute(insert(speakers).prefix_with("OR REPLACE"), people)
    settled: dict[int, tuple[str | None, str]] = {}
    for one in found.identities:
        settled.update(dict.fromkeys(one.members, (one.id, "[]")))
    for doubt in found.uncertain:
        settled[doubt.member] = (None, json.dumps(doubt.candidates))
    changed = [
        {"mention": rows[member].key, "speaker": speaker, "names": candidates}
        for member, (speaker, candidates) in settled.items()
        if (rows[member].speaker_id, rows[member].candidates) != (speaker, candidates)
    ]
    if changed:
        mark = update(mentions).where(mentions.c.key == bindparam("mention"))
        connection.execute(mark.values(speaker_id=bindparam("speaker"), candidates=bindparam("names")), changed)
    before = connection.execute(select(speakers.c.id).where(speakers.c.group_key == group)).scalars()
    gone = [{"gone": one} for one in set(before).difference(person["id"] for person in people)]
    if gone:
        connection.execute(delete(speakers).where(speakers.c.id == bindparam("gone")), gone)


def _row(group: str, one: identity.Identity, members: Sequence[Row[Any]]) -> dict[str, Any]:
    """A speaker with what the articles say of them."""
    first, last = period(row.date for row in members)
    return {
        "id": one.id,
        "group_key": group,
        "name": one.name,
        "names": json.dumps(one.names),
        "is_body": one.is_body,
        "statements": sum(row.statements for row in members),
        "articles": len({row.article for row in members}),
        "roles": json.dumps(held_roles((row.article, row.date, json.loads(row.roles)) for row in members)),
        "outlets": json.dumps(sorted({row.source for row in members if row.source})),
        "first": first,
        "last": last,
    }

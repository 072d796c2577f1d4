"""Whom a role or a name asked for can mean."""

import pytest

from index.catalog.records import HeldRole, StoredSpeaker, StoredStatement
from index.spans import Span
from index.speakers import is_held, said_in_role


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("Kremlin spokesman", "Kremlin spokesperson"),
        ("the Kremlin spokesman", "Kremlin press secretary"),
        ("UK foreign secretary", "British Foreign Minister"),
        ("the top Russian diplomat", "Russian foreign minister"),
        ("foreign minister", "Swedish foreign minister"),
        ("minister", "Swedish foreign minister"),
        ("former president", "former president of Brazil"),
        ("port director", "port director"),
        ("the mayor of Port Ellis", "mayor of Port Ellis"),
    ],
)
def test_a_role_is_held_in_other_words(asked, role) -> None:
    assert is_held(asked, role)


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("Kremlin spokesman", "White House spokesman"),
        ("Kremlin spokesman", "spokesman"),
        ("British foreign minister", "Russian foreign minister"),
        ("foreign minister", "defence minister"),
        ("foreign minister", "deputy foreign minister"),
        ("president", "vice president"),
        ("president", "former president"),
        ("minister", "port director"),
        ("mayor of Port Ellis", "mayor of Graymouth"),
        ("port", "port director"),
    ],
)
def test_another_role_is_not(asked, role) -> None:
    assert not is_held(asked, role)


def test_the_country_may_be_told_by_another_role_of_the_same_person() -> None:
    assert is_held("Russian spokesman", "spokesman", frozenset({"kremlin", "russia", "spokesperson"}))


ROLES = (HeldRole("Swedish foreign minister", "2022-01-10", "2022-09-01", 3), HeldRole("Swedish envoy", None, None, 1))
ORR = StoredSpeaker("1", "Eva Orr", ("Eva Orr",), False, 4, 4, ROLES, (), "2022-01-10", "2023-02-01")


def spoken(published: str | None, role: str | None = None) -> StoredStatement:
    return StoredStatement(
        key=1, id="s", article_key=1, article="a", source=None, cue=None, content=(Span(0, 1),), kind="direct",
        certainty="resolved", candidates=(), role=role, name="Eva Orr", speaker="Eva Orr", speaker_id="1", is_body=False,
        said=None, published=published, outlet=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "asked", "counts"),
    [
        (spoken("2022-05-01"), "Swedish foreign minister", True),  # between the first and the last article that say so
        (spoken("2023-02-01"), "Swedish foreign minister", False),
        (spoken("2023-02-01", "Foreign Minister"), "Swedish foreign minister", True),  # the article itself says so
        (spoken(None), "Swedish foreign minister", True),
        (spoken("2023-02-01"), "Swedish envoy", True),  # from when to when is not known
        (spoken("2022-05-01"), "Norwegian foreign minister", False),
    ],
)
def test_a_role_asked_for_counts_while_it_was_held(statement, asked, counts) -> None:
    assert said_in_role(statement, ORR, asked) == counts

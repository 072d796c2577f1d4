"""The accounts file: what it keeps, whom it lets in, and how it refuses."""

import hashlib
import io
import json
import stat
import sys

import pytest
from click.testing import CliRunner

from index.errors import InputError
from ui.accounts import TRIES_SECONDS, WRONG_TRIES, Accounts, Guesses, Hashed, add, remove
from ui.commands.user import command

PASSWORD = "sägewerk am fluss"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """An accounts file with Ann in it; for reading only."""
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    add(path, "ann", PASSWORD)
    return path


@pytest.fixture
def hashings(monkeypatch):
    """What every hashing from now on cost."""
    costs = []
    real = hashlib.scrypt
    monkeypatch.setattr(
        hashlib, "scrypt", lambda *a, **cost: (costs.append((cost["n"], cost["r"], cost["p"])), real(*a, **cost))[1]
    )
    return costs


def test_a_password_lets_its_owner_in_and_nobody_else(known) -> None:
    accounts = Accounts.read(known)
    assert accounts.check("ann", PASSWORD)
    assert not accounts.check("ann", PASSWORD + " ")
    assert not accounts.check("Ann", PASSWORD)
    assert not accounts.check("bob", PASSWORD)


def test_letters_composed_another_way_are_the_same_password(known) -> None:
    assert Accounts.read(known).check("ann", PASSWORD.replace("ä", "a\N{COMBINING DIAERESIS}"))


def test_an_unknown_name_costs_as_much_as_a_known_one(known, hashings) -> None:
    accounts = Accounts.read(known)
    accounts.check("ann", "not this one")
    accounts.check("nobody", "not this one")
    assert hashings == [(2**15, 8, 3)] * 2  # the least that OWASP's password storage cheat sheet has for 32 MiB


def test_the_file_is_its_owners_alone_and_holds_no_password(known) -> None:
    assert stat.S_IMODE(known.stat().st_mode) == 0o600
    assert PASSWORD not in known.read_text("utf-8")
    assert [path.name for path in known.parent.iterdir()] == [known.name]  # no scratch file stays behind


def test_two_with_the_same_password_have_different_keys() -> None:
    first, second = Hashed.of(PASSWORD), Hashed.of(PASSWORD)
    assert first.salt != second.salt
    assert first.key != second.key


def test_adding_keeps_the_others_and_replaces_the_same_name(known, tmp_path) -> None:
    path = tmp_path / "accounts.json"
    path.write_bytes(known.read_bytes())
    path.chmod(0o644)
    assert not add(path, "bob", "another password")
    assert add(path, "ann", "a new password")
    accounts = Accounts.read(path)
    assert list(accounts.users) == ["ann", "bob"]
    assert accounts.check("ann", "a new password")
    assert not accounts.check("ann", PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    remove(path, "ann")
    assert list(Accounts.read(path).users) == ["bob"]
    with pytest.raises(InputError, match=r"nobody in '.*' is called 'ann'; there are: bob"):
        remove(path, "ann")


def test_a_file_whose_last_name_went_can_be_added_to_again(known, tmp_path) -> None:
    path = tmp_path / "accounts.json"
    path.write_bytes(known.read_bytes())
    remove(path, "ann")
    with pytest.raises(InputError, match="names nobody; add somebody with: onrecord user add NAME --auth"):
        Accounts.read(path)
    assert not add(path, "bob", PASSWORD)


@pytest.mark.parametrize("name", ["", " ann", "ann:", "a\nb", "x" * 65])
def test_what_cannot_be_a_name_is_refused(tmp_path, name) -> None:
    with pytest.raises(InputError, match="cannot be a name"):
        add(tmp_path / "accounts.json", name, PASSWORD)
    assert not (tmp_path / "accounts.json").exists()


def test_a_short_password_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="at least 8 characters"):
        add(tmp_path / "accounts.json", "ann", "1234567")


GOOD = {"salt": "00" * 16, "key": "00" * 32, "n": 2**15, "r": 8, "p": 3}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "names nobody"),
        ("ann:secret\n", "is no accounts file"),
        ("[]", "is no accounts file"),
        ('{"users": ["ann"]}', "is no accounts file"),
        (json.dumps({"users": {"ann": {**GOOD, "key": "00"}}}), "cut off"),
        (json.dumps({"users": {"ann": {**GOOD, "salt": "xyz"}}}), "is no accounts file"),
        (json.dumps({"users": {"ann": {**GOOD, "n": 2**30}}}), "out of range"),
        (json.dumps({"users": {"ann": {**GOOD, "admin": True}}}), "is no accounts file"),
    ],
)
def test_a_file_that_cannot_be_used_says_so_in_a_line(onrecord, tmp_path, written, said) -> None:
    path = tmp_path / "accounts.json"
    path.write_text(written)
    ran = onrecord("chat", "--auth", path)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_missing_file_says_how_to_make_it(onrecord, tmp_path) -> None:
    ran = onrecord("chat", "--auth", tmp_path / "none.json")
    assert ran.returncode == 1
    assert f"add somebody with: onrecord user add NAME --auth {tmp_path / 'none.json'}" in ran.stderr


def test_after_ten_wrong_tries_a_name_is_refused_for_the_minute() -> None:
    now = 0.0
    guesses = Guesses(clock=lambda: now)
    assert all(guesses.begin("ann") for _ in range(WRONG_TRIES))
    assert not guesses.begin("ann")
    assert guesses.begin("bob")
    now = TRIES_SECONDS - 0.1
    assert not guesses.begin("ann")
    now = TRIES_SECONDS
    assert guesses.begin("ann")


def test_a_right_password_forgets_the_wrong_tries_before_it() -> None:
    guesses = Guesses(clock=lambda: 0.0)
    assert all(guesses.begin("ann") for _ in range(WRONG_TRIES))
    guesses.right("ann")
    assert guesses.begin("ann")


def test_users_are_added_listed_and_removed_by_command(onrecord, tmp_path, monkeypatch) -> None:
    path = tmp_path / "accounts.json"
    for password, said in ((PASSWORD, "may log in"), ("a new password", "ann has another password now")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        ran = onrecord("user", "add", "ann", "--auth", path, "--password-stdin")
        assert (ran.returncode, ran.stdout) == (0, "")
        assert said in ran.stderr
    assert Accounts.read(path).check("ann", "a new password")
    assert onrecord("user", "list", "--auth", path).stdout == "ann\n"
    assert onrecord("user", "remove", "ann", "--auth", path).returncode == 0
    assert onrecord("user", "list", "--auth", path).returncode == 1


def test_a_password_is_asked_for_twice_and_never_shown(tmp_path) -> None:
    path = tmp_path / "accounts.json"
    ran = CliRunner().invoke(
        command, ["add", "ann", "--auth", str(path)], input=f"{PASSWORD}\nmistyped\n{PASSWORD}\n{PASSWORD}\n"
    )
    assert ran.exit_code == 0
    assert "do not match" in ran.output
    assert PASSWORD not in ran.output
    assert Accounts.read(path).check("ann", PASSWORD)

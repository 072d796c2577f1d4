"""The command line as a user meets it: what stands on stdout, on stderr, and the exit code."""

import hashlib
import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.locate import SEEDS

MISSION = "what did Peskov say about cluster munitions?"
WORDS = "changes the situation, and of course, forces Russia to take certain countermeasures"
KEYS = {
    "question", "standalone_question", "status", "reason", "answer", "citations", "sentences", "passages", "seconds",
}  # fmt: skip


def test_ask_answers_in_the_exact_words_with_title_and_file(onrecord, seed_index_dir) -> None:
    ran = onrecord("ask", MISSION, "--index", seed_index_dir)
    assert (ran.returncode, ran.stderr) == (0, "")
    flowing = " ".join(ran.stdout.replace("|", " ").split())
    assert flowing.count(WORDS) == 2  # in the answer, and as the source's quote
    assert "Sources: [1] UPDATE - Kremlin says G-7 security guarantees" in flowing
    assert "003_5e2478774876f476.txt, characters " in flowing


def test_ask_json_prints_one_object_whose_quotes_are_in_the_files(onrecord, seed_index_dir) -> None:
    ran = onrecord("ask", "--json", MISSION, "--index", seed_index_dir)
    assert ran.returncode == 0
    answer = json.loads(ran.stdout)
    assert set(answer) == KEYS
    assert ran.stdout.count("\n") == 1
    assert WORDS in answer["answer"]
    for citation in answer["citations"]:
        text = (SEEDS / citation["article"]).read_bytes().decode("utf-8")
        assert text[citation["start_char"] : citation["end_char"]] == citation["quote"]
        assert hashlib.sha256(text.encode()).hexdigest() == citation["sha256"]


def test_ask_refuses_with_a_reason_and_exits_0(onrecord, seed_index_dir) -> None:
    ran = onrecord("ask", "What did Olaf Scholz say about the harbour tunnel?", "--index", seed_index_dir)
    assert ran.returncode == 0
    assert ran.stdout.startswith("Not in these articles: ")
    assert "Nearest passages, not an answer:" in ran.stdout


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_what_is_no_question_is_refused_as_such(onrecord, seed_index_dir, question) -> None:
    ran = onrecord("ask", "--json", question, "--index", seed_index_dir)
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["reason"]["code"] == "not_a_question"


def test_ask_takes_the_conversation_before(onrecord, seed_index_dir, tmp_path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"role": "user", "content": MISSION}, {"role": "assistant", "content": "… [1]"}]))
    ran = onrecord("ask", "--json", "and about NATO?", "--history", history, "--index", seed_index_dir)
    assert ran.returncode == 0
    assert "Peskov" in json.loads(ran.stdout)["standalone_question"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "No such file"),
        ("[{", "cannot read the history"),
        ("{}", "is not a list"),
        ('[{"role": "system", "content": "x"}]', "message 1"),
        ('[{"role": "user", "content": "x"}, {"role": "user"}]', "message 2"),
    ],
)
def test_a_bad_history_is_one_line_that_says_what_it_must_hold(onrecord, tmp_path, written, says) -> None:
    history = tmp_path / "history.json"
    if written is not None:
        history.write_text(written)
    ran = onrecord("ask", "x", "--history", history)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert says in ran.stderr
    assert 'JSON list of {"role"' in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_without_an_index_the_seeds_are_built_once_and_said_so(onrecord, environment) -> None:
    first, second = onrecord("ask", MISSION), onrecord("ask", MISSION)
    assert "building the seed index" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout
    assert not Path(environment["XDG_DATA_HOME"]).exists()  # the seeds never become the user's own index


def test_once_there_is_an_index_of_ones_own_it_answers(onrecord, tmp_path) -> None:
    (tmp_path / "here" / "ferry.txt").write_text(
        '"The ferry will run again on Monday," Mayor Ann Vale said at the pier.'
    )
    assert onrecord("index", "ferry.txt").returncode == 0
    listed = onrecord("list")
    assert listed.stdout.startswith("ferry.txt ")
    assert listed.stdout.count("\n") == 1


def test_a_missing_index_is_one_line_with_the_command_that_makes_it(onrecord, tmp_path) -> None:
    for arguments in (("ask", "x"), ("list",), ("show", "x")):
        ran = onrecord(*arguments, "--index", tmp_path / "none")
        assert (ran.returncode, ran.stdout) == (1, "")
        assert re.fullmatch(
            r"onrecord: the index .*none does not exist; run: onrecord index PATH… --index .*\n", ran.stderr
        )


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["ask"], ["ask", "x", "--nonsense"], ["index"], ["chat", "--port", "99999"]]
)
def test_wrong_usage_exits_2(onrecord, arguments) -> None:
    ran = onrecord(*arguments)
    assert ran.returncode == 2
    assert "Usage: onrecord" in ran.stderr


def test_a_bad_setting_is_one_line(onrecord) -> None:
    ran = onrecord("list", ONRECORD_CHUNK_TOKENS="many")
    assert ran.returncode == 1
    assert re.fullmatch(r"onrecord: setting 'chunk_tokens' = 'many'.*\n", ran.stderr)


def test_index_reports_what_it_did_and_what_it_skipped(onrecord, tmp_path) -> None:
    archive = tmp_path / "here" / "archive"
    archive.mkdir()
    (archive / "ferry.txt").write_text('"The ferry will run again on Monday," Mayor Ann Vale said at the pier.')
    (archive / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 100)
    (archive / "empty.txt").write_text("")
    ran = onrecord("index", "archive", "--index", "mine")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("1 added, 0 changed, 0 unchanged, 0 removed, 2 skipped in ")
    assert "\nindex: mine\n" in ran.stdout
    assert re.search(r"\n  archive/empty.txt: empty", ran.stdout)
    assert "\n  archive/photo.jpg: " in ran.stdout
    skipped = onrecord("list", "--skipped", "--index", "mine")
    assert "archive/empty.txt: empty" in skipped.stdout

    again = onrecord("index", "archive", "--index", "mine")
    assert again.stdout.startswith("0 added, 0 changed, 1 unchanged, 0 removed, 2 skipped in ")
    (archive / "ferry.txt").unlink()
    pruned = onrecord("index", "archive", "--index", "mine", "--prune")
    assert pruned.stdout.startswith("0 added, 0 changed, 0 unchanged, 1 removed, 2 skipped in ")
    assert onrecord("list", "--index", "mine").stdout == "no articles\n"


def test_a_path_that_is_not_there_is_one_line(onrecord) -> None:
    ran = onrecord("index", "nowhere", "--index", "mine")
    assert ran.returncode == 1
    assert re.fullmatch(r"onrecord: 'nowhere' does not exist; .*\n", ran.stderr)


def test_an_index_begun_with_another_embedder_says_how_to_mend_it(onrecord, seed_index_dir) -> None:
    ran = onrecord("ask", "x", "--index", seed_index_dir, ONRECORD_CHUNK_TOKENS="200")
    assert ran.returncode == 1
    assert "--rebuild" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}])
def test_show_prints_the_stored_text_byte_for_byte_whatever_the_locale(environment, seed_index_dir, locale) -> None:
    seed = SEEDS / "000_62b4777dd10c8d67.txt"  # starts with a space, has curly quotes, ends without a newline
    command = [sys.executable, "-m", "ui.cli", "show", seed.name, "--index", str(seed_index_dir)]
    shown = subprocess.run(command, env=environment | locale, capture_output=True, check=True)
    assert shown.stdout == seed.read_bytes()


def test_an_unknown_article_is_answered_with_near_names(onrecord, seed_index_dir) -> None:
    by_part = onrecord("show", "003_", "--index", seed_index_dir)
    assert by_part.returncode == 1
    assert by_part.stderr.endswith("did you mean '003_5e2478774876f476.txt'?\n")
    by_spelling = onrecord("show", "003_5e2478774876f467.text", "--index", seed_index_dir)
    assert "did you mean '003_5e2478774876f476.txt'" in by_spelling.stderr
    assert "onrecord list" in onrecord("show", "zzz", "--index", seed_index_dir).stderr


def test_list_json_is_one_object_a_line(onrecord, seed_index_dir) -> None:
    lines = onrecord("list", "--json", "--index", seed_index_dir).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == sorted(seed.name for seed in SEEDS.iterdir())


def test_a_reader_that_goes_away_is_no_error(environment, seed_index_dir) -> None:
    command = [sys.executable, "-m", "ui.cli", "list", "--json", "--index", str(seed_index_dir)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout
        assert ran.stderr
        ran.stdout.close()
        assert ran.stderr.read() == b""


def test_stopping_a_build_says_that_what_was_stored_is_kept(environment, tmp_path) -> None:
    archive = tmp_path / "archive.jsonl"
    with archive.open("w") as file:
        for number in range(20_000):
            file.write(
                json.dumps({"text": f"Ferry {number} left at noon. Its captain, Ann Vale, waved {number} times."})
                + "\n"
            )
    command = [sys.executable, "-m", "ui.cli", "index", str(archive), "--index", str(tmp_path / "index")]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background are told to ignore it
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as ran:
        deadline = time.monotonic() + 60
        while not (tmp_path / "index" / "catalog.db").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        ran.send_signal(signal.SIGINT)
        out, err = ran.communicate(timeout=60)
    assert ran.returncode == 130
    assert (out, err) == ("", "onrecord: stopped; what was stored is kept, run the same command again to go on\n")


def test_a_port_in_use_is_one_line(onrecord, seed_index_dir) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        ran = onrecord("chat", "--port", str(port), "--index", seed_index_dir)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert re.fullmatch(rf"onrecord: port {port} of 127.0.0.1 is in use; .*\n", ran.stderr)


def test_an_address_that_is_not_this_machines_is_one_line(onrecord) -> None:
    ran = onrecord("chat", "--host", "192.0.2.1", "--port", "7999")  # TEST-NET-1, assigned to nobody
    assert ran.returncode == 1
    assert re.fullmatch(r"onrecord: cannot listen on '192.0.2.1': .*\n", ran.stderr)


def test_version_is_the_distributions(onrecord) -> None:
    assert re.fullmatch(r"onrecord, version \d+\.\d+\.\d+\n", onrecord("--version").stdout)

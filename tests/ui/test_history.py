"""Conversations that are kept: across processes, apart from each other, found again, and taken away."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from index.errors import InputError
from rag.answer import Answer, Reason
from rag.filters import Filters
from ui.page.history import GONE, Conversations, StoredTurn, title_of

ANN, BOB = "user:ann", "browser:b0b"
HOSTILE = (
    "<script>alert(1)</script> ![x](javascript:alert(1)) [y](http://ferry.example) **bold** _soft_ `code` ~~gone~~ "
    "&lt; | a | https://ferry.example www.ferry.example <https://ferry.example>\n# Heading\n> said\n- item\n1. first\n"
    "---\n    indented\n| a | b |\n| - | - |\n```\nfence"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine" / "conversations.db"


@pytest.fixture
def kept(path: Path) -> Conversations:
    return Conversations(path)


@pytest.fixture
def turn(answer, citation) -> Any:
    def make(
        question: str = "Is the bridge closed?", text: str = "The bridge is closed. [1]", **more: Any
    ) -> StoredTurn:
        said = answer(text, *more.pop("citations", [citation()]), **more)
        return StoredTurn(
            question, said, Filters("2024-01-01", None, ("The Daily Ferry",)), "2024-03-06T09:30:00", "v1"
        )

    return make


def test_a_conversation_comes_back_whole_in_another_process(kept, path, turn) -> None:
    first, second = turn(), turn("Why?", "Nobody says why.", code="not_said", citations=[])
    conversation = kept.start(ANN, title_of(first.question))
    kept.add(ANN, conversation, first)
    kept.add(ANN, conversation, second)
    again = Conversations(path)
    assert again.load(ANN, conversation) == [first, second]  # quotes, offsets and sha256 of the citations included
    assert [(one.id, one.title, one.turns) for one in again.listed(ANN)] == [(conversation, "Is the bridge closed?", 2)]


def test_what_is_anothers_is_as_if_it_were_not_there(kept, turn) -> None:
    conversation = kept.start(ANN, "Bridge")
    kept.add(ANN, conversation, turn())
    assert kept.listed(BOB) == kept.listed(BOB, "bridge") == []
    for touch in (
        lambda: kept.load(BOB, conversation),
        lambda: kept.add(BOB, conversation, turn()),
        lambda: kept.keep_first(BOB, conversation, 0),
        lambda: kept.rename(BOB, conversation, "Mine"),
        lambda: kept.markdown(BOB, conversation),
        lambda: kept.json(BOB, conversation),
    ):
        with pytest.raises(InputError, match="not there any more"):
            touch()
    kept.delete(BOB, conversation)
    assert kept.load(ANN, conversation) == [turn()]


def test_the_one_added_to_last_is_listed_first(kept, turn) -> None:
    first, second = kept.start(ANN, "First"), kept.start(ANN, "Second")
    assert [one.title for one in kept.listed(ANN)] == ["Second", "First"]
    kept.add(ANN, first, turn())
    assert [one.title for one in kept.listed(ANN)] == ["First", "Second"]
    kept.rename(ANN, second, "  Renamed \n by hand ")
    assert [one.title for one in kept.listed(ANN)] == ["First", "Renamed by hand"]
    assert [one.title for one in kept.listed(ANN, limit=1)] == ["First"]


def test_an_empty_name_changes_nothing(kept) -> None:
    kept.rename(ANN, kept.start(ANN, "Bridge"), "  ")
    assert [one.title for one in kept.listed(ANN)] == ["Bridge"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bridge", ["Ferry and bridge"]),  # in the title
        ("QUAY", ["Ferry and bridge"]),  # in a question
        ("sébastien", ["Ferry and bridge"]),  # in an answer, without its accent there
        ("ferry quay moored", ["Ferry and bridge"]),  # in title, question and answer, one each
        ("moor", ["Ferry and bridge"]),  # the beginning of a word
        ("oored", []),
        ("ferry school", []),  # never in the same one
        ("паром", ["Паром и школа"]),
        ("%", []),
        ('"', []),
        ("ferry* OR school", []),  # no operators: three words
        ("_", []),
        (" ", ["Паром и школа", "Ferry and bridge"]),
    ],
)
def test_search_finds_words_in_titles_questions_and_answers(kept, turn, search, found) -> None:
    first = kept.start(ANN, "Ferry and bridge")
    kept.add(ANN, first, turn("At which quay?", 'Sebastien Roe said: "It is moored at the old quay." [1]'))
    kept.add(ANN, kept.start(ANN, "Паром и школа"), turn("Когда?", "A school is beside it. [1]"))
    assert [one.title for one in kept.listed(ANN, search)] == found


def test_search_knows_of_new_names_and_of_what_is_gone(kept, turn) -> None:
    conversation = kept.start(ANN, "Old name")
    kept.add(ANN, conversation, turn("About the lighthouse?"))
    kept.add(ANN, conversation, turn("About the harbour?"))
    kept.rename(ANN, conversation, "New name")
    assert kept.listed(ANN, "old") == []
    kept.keep_first(ANN, conversation, 1)
    assert kept.listed(ANN, "harbour") == []
    assert [one.turns for one in kept.listed(ANN, "lighthouse new")] == [1]
    kept.delete(ANN, conversation)
    assert kept.listed(ANN, "lighthouse") == kept.listed(ANN) == []


def test_an_edited_question_takes_the_place_of_what_followed(kept, turn) -> None:
    conversation = kept.start(ANN, "Bridge")
    for question in ("One?", "Two?", "Three?"):
        kept.add(ANN, conversation, turn(question))
    kept.keep_first(ANN, conversation, 1)
    kept.add(ANN, conversation, turn("Second?"))
    assert [one.question for one in kept.load(ANN, conversation)] == ["One?", "Second?"]


def test_a_turn_added_to_a_deleted_conversation_says_so(kept, turn) -> None:
    conversation = kept.start(ANN, "Bridge")
    kept.delete(ANN, conversation)
    kept.delete(ANN, conversation)  # in the other tab as well
    with pytest.raises(InputError) as told:
        kept.add(ANN, conversation, turn())
    assert str(told.value) == GONE


def test_any_text_can_be_kept(kept, turn) -> None:
    odd = "\x00 \ud83d 👍 '; DROP TABLE turns; --"
    conversation = kept.start(odd.replace("\ud83d", ""), odd)
    kept.add(odd.replace("\ud83d", ""), conversation, turn(odd, odd))
    (loaded,) = kept.load(odd.replace("\ud83d", ""), conversation)
    assert loaded.answer == turn(odd, odd).answer
    assert loaded.question == odd.replace("\ud83d", "?")  # half a character, as a browser can send it


def test_many_tabs_write_at_once(path, turn) -> None:
    """Eight threads, each with the file opened anew, as processes have it."""

    def write(number: int) -> str:
        mine = Conversations(path)
        conversation = mine.start(f"user:{number}", f"Number {number}")
        for question in range(5):
            mine.add(f"user:{number}", conversation, turn(f"{number}/{question}?"))
        return conversation

    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(write, range(8)))
    kept = Conversations(path)
    for number, conversation in enumerate(ids):
        assert [one.question for one in kept.load(f"user:{number}", conversation)] == [
            f"{number}/{question}?" for question in range(5)
        ]


KILLED = """
import sys
from pathlib import Path
from rag.answer import Answer
from rag.filters import Filters
from ui.page.history import Conversations, StoredTurn
kept = Conversations(Path(sys.argv[1]))
conversation = kept.start("user:ann", "Killed")
for number in range(10_000):
    kept.add("user:ann", conversation, StoredTurn(f"{number}?", Answer("?", "?", "answered", None, "!"), Filters(), "", ""))
    print(number, flush=True)
"""


def test_a_killed_process_loses_no_finished_turn(path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) == 20:
                os.kill(process.pid, signal.SIGKILL)
                break
    kept = Conversations(path)
    (only,) = kept.listed(ANN)
    turns = kept.load(ANN, only.id)
    assert len(turns) >= 21
    assert [turn.question for turn in turns] == [f"{number}?" for number in range(len(turns))]


def test_a_file_of_a_newer_version_is_left_alone(kept, path) -> None:
    kept.start(ANN, "Bridge")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=2")
    connection.close()
    with pytest.raises(InputError, match=r"newer On Record \(their version is 2, this one knows 1\).*pip install"):
        Conversations(path)


def test_a_file_that_is_no_database_is_named(path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database, by any means, but long enough to be looked at " * 20)
    with pytest.raises(InputError, match=r"conversations\.db cannot be used \(file is not a database\)"):
        Conversations(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot keep conversations in .*file/conversations\.db"):
        Conversations(tmp_path / "file" / "conversations.db")


def test_only_the_user_may_read_the_file(kept, path) -> None:
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("  What did\nAnn Vale say? ", "What did Ann Vale say?"),
        # 60 characters fit: "What did the mayor of the small harbour town say about the" is 58 long, " old" makes 62
        (
            "What did the mayor of the small harbour town say about the old ferry?",
            "What did the mayor of the small harbour town say about the…",
        ),
        ("x" * 100, "x" * 60 + "…"),
    ],
)
def test_a_title_is_the_first_question_cut_between_words(question, title) -> None:
    assert title_of(question) == title


def test_markdown_holds_every_answer_with_its_references(kept, turn, citation) -> None:
    conversation = kept.start(ANN, "The bridge")
    kept.add(ANN, conversation, turn(citations=[citation(start_char=40, end_char=61)]))
    kept.add(ANN, conversation, turn("Who is Bo?", "Nobody called Bo is quoted.", code="nobody", citations=[]))
    assert kept.markdown(ANN, conversation) == (
        "# The bridge\n\n"
        "## Is the bridge closed?\n\n"
        "*Asked 2024-03-06 09:30 UTC; read as: ?; filtered: since 2024-01-01; The Daily Ferry*\n\n"
        "The bridge is closed. \\[1\\]\n\n"
        "\\[1\\] **Bridge closed** · The Daily Ferry · 2024-03-05 · Ann Vale · bridge.txt, characters 40 to 61\n\n"
        "> The bridge is closed.\n\n"
        "## Who is Bo?\n\n"
        "*Asked 2024-03-06 09:30 UTC; read as: ?; filtered: since 2024-01-01; The Daily Ferry*\n\n"
        "**Not in these articles**\n\n"
        "Nobody called Bo is quoted.\n"
    )


def test_nothing_of_an_article_is_interpreted_in_the_markdown(kept, turn, citation) -> None:
    conversation = kept.start(ANN, HOSTILE)
    hostile = citation(quote=HOSTILE, title=HOSTILE, source=HOSTILE, speaker=HOSTILE, article=HOSTILE, date=HOSTILE)
    kept.add(ANN, conversation, turn(HOSTILE, HOSTILE, citations=[hostile]))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(kept.markdown(ANN, conversation))
    flat = [inline for token in tokens for inline in (token, *(token.children or []))]
    ours = {"heading", "paragraph", "blockquote", "strong", "em", "inline", "text", "text_special", "softbreak"}
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in flat} == ours - {"text_special"}
    # a title, a question, how it was asked, the answer; a reference and its quote, each as one paragraph
    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        "heading_open", "heading_open", "paragraph_open", "paragraph_open", "paragraph_open", "blockquote_open",
        "paragraph_open",
    ]  # fmt: skip
    texts = ["".join(child.content or "\n" for child in token.children) for token in tokens if token.type == "inline"]
    assert texts[0] == texts[1] == " ".join(HOSTILE.split())
    assert texts[3] == texts[5] == "\n".join(line.strip() for line in HOSTILE.split("\n"))


def test_json_holds_the_answers_as_the_contract_has_them(kept, turn) -> None:
    conversation = kept.start(ANN, "The bridge")
    kept.add(ANN, conversation, turn())
    record = json.loads(kept.json(ANN, conversation))
    assert record == {
        "format": 1,
        "title": "The bridge",
        "turns": [
            {
                "question": "Is the bridge closed?",
                "answer": json.loads(json.dumps(turn().answer.to_json())),
                "filters": {"since": "2024-01-01", "until": None, "outlets": ["The Daily Ferry"], "speakers": []},
                "asked": "2024-03-06T09:30:00",
                "index_version": "v1",
            }
        ],
    }
    assert Answer.from_json(record["turns"][0]["answer"]) == turn().answer


def test_a_refusal_is_kept_with_its_reason(kept, turn) -> None:
    conversation = kept.start(ANN, "Bo")
    kept.add(ANN, conversation, turn("Who is Bo?", "Nobody is called Bo.", code="nobody", citations=[]))
    assert kept.load(ANN, conversation)[0].answer.reason == Reason("nobody", "Nobody is called Bo.")

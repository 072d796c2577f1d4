"""Records as terminal text."""

from pathlib import Path

from index.articles import Skipped
from index.build import BuildReport
from index.catalog.records import Summary
from ui.passages import Nearest
from ui.render import answer_text, articles_text, build_text, near, printable

HERE = Path("/archive")


def test_an_answer_is_followed_by_its_sources(answer, citation) -> None:
    assert answer_text(answer("The bridge is closed. [1]", citation(1)), [], 80) == (
        "The bridge is closed. [1]\n\n"
        "Sources:\n\n"
        "[1] Bridge closed — The Daily Ferry, 2024-03-05 (Ann Vale)\n"
        "    | The bridge is closed.\n"
        "    bridge.txt, characters 0 to 21\n"
    )


def test_a_source_without_title_is_named_by_its_id(answer, citation) -> None:
    text = answer_text(answer("x [1]", citation(1, title=None, source=None, date=None, speaker=None)), [], 80)
    assert "\n[1] bridge.txt\n" in text


def test_lines_fit_the_terminal(answer, citation) -> None:
    long = " ".join(["word"] * 100)
    text = answer_text(answer(f"{long} [1]", citation(1, long, title=long)), [], 40)
    assert max(map(len, text.splitlines())) <= 40
    assert text.split().count("word") == 300  # nothing is left out: answer, title, quote


def test_a_refusal_says_why_and_what_came_near(answer) -> None:
    nearest = [Nearest("a.txt", None, None, None, "The ferry runs at noon.", 0, 23, "0" * 64)]
    assert answer_text(answer("Nothing is said about trams.", code="nothing_near"), nearest, 80) == (
        "Not in these articles: Nothing is said about trams.\n\n"
        "Nearest passages, not an answer:\n\n"
        "- a.txt\n    The ferry runs at noon.\n"
    )


def test_an_article_cannot_give_the_terminal_orders(answer, citation) -> None:
    order = "\x1b]0;pwned\x07\x9b2J\r\u202e"
    text = answer_text(answer(f"x{order} [1]", citation(1, order, title=order, speaker=order)), [], 80)
    assert not set("\x1b\x07\x9b\r\u202e") & set(text)


def test_windows_newlines_and_tabs_are_printable() -> None:
    assert printable("a\r\n\tb") == "a\n\tb"


def test_articles_are_listed_in_columns_and_duplicates_marked() -> None:
    listed = [
        Summary("a.txt", "Bridge closed", "Ferry", "2024-03-05", "/archive/a.txt", None, 9),
        Summary("long/b.txt", None, None, None, "/archive/b.txt", "a.txt", 9),
    ]
    assert articles_text(listed) == (
        "a.txt       2024-03-05  Ferry  Bridge closed\n"
        "long/b.txt  –           –      –  [same text as a.txt]\n"
    )  # fmt: skip


def test_a_build_says_what_it_did_and_where() -> None:
    report = BuildReport(added=1200, changed=1, unchanged=2, removed=3, seconds=4.25, duplicates=5)
    assert build_text(report, HERE / "index", HERE) == (
        "1,200 added, 1 changed, 2 unchanged, 3 removed, 0 skipped in 4.2 seconds\n"
        "5 of them the very text of another article, stored once\n"
        "index: index\n"
    )


def test_a_build_names_what_it_skipped_with_the_reason() -> None:
    skipped = [Skipped(HERE / "a.txt", "empty"), Skipped(Path("/else/b.jsonl"), "no text", line=7)]
    assert build_text(BuildReport(skipped=skipped), HERE / "index", HERE).endswith(
        "skipped:\n  a.txt: empty\n  /else/b.jsonl, line 7: no text\n"
    )


def test_a_build_that_skipped_many_names_twenty_and_counts_the_rest() -> None:
    skipped = [Skipped(HERE / f"{number}.txt", "empty") for number in range(50)]
    text = build_text(BuildReport(skipped=skipped), Path("/else/index"), HERE)
    assert "50 skipped" in text
    assert text.count(".txt: empty") == 20
    assert text.endswith("and 30 more: onrecord list --skipped --index /else/index\n    30 × empty\n")


def test_paths_below_the_current_folder_are_shown_from_there() -> None:
    assert near(Path("/archive/2024/a.txt"), HERE) == "2024/a.txt"
    assert near(Path("/else/a.txt"), HERE) == "/else/a.txt"
    assert near(HERE, HERE) == "/archive"

"""The report as a file: what it needs, what it holds, and what it refuses."""

import re

import pytest

from evals.report import previous_run, write_report
from index.errors import InputError


def test_a_report_is_one_file_that_names_no_other(new_run, papers, tmp_path) -> None:
    run = new_run(tmp_path / "run")
    path = write_report(run, article=papers.get)
    assert path == run / "report.html"
    page = path.read_text("utf-8")
    assert "default-src 'none'" in page
    assert (
        re.findall(r"<(?:link|iframe|object|embed)\b|\bsrc=|\bhref=(?!\"#)|url\((?!#)", page.split('id="data"')[0])
        == []
    )
    assert [one.name for one in run.iterdir() if one.name.startswith("report")] == ["report.html"]


def test_it_sets_the_run_against_the_previous_one_and_the_baselines(new_run, papers, tmp_path) -> None:
    run, before, base = (
        new_run(tmp_path / name, recall=value) for name, value in (("a", 0.5), ("b", 0.25), ("c", 0.125))
    )
    page = write_report(run, previous=before, baselines={"BM25 only": base}, article=papers.get).read_text("utf-8")
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)
    assert heads == ["Measure", "This run", "95% interval", "n", "previous run", "BM25 only"]
    assert "0.250" in page
    assert "0.125" in page


def test_without_articles_it_shows_quotes_and_does_not_fail(new_run, vale, tmp_path) -> None:
    assert vale in write_report(new_run(tmp_path / "run")).read_text("utf-8")


def test_an_unfinished_run_gives_no_report(new_run, tmp_path) -> None:
    run = new_run(tmp_path / "run", status="started")
    with pytest.raises(InputError, match=r"was not finished \(4 of 4 questions asked\)"):
        write_report(run)


def test_a_folder_that_holds_no_run_is_named(tmp_path) -> None:
    with pytest.raises(InputError, match=r"holds no run \(run\.json is not there\)"):
        write_report(tmp_path)


def test_a_broken_line_is_named(new_run, tmp_path) -> None:
    run = new_run(tmp_path / "run")
    (run / "samples.jsonl").write_text('{"id": "q1"\n', "utf-8")
    with pytest.raises(InputError, match=r"samples\.jsonl, line 1: "):
        write_report(run)


def test_the_same_run_gives_the_same_report(new_run, papers, tmp_path) -> None:
    run = new_run(tmp_path / "run")
    first = write_report(run, article=papers.get).read_bytes()
    assert write_report(run, article=papers.get).read_bytes() == first


def test_a_set_is_shown_with_its_licence_and_published_figures(new_run, tmp_path) -> None:
    known = {"name": "squad2", "licence": "CC BY-SA 4.0", "published": "people 89.5 <F1>", "url": "https://example.org"}
    page = write_report(new_run(tmp_path / "run", set=known)).read_text("utf-8")
    assert "<dt>licence</dt><dd>CC BY-SA 4.0</dd>" in page
    assert "<dt>published</dt><dd>people 89.5 &lt;F1&gt;</dd>" in page


def test_the_previous_run_is_the_newest_of_the_same_questions(new_run, tmp_path) -> None:
    def stored(name: str, hour: int, **more) -> None:
        times = {"started": f"2024-05-06T{hour:02}:00:00+00:00", "finished": f"2024-05-06T{hour:02}:30:00+00:00"}
        new_run(tmp_path / name, **(times | more))

    stored("now", 12)
    assert previous_run(tmp_path / "now") is None
    stored("older", 7)
    stored("old", 9)
    stored("others", 10)
    stored("killed", 11, status="started")
    stored("later", 13)
    (tmp_path / "others" / "run.json").write_text(
        (tmp_path / "others" / "run.json").read_text("utf-8").replace("0" * 64, "1" * 64), "utf-8"
    )
    assert previous_run(tmp_path / "now") == (tmp_path / "old").resolve()
    assert previous_run(tmp_path / "nowhere") is None

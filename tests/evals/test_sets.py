"""Other people's sets, as tiny files of our own in their public forms."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evals.questions import load_questions
from evals.sets import SETS, load_set
from index.errors import InputError

PIER = "The pier was built in 1902. It burned down in 1911, and Ann Vale rebuilt it."
ENGINE = "The engine burns a third less fuel. It came from Oslo."


def write_lines(path: Path, *records: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return path


def squad(path: Path, *, answer: str = "1902", start: int = 22) -> Path:
    asked = [
        {"id": "s1", "question": " When was the pier built? ", "is_impossible": False,
         "answers": [{"text": answer, "answer_start": start}, {"text": answer, "answer_start": start}]},
        {"id": "s2", "question": "Who burned it down?", "is_impossible": True, "answers": [],
         "plausible_answers": [{"text": "Ann Vale", "answer_start": 55}]},
    ]  # fmt: skip
    again = [{"id": "s3", "question": "Whence did it come?", "is_impossible": False,
              "answers": [{"text": "Oslo", "answer_start": 49}, {"text": "from Oslo", "answer_start": 44}]}]  # fmt: skip
    paragraphs = [{"context": PIER, "qas": asked}, {"context": ENGINE, "qas": again}]
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "Old_Pier", "paragraphs": paragraphs}]}), "utf-8")
    return path


def clapnq(question: str, sentences: list[str], *outputs: Any, title: str = "Pier") -> dict[str, Any]:
    passages = [{"title": title, "text": " ".join(sentences), "sentences": sentences}]
    return {"id": question[:4], "input": question, "passages": passages, "output": list(outputs)}


def realtime(folder: Path, **changed: Any) -> Path:
    quiz = {
        "question_id": "20240503_0", "question_date": "2024/05/03", "question_source": "Pier Times", "question_url": "u",
        "question_sentence": "Which ferry sails again?", "choices": ["“Aurora”", "Borealis"], "answer": ["0"], "evidence": "",
    }  # fmt: skip
    unlinked = quiz | {"question_id": "20240503_1"}
    write_lines(folder / "20240503_qa.jsonl", quiz | changed, unlinked)
    write_lines(folder / "20240503_qa_nota.jsonl", quiz | {"question_id": "20240503_9"})
    found = {"url": "https://pier.example/aurora#top", "text": PIER, "authors": [], "publish_date": "2024/05/02"}
    write_lines(folder / "20240503_gold.jsonl", {"question_id": "20240503_0", "search_result": [found]})
    other = {"url": "https://pier.example/engine", "text": ENGINE, "title": "Engine", "publish_date": None}
    empty = {"url": "https://pier.example/nothing", "text": ""}
    write_lines(folder / "20240503_gcs.jsonl", {"question_id": "20240503_1", "search_result": [other, empty]})
    return folder


VOICES = (
    "Mayor Ann Vale said the harbour tunnel will open in spring after years of delay. "
    "“The tunnel budget has doubled since last year,” engineer Bo Lund said. "
    "Vale called the harbour tunnel a gift to the whole town and its visitors."
)


def polnear(folder: Path, *, annotation: str | None = None) -> Path:
    lines, number = [], 0

    def mark(kind: str, words: str, at: int = 0) -> str:
        nonlocal number
        number += 1
        start = VOICES.index(words, at)
        lines.append(f"T{number}\t{kind} {start} {start + len(words)}\t{words}")
        return f"T{number}"

    for event, (source, cue, content, at) in enumerate(
        [
            ("Mayor Ann Vale", "said", "the harbour tunnel will open in spring after years of delay", 0),
            ("engineer Bo Lund", "said", "“The tunnel budget has doubled since last year,”", 80),
            ("Vale", "called", "the harbour tunnel a gift to the whole town and its visitors", 150),
        ],
        1,
    ):
        roles = [
            f"Source:{mark('Source', source, at)}",
            f"Cue:{mark('Cue', cue, at)}",
            f"Content:{mark('Content', content, at)}",
        ]
        lines.append(f"E{event}\tAttribution:{mark('Attribution', cue, at)} {' '.join(roles)}")
    (folder / "dev" / "text").mkdir(parents=True)
    (folder / "dev" / "attributions").mkdir()
    (folder / "dev" / "text" / "pier_2024-05-06_tunnel.txt").write_text(VOICES, "utf-8")
    (folder / "dev" / "attributions" / "pier_2024-05-06_tunnel_4b22.ann").write_text(
        annotation or "\n".join(lines) + "\n", "utf-8"
    )
    (folder / "metadata.tsv").write_text(
        "compartment\tfilename\tpublisher\tpublication_date\tauthor\ttitle\n"
        "dev\tpier_2024-05-06_tunnel\tpier\t2024-05-06\tNone\tTunnel\n",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize("name", SETS)
def test_every_set_states_licence_measure_and_published_figures(name) -> None:
    info = SETS[name]
    assert info.name == name
    assert info.url.startswith("https://")
    assert all([info.licence, info.measures, info.published, info.form])


def test_squad_pages_are_articles_and_evidence_is_the_sentence_of_the_answer(tmp_path) -> None:
    loaded = load_set("squad2", squad(tmp_path / "dev-v2.0.json"))
    assert loaded.articles == ({"id": "Old_Pier", "title": "Old Pier", "text": f"{PIER}\n\n{ENGINE}"},)
    first, second, third = loaded.questions
    assert (first.question, first.nuggets) == ("When was the pier built?", (("1902",),))
    assert [one.quote for one in first.evidence] == ["The pier was built in 1902."]
    assert (second.kind, second.answerable, second.evidence, second.nuggets) == ("unanswerable", False, (), ())
    assert [one.quote for one in third.evidence] == ["It came from Oslo."]  # two answers, one sentence
    assert third.nuggets == (("Oslo", "from Oslo"),)
    text = loaded.articles[0]["text"]
    for question in loaded.questions:
        for one in question.evidence:
            assert one.span is not None
            assert text[one.span.start : one.span.end] == one.quote


def test_a_squad_answer_that_does_not_stand_there_is_an_error(tmp_path) -> None:
    with pytest.raises(InputError, match="question s1: the answer '1902' does not stand at answer_start"):
        load_set("squad2", squad(tmp_path / "dev-v2.0.json", start=23))


def test_clapnq_passages_are_articles_and_chosen_sentences_evidence(tmp_path) -> None:
    sentences = ["The pier was built in 1902 .", "It burned down .", "Ann Vale rebuilt it ."]
    chosen = {"answer": "In 1902, and again.", "selected_sentences": [f"{sentences[2]}&", sentences[0]], "meta": {}}
    answered = clapnq("who built the pier", sentences, chosen)
    unanswered = clapnq("what did it cost", sentences, {"answer": "", "selected_sentences": [], "meta": {}})
    write_lines(tmp_path / "clapnq_dev_answerable.jsonl", answered)
    write_lines(
        tmp_path / "clapnq_dev_unanswerable.jsonl", unanswered, unanswered | {"id": 7, "output": [{"answer": None}]}
    )
    loaded = load_set("clapnq", tmp_path)
    assert [(one.id, one.answerable) for one in loaded.questions] == [("who ", True), ("what", False), ("7", False)]
    assert [one.quote for one in loaded.questions[0].evidence] == [sentences[0], sentences[2]]
    (span, _) = (one.span for one in loaded.questions[0].evidence)
    assert span == (0, len(sentences[0]))
    assert loaded.articles[0] == {"id": "clapnq-who ", "title": "Pier", "text": " ".join(sentences)}


def test_clapnq_as_sentences_and_positions_is_read_too(tmp_path) -> None:
    path = write_lines(
        tmp_path / "clapnq.jsonl",
        {"id": "a", "question": "when", "sentences": ["One .", "Two ."], "positives": [1]},
        {"id": "b", "question": "where", "sentences": ["Three ."], "positives": []},
    )
    loaded = load_set("clapnq", path)
    assert [one.quote for one in loaded.questions[0].evidence] == ["Two ."]
    assert [one.kind for one in loaded.questions] == ["fact", "unanswerable"]


def test_realtime_questions_link_to_articles_and_others_are_counted(tmp_path) -> None:
    loaded = load_set("realtimeqa", realtime(tmp_path))
    (question,) = loaded.questions
    assert question.question == "Which ferry sails again?"
    assert question.nuggets == (("Aurora",),)
    assert [(one.article, one.span) for one in question.evidence] == [("https://pier.example/aurora", None)]
    assert loaded.left_out == {"no linked article": 1}
    assert isinstance(loaded.articles, tuple)
    assert [one.get("date") for one in loaded.articles] == ["2024-05-02", None]
    assert [one["id"] for one in loaded.articles] == ["https://pier.example/aurora", "https://pier.example/engine"]


def test_a_realtime_answer_beyond_the_choices_is_an_error(tmp_path) -> None:
    with pytest.raises(InputError, match=r"line 1: answer '2' is none of the 2 choices"):
        load_set("realtimeqa", realtime(tmp_path, answer=["2"]))


def test_polnear_annotations_become_questions_about_what_somebody_said(tmp_path) -> None:
    loaded = load_set("polnear", polnear(tmp_path))
    assert isinstance(loaded.articles, tuple)
    (article,) = loaded.articles
    assert article == {
        "id": "pier_2024-05-06_tunnel", "text": VOICES, "title": "Tunnel", "date": "2024-05-06", "source": "pier",
    }  # fmt: skip
    by_speaker = {question.speaker: question for question in loaded.questions}
    assert set(by_speaker) == {"Ann Vale", "Bo Lund"}
    assert by_speaker["Bo Lund"].question == "What did Bo Lund say about tunnel budget?"
    vale = by_speaker["Ann Vale"]
    assert vale.question == "What did Ann Vale say about harbour tunnel?"
    # both of her statements hold the phrase; the second names her by surname alone
    assert [one.quote for one in vale.evidence] == [
        "the harbour tunnel will open in spring after years of delay",
        "the harbour tunnel a gift to the whole town and its visitors",
    ]
    assert all(one.span and VOICES[one.span.start : one.span.end] == one.quote for one in vale.evidence)


def test_polnear_with_several_compartments_asks_for_one(tmp_path) -> None:
    polnear(tmp_path)
    (tmp_path / "test" / "text").mkdir(parents=True)
    (tmp_path / "test" / "attributions").mkdir()
    with pytest.raises(InputError, match="holds 2 compartments; name one with --data"):
        load_set("polnear", tmp_path)


def test_a_polnear_annotation_outside_of_the_text_is_an_error(tmp_path) -> None:
    with pytest.raises(InputError, match=r"tunnel_4b22\.ann, line 1: the offsets '0 99999' lie outside"):
        load_set("polnear", polnear(tmp_path, annotation="T1\tSource 0 99999\tVale\n"))


def test_a_prepared_folder_is_taken_as_it_is(tmp_path) -> None:
    question = {"id": "p1", "kind": "fact", "question": "When?", "answerable": True, "evidence": [{"article": "a"}]}
    write_lines(tmp_path / "questions.jsonl", question)
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": PIER}) + "\n")
    loaded = load_set("realtimeqa", tmp_path)
    assert [one.id for one in loaded.questions] == ["p1"]
    assert loaded.articles == tmp_path / "articles.jsonl.gz"
    assert loaded.articles_file(tmp_path / "elsewhere") == loaded.articles


def test_a_set_is_written_as_files_that_a_run_reads(tmp_path) -> None:
    loaded = load_set("squad2", squad(tmp_path / "dev-v2.0.json"))
    out = tmp_path / "out"
    assert load_questions(loaded.questions_file(out)) == list(loaded.questions)
    lines = loaded.articles_file(out).read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["Old_Pier"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("squad2", '{"data": [{"title": 3}]}', "'title' is 3, not a str; this is not the set's public form"),
        ("squad2", '{"version": "v2.0"}', "'data' is missing, not a list"),
        ("squad2", "not json", "not JSON"),
        ("clapnq", '["list"]', "line 1: not a JSON object"),
        ("clapnq", '{"id": "x", "input": "why"}', "line 1: 'passages' is missing"),
        ("polnear", '{"id": "x", "text": "y"}', "'attributions' is missing"),
    ],
)
def test_a_file_of_another_form_is_an_error_that_says_where(name, content, said, tmp_path) -> None:
    path = tmp_path / "data.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"data\.json") as raised:
        load_set(name, path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", SETS)
def test_a_folder_without_the_set_says_what_data_takes(name, tmp_path) -> None:
    with pytest.raises(InputError, match="--data takes"):
        load_set(name, tmp_path)
    with pytest.raises(InputError, match="does not exist; --data takes"):
        load_set(name, tmp_path / "nowhere")


def test_an_unknown_set_names_those_known(tmp_path) -> None:
    with pytest.raises(InputError, match="no set 'trivia'; known are polnear, squad2, realtimeqa, clapnq"):
        load_set("trivia", tmp_path)

"""RealTime QA: the questions of weekly news quizzes, with the news articles that their explanations link to.

Licence: none stated. Public form: `YYYYMMDD_qa.jsonl` files with `YYYYMMDD_gold.jsonl` beside them, from
https://github.com/realtimeqa/realtimeqa_public (`past/YEAR/`). Measured here: finding the linked article among all linked and
retrieved ones (`*_gold.jsonl`, and the text of `*_gcs.jsonl` where it has one), and naming the answer. Published:
exact match of short answers by GPT-3 with web search 41.5 (2022) and 28.6 (2023), by a chat model of 2026 with web search
40.3; those systems search the whole web and write the answer, where here a quote has to hold it.

Evidence names articles, not spans, as the set does. A question without a linked article is left out and counted.
"""

from collections import Counter
from pathlib import Path

from evals.question import Evidence, Question
from evals.sets.files import Record, matching, member, read_lines
from evals.sets.record import ArticleRecord, LoadedSet, SetInfo
from index.errors import InputError

INFO = SetInfo(
    name="realtimeqa",
    licence="none stated",
    measures="finding the article that answers a question on the news, and naming the answer",
    published="exact match: GPT-3 with web search 41.5 (2022), 28.6 (2023); a chat model of 2026 with web search 40.3. "
    "BM25 over 26,640 articles, all gold questions: hit@1 .424, hit@10 .794, MRR@10 .536 (ranks of articles)",
    url="https://github.com/realtimeqa/realtimeqa_public",
    form="a folder with YYYYMMDD_qa.jsonl and YYYYMMDD_gold.jsonl files, such as past/2022",
)


def load(data: Path) -> LoadedSet:
    """Every question with a linked article, below a folder.

    Raises:
        InputError: a file is not of the public form, or there are no linked articles.
    """
    if data.is_file():
        raise InputError(f"{data} is a file; --data takes {INFO.form}")
    articles: dict[str, ArticleRecord] = {}
    linked: dict[str, list[str]] = {}
    gold = matching(data, ("*_gold.jsonl",), INFO.form)
    for path in [*gold, *sorted(data.rglob("*_gcs.jsonl"))]:
        for record in read_lines(path):
            found = [one for one in map(_article, record.get("search_result", list)) if one is not None]
            for article in found:
                articles.setdefault(article["id"], article)
            if path in gold:
                linked.setdefault(record.get("question_id", str), []).extend(article["id"] for article in found)
    questions: dict[str, Question] = {}
    left_out: Counter[str] = Counter()
    for path in matching(data, ("[0-9]*_qa.jsonl",), INFO.form):
        for record in read_lines(path):
            identifier = record.get("question_id", str)
            if identifier in questions:  # a week may stand in a file of its own and in one of several weeks
                continue
            if linked.get(identifier):
                questions[identifier] = _question(record, identifier, list(dict.fromkeys(linked[identifier])))
            else:
                left_out["no linked article"] += 1
    return LoadedSet(INFO, tuple(questions.values()), tuple(articles.values()), dict(left_out))


def _article(result: object) -> ArticleRecord | None:
    """A linked or retrieved article; None where only its address is known."""
    if not isinstance(result, dict) or not isinstance(result.get("url"), str):
        return None
    text = result.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    url = result["url"].partition("#")[0]
    date = str(result.get("publish_date") or "").replace("/", "-")
    article = {"id": url, "url": url, "text": text}
    if len(date) == len("2022-06-12"):
        article["date"] = date
    if isinstance(result.get("title"), str) and result["title"].strip():
        article["title"] = result["title"]
    return article


def _question(record: Record, identifier: str, articles: list[str]) -> Question:
    return Question(
        id=identifier,
        kind="fact",
        question=record.get("question_sentence", str),
        answerable=True,
        evidence=tuple(Evidence(article, None, None) for article in articles),
        nuggets=(_answers(record),),
    )


def _answers(record: Record) -> tuple[str, ...]:
    """The right answers as written: positions are looked up among the choices."""
    where = f"{record.path}, line {record.line}"
    choices, answers = record.value.get("choices") or [], record.get("answer", list)
    written = []
    for answer in answers:
        position = int(answer) if str(answer).isdigit() and choices else None
        if position is not None and position >= len(choices):
            raise InputError(f"{where}: answer {answer!r} is none of the {len(choices)} choices")
        found = answer if position is None else choices[position]
        member({"answer": found}, "answer", str, where)
        written.append(found.strip(" \"“”'‘’"))
    if not any(written):
        raise InputError(f"{where}: no answer; this is not the set's public form")
    return tuple(dict.fromkeys(one for one in written if one))

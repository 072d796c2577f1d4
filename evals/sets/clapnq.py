"""CLAPNQ: questions that people asked a search engine, a Wikipedia passage each, and the sentences an answer needs.

Licence: Apache-2.0. Public form: `clapnq_dev_answerable.jsonl` and `clapnq_dev_unanswerable.jsonl` from
https://github.com/primeqa/clapnq (`annotated_data/`), a line a question: id, input, passages (title, text, sentences), output
(answer, selected_sentences). Measured here: finding a question's passage among all passages of the files, citing the
sentences that a person chose, and refusing where none was chosen. The published figures are of written answers (ROUGE)
and of retrieval over a larger corpus of passages; they do not compare with these, so none stand here. An unanswerable
question's own passage does not answer it; that none of the others does is taken for granted, as its authors do.

Also read: lines of `{"id", "question", "sentences", "positives"}`, positives as positions in the sentences.
"""

from pathlib import Path
from typing import Any

from evals.question import Evidence, Question
from evals.sets.files import Record, matching, member, read_lines
from evals.sets.record import ArticleRecord, LoadedSet, SetInfo
from index.errors import InputError
from index.spans import Span

INFO = SetInfo(
    name="clapnq",
    licence="Apache-2.0",
    measures="finding the passage, citing the sentences that an answer needs, refusing what the passage does not answer",
    published="of written answers only (ROUGE against a person's text): not comparable with cited sentences",
    url="https://github.com/primeqa/clapnq",
    form="clapnq_dev_answerable.jsonl, or a folder with the files of annotated_data/dev",
)


def load(data: Path) -> LoadedSet:
    """Every question of the files, its passage as an article.

    Raises:
        InputError: a line is not of the public form.
    """
    articles: dict[str, ArticleRecord] = {}
    questions: dict[str, Question] = {}
    repeated = 0
    for path in matching(data, ("clapnq_*.jsonl", "clapnq.jsonl"), INFO.form):
        for record in read_lines(path):
            article, question = _flat(record) if "sentences" in record.value else _public(record)
            repeated += question.id in questions
            articles[article["id"]] = article
            questions.setdefault(question.id, question)
    return LoadedSet(
        INFO, tuple(questions.values()), tuple(articles.values()), {"asked twice": repeated} if repeated else {}
    )


def _public(record: Record) -> tuple[ArticleRecord, Question]:
    where = f"{record.path}, line {record.line}"
    passages = record.get("passages", list)
    outputs = record.get("output", list)
    if not passages:
        raise InputError(f"{where}: no passage; this is not the set's public form")
    sentences = _strings(member(passages[0], "sentences", list, where), where)
    # Two people may have chosen; what either of them chose is evidence. The answers of unanswerable ones are null or "".
    chosen = {
        sentence.rstrip("&").strip()
        for output in outputs
        if isinstance(output, dict) and output.get("answer")
        for sentence in _strings(member(output, "selected_sentences", list, where), where)
    }
    positives = [position for position, sentence in enumerate(sentences) if sentence.strip() in chosen]
    if chosen and not positives:
        raise InputError(f"{where}: none of the selected sentences stands in the passage")
    return _pair(
        str(record.value.get("id")),
        record.get("input", str),
        sentences,
        positives,
        member(passages[0], "title", str, where),
    )


def _flat(record: Record) -> tuple[ArticleRecord, Question]:
    where = f"{record.path}, line {record.line}"
    sentences = _strings(record.get("sentences", list), where)
    positives = record.get("positives", list)
    if not all(type(one) is int and 0 <= one < len(sentences) for one in positives):
        raise InputError(f"{where}: 'positives' are positions in 'sentences', found {positives!r}")
    return _pair(record.get("id", str), record.get("question", str), sentences, positives, None)


def _pair(
    identifier: str, asked: str, sentences: list[str], positives: list[int], title: str | None
) -> tuple[ArticleRecord, Question]:
    """The passage, its sentences joined by spaces, and the question with the chosen ones as evidence."""
    article = f"clapnq-{identifier}"
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    text = " ".join(sentences)
    return ({"id": article, "text": text} | ({"title": title} if title else {})), Question(
        id=identifier,
        kind="fact" if positives else "unanswerable",
        question=asked,
        answerable=bool(positives),
        evidence=tuple(Evidence(article, sentences[one], spans[one]) for one in sorted(positives)),
    )


def _strings(values: list[Any], where: str) -> list[str]:
    if not all(isinstance(value, str) for value in values):
        raise InputError(f"{where}: sentences that are no texts; this is not the set's public form")
    return list(values)

"""SQuAD 2.0: questions on Wikipedia pages, half of them written so that the page does not answer them.

Licence: CC BY-SA 4.0. Public form: `dev-v2.0.json` (or `train-v2.0.json`) from https://rajpurkar.github.io/SQuAD-explorer/.
Measured here: finding the evidence among all pages, citing its sentence, naming the answer, and refusing adversarial
questions. Published, with the one right paragraph given: F1 50.1 for always refusing, 81.9 for BERT-large, 89.5 for
people. A page is an article, its paragraphs joined by empty lines; evidence is every sentence that holds an answer.
"""

from pathlib import Path

from evals.question import Evidence, Question
from evals.sets.files import Record, matching, member, read_json
from evals.sets.record import LoadedSet, SetInfo
from index.errors import InputError
from index.sentences import split_sentences
from index.spans import Span

INFO = SetInfo(
    name="squad2",
    licence="CC BY-SA 4.0",
    measures="refusal under adversarial questions; evidence sentences and answers among whole pages",
    published="reading the one right paragraph, F1: always refuse 50.1, BERT-large 81.9, people 89.5",
    url="https://rajpurkar.github.io/SQuAD-explorer/",
    form="dev-v2.0.json or a folder that holds it",
)
PARAGRAPHS = "\n\n"


def load(data: Path) -> LoadedSet:
    """The pages of one file as articles, their questions in order.

    Raises:
        InputError: the file is not of the public form, or an answer does not stand where it is said to.
    """
    path = matching(data, ("dev-v2.0.json", "train-v2.0.json"), INFO.form)[0]
    record = read_json(path)
    articles, questions = [], []
    for page in record.get("data", list):
        title = member(page, "title", str, str(path))
        paragraphs = [
            (member(one, "context", str, f"{path}, {title}"), member(one, "qas", list, f"{path}, {title}"))
            for one in member(page, "paragraphs", list, f"{path}, {title}")
        ]
        text = PARAGRAPHS.join(context for context, _ in paragraphs)
        articles.append({"id": title, "title": title.replace("_", " "), "text": text})
        start = 0
        for context, asked in paragraphs:
            sentences = [
                Span(one.start + start, one.end + start) for one in split_sentences(context, [Span(0, len(context))])
            ]
            questions += [_question(record, title, text, start, sentences, one) for one in asked]
            start += len(context) + len(PARAGRAPHS)
    return LoadedSet(INFO, tuple(questions), tuple(articles))


def _question(record: Record, article: str, text: str, start: int, sentences: list[Span], asked: object) -> Question:
    where = f"{record.path}, {article}"
    identifier = member(asked, "id", str, where)
    where = f"{where}, question {identifier}"
    impossible = member(asked, "is_impossible", bool, where)
    answers = [] if impossible else member(asked, "answers", list, where)
    spans: dict[Span, None] = {}
    for answer in answers:
        words, at = member(answer, "text", str, where), member(answer, "answer_start", int, where) + start
        if text[at : at + len(words)] != words:
            raise InputError(
                f"{where}: the answer {words!r} does not stand at answer_start; this is not the set's public form"
            )
        held = [one for one in sentences if one.start < at + len(words) and at < one.end]
        if held:
            spans[Span(held[0].start, held[-1].end)] = None
    return Question(
        id=identifier,
        kind="unanswerable" if impossible else "fact",
        question=member(asked, "question", str, where).strip(),
        answerable=not impossible,
        evidence=tuple(Evidence(article, text[span.start : span.end], span) for span in spans),
        nuggets=(tuple(dict.fromkeys(answer["text"] for answer in answers)),) if answers else (),
    )

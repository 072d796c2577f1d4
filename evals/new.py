"""Writing a gold set of one's own: questions taken one by one, and nothing stored that the articles do not hold."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

from evals.phrases import folded, holds
from evals.proposals import Proposal, picked, proposals
from evals.question import Evidence, Place, Question, parse_question
from evals.questions import load_questions, locate
from index.catalog import Catalog
from index.errors import InputError

UNANSWERABLE = "unanswerable"
STOP = "q"

Say = Callable[[str], None]
AskUser = Callable[[str, str | None], str]
"""From a prompt and its default (None: an empty line will do) to what the user typed."""


class StopWritingError(Exception):
    """The user has had enough."""


def write_questions(catalog: Catalog, path: Path, seed: int, say: Say, ask: AskUser) -> int:
    """Proposes passages and appends each question to the file as soon as it is complete; the number appended.

    Raises:
        InputError: the file is there and is no question file, its evidence is not in this index, or it cannot be written.
    """
    there = load_questions(path, _Texts(catalog)) if path.exists() else []
    taken = [evidence for question in there for evidence in question.evidence]
    ids, written = {question.id for question in there}, 0
    try:
        for proposal in proposals(catalog, taken, seed):
            _show(proposal, say)
            question = _question(proposal, next(_free(ids)), say, ask)
            if question is None:
                continue
            append(path, question, catalog)
            ids.add(question.id)
            written += 1
            say(f"{question.id} appended to {path}")
        say("That was every passage.")
    except StopWritingError:
        pass
    return written


class _Texts(dict[str, str]):
    """Stored texts by article id, looked up as they are asked for."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog

    def get(self, article_id: str, default: str | None = None) -> str | None:  # type: ignore[override] # no overloads needed
        article = self._catalog.article(article_id)
        return default if article is None else article.text


def _free(ids: set[str]) -> Iterator[str]:
    return (name for number in count(1) if (name := f"q{number:03d}") not in ids)


def _show(proposal: Proposal, say: Say) -> None:
    article = proposal.article
    say("")
    say(f"{article.label} ({', '.join(filter(None, (article.id, article.source, article.date)))})")
    for number, sentence in enumerate(proposal.sentences, 1):
        say(f"{number:3}  {' '.join(proposal.text(sentence).split())}")


def _question(proposal: Proposal, question_id: str, say: Say, ask: AskUser) -> Question | None:
    text = ask(f"Question (Enter: another passage, {STOP}: stop)", None).strip()
    if text == STOP:
        raise StopWritingError
    if not text:
        return None
    kind = ask("Kind (quote, fact, multi, temporal, robust, unanswerable, …)", "fact").strip()
    answerable = kind != UNANSWERABLE
    evidence = _evidence(proposal, say, ask, needed=answerable)
    return Question(
        id=question_id,
        kind=kind,
        question=text,
        answerable=answerable,
        speaker=ask("Whose words are asked for (Enter: nobody's)", None).strip() or None,
        evidence=evidence,
        nuggets=_nuggets(evidence, say, ask) if answerable else (),
    )


def _evidence(proposal: Proposal, say: Say, ask: AskUser, *, needed: bool) -> tuple[Evidence, ...]:
    without = "" if needed else " that correct the question; Enter: none"
    while True:
        given = ask(
            f"Evidence: sentences by number, such as 2 or 1-2,4, or words copied from the article{without}", None
        )
        if not given.strip() and not needed:
            return ()
        try:
            spans = picked(given.strip(), proposal)
        except ValueError as error:
            say(str(error))
            continue
        return tuple(Evidence(proposal.article.id, proposal.text(span), span) for span in spans)


def _nuggets(evidence: Sequence[Evidence], say: Say, ask: AskUser) -> tuple[tuple[str, ...], ...]:
    text = folded(" ".join(one.quote or "" for one in evidence))
    groups: list[tuple[str, ...]] = []
    while True:
        given = ask("A nugget a full answer holds, alternatives after | (Enter: no more)", None)
        group = tuple(filter(None, (alternative.strip() for alternative in given.split("|"))))
        if not group:
            return tuple(groups)
        if any(holds(text, alternative) for alternative in group):
            groups.append(group)
        else:
            say("None of these stands in the evidence: an answer that quotes it could never hold the nugget.")


def append(path: Path, question: Question, catalog: Catalog) -> None:
    """Adds a question to a file, which holds it whole or not at all whenever the machine stops.

    Raises:
        InputError: its evidence is not what the article holds, or the file cannot be written.
    """
    record = {key: value for key, value in question.to_json().items() if value not in (None, [])}
    line = json.dumps(record, ensure_ascii=False) + "\n"
    locate(parse_question(Place(path, 1), line), _Texts(catalog))
    target = path.resolve()
    scratch = target.with_name(target.name + ".tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_bytes() if target.exists() else b""
        separator = b"" if not before or before.endswith(b"\n") else b"\n"
        with scratch.open("wb") as file:
            file.write(before + separator + line.encode())
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {error.strerror or error}; name another file with --questions"
        ) from error

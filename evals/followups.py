"""How well follow-up questions are made to stand alone, against rewrites that people wrote.

    python -m evals.followups [--canard FILE] [--mudoco FILE] [--questions N] [--sample N] [--llm SPEC] [--json] [--show N]

CANARD (Elgohary et al., 2019) in JSON lines: {"id", "history": [page title, section title, question, answer, …], "question",
"rewrite"}; the title is given as the first message, the section as the answer to it, as the list goes on in turn. MuDoCo
(Martin et al., 2020), its news: {"id", "turns": [{"utterance", "rewrite"}, …]}, people and assistant in turn; what people say
from their second turn on is measured.

*held*: of the content words (stems) that the person's rewrite adds to the question, the share that ours holds; *precise*: of
those that ours adds, the share that the person's holds; *changed alike*: how often both change the question, or neither.
Retrieval: all distinct answers, each with its page's title, are a passage each; a question is to find its own answer. Passages
are ranked as the product ranks them, for the question as our rewrite, as the person's and bare.

With --llm the rewrites of a language model are measured beside the built-in ones, on the same questions. Where the model
leaves a question to the built-in way (`rag.llm.rewrite`), so does the measure, and *left* says how often. Only a model that is
better here is worth the setting `llm_rewrites = true`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from evals.ranking import DEPTH
from evals.sets.files import Record, member, read_lines
from index.build import build_index
from index.errors import InputError, OnRecordError
from index.settings import Settings, load_settings
from index.words import FUNCTION_WORDS, stem_of, tokens
from rag.answer import Message
from rag.engine import Engine
from rag.followup import standalone
from rag.llm.rewrite import rewritten
from rag.llm.talk import Model

SEED = 20260101
SAMPLED = 400
"""Questions of a set for which passages are retrieved; drawn at random with a fixed seed where there are more."""
REWRITE_TOKENS = 64
"""What a model may write of a question."""
_NO_ANSWER = ("i don't know.", "cannotanswer")
WAYS = ("ours", "person's", "bare")


@dataclass(frozen=True)
class FollowUp:
    """A question in its conversation."""

    id: str
    history: tuple[Message, ...]
    question: str
    rewrite: str
    """As a person made it stand alone."""
    title: str | None
    """Of the page talked about."""
    answer: str | None
    """What was answered; None where that is not known, or nothing was."""

    @property
    def passage(self) -> str | None:
        """The id of the passage that answers it."""
        return None if self.answer is None else f"{self.title or ''}\n{self.answer}"


class Words(NamedTuple):
    """Content words that rewrites add, counted over questions."""

    wanted: int
    """Added by the person."""
    added: int
    """Added by us."""
    shared: int
    """Added by both."""
    alike: int
    """Questions that both change, or neither."""
    questions: int


class Found(NamedTuple):
    """How well passages are found, each a mean over the questions."""

    hit_10: float
    mrr_10: float


def load_canard(path: Path) -> list[FollowUp]:
    """CANARD's questions; the answer to one stands in the history of the next.

    Raises:
        InputError: a line is not of the expected form.
    """
    records = list(read_lines(path))
    answers = {}
    for record in records:
        history = _strings(record, "history")
        dialog, number = _numbered(record)
        if len(history) > 3:  # two titles, then pairs
            answers[dialog, number - 1] = history[-1]
    found = []
    for record in records:
        history = _strings(record, "history")
        messages = tuple(Message("assistant" if at % 2 else "user", text) for at, text in enumerate(history))
        answer = answers.get(_numbered(record))
        known = answer if answer and answer.casefold() not in _NO_ANSWER else None
        question, rewrite = record.get("question", str), record.get("rewrite", str)
        found.append(FollowUp(record.get("id", str), messages, question, rewrite, history[0], known))
    return found


def _numbered(record: Record) -> tuple[str, int]:
    dialog, _, number = record.get("id", str).rpartition("-")
    if not number.isdigit():
        raise InputError(
            f"{record.path}, line {record.line}: the id {record.get('id', str)!r} does not end in a number"
        )
    return dialog, int(number)


def _strings(record: Record, key: str) -> list[str]:
    found = record.get(key, list)
    if not all(isinstance(one, str) for one in found):
        raise InputError(f"{record.path}, line {record.line}: {key!r} holds something that is no text")
    return list(found)


def load_mudoco(path: Path) -> list[FollowUp]:
    """What people say in MuDoCo from their second turn on, with the assistant's next turn as the answer.

    Raises:
        InputError: a line is not of the expected form.
    """
    found = []
    for record in read_lines(path):
        where = f"{record.path}, line {record.line}"
        turns = record.get("turns", list)
        said = [member(turn, "utterance", str, where) for turn in turns]
        for at in range(2, len(turns), 2):
            messages = tuple(Message("assistant" if n % 2 else "user", text) for n, text in enumerate(said[:at]))
            rewrite = member(turns[at], "rewrite", str, where)
            answer = said[at + 1] if at + 1 < len(said) else None
            found.append(FollowUp(f"{record.get('id', str)}-{at}", messages, said[at], rewrite, None, answer))
    return found


def words(followups: Sequence[FollowUp], ours: Sequence[str]) -> Words:
    """Content words added to the questions by people and by us."""
    wanted = added = shared = alike = 0
    for one, rewrite in zip(followups, ours, strict=True):
        person, own = content(one.rewrite) - content(one.question), content(rewrite) - content(one.question)
        wanted, added, shared = wanted + len(person), added + len(own), shared + len(person & own)
        alike += bool(person) == bool(own)
    return Words(wanted, added, shared, alike, len(followups))


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning."""
    return {stem_of(token) for token in tokens(text) if token.casefold() not in FUNCTION_WORDS}


def retrieval(followups: Sequence[FollowUp], ours: Sequence[str], most: int) -> tuple[int, dict[str, Found]]:
    """How many questions were asked, and how well their passages were found, by way of asking."""
    asked = [(one, rewrite) for one, rewrite in zip(followups, ours, strict=True) if one.passage is not None]
    if len(asked) > most:
        asked = sorted(Random(SEED).sample(asked, most), key=lambda pair: pair[0].id)  # noqa: S311 - a sample, no secret
    ranks: dict[str, list[int]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(attribution="none")
        ids = _index(followups, Path(folder), settings)
        with Engine.open(Path(folder) / "index", settings) as engine:
            for one, rewrite in asked:
                for way, question in zip(WAYS, (rewrite, one.rewrite, one.question), strict=True):
                    articles = (
                        engine.catalog.article_by_key(found.chunk.article_key).id
                        for found in engine.candidates(question)
                    )
                    ranks[way].append(_rank(list(dict.fromkeys(articles)), ids[one.passage or ""]))
    return len(asked), {way: _found(found) for way, found in ranks.items()}


def _index(followups: Sequence[FollowUp], folder: Path, settings: Settings) -> dict[str, str]:
    """Makes an index of all answers, and tells the article id of each."""
    passages = {one.passage: one for one in followups if one.passage is not None}
    ids = {}
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for number, (passage, one) in enumerate(passages.items()):
            ids[passage] = f"answer-{number}"
            text = f"{one.title}: {one.answer}" if one.title else one.answer
            file.write(json.dumps({"id": ids[passage], "text": text, "title": one.title}) + "\n")
    build_index([folder / "answers.jsonl"], folder / "index", settings)
    return ids


def _rank(articles: Sequence[str], wanted: str) -> int:
    """From 1; 0 where it is not among the first ten."""
    return articles.index(wanted) + 1 if wanted in articles[:DEPTH] else 0


def _found(ranks: Sequence[int]) -> Found:
    number = max(1, len(ranks))
    return Found(sum(rank > 0 for rank in ranks) / number, sum(1 / rank for rank in ranks if rank) / number)


def measure(followups: Sequence[FollowUp], ours: Sequence[str], most: int) -> dict[str, Any]:
    """All figures of a set, with our rewrites of its questions."""
    counted = words(followups, ours)
    asked, found = retrieval(followups, ours, most) if most else (0, dict.fromkeys(WAYS, Found(0.0, 0.0)))
    own, person = found["ours"], found["person's"]
    return {
        "n": counted.questions,
        "held": counted.shared / max(1, counted.wanted),
        "precise": counted.shared / max(1, counted.added),
        "alike": counted.alike / max(1, counted.questions),
        "asked": asked,
        "retrieval": {way: one._asdict() for way, one in found.items()},
        "share": {
            "hit_10": own.hit_10 / person.hit_10 if person.hit_10 else None,
            "mrr_10": own.mrr_10 / person.mrr_10 if person.mrr_10 else None,
        },
    }


def by_model(followups: Sequence[FollowUp], model: Model) -> tuple[list[str], float]:
    """The rewrites with a language model, and the share that are its own."""
    own = [rewritten(model, one.question, one.history) for one in followups]
    ours = [text or standalone(one.question, one.history) for text, one in zip(own, followups, strict=True)]
    return ours, sum(text is not None for text in own) / max(1, len(own))


def table(name: str, figures: dict[str, Any]) -> Iterator[str]:
    """A set's figures as lines."""
    yield f"{name}: {figures['n']} questions; content words of the person's rewrite: held {figures['held']:.3f}, "
    own = f"; own {figures['own']:.3f}" if "own" in figures else ""
    yield f"precise {figures['precise']:.3f}; changed alike {figures['alike']:.3f}{own}"
    if not figures["asked"]:
        return
    yield f"{'rewrite':20} {'hit@10':>7} {'MRR@10':>7} {'n':>6}"
    for way, found in figures["retrieval"].items():
        yield f"{way:20} {found['hit_10']:7.3f} {found['mrr_10']:7.3f} {figures['asked']:6}"
    shares = (figures["share"][key] for key in ("hit_10", "mrr_10"))
    yield f"{'share of the person’s':20} " + " ".join(
        f"{share:7.3f}" if share is not None else "      -" for share in shares
    )


def measured(args: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The figures of each set that is named, of the built-in way and of the model's; prints rewrites where that is asked.

    Raises:
        OnRecordError: a file or the model cannot be used.
    """
    model = Model.open(args.llm, load_settings(llm_max_tokens=REWRITE_TOKENS)) if args.llm else None
    results: dict[str, dict[str, Any]] = {}
    for name, path, load in (("canard", args.canard, load_canard), ("mudoco", args.mudoco, load_mudoco)):
        if path is None:
            continue
        followups = load(path)
        if 0 < args.sample < len(followups):
            followups = Random(SEED).sample(followups, args.sample)  # noqa: S311 - a sample, no secret
        ours = [standalone(one.question, one.history) for one in followups]
        results[name] = measure(followups, ours, args.questions)
        if model is not None:
            ours, own = by_model(followups, model)
            results[f"{name}, {model.name}"] = {**measure(followups, ours, args.questions), "own": own}
        for at in Random(SEED).sample(range(len(followups)), min(args.show, len(followups))):  # noqa: S311 - a sample
            one = followups[at]
            print(f"{one.question}\n    ours:     {ours[at]}\n    person's: {one.rewrite}")  # noqa: T201
    return results


def main() -> None:
    """Prints the table, or its numbers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--canard", type=Path, help="CANARD in JSON lines")
    parser.add_argument("--mudoco", type=Path, help="MuDoCo's news in JSON lines")
    parser.add_argument(
        "--questions", type=int, default=SAMPLED, metavar="N", help="most to retrieve for; 0 for none (400)"
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="measure N of each set's, drawn at random")
    parser.add_argument("--llm", metavar="SPEC", help="measure the rewrites of a language model, too: ollama:NAME, …")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list N rewrites beside the person's")
    args = parser.parse_args()
    if args.canard is None and args.mudoco is None:
        parser.error("name a set: --canard FILE, --mudoco FILE")
    try:
        results = measured(args)
    except OnRecordError as error:
        sys.exit(str(error))
    if args.json:
        print(json.dumps(results))  # noqa: T201
        return
    for name, figures in results.items():
        print("\n".join(table(name, figures)))  # noqa: T201


if __name__ == "__main__":
    main()

"""How often the right person or body is named behind a source: resolution against 200 attributions labelled by hand.

python -m evals.speakers --data POLNEAR [--json] [--wrong]     shares of right, wrong and unknown; --wrong lists mistakes

POLNEAR is `dev.jsonl`, or the folder it lies in: articles in JSON lines, each with "attributions". `gold/speakers.jsonl`
names a sample of them by offsets alone, drawn at random from those with source and content, at most four an article, pronouns,
single words and phrases in the shares they have there; each was labelled by reading its article.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, get_args

from evals.annotated import Article, load_articles, span_of
from evals.measures import Tally
from evals.sets.files import Record, read_lines
from index.attribution.record import NOBODY, Attribution, Speaker
from index.attribution.resolve import resolve
from index.attribution.roles import HONORIFICS, POSSESSIVE
from index.body import find_body
from index.errors import InputError, OnRecordError
from index.sentences import Sentence, split_sentences
from index.spans import Span
from index.stemming import fold

GOLD = Path(__file__).parent / "gold" / "speakers.jsonl"

Verdict = Literal["right", "wrong", "unknown"]
Form = Literal["name", "surname", "pronoun", "role", "body", "unnamed"]
"""How the source names the speaker: in full, by surname, by pronoun, by role, as an organisation or document, or nobody."""
_MARKS = re.compile("[.'’‘\"“”]")  # U.N., O’Neill, Robert "Bobby" Scott
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """One attribution of an article and whose words it holds."""

    id: str
    article: str
    attribution: Attribution
    speaker: str | None
    """The fullest form in the article, without title; None where it names nobody in particular."""
    also: tuple[str | None, ...]
    """What is right as well: others who speak, another form of a name, None where naming nobody can be defended."""
    form: Form

    @property
    def names(self) -> list[str]:
        """The names that are right."""
        return [name for name in (self.speaker, *self.also) if name is not None]

    @property
    def may_be_nobody(self) -> bool:
        """Whether naming nobody is right."""
        return None in (self.speaker, *self.also)


class Resolver(Protocol):
    """The form of `resolve`: an article's attributions in, their speakers out."""

    def __call__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        attributions: Sequence[Attribution],
        *,
        title: str | None,
        author: str | None,
        outlet: str | None,
    ) -> Sequence[Speaker]:
        """A speaker for each attribution, in order."""


class Outcome(NamedTuple):
    """What was made of one label."""

    label: Label
    speaker: Speaker
    verdict: Verdict


def judge(label: Label, speaker: Speaker) -> Verdict:
    """Right, where the one name given is among the label's, or nobody is named rightly; wrong, where another name is given.

    Whatever is ambiguous or unknown is unknown, unless naming nobody is right.
    """
    if speaker.certainty == "resolved" and speaker.name is not None:
        return "right" if plain(speaker.name) in {plain(name) for name in label.names} else "wrong"
    if label.may_be_nobody and (speaker.name is None or speaker.certainty == "unknown"):
        return "right"
    return "unknown"


def plain(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without article, titles before it and initials: two forms of it are equal if these are."""
    words = _WORD.findall(fold(_MARKS.sub("", POSSESSIVE.sub("", name))))
    while len(words) > 1 and (words[0] == "the" or words[0] in HONORIFICS):
        words = words[1:]
    return tuple(word for word in words if len(word) > 1) or tuple(words)


def measure(labels: Sequence[Label], articles: Mapping[str, Article], resolver: Resolver) -> list[Outcome]:
    """Resolves all attributions of the labelled articles, as neighbours count, and judges those that are labelled.

    Raises:
        InputError: an article is missing, or has no attribution with the label's source and content.
    """
    found: dict[str, dict[tuple[Span | None, tuple[Span, ...]], Speaker]] = {}
    outcomes = []
    for label in labels:
        if label.article not in articles:
            raise InputError(f"{label.id}: no article {label.article} there; --data takes PolNeAR's dev.jsonl")
        if label.article not in found:
            found[label.article] = _resolved(articles[label.article], resolver)
        speaker = found[label.article].get((label.attribution.source, label.attribution.content))
        if speaker is None:
            raise InputError(
                f"{label.id}: {label.article} has no attribution with its source and content; the article was changed"
            )
        outcomes.append(Outcome(label, speaker, judge(label, speaker)))
    return outcomes


def _resolved(article: Article, resolver: Resolver) -> dict[tuple[Span | None, tuple[Span, ...]], Speaker]:
    body = find_body(article.text, title=article.title)
    speakers = resolver(
        article.text,
        split_sentences(article.text, body.spans, body.headings),
        article.attributions,
        title=article.title,
        author=article.author,
        outlet=article.outlet,
    )
    return {(one.source, one.content): speaker for one, speaker in zip(article.attributions, speakers, strict=True)}


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Shares of each verdict with their n and 95% interval, the same by form, and what naming nobody at all would get."""
    from evals.bootstrap import interval

    clusters = [outcome.label.article for outcome in outcomes]
    shares: dict[str, Any] = _shares(outcomes)
    for verdict in get_args(Verdict):
        parts = [Tally(float(outcome.verdict == verdict), 1.0) for outcome in outcomes]
        shares[f"{verdict}_95"] = interval(parts, clusters)
    forms = [form for form in get_args(Form) if any(outcome.label.form == form for outcome in outcomes)]
    shares["by_form"] = {form: _shares([one for one in outcomes if one.label.form == form]) for form in forms}
    shares["naming_nobody"] = _shares([one._replace(verdict=judge(one.label, NOBODY)) for one in outcomes])
    return shares


def _shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """n, and the share of each verdict; no shares of nothing."""
    counts = {verdict: sum(one.verdict == verdict for one in outcomes) for verdict in get_args(Verdict)}
    return {"n": len(outcomes)} | {name: count / len(outcomes) for name, count in counts.items() if outcomes}


def load_labels(path: Path = GOLD) -> list[Label]:
    """Reads labels: lines of {"id", "article", "source", "cue", "content", "speaker", "also", "form"}, offsets alone.

    Raises:
        InputError: a line is not of that form.
    """
    return [_label(record) for record in read_lines(path)]


def _label(record: Record) -> Label:
    where, value = f"{record.path}, line {record.line}", record.value
    speaker, also, form = value.get("speaker"), record.get("also", list), record.get("form", str)
    if any(name is not None and not (isinstance(name, str) and name.strip()) for name in (speaker, *also)):
        raise InputError(f"{where}: speaker and also hold names or null, not {speaker!r} and {also!r}")
    if form not in get_args(Form):
        raise InputError(f"{where}: form is {form!r}, not one of {', '.join(get_args(Form))}")
    ends = ("start_char", "end_char")
    cue = span_of(value["cue"], ends, where) if value.get("cue") else None
    content = tuple(span_of(one, ends, where) for one in record.get("content", list))
    attribution = Attribution(span_of(record.get("source", dict), ends, where), cue, content)
    return Label(record.get("id", str), record.get("article", str), attribution, speaker, tuple(also), form)


def table(shares: Mapping[str, Any]) -> str:
    """The summary as lines of text."""
    rows = [("all", shares), *shares["by_form"].items(), ("naming nobody", shares["naming_nobody"])]
    lines = [f"{'':14}{'n':>5}{'right':>8}{'wrong':>8}{'unknown':>9}"]
    lines += [f"{name:14}{row['n']:5}{row['right']:8.3f}{row['wrong']:8.3f}{row['unknown']:9.3f}" for name, row in rows]
    for verdict in get_args(Verdict):
        low, high = shares[f"{verdict}_95"]
        if low is not None:
            lines.append(f"{verdict}: 95% from {low:.3f} to {high:.3f}, articles drawn")
    return "\n".join(lines)


def mistakes(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Those judged wrong: where, what is right and what was given."""
    return [
        {"id": label.id, "article": label.article, "right": [label.speaker, *label.also], "given": speaker.name}
        for label, speaker, verdict in outcomes
        if verdict == "wrong"
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 where a file cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="POLNEAR")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong, too")
    args = parser.parse_args(arguments)
    try:
        outcomes = measure(load_labels(), load_articles(args.data), resolve)
    except OnRecordError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    shares, wrong = summary(outcomes), mistakes(outcomes) if args.wrong else None
    if args.json:
        print(json.dumps(shares | ({} if wrong is None else {"mistakes": wrong}), ensure_ascii=False))  # noqa: T201
        return 0
    print(table(shares))  # noqa: T201
    for one in wrong or ():
        right = " or ".join(name or "nobody" for name in one["right"])
        print(f"{one['id']} {one['article']}: {right}; given: {one['given']}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())

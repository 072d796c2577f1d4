"""PolNeAR: news articles of 2015-16 with every attribution annotated by hand: source, cue, content.

Licence: none stated (a corpus published for research). Public form: a compartment's folder with `text/*.txt` and
`attributions/*.ann` (brat standoff) from https://github.com/networkdynamics/PolNeAR, such as `data/dev`; `data/metadata.tsv`
gives titles, dates and outlets where it is there. Measured here: questions "What did NAME say about PHRASE?" that
`evals.sets.voices` makes from the annotations, so citation recall and precision on who said what, and refusal. Published,
for the extraction of attributions and so not comparable with answers, exact-span F1 of source/cue/content on its test part:
rules 10.7/22.8/5.6, CoreNLP 13.9/-/17.5, BiLSTM-CRF 69.6/66.7/59.0, BERT-base 81.1/74.0/68.9, CofeNet 83.2/75.3/72.9.

Also read: a file of articles in JSON lines, each with `attributions` as lists of `{"start", "end"}` under source and content.
"""

import csv
import re
from pathlib import Path
from typing import Any

from evals.sets.files import Record, member, read_lines, read_text
from evals.sets.record import ArticleRecord, LoadedSet, SetInfo
from evals.sets.voices import Said, questions_about
from index.errors import InputError
from index.spans import Span

INFO = SetInfo(
    name="polnear",
    licence="none stated (research corpus)",
    measures="who said what, end to end: citation recall and precision, refusal",
    published="of extracting attributions, exact-span F1 source/cue/content: rules 10.7/22.8/5.6, CoreNLP 13.9/-/17.5, "
    "BiLSTM-CRF 69.6/66.7/59.0, BERT-base 81.1/74.0/68.9, CofeNet 83.2/75.3/72.9; not comparable with answers. On such "
    "questions, passages of 120 words: MiniLM hit@1 .37, BM25 .88, their equal-weight fusion .61",
    url="https://github.com/networkdynamics/PolNeAR",
    form="a compartment of PolNeAR, such as data/dev, with its folders text and attributions",
)
_BOUND = re.compile(r"T(\d+)\t(Source|Cue|Content) ([\d ;]+)\t")
_EVENT = re.compile(r"E\d+\tAttribution:T\d+ (.*)")
_ROLE = re.compile(r"(Source|Content)\d*:T(\d+)")


def load(data: Path) -> LoadedSet:
    """The articles, and questions made from who is annotated as having said what.

    Raises:
        InputError: there is no compartment, several, or an annotation that is not of the public form.
    """
    articles, said = _lines(data) if data.is_file() else _compartment(data)
    texts = {article["id"]: article["text"] for article in articles}
    return LoadedSet(INFO, tuple(questions_about(said, texts)), tuple(articles))


def _compartment(data: Path) -> tuple[list[ArticleRecord], list[Said]]:
    found = sorted(path.parent for path in data.rglob("attributions") if (path.parent / "text").is_dir())
    if not found:
        raise InputError(f"{data} holds no folders text and attributions; --data takes {INFO.form}")
    if len(found) > 1:
        raise InputError(f"{data} holds {len(found)} compartments; name one with --data, such as {found[0]}")
    metadata = _metadata(found[0])
    articles: list[ArticleRecord] = []
    said: list[Said] = []
    for path in sorted((found[0] / "text").glob("*.txt")):
        text = read_text(path)
        articles.append({"id": path.stem, "text": text} | metadata.get(path.stem, {}))
        # Articles that several people annotated have a file of each, NAME_PERSON.ann; the first one counts.
        annotated = sorted((found[0] / "attributions").glob(f"{_literal(path.stem)}_????.ann"))
        if annotated:
            said += _standoff(annotated[0], path.stem, text)
    return articles, said


def _literal(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)


def _metadata(folder: Path) -> dict[str, dict[str, str]]:
    """Title, date, outlet and author by article, where the table is in the folder or beside it."""
    table = next((path for path in (folder / "metadata.tsv", folder.parent / "metadata.tsv") if path.is_file()), None)
    if table is None:
        return {}
    rows = csv.DictReader(read_text(table).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = {"title": "title", "publication_date": "date", "publisher": "source", "author": "author"}
    return {
        row["filename"]: {
            name: row[column]
            for column, name in columns.items()
            if row.get(column) and row[column] not in {"None", "NA"}
        }
        for row in rows
        if row.get("filename")
    }


def _standoff(path: Path, article: str, text: str) -> list[Said]:
    """The attributions of one annotation file."""
    spans: dict[str, tuple[Span, ...]] = {}
    said = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        where = f"{path}, line {number}"
        if bound := _BOUND.match(line):
            pieces = [piece.split() for piece in bound[3].split(";")]
            if any(len(piece) != 2 or not int(piece[0]) < int(piece[1]) <= len(text) for piece in pieces):
                raise InputError(f"{where}: the offsets {bound[3]!r} lie outside of the article's text")
            spans[bound[1]] = tuple(Span(int(start), int(end)) for start, end in pieces)
        elif event := _EVENT.match(line):
            roles: dict[str, list[Span]] = {"Source": [], "Content": []}
            for role, name in _ROLE.findall(event[1]):
                if name not in spans:
                    raise InputError(f"{where}: names T{name}, which is not defined above it")
                roles[role] += spans[name]
            said.append(
                Said(
                    article,
                    " ".join(text[s.start : s.end] for s in sorted(roles["Source"])),
                    tuple(sorted(roles["Content"])),
                )
            )
        elif not re.match(r"[TEAR#*]", line) and line.strip():
            raise InputError(f"{where}: {line[:60]!r} is no standoff annotation")
    return said


def _lines(path: Path) -> tuple[list[ArticleRecord], list[Said]]:
    articles: list[ArticleRecord] = []
    said: list[Said] = []
    for record in read_lines(path):
        identifier, text = record.get("id", str), record.get("text", str)
        known = {"title": "title", "date": "date", "publisher": "source", "author": "author"}
        given = {ours: str(record.value[theirs]) for theirs, ours in known.items() if record.value.get(theirs)}
        articles.append({"id": identifier, "text": text} | given)
        for one in record.get("attributions", list):
            source = _spans(record, member(one, "source", list, str(path)), text)
            content = _spans(record, member(one, "content", list, str(path)), text)
            said.append(Said(identifier, " ".join(text[s.start : s.end] for s in source), content))
    return articles, said


def _spans(record: Record, pieces: list[Any], text: str) -> tuple[Span, ...]:
    where = f"{record.path}, line {record.line}"
    spans = tuple(Span(member(piece, "start", int, where), member(piece, "end", int, where)) for piece in pieces)
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise InputError(f"{where}: an attribution's offsets lie outside of the article's text")
    return tuple(sorted(spans))

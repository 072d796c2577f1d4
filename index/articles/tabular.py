"""CSV and JSON lines to articles, a record at a time; a bad record is reported and the others go on."""

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TextIO

from index.articles.csv_lines import RecordLines
from index.articles.encoding import decode, has_wide_bom
from index.articles.fields import FIELDS, decoded_text, make_article
from index.articles.find import SourceFile
from index.articles.formats import NotAnArticleError
from index.articles.record import Article, Skipped
from index.errors import SettingsError

_COLUMN_NAMES = {
    "id": ("id",),
    "text": ("text", "body", "content", "article", "full_text"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "publication_date", "pub_date"),
    "source": ("source", "outlet", "publisher", "publication"),
    "author": ("author", "byline"),
    "url": ("url", "link"),
}
_WITH_BOM = {
    "utf-8": "utf-8-sig",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "utf-32-le": "utf-32",
    "utf-32-be": "utf-32",
}
"""Python's codecs that pass over a byte order mark."""


def read_csv(
    source: SourceFile, stream: BinaryIO, columns: Mapping[str, str], max_bytes: int
) -> Iterator[Article | Skipped]:
    """Articles of a table with a header row, rows counted from 1 below it, blank ones not counted.

    Args:
        source: The file.
        stream: Its bytes.
        columns: Article field to column name; the common names are found without.
        max_bytes: A larger row is skipped.

    Raises:
        NotAnArticleError: there is no text column, or none of the name that `columns` gives.
        SettingsError: `columns` maps a field that articles do not have.
    """
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise SettingsError(
            f"csv_columns maps '{unknown[0]}', which is no field of an article; these are: {', '.join(FIELDS)}"
        )
    csv.field_size_limit(max(csv.field_size_limit(), min(max_bytes + 1, (1 << 31) - 1)))
    with _csv_text(source, stream, max_bytes) as text:
        delimiter = max(",;\t|", key=lambda sign: _header_rank(text, sign, columns, max_bytes))
        text.seek(0)
        lines = RecordLines(text, max_bytes)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = _header(reader)
        except csv.Error as error:
            raise NotAnArticleError(f"the header row cannot be read ({error})") from error
        places = _places(header, columns)
        if "text" not in places:
            found = ", ".join(header)
            raise NotAnArticleError(f"no text column among {found} (name it in csv_columns in onrecord.toml)")
        yield from _rows(source, reader, lines, len(header), places)


def _csv_text(source: SourceFile, stream: BinaryIO, max_bytes: int) -> TextIO:
    """The table's text; of one over `max_bytes` as it is read, in the encoding of its first part."""
    head = stream.read(max_bytes + 1)
    if len(head) <= max_bytes:
        return io.StringIO(decoded_text(source, head), newline="")
    # Cut where no character is cut in two.
    cut = len(head) // 4 * 4 if has_wide_bom(head) or b"\0" in head else head.rfind(b"\n") + 1
    encoding = decode(head[:cut] or head).encoding
    stream.seek(0)
    return io.TextIOWrapper(stream, _WITH_BOM.get(encoding, encoding), errors="replace", newline="")


def _rows(
    source: SourceFile, reader: Iterator[list[str]], lines: RecordLines, width: int, places: Mapping[str, int]
) -> Iterator[Article | Skipped]:
    number = 0
    while True:
        lines.begin_record()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Skipped(source.path, _over(lines.max_bytes) if lines.over else f"bad quoting ({error})", number)
            continue
        if not row and not lines.over:
            continue
        number += 1
        if lines.over:
            yield Skipped(source.path, _over(lines.max_bytes), number)
            continue
        # More fields than columns: a text with unquoted delimiters, of which a part would be lost.
        if any(field.strip() for field in row[width:]):
            yield Skipped(source.path, f"{len(row)} fields, the header has {width}", number)
            continue
        fields = {key: row[place] for key, place in places.items() if place < len(row)}
        yield _record(source, fields.pop("text", ""), fields, number)


def _over(max_bytes: int) -> str:
    return f"over the limit of {max_bytes} bytes (raise max_file_bytes)"


def _header(reader: Iterator[list[str]]) -> list[str]:
    return [name.strip() for name in next((row for row in reader if row), [])]


def _header_rank(text: TextIO, delimiter: str, columns: Mapping[str, str], max_bytes: int) -> tuple[bool, int]:
    """How well a delimiter explains the header: whether it gives a text column, then how many columns."""
    text.seek(0)
    try:
        header = _header(csv.reader(RecordLines(text, max_bytes), delimiter=delimiter, strict=True))
        return "text" in _places(header, columns), len(header)
    except (csv.Error, NotAnArticleError):
        return False, 0


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Article field to index of its column."""
    lower = [name.lower() for name in header]
    places = {}
    for field, names in _COLUMN_NAMES.items():
        if field in columns:
            wanted = columns[field].strip().lower()
            if wanted not in lower:
                raise NotAnArticleError(
                    f"no column '{columns[field]}' among {', '.join(header)} (set by csv_columns in onrecord.toml)"
                )
            places[field] = lower.index(wanted)
        elif name := next((name for name in names if name in lower), None):
            places[field] = lower.index(name)
    return places


def read_jsonl(source: SourceFile, stream: BinaryIO, max_bytes: int) -> Iterator[Article | Skipped]:
    """Articles of JSON lines, counted from 1; blank lines are passed over, a line over `max_bytes` is skipped."""
    for number, line in _lines(stream, max_bytes):
        if line is None:
            yield Skipped(source.path, _over(max_bytes), number)
        elif line.strip():
            yield _json_record(source, line, number)


def read_jsonl_gz(source: SourceFile, stream: BinaryIO, max_bytes: int) -> Iterator[Article | Skipped]:
    """Articles of compressed JSON lines, unpacked as they are read; those before a damage are read."""
    count = 0
    try:
        with gzip.open(stream) as unpacked:
            for record in read_jsonl(source, unpacked, max_bytes):  # type: ignore[arg-type]  # a BinaryIO in all but name
                count += 1
                yield record
    except EOFError:
        yield Skipped(source.path, f"cut off: the gzip file ends early, after {count} records")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield Skipped(source.path, f"damaged gzip file, after {count} records ({error})")


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, as UTF-8 where the file says it is UTF-16 or 32; None for one over the limit."""
    head = stream.read(4)
    stream.seek(0)
    if not has_wide_bom(head):
        yield from _numbered(stream, max_bytes)
        return
    wide = "utf-32" if head in {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE} else "utf-16"
    with io.TextIOWrapper(stream, wide, errors="replace", newline="\n") as text:
        yield from _numbered(text, max_bytes)


def _numbered(stream: BinaryIO | TextIO, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    number = 1
    while line := _utf8(stream.readline(max_bytes + 1)):
        whole = len(line) <= max_bytes
        yield number, line if whole else None
        while not whole and line and not line.endswith(b"\n"):
            line = _utf8(stream.readline(1 << 20))
        number += 1


def _utf8(line: bytes | str) -> bytes:
    return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line


def _json_record(source: SourceFile, line: bytes, number: int) -> Article | Skipped:
    try:
        data = json.loads(decoded_text(source, line.strip(), line=number))
    except NotAnArticleError as error:
        return Skipped(source.path, str(error), number)
    except json.JSONDecodeError as error:
        return Skipped(source.path, f"not JSON ({error.msg.lower()}, column {error.colno})", number)
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets in brackets
        return Skipped(source.path, "not JSON that can be read (too long a number, or nested too deep)", number)
    fields = {key: data[key] for key in FIELDS if data.get(key) is not None} if isinstance(data, dict) else {}
    if "text" not in fields:
        return Skipped(source.path, 'no "text"' if isinstance(data, dict) else "not a JSON object", number)
    wrong = next((key for key, value in fields.items() if not isinstance(value, str)), None)
    if wrong:
        return Skipped(source.path, f'"{wrong}" is not a string', number)
    return _record(source, fields.pop("text"), fields, number)


def _record(source: SourceFile, text: str, fields: Mapping[str, str | None], number: int) -> Article | Skipped:
    try:
        return make_article(source, text, fields, line=number)
    except NotAnArticleError as error:
        return Skipped(source.path, str(error), number)

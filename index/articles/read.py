"""One file in, its articles out; whatever is wrong with it comes out as `Skipped`, so that a build goes on."""

import re
from collections.abc import Iterator, Mapping

from index.articles.documents import read_docx, read_pdf, read_rtf
from index.articles.fields import decoded_text, make_article
from index.articles.find import SourceFile
from index.articles.formats import NotAnArticleError, extension_of, format_problem
from index.articles.markup import read_html
from index.articles.record import Article, Skipped
from index.articles.tabular import read_csv, read_jsonl, read_jsonl_gz
from index.errors import OnRecordError

_MANY = (".jsonl", ".jsonl.gz", ".csv")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_MATTER_KEYS = {"title": "title", "date": "date", "author": "author", "source": "source", "url": "url"}


def read_file(source: SourceFile, *, max_bytes: int, csv_columns: Mapping[str, str]) -> Iterator[Article | Skipped]:
    """Articles of a file one by one, and what in it is not one.

    Args:
        source: The file.
        max_bytes: A larger file is skipped; of a file of many articles, a larger record.
        csv_columns: Article field to column name, for CSV.

    Raises:
        SettingsError: `csv_columns` maps a field that articles do not have.
    """
    try:
        yield from _read(source, max_bytes, csv_columns)
    except OnRecordError:
        raise
    except NotAnArticleError as error:
        yield Skipped(source.path, str(error))
    except OSError as error:
        yield Skipped(source.path, f"cannot be read: {(error.strerror or str(error)).lower()}")
    except Exception as error:  # noqa: BLE001 - parsers of foreign formats fail in many ways on damaged files
        yield Skipped(source.path, f"cannot be read ({type(error).__name__}: {error})")


def _read(source: SourceFile, max_bytes: int, csv_columns: Mapping[str, str]) -> Iterator[Article | Skipped]:
    if problem := format_problem(source.path):
        raise NotAnArticleError(problem)
    extension = extension_of(source.path)
    size = source.path.stat().st_size
    if size == 0:
        raise NotAnArticleError("empty")
    if size > max_bytes and extension not in _MANY:
        raise NotAnArticleError(f"{size} bytes, over the limit of {max_bytes} (raise max_file_bytes)")
    with source.path.open("rb") as stream:
        if extension == ".jsonl.gz":
            yield from read_jsonl_gz(source, stream, max_bytes)
        elif extension == ".jsonl":
            yield from read_jsonl(source, stream, max_bytes)
        elif extension == ".csv":
            yield from read_csv(source, stream, csv_columns, max_bytes)
        else:
            yield _one(source, extension, stream.read(), max_bytes)


def _one(source: SourceFile, extension: str, data: bytes, max_bytes: int) -> Article:
    match extension:
        case ".pdf":
            return read_pdf(source, data)
        case ".docx":
            return read_docx(source, data, max_bytes)
        case ".rtf":
            return read_rtf(source, data)
        case ".html" | ".htm":
            return read_html(source, data)
    text = decoded_text(source, data)
    return make_article(source, text, _front_matter(text) if extension == ".md" else {})


def _front_matter(text: str) -> dict[str, str | None]:
    """The `key: value` lines between `---` at the start of a Markdown file; they stay part of its text."""
    match = _FRONT_MATTER.match(text)
    fields: dict[str, str | None] = {}
    for line in match[1].splitlines() if match else ():
        key, colon, value = line.partition(":")
        field = _FRONT_MATTER_KEYS.get(key.strip().lower())
        if colon and field and not line.startswith((" ", "\t")):
            fields[field] = _unquoted(value.strip())
    return fields


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value

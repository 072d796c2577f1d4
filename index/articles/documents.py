"""PDF, Word and RTF to article; the text that is extracted is the text that is stored."""

import io
import logging
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from index.articles.encoding import storable
from index.articles.fields import make_article
from index.articles.find import SourceFile
from index.articles.formats import NotAnArticleError
from index.articles.quiet import quiet
from index.articles.record import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

logger = logging.getLogger(__name__)

# Titles that programs give to what they save.
_PROGRAM_TITLE = re.compile(r"microsoft \w+ - |(?:untitled|document\d*|unbenannt|title)$|.*\.\w{2,4}$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*\Z")


def read_pdf(source: SourceFile, data: bytes) -> Article:
    """The pages' text as pypdf extracts it, nothing mended, with the offset at which each page starts.

    Pages are joined by a blank line where a page ends with a sentence, else by a newline, so that a sentence that runs
    over the page stays whole. No date: a PDF says when the file was made, not when the article was published.

    Raises:
        NotAnArticleError: it is encrypted or damaged, or holds no text.
    """
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    with quiet("pypdf"):
        try:
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                raise NotAnArticleError("encrypted: the PDF asks for a password")
            pages = [storable(_page_text(source, reader, number)) for number in range(len(reader.pages))]
            fields = _pdf_fields(reader)
        except (DependencyError, NotImplementedError) as error:
            raise NotAnArticleError(f"encrypted in a way that is not supported ({error})") from error
        except PyPdfError as error:
            raise NotAnArticleError(f"damaged PDF ({error})") from error
    if not any(page.strip() for page in pages):
        raise NotAnArticleError(f"no text in {len(pages)} page{'' if len(pages) == 1 else 's'} (scanned?)")
    text, starts = "", []
    for number, page in enumerate(pages):
        if number:
            text += "\n\n" if _SENTENCE_END.search(text[-80:]) else "\n"
        starts.append(len(text))
        text += page
    return make_article(source, text, fields, page_starts=tuple(starts))


def _page_text(source: SourceFile, reader: "PdfReader", number: int) -> str:
    """Text of a page from 0; a page that cannot be read is empty, with a warning, for the others are worth having."""
    from pypdf.errors import DependencyError

    try:
        return reader.pages[number].extract_text()
    except DependencyError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged page fails in as many ways as there are damages
        logger.warning("%s: page %d cannot be read and is left out (%r)", source.path, number + 1, error)
        return ""


def _pdf_fields(reader: "PdfReader") -> dict[str, str | None]:
    try:
        metadata = reader.metadata
        title, author = (metadata.title, metadata.author) if metadata else (None, None)
    except Exception:  # noqa: BLE001 - damaged metadata costs the title, not the article
        return {}
    title = str(title).strip() if title else None
    # One word is a login or a program, not a byline.
    author = str(author).strip() if author and " " in str(author).strip() else None
    return {"title": None if title and _PROGRAM_TITLE.match(title) else title, "author": author}


def read_docx(source: SourceFile, data: bytes, max_bytes: int) -> Article:
    """The paragraphs of a Word document, tables and text boxes too, a line each; hidden runs are left out.

    Title and author are its core properties; the date it was made is not that of publication.

    Raises:
        NotAnArticleError: it is no Word document, damaged, empty or larger than `max_bytes` when unpacked.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from docx.oxml.ns import qn

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))
        if unpacked > max_bytes:
            raise NotAnArticleError(f"{unpacked} bytes unpacked, over the limit of {max_bytes} (raise max_file_bytes)")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, OpcError, KeyError, ValueError) as error:
        raise NotAnArticleError(f"not a Word document, or damaged ({error})") from error
    paragraphs = document.element.body.iter(qn("w:p"))
    # Old Word's copy of a text box stands beside the box itself.
    lines = [_line(p) for p in paragraphs if next(p.iterancestors("{*}Fallback"), None) is None]
    core = document.core_properties
    author = None if core.author == "python-docx" else core.author
    return make_article(source, "\n".join(lines), {"title": core.title, "author": author})


def _line(paragraph: Any) -> str:  # noqa: ANN401 - an lxml element, and lxml has no types
    """Text of a `w:p` element: its own runs, those of links and insertions too, without what is hidden or deleted."""
    from docx.oxml.ns import qn

    breaks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
    text = ""
    for run in paragraph.iter(qn("w:r")):
        if (
            next(run.iterancestors(qn("w:p"))) is not paragraph
            or run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None
        ):
            continue
        text += "".join(breaks.get(part.tag) or (part.text or "" if part.tag == qn("w:t") else "") for part in run)
    return text


def read_rtf(source: SourceFile, data: bytes) -> Article:
    """The text of an RTF document, in the code pages that it names.

    Raises:
        NotAnArticleError: it is no RTF, or empty.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise NotAnArticleError("not RTF, in spite of its name")
    # Bytes beyond ASCII belong to the document's code page: written out, they are decoded by it.
    ascii_only = re.sub(rb"[\x80-\xff]", lambda match: b"\\'%02x" % match[0][0], data).decode("ascii")
    # Without these groups no address is put into the text of a link.
    without_links = re.sub(r"\{\\\*\\fldinst\s?(?:\{[^{}]*\}|[^{}]*)*?\}", "", ascii_only)
    text: str = rtf_to_text(without_links, errors="replace")  # type: ignore[no-untyped-call]  # striprtf has no types
    return make_article(source, text, {})

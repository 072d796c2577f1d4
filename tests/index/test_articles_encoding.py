"""Text files: the encoding is found and the text is what was written, to the newline."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.articles import Article, Skipped, SourceFile, read_file
from index.articles.encoding import storable

ENGLISH = "The minister said “no” – twice.\r\nShe left the café.\n\nNaïve, said Åsa.\r"
FRENCH = "Le porte-parole a déclaré : « Nous n’accepterons pas », puis il est parti à Genève. Où est l’élève ?"
GERMAN = "„Das ändert nichts“, sagte die Sprecherin. Größere Mühe übernähme niemand."
RUSSIAN = "Представитель завода сообщил журналистам, что новая линия заработает на следующей неделе. Сроки не меняются."
GREEK = "Ο εκπρόσωπος του δήμου δήλωσε ότι το έργο θα συνεχιστεί την επόμενη εβδομάδα."
TURKISH = "Belediye Başkanı, çalışmaların önümüzdeki hafta da süreceğini söyledi."
ICELANDIC = "Talsmaðurinn sagði að viðræðurnar myndu halda áfram í næstu viku. Það þarf að ræða þetta."
JAPANESE = "市の報道官は、工事は来週も続くと述べた。詳しい日程は明らかにしなかった。"


def read(path, data: bytes) -> Article | Skipped:
    path.write_bytes(data)
    (record,) = read_file(SourceFile(path, path.name, path), max_bytes=10_000_000, csv_columns={})
    return record


def text_of(path, data: bytes) -> str:
    record = read(path, data)
    assert isinstance(record, Article), record
    return record.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
def test_unicode_with_and_without_bom(tmp_path, encoding, text):
    assert text_of(tmp_path / "a.txt", text.encode(encoding)) == text


@pytest.mark.parametrize("bom", [b"\xfe\xff", b"\xff\xfe"])
def test_utf16_of_either_byte_order(tmp_path, bom):
    encoding = "utf-16-be" if bom == b"\xfe\xff" else "utf-16-le"
    assert text_of(tmp_path / "a.txt", bom + ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (ICELANDIC, "cp1252"),
        ("“Oui”", "cp1252"),
        ("é", "latin-1"),
        ("Señor Núñez habló en Córdoba.", "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
    ],
)
def test_legacy_code_pages(tmp_path, text, encoding):
    assert text_of(tmp_path / "a.txt", text.encode(encoding)) == text


def test_a_byte_that_windows_1252_lacks_costs_no_other_character(tmp_path):
    assert text_of(tmp_path / "a.txt", b"\x93Caf\xe9\x94 \x9d said the owner.") == "“Café” \x9d said the owner."


def test_one_bad_byte_in_utf8_is_replaced_with_a_warning(tmp_path, caplog):
    text = ENGLISH * 10
    data = text.encode() + b" \xe9t\xe9"
    # 6 characters of ENGLISH are beyond ASCII, 60 in all; 2 replaced are fewer than one in twenty.
    assert text.count("”") == 10
    assert text_of(tmp_path / "a.txt", data) == text + " \ufffdt\ufffd"
    assert "2 invalid sequences for utf-8" in caplog.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00", "binary (NUL bytes)"),
        (b"one \x00 stray NUL in a text of one byte a letter", "binary (NUL bytes)"),
        (bytes(range(1, 256)), "binary (control characters)"),
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe\n\x00", "empty"),
    ],
)
def test_what_is_no_text_is_skipped(tmp_path, data, reason):
    assert read(tmp_path / "a.txt", data) == Skipped(tmp_path / "a.txt", reason)


# Control characters are what tells binary files, a leading U+FEFF is a BOM; all else comes back.
PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t"), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(text=PRINTED.filter(lambda text: text.strip() and not text.startswith("\ufeff")), bom=st.booleans())
@example(text="\r\n\u2028a\x85", bom=True)
def test_any_utf8_text_is_read_back_exactly(tmp_path, text, bom):
    assert text_of(tmp_path / "a.txt", text.encode("utf-8-sig" if bom else "utf-8")) == text


def test_what_no_database_can_hold_is_replaced_in_place():
    assert storable("a\ud83d b\x00") == "a\ufffd b\ufffd"
    assert storable("a\ud83d\ude00b") == "a\U0001f600b"
    assert storable("end\ud83d") == "end\ufffd"
    assert storable("\ufeffa\udc00") == "\ufeffa\ufffd"

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats.encoding import EncodingError, detect

LINE = "Name,Company\nÉlodie Brûlé,Café Ζωή\n"


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(tmp_path: Path, mark: bytes, codec: str) -> None:
    found = detect(file_of(tmp_path, mark + LINE.encode(codec)))
    assert (found.name, found.mark) == (codec, len(mark))


def test_utf_8_needs_no_mark(tmp_path: Path) -> None:
    assert detect(file_of(tmp_path, LINE.encode())).name == "utf-8"


def test_a_cp1252_file_is_refused_with_the_line_and_the_encoding_that_fits(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Name\nJane Doe\nÉlodie Brûlé\n".encode("cp1252"))
    with pytest.raises(EncodingError) as caught:
        detect(path)
    assert "line 3 holds the byte 0xC9" in caught.value.message
    assert "--encoding cp1252" in caught.value.hint
    assert caught.value.choices[0] == "cp1252"


def test_one_bad_byte_at_the_far_end_of_a_long_file_is_found(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Name\n" + b"Jane Doe\n" * 300_000 + b"Zo\xeb\n")
    with pytest.raises(EncodingError, match="line 300002"):
        detect(path)


def test_greek_bytes_suggest_a_greek_encoding(tmp_path: Path) -> None:
    text = "Όνομα,Εταιρεία\nΓιώργος Παπαδόπουλος,Ελληνική Εταιρεία Τροφίμων\nΜαρία Νικολάου,Αθηναϊκή Ζυθοποιία\n"
    with pytest.raises(EncodingError) as caught:
        detect(file_of(tmp_path, text.encode("cp1253")))
    assert {"cp1253", "iso8859_7"} & set(caught.value.choices[:2])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_named_but_not_guessed(tmp_path: Path, codec: str) -> None:
    with pytest.raises(EncodingError) as caught:
        detect(file_of(tmp_path, LINE.encode(codec)))
    assert caught.value.choices == (codec,)


def test_the_encoding_that_the_rep_names_is_used_and_proved(tmp_path: Path) -> None:
    assert detect(file_of(tmp_path, LINE.encode("cp1253", "ignore")), "windows-1253").name == "cp1253"
    with pytest.raises(EncodingError):
        detect(file_of(tmp_path, b"Name\n\x81\n"), "cp1252")


def test_a_mark_contradicts_another_encoding(tmp_path: Path) -> None:
    path = file_of(tmp_path, codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"))
    assert detect(path, "utf-16").mark == 2
    with pytest.raises(EncodingError, match="says by its first bytes"):
        detect(path, "cp1252")


@pytest.mark.parametrize("name", ["klingon", "base64", "zip"])
def test_what_is_no_encoding_of_text_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        detect(file_of(tmp_path, b"Name\n"), name)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="There is no file"):
        detect(tmp_path / "nowhere.csv")


def test_utf_16_by_name_wants_a_mark(tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match="does not begin like a file in UTF-16") as caught:
        detect(file_of(tmp_path, LINE.encode()), "utf-16")
    assert "--encoding utf-16-le" in caught.value.hint


def test_a_few_foreign_bytes_suggest_the_commonest_encoding(tmp_path: Path) -> None:
    with pytest.raises(EncodingError) as caught:
        detect(file_of(tmp_path, b"a,b,c\n1,2,3\n4,5,\xa9"))
    assert caught.value.choices[0] == "cp1252"


def test_a_file_that_is_no_text_is_not_offered_encodings(tmp_path: Path) -> None:
    for content in (b"SQLite format 3\0" + bytes(99), b"Name\n" + bytes(range(256)) * 4):
        with pytest.raises(CrmError, match="is no text") as caught:
            detect(file_of(tmp_path, content))
        assert not isinstance(caught.value, EncodingError)

"""readers: choosing by content, encodings, and text as it was written."""

import ast
import hashlib
import inspect
import os
import pickle
import struct
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporttext import readers
from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import encodings
from reporttext.readers.limits import Limits, keep_to

PROSE = (
    "云溪镇2021年工作总结\n"
    "一、工作回顾\n"
    "一年来，全镇上下聚焦乡村振兴，完成固定资产投资3.5亿元，同比增长12.4%。\n"
    "（一）产业发展提质增效。新建大棚120亩，带动就业326人次，村集体收入突破50万元。\n"
    "二、存在问题\n"
    "基础设施仍有短板，群众的获得感有待进一步提升。\n"
)
WORDS = "农村\n道路\n养老\n教育\n医疗\n就业\n环境\n产业\n"
ROWS = "id,value,name,ok\n10021,0.5312,合作社,true\n10022,0.1199,道路,false\n10023,0.7701,养老,true\n"
RARE = PROSE.replace("云溪", "䶮𫍽").replace("大棚", "㸆喆镕堃")
TRADITIONAL = "雲溪鎮工作報告\n一年來，全鎮發展經濟，農業增產，學校開學，醫療條件進一步改善。\n"


def read(data: bytes) -> Document:
    return readers.read_bytes(data, "报告/总结.txt")


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data)
    return caught.value


# What is told apart: encoding and its label, for prose, word lists, tables that are mostly ASCII, rare and traditional characters.
ENCODINGS = [
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8-sig"),
    ("gbk", "gb18030"),
    ("gb18030", "gb18030"),
    ("utf-16", "utf-16"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
    ("utf-32", "utf-32"),
    ("big5", "big5"),
]


@pytest.mark.parametrize(("codec", "label"), ENCODINGS)
@pytest.mark.parametrize(
    "text", [PROSE, WORDS, ROWS, RARE, TRADITIONAL], ids=["prose", "words", "rows", "rare", "traditional"]
)
def test_each_encoding_of_each_kind_of_text(text: str, codec: str, label: str) -> None:
    if codec == "big5" and text is not ROWS:
        text = TRADITIONAL  # Big5 has no simplified characters
    text = text.encode(codec, "ignore").decode(codec)
    decoded = encodings.decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == label
    assert text.encode(codec).decode(decoded.encoding) == text, "the label reads the file again"
    assert encodings.left_out(decoded) == ()


@pytest.mark.parametrize("size", [50, 500])
@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030", "utf-16-le", "utf-16-be"])
def test_short_pieces_of_prose_are_enough(codec: str, size: int) -> None:
    text = PROSE * 4
    for start in range(0, 200, 17):
        piece = text[start : start + size].strip()
        assert encodings.decode(piece.encode(codec)).text == piece


def test_what_the_document_says_of_its_file() -> None:
    data = PROSE.encode()
    doc = read(data)
    assert (doc.source, doc.format, doc.bytes) == ("报告/总结.txt", "txt", len(data))
    assert doc.content_sha256 == hashlib.sha256(data).hexdigest()


def test_microsofts_additions() -> None:
    assert (
        read("投入".encode("gbk") + b"\x80" + "五百万，增长一成。".encode("gbk")).text
        == "投入€五百万，增长一成。"
    )
    text = "這裏的農業發展，恒春的墻壁都已改善，經濟增長。"
    doc = read(text.encode("cp950"))
    assert (doc.text, doc.encoding) == (text, "cp950")


@pytest.mark.parametrize(
    ("code", "char"), [("a6d9", "︐"), ("a8bc", "ḿ"), ("fe59", "龴"), ("fe51", "𠂇"), ("fea0", "龻")]
)
def test_gb18030_characters_unicode_took_up_later(code: str, char: str) -> None:
    sentence = "全镇的工作".encode("gb18030")
    assert read(sentence + bytes.fromhex(code) + sentence).text == f"全镇的工作{char}全镇的工作"


def test_all_changed_characters_are_folded_to_different_ones() -> None:
    assert len(set(encodings._FOLDED.values())) == len(encodings._FOLDED) == 25


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("一\r\r\n二", "一\n\n二"),
        ("一\x0b二\x0c三\x85四\u2028五\u2029六", "一\n二\n三\n四\n五\n六"),
        ("\ufeff一\n\ufeff二", "一\n二"),
        ("　　一\t二  \n\n三\n", "　　一\t二  \n\n三\n"),
        ("长１２％，㎡", "长１２％，㎡"),
    ],
)
def test_only_line_breaks_and_marks_are_changed(written: str, kept: str) -> None:
    assert read(written.encode("utf-8")).text == kept


# Damage --------------------------------------------------------------------------------------------------------


def test_a_few_bad_bytes_are_left_out_and_told() -> None:
    data = bytearray((PROSE * 20).encode())
    at = data.index("乡村".encode())
    data[at : at + 3] = b"\xff\xff\xff"
    doc = read(bytes(data))
    assert doc.text == PROSE.replace("乡村", "村") + PROSE * 19
    (row,) = doc.errors
    assert (row.stage, row.kind, row.severity, row.start, row.end) == (
        "read",
        "encoding",
        "warning",
        at,
        at + 3,
    )
    assert row.message.startswith(f"3 bytes are not valid utf-8 and left out, at byte {at}–{at + 3};")


def test_many_places_are_counted_and_the_first_named() -> None:
    data = b"".join(b"\xff" + PROSE.encode() * 4 for _ in range(20))
    (row,) = read(data).errors
    assert row.message.startswith("20 bytes are not valid")
    assert row.message.count("–") == encodings.LISTED
    assert " and on;" in row.message
    assert (row.start, row.end) == (0, 1)


@pytest.mark.parametrize(
    ("length", "bad", "kind"), [(3001, 3, None), (3000, 3, "encoding"), (999, 1, "encoding"), (1001, 1, None)]
)
def test_few_is_under_a_thousandth(length: int, bad: int, kind: str | None) -> None:
    text = "x" * (length - bad - 3) + "镇"
    data = b"\xff" * bad + text.encode()
    assert len(data) == length
    if kind is None:
        assert encodings.decode(data).text == text
    else:
        assert refused(data).kind == kind


@pytest.mark.parametrize(
    ("codec", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16-le", 1), ("utf-16", 1)]
)
def test_a_file_cut_off_in_a_character_loses_that_character_alone(codec: str, cut: int) -> None:
    text = PROSE.rstrip()[:-1]
    doc = read((text + "升").encode(codec)[:-cut])
    assert doc.text == text
    (row,) = doc.errors
    assert (row.kind, row.severity, row.end) == ("encoding", "warning", doc.bytes)


def test_more_bad_bytes_are_an_error_that_names_places() -> None:
    good = PROSE.encode()
    error = refused(good + PROSE.encode("gbk"))
    assert error.kind == "encoding"
    assert error.start is not None
    assert error.start == len(good)
    assert f"begins as utf-8, but too many bytes are not, first at {len(good)}–" in error.message
    error = refused(PROSE.encode("gbk") + good)
    assert "begins as gb18030" in error.message


def test_a_mark_is_a_claim() -> None:
    doc = read(b"\xef\xbb\xbf" + PROSE.encode("gbk"))
    assert doc.encoding == "gb18030"
    assert doc.text == PROSE


def test_what_was_lost_before_is_kept_and_told() -> None:
    doc = read("增长\ufffd\ufffd%。".encode())
    assert doc.text == "增长\ufffd\ufffd%。"
    assert [(row.kind, row.severity) for row in doc.errors] == [("encoding", "warning")]
    assert "2 replacement characters" in doc.errors[0].message


def test_a_control_character_is_kept_and_told() -> None:
    doc = read((PROSE + "\x07\0").encode())
    assert doc.text == PROSE + "\x07\0"
    assert [row.kind for row in doc.errors] == ["control"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b" \t\r\n",
        b"\0" * 4096,
        b"\xef\xbb\xbf",
        "　\u200b\n".encode(),
        "\ufeff \n".encode("utf-16-le"),
    ],
)
def test_nothing_to_read(data: bytes) -> None:
    assert refused(data).kind == "empty"


def test_zero_bytes_are_no_empty_file() -> None:
    error = refused(bytes(100_000))
    assert (error.kind, "only zero bytes" in error.message) == ("empty", True)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("western", ["latin-1", "cp1252"])
def test_chinese_that_was_saved_illegible_is_told(codec: str, western: str) -> None:
    error = refused(PROSE.encode(codec).decode(western, "ignore").encode())
    assert (error.kind, error.severity) == ("encoding", "error")
    assert "opened in a wrong encoding" in error.message


@pytest.mark.parametrize(
    "text",
    [
        "Les élèves de l’école ont été reçus à l’hôtel de ville.\n" * 20,
        "Größe, Maße und Übermut\n" * 20,
        "é" * 50,
    ],
)
def test_what_was_never_chinese_is_no_such_text(text: str) -> None:
    assert refused(text.encode()).kind == "not_a_report"


def test_data_called_text_is_refused() -> None:
    assert refused(bytes(range(256)) * 20).kind == "unsupported"
    assert refused(struct.pack("<500d", *range(500))).kind == "unsupported"
    assert refused(b"\x7fELF\x02\x01\x01" + b"\0" * 500 + b"\x01\x02\x03abc" * 50).kind == "unsupported"


def test_a_text_over_the_limit() -> None:
    with keep_to(Limits(text=100)):
        error = refused(PROSE.encode())
    assert error.kind == "limit"
    assert "--limit text=" in error.message


# Files ---------------------------------------------------------------------------------------------------------


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "总结.docx"
    path.write_bytes(PROSE.encode("gbk"))
    doc = readers.read(path)
    assert (doc.format, doc.source, doc.text) == ("txt", "总结.docx", PROSE)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kind(path: Path) -> str:
        with pytest.raises(ReadError) as caught:
            readers.read(path)
        return caught.value.kind

    assert kind(tmp_path / "没有.txt") == "missing"
    assert kind(tmp_path) == "unreadable"
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 11)
    with keep_to(Limits(file=10)):
        assert kind(path) == "limit"

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert kind(path) == "unreadable"
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe")
        assert kind(tmp_path / "pipe") == "unreadable", "not opened: it would wait for ever"


def test_an_error_as_a_row() -> None:
    error = ReadError("encoding", "mixed", 3, 5)
    assert readers.failure(error) == Error("read", "encoding", "error", "mixed", 3, 5)
    assert readers.failure(pickle.loads(pickle.dumps(error))) == readers.failure(error)


def test_a_format_is_a_module_that_nothing_names() -> None:
    assert {"docx", "txt"} <= {reader.FORMAT for reader in readers.all_readers()}
    assert readers.all_readers()[-1].FORMAT == "txt", "text would take anything"


def test_formats_do_not_know_each_other() -> None:
    own = {reader.__name__ for reader in readers.all_readers()}  # type: ignore[attr-defined]
    for reader in readers.all_readers():
        tree = ast.parse(inspect.getsource(reader))  # type: ignore[arg-type]
        imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imports |= {
            f"{node.module}.{name.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        }
        assert not imports & own


# Whatever the bytes --------------------------------------------------------------------------------------------

MADE_OF = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from(
            [
                PROSE.encode(),
                PROSE.encode("gbk"),
                PROSE.encode("utf-16-le"),
                b"\xff",
                b"\0",
                b"\x80",
                b"\r\n",
                b"PK\3\4",
                b"<html>",
            ]
        )
        | st.binary(max_size=20),
        max_size=8,
    ).map(b"".join),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")),
)


@given(MADE_OF)
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"\xff\xfe\x00\xd8")
@example(b"\x84\x31\x95\x33")
@example(b"\x81")
def test_any_bytes_are_read_or_refused_and_no_character_is_made_up(data: bytes) -> None:
    try:
        doc = read(data)
    except ReadError as error:
        assert error.message  # noqa: PT017
        return
    assert doc.text.strip()
    assert "\r" not in doc.text
    assert "\ufeff" not in doc.text
    doc.text.encode()  # no lone surrogate
    if "\ufffd" in doc.text:
        codec = "utf-8" if doc.encoding == "utf-8-sig" else doc.encoding
        assert codec is not None
        assert any(
            "\ufffd".encode(order) in data for order in (codec, f"{codec}-le", f"{codec}-be") if _known(order)
        )


def _known(codec: str) -> bool:
    try:
        "".encode(codec)
    except LookupError:
        return False
    return True


@given(st.text(min_size=1, max_size=300))
def test_utf8_is_read_as_written(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    kept = encodings.tidy(data.decode())
    try:
        doc = read(data)
    except ReadError:
        return
    if doc.encoding == "utf-8":
        assert doc.text == kept


@pytest.mark.parametrize(
    "one", [b"\xff", b"<", b"<!--", b"\x80", b"\r", b"\x81", b"\xe4", b"PK\x03\x04", b"a"]
)
def test_a_megabyte_of_one_thing_takes_no_time(one: bytes) -> None:
    try:
        read(one * (1_000_000 // len(one)))
    except ReadError as error:
        assert error.message  # noqa: PT017

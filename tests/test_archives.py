"""Archives: what is in them, by which names, and what stands in the way."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_files import encrypted, entry, report, tarred, zipped
from reporttext.readers import archives
from reporttext.readers.archives.contents import Contents, contents
from reporttext.readers.limits import Limits, keep_to

REPORTS = [(f"报告/松岗镇{n}.txt", report(n)) for n in range(3)]
NAMES = [name for name, _ in REPORTS]


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., Contents]:
    """Looks into the bytes of an archive, and reads every member again, forwards and backwards."""

    def inner(data: bytes, name: str = "a.zip", **limits: int) -> Contents:
        path = tmp_path / name
        path.write_bytes(data)
        with keep_to(Limits(**limits)):
            found = contents(path)
            assert found is not None
            for member in (*found.members, *reversed(found.members)):
                read = archives.member(path, member.place)
                assert (len(read), hashlib.sha256(read).hexdigest()) == (member.bytes, member.sha256)
        archives.forget()
        return found

    return inner


def labels(found: Contents) -> list[str]:
    return [member.label for member in found.members]


def kinds(found: Contents) -> list[tuple[str, str, str]]:
    return [(label, row.kind, row.severity) for label, row in found.problems]


def seven(*members: tuple[str, bytes], **options: object) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", **options) as archive:
        for name, data in members:
            archive.writestr(data, name)
    return held.getvalue()


def rar(*members: tuple[str, bytes], links: tuple[str, ...] = (), **options: object) -> bytes:
    builder = pytest.importorskip("rars").RarBuilder(**options)
    for name in links:
        builder.add_unix_symlink(name, "/etc/passwd")
    for name, data in members:
        builder.add_bytes(data, name)
    return bytes(builder.to_bytes())


def zst(data: bytes) -> bytes:
    return bytes(pytest.importorskip("backports.zstd").compress(data))


# Kinds


@pytest.mark.parametrize(
    "pack",
    [
        lambda: zipped(*REPORTS),
        lambda: tarred(*REPORTS),
        lambda: gzip.compress(tarred(*REPORTS)),
        lambda: bz2.compress(tarred(*REPORTS)),
        lambda: lzma.compress(tarred(*REPORTS)),
        lambda: zst(tarred(*REPORTS)),
        lambda: seven(*REPORTS),
        lambda: rar(*REPORTS),
        lambda: rar(*REPORTS, solid=True),
        lambda: rar(*REPORTS, format="rar29"),
    ],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "7z", "rar", "rar solid", "rar4"],
)
def test_each_kind_is_read_whatever_its_name(
    look: Callable[..., Contents], pack: Callable[[], bytes]
) -> None:
    found = look(pack(), "报告.docx")
    assert labels(found) == NAMES
    assert found.problems == ()
    assert [member.sha256 for member in found.members] == [
        hashlib.sha256(data).hexdigest() for _, data in REPORTS
    ]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zst])
def test_a_compressed_file_has_the_name_of_its_archive(
    look: Callable[..., Contents], pack: Callable[[bytes], bytes]
) -> None:
    assert labels(look(pack(report(1)), "松岗镇.txt.gz")) == ["松岗镇.txt"]


def test_a_document_is_no_archive(sample: Path, tmp_path: Path) -> None:
    document = next(sample.rglob("*.docx"))
    assert contents(document) is None
    assert not archives.is_candidate(document.read_bytes()[: archives.HEAD])
    folder = tmp_path / "a.zip"
    folder.write_bytes(zipped(("word/总结.txt", report(1))))
    assert archives.is_candidate(folder.read_bytes())
    assert contents(folder) is not None, "a folder called word makes no document"
    inside = tmp_path / "b.zip"
    inside.write_bytes(zipped(("a.docx", document.read_bytes())))
    found = contents(inside)
    assert found is not None
    assert labels(found) == ["a.docx"]


def test_archives_in_archives(look: Callable[..., Contents]) -> None:
    inner = gzip.compress(tarred(*REPORTS))
    found = look(
        zipped(("z.txt", report(9)), ("甲/内.tgz", inner), ("乙.zip", zipped(("丙.zip", zipped(*REPORTS)))))
    )
    assert labels(found) == [
        "z.txt", *(f"甲/内.tgz!/{name}" for name in NAMES), *(f"乙.zip!/丙.zip!/{name}" for name in NAMES)
    ]  # fmt: skip
    assert found.in_order, "one of them is a stream"


# Names


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gbk", ["报告/松岗镇.txt", "联通.txt"]),
        ("gb18030", ["䶮溪镇𫍽.txt", "报告.txt"]),
        ("utf-8", ["报告/松岗镇.txt", "联通.txt"]),
        ("big5", ["報告/鎮公所工作總結.txt", "說明功.txt"]),
        ("cp437", ["résumé.txt"]),
    ],
)
def test_names_without_a_flag_are_told_together(
    look: Callable[..., Contents], encoding: str, names: list[str]
) -> None:
    assert labels(look(zipped(*((name, b"x") for name in names), encoding=encoding))) == names
    if encoding != "cp437":
        packed = tarred(*((name, b"x") for name in names), encoding=encoding)
        assert labels(look(packed)) == names


def test_the_unicode_path_field_counts_where_it_belongs_to_the_name(look: Callable[..., Contents]) -> None:
    def extra(of: bytes) -> bytes:
        field = struct.pack("<BL", 1, zlib.crc32(of)) + "真名.txt".encode()
        return struct.pack("<HH", 0x7075, len(field)) + field

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, of in (("a.txt", b"a.txt"), ("b.txt", b"another")):
            info = zipfile.ZipInfo(name)
            info.extra = extra(of)
            archive.writestr(info, name)
    assert labels(look(held.getvalue())) == ["真名.txt", "b.txt"]


def test_names_are_labels_only(look: Callable[..., Contents]) -> None:
    wild = [
        ("../../etc/passwd", "etc/passwd"), ("/abs.txt", "abs.txt"), ("C:\\甲\\x.txt", "甲/x.txt"), ("./b//c.txt", "b/c.txt"),
        ("n\x01\x1b[31m.txt", "n\\x01\\x1b[31m.txt"), ("..", "unnamed"), ("e\u0301.txt", "é.txt"), ("甲!/乙.txt", "甲!~/乙.txt"),
    ]  # fmt: skip
    assert labels(look(zipped(*((name, b"x") for name, _ in wild)))) == [label for _, label in wild]


def test_long_names_are_cut_and_stay_different(look: Callable[..., Contents]) -> None:
    found = labels(look(zipped(("长" * 5_000 + "甲.txt", b"x"), ("长" * 5_000 + "乙.txt", b"x"))))
    assert len(set(found)) == 2
    assert all(len(label) <= 200 and label.endswith(".txt") for label in found)


def test_a_name_that_comes_again_is_numbered(look: Callable[..., Contents]) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"1"), ("a.txt#2", b"2"), ("a.txt", b"3"), ("a.txt", b"4"))
    assert labels(look(data)) == ["a.txt", "a.txt#2", "a.txt#3", "a.txt#4"]
    assert labels(look(tarred(("a", b"1"), ("a", b"2")))) == ["a", "a#2"]
    assert labels(look(seven(("a", b"1"), ("a", b"2")))) == ["a", "a#2"]


# What is not read


def test_what_is_no_report_is_passed_over_with_a_note(look: Callable[..., Contents]) -> None:
    names = (
        "__MACOSX/._a.txt",
        "__MACOSX/b/._c.txt",
        "甲/.DS_Store",
        "甲/~$总结.docx",
        "Thumbs.db",
        "metadata.csv",
        "a.txt",
    )
    found = look(zipped(*((name, b"x") for name in names)))
    assert labels(found) == ["a.txt"]
    assert kinds(found) == [
        (label, "skipped", "info")
        for label in ("__MACOSX", "甲/.DS_Store", "甲/~$总结.docx", "Thumbs.db", "metadata.csv")
    ]


def test_a_backslash_in_a_gbk_character_is_no_separator(look: Callable[..., Contents]) -> None:
    assert "誠".encode("gbk")[1:] == b"\\"
    assert labels(look(zipped(("誠.txt", b"x"), ("报告.txt", b"x"), encoding="gbk"))) == [
        "誠.txt",
        "报告.txt",
    ]


def test_links_and_devices_are_neither_followed_nor_opened(look: Callable[..., Contents]) -> None:
    others = [
        entry("link", tarfile.SYMTYPE, "/etc/passwd"), entry("hard", tarfile.LNKTYPE, "a.txt"),
        entry("pipe", tarfile.FIFOTYPE), entry("zero", tarfile.CHRTYPE), entry("folder", tarfile.DIRTYPE),
    ]  # fmt: skip
    found = look(tarred(("a.txt", b"x"), others=others))
    assert labels(found) == ["a.txt"]
    assert kinds(found) == [
        (n, k, "info")
        for n, k in (("link", "link"), ("hard", "link"), ("pipe", "special"), ("zero", "special"))
    ]
    assert kinds(look(rar(("a.txt", b"x"), links=("link",)))) == [("link", "link", "info")]


def test_a_password_is_told_of_each_member(look: Callable[..., Contents]) -> None:
    assert kinds(look(encrypted("秘密.txt", report(1)))) == [("秘密.txt", "password", "error")]
    assert kinds(look(seven(("a.txt", b"x"), password="x"))) == [("a.txt", "password", "error")]
    assert kinds(look(seven(("a.txt", b"x"), password="x", header_encryption=True))) == [
        ("", "password", "error")
    ]
    assert kinds(look(rar(("a.txt", b"x"), password="x"))) == [("a.txt", "password", "error")]
    assert kinds(look(rar(("a.txt", b"x"), password="x", encrypt_headers=True))) == [
        ("", "password", "error")
    ]


def test_a_damaged_member_of_a_zip_costs_itself(look: Callable[..., Contents]) -> None:
    data = bytearray(zipped(*REPORTS))
    data[80] ^= 255
    found = look(bytes(data))
    assert labels(found) == NAMES[1:]
    assert kinds(found) == [(NAMES[0], "damaged", "error")]


@pytest.mark.parametrize(
    "pack", [lambda data: gzip.compress(tarred(*data)), lambda data: lzma.compress(tarred(*data)), lambda data: seven(*data)],
)  # fmt: skip
def test_what_stands_before_a_fault_of_a_stream_is_read(
    look: Callable[..., Contents], pack: Callable[[object], bytes]
) -> None:
    noise = [(f"{n}.txt", hashlib.shake_256(bytes([n])).digest(30_000)) for n in range(20)]
    data = bytearray(pack(noise))
    data[len(data) // 2] ^= 255
    found = look(bytes(data), "a.tgz")
    assert found.members  # of a .gz all, since its checksum stands at the end
    ((label, row),) = found.problems
    assert (label, row.kind, row.severity) == ("", "damaged", "error")
    assert f"what was read before, {len(found.members)} member(s), is kept" in row.message


def test_cut_anywhere_it_is_read_or_told(look: Callable[..., Contents]) -> None:
    for pack in (zipped, tarred, seven, rar, lambda *m: gzip.compress(tarred(*m))):
        whole = pack(*REPORTS)
        for end in range(600, len(whole), 97):
            path_kind = archives.kind_of(io.BytesIO(whole[:end]))
            if path_kind is not None:
                found = look(whole[:end])
                assert found.problems or labels(found) == NAMES


def test_an_empty_archive_is_told(look: Callable[..., Contents]) -> None:
    assert kinds(look(zipped())) == [("", "empty", "error")]
    assert kinds(look(zipped(("甲/", b"")))) == [("", "empty", "error")]
    assert kinds(look(zipped(("内.zip", zipped())))) == [("内.zip", "empty", "error")]


def test_a_missing_package_is_told_with_extra_and_size(
    look: Callable[..., Contents], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"py7zr": seven(*REPORTS), "rars": rar(*REPORTS), "backports.zstd": zst(report(1))}
    for package, packed in data.items():
        with monkeypatch.context() as patched:
            patched.setitem(__import__("sys").modules, package, None)
            patched.setitem(__import__("sys").modules, "compression.zstd", None)
            ((label, row),) = look(packed).problems
        assert (label, row.kind, row.severity) == ("", "missing_extra", "error")
        assert "reporttext[archives]" in row.message
        assert f"{len(packed):,} bytes" in row.message


# Limits


def test_a_bomb_costs_itself(look: Callable[..., Contents]) -> None:
    found = look(zipped(("a.txt", b"x"), ("zeros.txt", bytes(20_000_000)), ("b.txt", b"x")))
    assert labels(found) == ["a.txt", "b.txt"]
    assert kinds(found) == [("zeros.txt", "limit", "error")]
    assert "--limit ratio=" in found.problems[0][1].message


def test_a_bomb_that_lies_about_its_size(look: Callable[..., Contents]) -> None:
    data = bytearray(zipped(("zeros.txt", bytes(20_000_000))))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert look(bytes(data)).members == ()


@pytest.mark.parametrize(
    ("limit", "value", "kept"),
    [("member", 100, 1), ("entries", 2, 2), ("archive", 250, 2)],
)
def test_each_limit_is_kept_and_named(
    look: Callable[..., Contents], limit: str, value: int, kept: int
) -> None:
    members = [("a.txt", b"x" * 90), ("b.txt", b"x" * 110), ("c.txt", b"x" * 120)]
    for data in (zipped(*members), tarred(*members), seven(*members), rar(*members)):
        found = look(data, **{limit: value})
        assert len(found.members) == kept
        assert {row.kind for _, row in found.problems} == {"limit"}
        assert all(f"--limit {limit}=" in row.message for _, row in found.problems)


def test_depth(look: Callable[..., Contents]) -> None:
    data = zipped(("1.zip", zipped(("2.zip", zipped(("a.txt", b"x"))))))
    assert labels(look(data, depth=3)) == ["1.zip!/2.zip!/a.txt"]
    assert kinds(look(data, depth=2)) == [("1.zip!/2.zip", "limit", "error")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_stream_of_zeros_ends_early(look: Callable[..., Contents], pack: Callable[[bytes], bytes]) -> None:
    found = look(pack(tarred(("a.txt", b"x"), ("zeros.txt", bytes(80_000_000)))), "a.tgz")
    assert labels(found) == ["a.txt"]
    assert kinds(found) == [("", "limit", "error")]

"""readers/files.py: what is read, under which name, and what is left out with a row."""

import os
import socket
from pathlib import Path

import pytest

from reporttext.readers.files import Found, Missed, discover, printable

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("全镇工作总结", encoding="utf-8")
    return folder


def found(*paths: Path) -> list[str]:
    return [item.source for item in discover(paths) if isinstance(item, Found)]


def missed(*paths: Path) -> dict[str, tuple[str, str]]:
    return {
        item.source: (item.error.kind, item.error.severity)
        for item in discover(paths)
        if isinstance(item, Missed)
    }


def test_a_folder_is_read_below_in_order_of_code_points(tmp_path: Path) -> None:
    reports = fill(tmp_path / "报告", "b.txt", "C.txt", "石桥镇/2021.txt", "a/z.docx", "a.txt", "无扩展名")
    assert found(reports) == [
        "报告/C.txt", "报告/a.txt", "报告/a/z.docx", "报告/b.txt", "报告/无扩展名", "报告/石桥镇/2021.txt",
    ]  # fmt: skip
    assert missed(reports) == {}


def test_the_order_of_inputs_does_not_change_the_order_of_files(tmp_path: Path) -> None:
    fill(tmp_path, "x/1.txt", "y/1.txt", "z.txt")
    inputs = [tmp_path / "z.txt", tmp_path / "y", tmp_path / "x"]
    assert found(*inputs) == found(*reversed(inputs)) == ["x/1.txt", "y/1.txt", "z.txt"]


def test_a_file_is_named_by_itself_alone(tmp_path: Path) -> None:
    fill(tmp_path, "深/2021.txt")
    (item,) = discover([tmp_path / "深" / "2021.txt"])
    assert isinstance(item, Found)
    assert (item.path, item.source) == (tmp_path / "深" / "2021.txt", "2021.txt")


def test_the_folder_one_stands_in_has_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fill(tmp_path / "档案", "1.txt", "下/2.txt"))
    assert found(Path()) == ["档案/1.txt", "档案/下/2.txt"]
    monkeypatch.chdir(tmp_path / "档案" / "下")
    assert found(Path("..")) == ["档案/1.txt", "档案/下/2.txt"]


def test_inputs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    fill(tmp_path, "甲/报告/1.txt", "乙/报告/1.txt", "丙/报告~2/1.txt")
    inputs = [tmp_path / "甲" / "报告", tmp_path / "乙" / "报告", tmp_path / "丙" / "报告~2"]
    assert found(*inputs) == ["报告/1.txt", "报告~2/1.txt", "报告~2~2/1.txt"]


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path / "报告", "1.txt", "镇/2.txt")
    inputs = (tmp_path / "报告" / "镇", tmp_path / "报告" / "1.txt", tmp_path / "报告", tmp_path / "报告")
    assert found(*inputs) == ["1.txt", "镇/2.txt"]
    repeated = ("repeated", "info")
    assert missed(*inputs) == {"报告/1.txt": repeated, "报告/镇": repeated, "报告~2": repeated}


def test_what_is_no_report_is_left_out_with_a_row(tmp_path: Path) -> None:
    names = [
        ".DS_Store",
        ".git/config",
        "~$总结.docx",
        "metadata.csv",
        "Thumbs.db",
        "__MACOSX/1.txt",
        "a/~$b.docx",
    ]
    reports = fill(tmp_path / "r", *names, "总结.docx")
    assert found(reports) == ["r/总结.docx"]
    skipped = ("skipped", "info")
    assert missed(reports) == dict.fromkeys(
        [
            "r/.DS_Store",
            "r/.git",
            "r/~$总结.docx",
            "r/metadata.csv",
            "r/Thumbs.db",
            "r/__MACOSX",
            "r/a/~$b.docx",
        ],
        skipped,
    )


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    fill(tmp_path, ".内部/1.txt", "~$x.docx")
    assert found(tmp_path / ".内部") == [".内部/1.txt"]
    assert missed(tmp_path / "~$x.docx") == {"~$x.docx": ("skipped", "info")}


def test_the_results_of_a_run_are_not_reports(tmp_path: Path) -> None:
    reports = fill(tmp_path / "r", "1.txt", "结果/reports.duckdb", "结果/tables/facts.parquet")
    assert found(reports) == ["r/1.txt"]
    assert missed(reports) == {"r/结果": ("output", "info")}
    assert missed(reports / "结果") == {"结果": ("output", "error")}, (
        "a whole input that is not read is an error"
    )


def test_a_path_that_does_not_exist_is_an_error_row(tmp_path: Path) -> None:
    fill(tmp_path, "1.txt")
    items = list(
        discover([tmp_path / "没有", tmp_path / "1.txt", tmp_path / "1.txt" / "2.txt", Path("a\0b")])
    )
    assert [item.source for item in items if isinstance(item, Found)] == ["1.txt"]
    rows = {item.source: item.error for item in items if isinstance(item, Missed)}
    assert {source: row.kind for source, row in rows.items()} == dict.fromkeys(
        ["没有", "2.txt", "a\\x00b"], "missing"
    )
    assert all(row.severity == "error" and row.stage == "discover" for row in rows.values())
    assert str(tmp_path / "没有") in rows["没有"].message


def test_nothing_is_nothing(tmp_path: Path) -> None:
    assert list(discover([])) == list(discover([tmp_path])) == []


@posix
def test_links_outside_and_in_circles_are_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "外/秘密.txt", "r/1.txt", "r2/1.txt")
    reports = tmp_path / "r"
    (reports / "外").symlink_to(tmp_path / "外")
    (reports / "秘密.txt").symlink_to(tmp_path / "外" / "秘密.txt")
    (reports / "近名").symlink_to(tmp_path / "r2")  # r2 begins like r, and is not below it
    (reports / "圈").symlink_to(reports)
    (reports / "自己").symlink_to(reports / "自己")
    (reports / "断").symlink_to(reports / "没有.txt")
    assert found(reports) == ["r/1.txt"]
    assert missed(reports) == {
        "r/外": ("link", "info"),
        "r/秘密.txt": ("link", "info"),
        "r/近名": ("link", "info"),
        "r/圈": ("repeated", "info"),
        "r/自己": ("link", "info"),
        "r/断": ("missing", "error"),
    }


@posix
def test_links_inside_are_followed_where_nothing_else_leads(tmp_path: Path) -> None:
    reports = fill(tmp_path / "r", "1.txt", ".store/2.txt", ".store/深/3.txt")
    (reports / "最新.txt").symlink_to(reports / "1.txt")
    (reports / "2.txt").symlink_to(reports / ".store" / "2.txt")
    (reports / "库").symlink_to(reports / ".store" / "深")
    assert found(reports) == ["r/1.txt", "r/2.txt", "r/库/3.txt"]
    assert missed(reports) == {"r/.store": ("skipped", "info"), "r/最新.txt": ("repeated", "info")}


@posix
def test_an_input_that_is_a_link_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, "真/1.txt")
    (tmp_path / "别名").symlink_to(tmp_path / "真")
    assert found(tmp_path / "别名") == ["别名/1.txt"]


@posix
def test_pipes_and_sockets_are_not_opened(tmp_path: Path) -> None:
    reports = fill(tmp_path / "r", "1.txt")
    os.mkfifo(reports / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(reports)  # the path of a socket may not be long
        try:
            server.bind("socket")
        finally:
            os.chdir(here)
        assert found(reports) == ["r/1.txt"]
        assert missed(reports) == {"r/pipe": ("special", "info"), "r/socket": ("special", "info")}
    assert missed(Path("/dev/null")) == {"null": ("special", "error")}


@posix
@pytest.mark.skipif(os.name != "nt" and os.getuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_an_error_row(tmp_path: Path) -> None:
    reports = fill(tmp_path / "r", "1.txt", "锁/2.txt")
    (reports / "锁").chmod(0)
    try:
        assert found(reports) == ["r/1.txt"]
        assert missed(reports) == {"r/锁": ("unreadable", "error")}
    finally:
        (reports / "锁").chmod(0o700)


def test_an_error_of_the_system_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = fill(tmp_path / "r", "锁/2.txt", "1.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("锁"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(reports) == ["r/1.txt"]
    assert missed(reports) == {"r/锁": ("unreadable", "error")}


@pytest.mark.skipif(
    os.name == "nt" or os.uname().sysname == "Darwin", reason="other systems know no such names"
)
def test_names_that_are_not_unicode_are_made_printable_and_stay_apart(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    same = (
        "e\u0301.txt",
        "\u00e9.txt",
        "\u00e9.txt~2",
    )  # the second has the name of the third before it comes
    for raw in ("总结.txt".encode("gb18030"), b"\xff.txt", *(name.encode() for name in same)):
        (folder / os.fsdecode(raw)).write_text("总结", encoding="utf-8")
    items = list(discover([folder]))
    assert [item.source for item in items] == [
        "r/\\xff.txt", "r/\u00e9.txt", "r/\u00e9.txt~2", "r/\u00e9.txt~2~2", "r/总结.txt",
    ]  # fmt: skip
    assert all(isinstance(item, Found) and item.path.read_text("utf-8") == "总结" for item in items)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("工作总结（定稿）.docx", "工作总结（定稿）.docx"),
        ("全角　空格.txt", "全角　空格.txt"),
        ("a\nb\t.txt", "a\\nb\\t.txt"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_printable(name: str, shown: str) -> None:
    assert printable(name) == shown

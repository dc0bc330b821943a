"""messages: everything the program says has Chinese, and nothing that people are shown in Chinese is English only."""

from __future__ import annotations

import json
import re
import time
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

import reporttext as rt
from messages_made import PACKAGE, Made, expressions, messages
from reporttext.cli import cli, speaking
from reporttext.errors import UsageError, check_number
from reporttext.facts import RULES
from reporttext.messages import _NAME, _catalogue, kinds, shown, shown_failure, shown_problem, translated
from reporttext.outputs.page.archive import _problems
from reporttext.readers import signatures
from reporttext.readers.limits import Limits, describe
from reporttext.readers.signatures import Foreign
from reporttext.rule import FORMS
from reporttext.server.archive import Archive
from reporttext.tables import codes

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words of a sentence in a row: what was not translated. Names of options, packages and commands are no sentence.
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
_NAMES = (
    "pip install",
    "sudo apt",
    "reporttext run",
    "reporttext indicators",
    "reporttext train",
    "apt install",
)
# What stands where the source has a value: anything, or a phrase, where the template wants one.
_FILLS = ("7", "bytes")
_ERRORS = {
    "ReadError": 1,
    "Error": 3,
    "damaged": 0,
    "exceeded": 1,
    "BrokenStream": 1,
    "_WrongError": 0,
    "_UnfitError": 0,
    "told": 2,
    "Notice": 2,
}
# All of the program but what speaks on the terminal, and the checks of the outline, which speak of Chinese texts in Chinese.
_PROGRAM = tuple(
    sorted(
        {p.relative_to(PACKAGE).parts[0] for p in PACKAGE.rglob("*.py")}
        - {"cli", "messages", "errors.py", "outline_checks"}
    )
)
# Who calls what is left out here writes Python, or made the tables that the program is shipped with. Numbers: a test of their own.
_OF_CALLS = (*sorted({*_PROGRAM, "cli"} - {"spacy", "stats", "tables"}), *(f"stats/{p.relative_to(PACKAGE / 'stats')}" for p in sorted((PACKAGE / "stats").rglob("*.py")) if p.name != "methods.py"))  # fmt: skip


def untranslated(found: Iterator[Made], least: int) -> list[Made]:
    """Those without Chinese; fails where fewer are found than there were, so that a change of the search is seen."""
    # “…” alone quotes the report; “{}s” is a word that is not known here.
    made = [one for one in found if "{}s" not in one.text and one.text != "“{}”"]
    assert len(made) >= least
    return [one for one in made if not any(map(_is_told, _filled(one.text)))]


def _filled(text: str, fills: Sequence[str] = _FILLS) -> Iterator[str]:
    """The message with values: all numbers, all phrases, or each of the first few either."""
    parts = text.split("{}")
    for fill in fills:
        yield fill.join(parts)
    for first in product(fills, repeat=min(len(parts) - 1, 6)):
        values = (*first, *("7" for _ in parts[len(first) + 1 :]))
        yield "".join(part + value for part, value in zip(parts, (*values, ""), strict=True))


def _is_told(english: str) -> bool:
    chinese = translated(english.strip("\n"))
    if chinese is None:
        return False
    for name in _NAMES:
        chinese = chinese.replace(name, "")
    return bool(CHINESE.search(chinese)) and not ENGLISH.search(chinese)


def test_every_message_of_the_table_errors_has_chinese() -> None:
    assert untranslated(messages(_ERRORS, *_PROGRAM), 190) == []


# Sentences and words of the system and of libraries, and notes that SQL puts together.
_FROM_ELSEWHERE = {
    "Permission denied", "No such file or directory", "No space left on device", "Is a directory", "Read-only file system",
    "File name too long", "Input/output error", "File is not a zip file", "Failed to load document (PDFium: {reason}).",
    "by heading", "by model", "by position", "by review",
}  # fmt: skip
# A word and its plural, made of a table.
_MADE_OF_TABLES = re.compile(
    r"\{n\} (?:identity|mobile|telephone|bank card) numbers?|\{n\} by (?:catalogue|cluster)"
)


def test_no_template_is_dead() -> None:
    """What the catalogue has is said somewhere: whole, or made of pieces that stand in the source."""
    made = {text.strip("\n") for text in expressions() if re.search("[a-z]{2}", text)}
    assert len(made) > 5000
    tables = (p.read_text("utf-8") for p in PACKAGE.rglob("*.toml") if p.name != "zh.toml")
    written = "\0".join((*made, *tables))
    entries = [entry for entry in _catalogue().phrases if "".join(entry.parts) != ""]
    assert len(entries) > 700
    unsaid = [
        entry
        for entry in entries
        if not all(part.strip(" :;,.()“”\n") in written for part in entry.parts[::2])
        and not any(
            entry.values(text)
            for one in made
            if max(entry.parts[::2], key=len) in one.replace("{}", "")
            for text in _filled(one, ("7", ""))
        )
    ]
    raw = tomllib.loads((PACKAGE / "messages" / "zh.toml").read_text("utf-8"))
    english = {tuple(_NAME.split(text)): text for part in raw.values() for text in part}
    dead = {english[entry.parts] for entry in unsaid} - _FROM_ELSEWHERE
    assert {text for text in dead if not _MADE_OF_TABLES.fullmatch(text)} == set()
    assert "Permission denied" in {english[entry.parts] for entry in unsaid}


def test_every_reason_a_worker_died_of_has_chinese() -> None:
    whole = "the program broke down on this file: {}; run again with more free memory, or leave the file out"
    died = (
        Made(whole.replace("{}", one.text), one.where) for one in messages({"Died": 0, "_end": 0}, "engines")
    )
    assert untranslated(died, 4) == []


def test_every_format_that_is_not_read_has_chinese() -> None:
    foreign = [
        entry
        for value in vars(signatures).values()
        for entry in (
            value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        )
    ]
    known = {
        one
        for entry in foreign
        for one in (entry if isinstance(entry, tuple) else [entry])
        if isinstance(one, Foreign)
    }
    known |= {entry for entry in foreign if isinstance(entry, Foreign)}
    assert len(known) > 20
    assert [one for one in known if not _is_told(signatures.refusal(one).message)] == []


def test_every_kind_has_a_sentence_and_a_name() -> None:
    makers = {
        "ReadError": 0,
        "Error": 1,
        "told": 1,
        "_told": 1,
        "BrokenStream": 0,
        "_miss": 1,
        "Died": 1,
        "Notice": 0,
    }
    raised = {one.text for one in messages(makers, *_PROGRAM)}
    assert {
        "damaged",
        "stale",
        "no_year",
        "place_apart",
        "table",
        "unmatched",
        "not_a_report",
        "timeout",
    } <= raised
    assert raised - kinds() == set()
    assert raised - set(codes()["problem"]) == set()


def test_every_fault_of_a_call_has_chinese() -> None:
    assert (
        untranslated(messages({"UsageError": 0, "ReporttextError": 0, "RuleError": 0}, *_OF_CALLS), 260) == []
    )
    refused = []
    for bounds in ({"low": 0}, {"low": 0.5, "high": 1}, {"above": 0}, {"above": 0, "high": 1e7}):
        for whole in (True, False):
            with pytest.raises(UsageError) as error:
                check_number("kwic: width", -4, whole=whole, **bounds)
            refused.append(str(error.value))
    assert len(set(refused)) == 8
    assert [one for one in refused if not _is_told(one)] == []


def test_what_statistics_say_of_themselves_has_chinese() -> None:
    empty = (Made(f"no row: {one.text}", one.where) for one in messages({"Statistic": "empty"}, "stats"))
    assert untranslated(empty, 25) == []
    assert untranslated(messages({"Found": "notes"}, "stats"), 8) == []
    assert (
        untranslated(
            messages(
                {"append": 0}, "outputs/plots/kinds", "cli/statistics.py", "cli/printing.py", "cli/trace.py"
            ),
            7,
        )
        == []
    )


def test_what_the_commands_print_has_chinese() -> None:
    commands = [
        f"cli/{name}.py"
        for name in (
            "run",
            "fill",
            "review",
            "serve",
            "doctor",
            "progress",
            "show",
            "__init__",
            "words",
            "train",
            "indicators",
            "plot",
            "printing",
            "kinds",
        )
    ]
    assert untranslated(messages({"say": 0, "word": 0, "_begin": 0}, *commands), 55) == []


def test_the_reasons_of_fill_and_explain_have_chinese() -> None:
    assert untranslated(messages({"Filled": "why"}, "outputs/fill.py"), 3) == []
    reasons = ("not stated", "no report of this place", "stated as 3亿元, which is not in a unit that makes 万吨",
               "stated in several units, name one: 亩, 公顷", "no indicator is called 甲, neither in the catalogue nor in a report; near: 乙")  # fmt: skip
    assert [one for one in reasons if not _is_told(one)] == []
    assert untranslated(messages({"Part": 2}, "explain/because.py"), 20) == []
    forms = [form for kind in RULES.values() for form in kind.forms.values()] + list(FORMS.values())
    assert [form for form in forms if not _is_told(form)] == []
    refused = [f"the kind {name} refuses {kind.refuses}" for name, kind in RULES.items() if kind.refuses]
    assert [one for one in refused if not _is_told(one)] == []


def test_what_doctor_lists_has_chinese() -> None:
    from reporttext.readers import available

    told = [entry.about for entry in (*available.formats(), *available.kinds_of_archives())]
    told += [limit["about"] for limit in describe(Limits())]
    assert [
        one
        for one in told
        if not _is_told(one) and not CHINESE.search(shown(f"it is {one}; fetch it again", "zh"))
    ] == []


def test_values_are_taken_out_and_put_in() -> None:
    english = "the part word/document.xml has 7,000,000 tags; the limit is 6,000,000 tags: --limit tags=12000000 doubles it"
    chinese = "部分 word/document.xml 有 7,000,000 个标签；上限是 6,000,000 个标签，确要读它，运行时加 --limit tags=12000000，上限加倍"
    assert translated(english) == chinese
    assert translated(english, "en") == english
    assert shown("\nformats", "zh") == "\n能读的格式"


def test_what_the_catalogue_lacks_is_told_by_its_kind() -> None:
    assert translated("a frog sat on it") is None
    assert shown_problem("damaged", "a frog sat on it", "zh").endswith("（a frog sat on it）")
    assert CHINESE.search(shown_problem("a kind of tomorrow", "a frog sat on it", "zh"))
    assert shown_problem("damaged", "a frog sat on it", "en") == "a frog sat on it"
    assert CHINESE.search(shown_failure("a frog sat on it", "zh"))
    # A phrase that must be known is not known here: no half of a sentence is told.
    assert translated("it is a frog; feed it") is None


def test_a_value_is_never_taken_for_a_template() -> None:
    assert (
        translated("there is no file or folder {path} {0} \\1 报告; check the path")
        == "没有文件或文件夹 {path} {0} \\1 报告；请核对路径"
    )
    source = "the file is empty; fetch it again or leave it out"
    assert translated(f"it is read already, as {source}") == f"同一个文件已经读过，名为 {source}"


_LISTS = {
    "cells: {}; 3 with claims that disagree": (
        ", ", ["18 value", "1 zero", "4 masked", "1,205 not_stated", "5 no_report"],
        "格数：{}；各处说法不一的 3 格", "、", ["有数 18", "零 1", "被遮盖 4", "未写 1,205", "无报告 5"],
    ),
    "facts of these indicators that are in no yearly cell: {}": (
        ", ", ["1,003 of no stated period", "4 of several years", "2 of a part of a year", "1 changes from another base than the year before", "9 in a unit that the catalogue does not know for them"],
        "这些指标的数据里，没有列入各年的：{}", "、", ["没有写明时期的 1,003 个", "跨几年的 4 个", "只是一年中一段的 2 个", "不是与上年相比的增减 1 个", "单位不在指标目录里的 9 个"],
    ),
    "blanked out as asked for: {}": (
        ", ", ["1 identity number", "3 mobile numbers", "2 telephone numbers", "1 bank card number"],
        "已按要求隐去：{}", "、", ["身份证号 1 个", "手机号 3 个", "电话号码 2 个", "银行卡号 1 个"],
    ),
    "it is a PDF document: {} (70 bytes) and needs the extra ocr: pip install \"reporttext[ocr]\", then run again": (
        "; ", [*(f"page {n} has no text layer (scanned)" if n % 4 else f"pages {n}–{n + 1} have a text layer that is no language (its fonts do not name their characters)" for n in range(2, 16, 2)), "and on"],
        "它是PDF 文档，{}（70 字节），要先装部件 ocr 才能读：在安装程序的地方输入 pip install \"reporttext[ocr]\"，再运行一次", "；",
        [*(f"第 {n} 页没有文字层（是扫描件）" if n % 4 else f"第 {n}–{n + 1} 页文字层是乱码（字体没有标明字符）" for n in range(2, 16, 2)), "等"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", _LISTS)
def test_a_list_is_told_item_by_item(sentence: str) -> None:
    mark, items, chinese, chinese_mark, told = _LISTS[sentence]
    assert len(items) == len(told) >= 4
    for number in range(1, len(items) + 1):
        for first in range(len(items) - number + 1):
            part = slice(first, first + number)
            english = sentence.format(mark.join(items[part]))
            assert translated(english) == chinese.format(chinese_mark.join(told[part]))


def test_a_count_is_a_number() -> None:
    assert (
        translated("reports; 7 left out as copies of another") == "reports；另有 7 份与别的报告重复，没有算"
    )
    assert translated("reports; some left out as copies of another") is None


@pytest.mark.parametrize(
    "text",
    [
        "; ".join("a, b" for _ in range(50_000)),
        "line 1: " * 20_000,
        "it is " + "x; " * 50_000,
        "blanked out as asked for: " + ", ".join(f"{n} identity numbers" for n in range(20_000)),
        "it is not used: " + "; ".join(", ".join(f"{n} masked" for n in range(90)) for _ in range(90)),
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    before = time.process_time()
    shown_problem("damaged", text, "zh")
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("environment", "windows", "expected"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN"}, None, "zh"),
        ({"LANG": "", "LC_ALL": ""}, "zh_CN", "zh"),
        ({}, "de_DE", "en"),
        ({"REPORTTEXT_LANG": "en"}, "zh_CN", "en"),
        ({"REPORTTEXT_LANG": "zh", "LC_ALL": "C"}, None, "zh"),
    ],
)
def test_the_language_of_the_machine(environment: dict[str, str], windows: str | None, expected: str) -> None:
    assert speaking.of_machine(environment, windows) == expected


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports, and files that fail in many ways, with a run over them."""
    folder = tmp_path_factory.mktemp("messages")
    reports = folder / "报告"
    reports.mkdir()
    year = "{}镇{}年工作总结\n\n一、主要成效\n\n全年召开会议{}次，开展志愿服务活动12场次。\n\n二、存在问题\n\n仍有3处隐患未整改。\n"
    for place, when, times in (("甲桥", 2021, 6), ("甲桥", 2022, 8), ("乙桥", 2021, 5)):
        (reports / f"{place}镇{when}.txt").write_text(year.format(place, when, times), "utf-8")
    (reports / "空.txt").write_bytes(b"")
    (reports / "坏.docx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    (reports / "坏.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    (reports / "坏.xlsx").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    (reports / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    (reports / "图.heic").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 200)
    (reports / "程序.bin").write_bytes(bytes(range(256)) * 8)
    (reports / "english.txt").write_text("All of this is English, and no report.\n" * 9, "utf-8")
    (reports / "乱.txt").write_bytes("工作总结，".encode("gb18030") * 30 + b"\xff\xfe\x81" * 40)
    (reports / "metadata.csv").write_text(
        "source,year\n甲桥镇2021.txt,二〇二一\n不在.txt,2020\n,2021\n", "utf-8"
    )
    with zipfile.ZipFile(reports / "包.zip", "w") as packed:
        packed.writestr("内.txt", "")
        packed.writestr("链.docx", b"PK\x03\x04xxxx")
    rt.run([reports, folder / "没有"], folder / "结果", workers=1, formats=("csv", "xlsx", "page"))
    return folder


def test_nothing_in_workbook_page_and_server_is_english_only(archive: Path) -> None:
    out = archive / "结果"
    with rt.open(out) as reports:
        stored = reports.errors
        page = _problems(reports, "zh", 100)["rows"]
    assert len(stored) >= 14
    assert not any(
        CHINESE.search(re.sub(r"[“(].*?[”)]|\S*[\u4e00-\u9fff]\S*", "", message))
        for message in stored["message"]
    )
    sheet = openpyxl.load_workbook(out / "reports.xlsx")["运行记录"]
    heads = [cell.value for cell in sheet[1]]
    told = [row[heads.index("说明")].value for row in sheet.iter_rows(min_row=2)]
    assert len(told) == len(stored)
    told += [row[4] for row in page]
    told += [row["message"] for row in Archive(out, archive, "zh").problems()]
    assert len(told) > 2 * len(stored)
    assert [one for one in told if not CHINESE.search(one) or ENGLISH.search(one)] == []
    # By kind alone only what no template tells: none of these.
    assert [one for one in told if re.search(r"（[^）]*[a-z]{2,} [a-z]{2,} [^）]*）$", one)] == []
    with rt.open(out) as reports:
        assert _problems(reports, "en", 100)["rows"][0][4] in set(stored["message"])
    written = (out / "page" / "data" / "errors.js").read_text("utf-8")
    assert "fetch it again" not in written
    index = (out / "page" / "index.html").read_text("utf-8")
    assert "没有重复的" in index
    assert "copies" not in index


# What stands in Chinese text in Latin letters: names of files, columns, options, formats, commands.
_LATIN = re.compile(
    r"metadata\.csv|reports\.duckdb|/tables|/page|source|county|township|place|year|reporttext|panel|sample|[\w/()（） -]*\.(?:txt|docx|xlsx|csv)"
)


def _english(told: str) -> bool:
    """Whether a word of English is left, even one alone, as in “18 value”."""
    return re.search(r"[A-Za-z]{3,}", _LATIN.sub("", told)) is not None


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> tuple[Path, str]:
    """The run that the first user makes, over the sample, and what it printed."""
    out = tmp_path_factory.mktemp("sample") / "结果"
    code, told = zh("run", str(sample), "-o", str(out), "--format", "xlsx,page", "--workers", "1")
    assert code == 0
    return out, told


def test_the_sample_is_told_in_chinese(shipped: tuple[Path, str]) -> None:
    out, told = shipped
    assert re.search(r"数据 +1,\d\d\d   （其中数字隐去 \d+）", told)
    assert not _english(told.replace(str(out), ""))
    book = openpyxl.load_workbook(out / "reports.xlsx")
    rows = list(book["运行记录"].iter_rows(values_only=True))
    notes = [row[rows[0].index("说明")] for row in rows[1:]]
    assert len(notes) >= 5
    notes += [
        row[1] for row in book["总览"].iter_rows(min_row=2, values_only=True) if isinstance(row[1], str)
    ]
    with rt.open(out) as reports:
        page = _problems(reports, "zh", 100)["rows"]
    notes += [row[4] for row in page]
    index = (out / "page" / "index.html").read_text("utf-8")
    notes += re.findall(r"格数：[^<]+|没有列入各年的：[^<]+", index)
    assert re.search(r"格数：有数 \d+、.*被遮盖 \d+；各处说法不一的 \d+ 格", index)
    assert [note for note in notes if _english(note)] == []


def test_a_panel_of_the_sample_explains_itself_in_chinese(shipped: tuple[Path, str], tmp_path: Path) -> None:
    out, _ = shipped
    code, told = zh(
        "panel",
        "理论学习中心组学习",
        "开展志愿服务活动",
        "--in",
        str(out),
        "--stated",
        "-o",
        str(tmp_path / "两项.xlsx"),
    )
    assert code == 0
    assert not _english(told.replace(str(tmp_path), ""))
    sheets = openpyxl.load_workbook(tmp_path / "两项.xlsx").worksheets
    cells = [
        cell
        for sheet in sheets[1:]
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    ]
    (counted,) = [cell for cell in cells if cell.startswith("格数：")]
    assert re.fullmatch(r"格数：有数 \d+、被遮盖 \d+；各处说法不一的 \d+ 格", counted)


def zh(*words: str) -> tuple[int, str]:
    """A command in Chinese: exit code, and all that it prints."""
    done = CliRunner().invoke(cli, [*words], env={speaking.VARIABLE: "zh"})
    return done.exit_code, done.output


def test_a_run_is_summed_up_in_chinese(archive: Path) -> None:
    code, told = zh("run", str(archive / "报告"), "-o", str(archive / "结果"), "--workers", "1")
    assert code == 1
    assert "共 3 份报告，来自" in told
    assert "文件是空的；请重新取得" in told
    assert not ENGLISH.search(told)
    english = CliRunner().invoke(
        cli, ["run", str(archive / "报告"), "-o", str(archive / "结果"), "--lang", "en"]
    )
    assert "3 reports from" in english.output
    # JSON is for programs: the same on every machine.
    _, lines = zh("run", str(archive / "报告"), "-o", str(archive / "结果"), "--json")
    (problems,) = [json.loads(line)["problems"] for line in lines.splitlines() if '"end"' in line]
    assert not any(
        CHINESE.search(message.split("“")[0])
        for one in problems
        for source, message in one["first"]
        if one["kind"] == "empty"
    )


def test_faults_of_calls_are_told_in_chinese(tmp_path: Path) -> None:
    code, told = zh("run", str(tmp_path / "nothing"), "-o", str(tmp_path / "out"))
    assert code == 2
    assert "reporttext：一份报告也没有读出来" in told
    code, told = zh("explain", "x", "--in", str(tmp_path))
    assert code == 2
    assert told.startswith(f"reporttext: {tmp_path} 里没有 reports.duckdb")
    assert (
        CliRunner()
        .invoke(cli, ["show", "nothing", "--lang", "zh"])
        .output.startswith("reporttext: nothing：没有这个文件")
    )


def test_explain_show_and_doctor_in_chinese(archive: Path) -> None:
    with rt.open(archive / "结果") as reports:
        ids = list(reports.facts["fact_id"])
    for fact_id in ids:
        code, told = zh("explain", fact_id, "--in", str(archive / "结果"))
        assert code == 0
        assert "把握" in told
        assert "状态" in told
        assert not ENGLISH.search(told), told
        assert not re.search(r"\b(achieved|problem|heading|before|count)\b", told), told
        english = CliRunner().invoke(cli, ["explain", fact_id, "--in", str(archive / "结果")]).output
        assert "Other candidates in the sentence" in english
        assert not CHINESE.search("".join(line[:14] for line in english.splitlines()[4:]))
    code, told = zh("show", str(archive / "报告" / "甲桥镇2021.txt"))
    assert "── 成绩 ──" in told
    assert "字，数据" in told
    assert not ENGLISH.search(told)
    code, told = zh("doctor")
    assert "能读的格式" in told
    assert not ENGLISH.search(re.sub(r"pip install.*|\(extra.*|Linux.*", "", told))


def test_fill_tells_its_reasons_in_chinese(archive: Path, tmp_path: Path) -> None:
    form = openpyxl.Workbook()
    for cell, text in {
        "A3": "甲桥镇",
        "A4": "丙桥镇",
        "B2": "开展志愿服务活动",
        "C2": "一般公共预算收入",
    }.items():
        form.active[cell] = text
    form.save(tmp_path / "台账.xlsx")
    (tmp_path / "台账.toml").write_text(
        '[[tables]]\nrows = "A3:A4"\ncolumns = "B2:C2"\nrows_are = "place"\ncolumns_are = "indicator"\nyear = 2021\n',
        "utf-8",
    )
    words = (
        "fill",
        str(tmp_path / "台账.xlsx"),
        "--map",
        str(tmp_path / "台账.toml"),
        "--in",
        str(archive / "结果"),
    )
    code, told = zh(*words, "-o", str(tmp_path / "填好.xlsx"))
    assert code == 1
    assert "丙桥镇  2021: 没有这个地方的报告" in told
    assert "报告没有写" in told
    assert "4 个格子填了 1 个" in told
    assert not ENGLISH.search(told)


def test_the_mapping_knows_all_faults_of_a_map() -> None:
    assert (
        translated("台账.toml [[tables]] 1: nothing says the year of B3")
        == "台账.toml 里第 1 个 [[tables]]：格子 B3 没有说明年份"
    )


def _commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from _commands(command, *before, name)
        elif command is not None:
            yield (*before, name), command


def test_every_command_takes_the_language_of_the_terminal() -> None:
    found = dict(_commands(cli))
    assert len(found) > 40
    without = [
        name
        for name, command in found.items()
        if [p.callback for p in command.params if p.name == "lang"] != [speaking._keep]
    ]
    assert without == []


@pytest.mark.parametrize(("asked", "machine"), [("zh", "en"), ("en", "zh")])
def test_the_language_asked_for_is_that_of_all_that_is_printed(
    shipped: tuple[Path, str], tmp_path: Path, asked: str, machine: str
) -> None:
    out = str(shipped[0])
    calls = [
        ("panel", "开展志愿服务活动", "--in", out, "-o", str(tmp_path / "a.csv")),
        ("keyness", "--in", out, "--group", "year=2021", "--cite", "--rows", "1"),
        ("cite", "panel"),
        ("cite", "nothing"),
        ("kwic", "", "--in", out),
        ("kinds",),
        ("words", "--in", out, "--hits"),
        ("train", str(tmp_path / "复核.csv"), "-o", str(tmp_path / "model")),
        ("evaluate", str(tmp_path / "gold"), "--in", out),
        ("diff", out, out, "-o", str(tmp_path / "d.txt")),
    ]
    if find_spec("matplotlib"):
        calls.append(("plot", "panel", "开展志愿服务活动", "--in", out, "-o", str(tmp_path / "a.png")))
    (tmp_path / "gold").mkdir()
    (tmp_path / "复核.csv").write_text("文件\n", "utf-8")
    for call in calls:
        done = CliRunner().invoke(cli, [*call, "--lang", asked], env={speaking.VARIABLE: machine})
        assert done.exit_code in (0, 2), (call, done.output)
        told = done.stderr or done.stdout
        if call == ("kinds",):  # its examples are of Chinese texts
            assert ("nothing" in told) == (asked == "en")
            continue
        assert bool(CHINESE.search(re.sub(r"\S*(?:结果|复核|志愿|“.*?”)\S*", "", told))) == (asked == "zh"), (
            call,
            told,
        )

"""The page as files: what is written, that nothing of a report becomes markup, and what a run does with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import three_reports
from archives import run, write
from reporttext.model import Document, Metadata, Span
from reporttext.outputs import FORMATS, page
from reporttext.outputs.page import reports
from reporttext.outputs.page.pieces import Cutter, Layer
from reporttext.outputs.page.write import Writer, in_script, words
from reporttext.store import connect
from reporttext.store.folder import Folder
from reporttext.tables import codes, tables
from stores import TEXT, document, store

ASSETS = Path(page.__file__).parent / "assets"
HOSTILE = (
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}<!--\u202e倒\u2028&amp;"
)


def made(folder: Folder, new: Path, language: str = "zh") -> Path:
    with connect(folder.database, read_only=True) as con:
        FORMATS["page"].write(con, new, language)
    return new


def content(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def data(folder: Path, name: str) -> Any:
    text = (folder / "data" / f"{name}.js").read_text("utf-8")
    found = re.fullmatch(
        r'reporttext\.take\("([\w-]+)",(.*)\);\n',
        text.replace('take("' + name + '", ', f'take("{name}",'),
        re.DOTALL,
    )
    assert found
    assert found[1] == name
    return json.loads(found[2])


class Parsed(HTMLParser):
    """Tags with their attributes, and the text of the article."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.article, self._inside, self.block = "", False, ""
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside |= tag == "article"
        self._script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "article"
        self._script &= tag != "script"

    def handle_data(self, text: str) -> None:
        self.article += text if self._inside else ""
        self.block += text if self._script else ""


@pytest.fixture
def out(tmp_path: Path) -> Folder:
    return store(tmp_path / "out", [document()])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_store_gives_the_same_bytes(out: Folder, tmp_path: Path, language: str) -> None:
    first = content(made(out, tmp_path / "first", language))
    assert first == content(made(out, tmp_path / "second", language))
    (doc_id,) = [name for name in first if name.startswith("reports/")]
    assert set(first) >= {
        "index.html",
        "assets/chart.js",
        "assets/chart.LICENSE.txt",
        "data/reports.js",
        doc_id,
    }
    title = {"zh": "报告档案", "en": "Report archive"}[language]
    assert f"<title>{title}</title>" in first["index.html"].decode()


def test_how_many_reports_are_read_at_once_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Folder(three_reports.run(tmp_path))
    whole = content(made(out, tmp_path / "whole"))
    assert sum(name.startswith("reports/") for name in whole) > 1
    monkeypatch.setattr(reports, "_AT_ONCE", 1)
    assert content(made(out, tmp_path / "one")) == whole


def test_every_page_forbids_requests(out: Folder, tmp_path: Path) -> None:
    for name, file in content(made(out, tmp_path / "page")).items():
        if name.endswith(".html"):
            parsed = Parsed(file.decode())
            policy = next(
                a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy"
            )
            assert policy is not None
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            for tag, attributes in parsed.tags:
                assert not [a for a in attributes if a.startswith("on") or a == "style"], (tag, attributes)
                for where in ("src", "href"):
                    target = attributes.get(where) or ""
                    assert ":" not in target or target == "data:,", "only what lies beside it"
                    if target and target[0] != "#" and target != "data:,":
                        base = (tmp_path / "page" / name).parent
                        assert (base / target.partition("#")[0]).is_file(), target


def hostile() -> Document:
    base = document(
        source=f"a/{HOSTILE}.txt", metadata=Metadata(title=HOSTILE, place=HOSTILE, topic=HOSTILE, year=2022)
    )
    first, *rest = base.facts
    return replace(base, facts=(first._replace(indicator=HOSTILE, activity=HOSTILE), *rest))


def test_text_of_reports_stays_text(tmp_path: Path) -> None:
    text = TEXT + HOSTILE.replace("\n", "") + "\n"
    doc = hostile()
    last = Span(len(TEXT), len(text) - 1)
    doc = replace(doc, text=text, blocks=(*doc.blocks, doc.blocks[2]._replace(span=last)))
    files = made(store(tmp_path / "out", [doc]), tmp_path / "page")
    (report,) = (files / "reports").iterdir()
    parsed = Parsed(report.read_text("utf-8"))
    plain = Parsed(
        (made(store(tmp_path / "plain", [document()]), tmp_path / "p2") / "reports")
        .glob("*")
        .__next__()
        .read_text("utf-8")
    )
    assert [tag for tag, _ in parsed.tags if tag in ("script", "img")] == [
        tag for tag, _ in plain.tags if tag == "script"
    ]
    assert HOSTILE in parsed.article
    facts = json.loads(parsed.block)["facts"]
    assert facts[0][reports.SHOWN["facts"].index("indicator")] == HOSTILE
    for file in (files / "data").iterdir():
        assert "</" not in file.read_text("utf-8")
        assert "<!--" not in file.read_text("utf-8")
    assert data(files, "reports")["rows"][0][1] == HOSTILE


def test_halves_of_pairs_are_replaced(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "zh")
    writer.data("x", ["\ud800"])
    assert data(tmp_path, "x") == ["?"]


@pytest.mark.parametrize("what", ["</script>", "<!--", "&lt;", "a\u2028b", 1e300, None, [0.1, '引"号\\']])
def test_data_is_read_as_it_was(what: object) -> None:
    assert json.loads(in_script(what)) == what
    assert not set("<>&") & set(in_script(what))


# Pieces


@given(st.data())
def test_pieces_are_the_text(draw: st.DataObject) -> None:
    text = draw.draw(st.text(alphabet="一二😀ab\n", min_size=1, max_size=30))
    ends = st.integers(0, len(text))
    spans = {
        layer: sorted(Span(*sorted(pair)) for pair in draw.draw(st.lists(st.tuples(ends, ends), max_size=6)))
        for layer in ("facts", "masks")
    }
    start, end = sorted(draw.draw(st.tuples(ends, ends)))
    pieces = list(Cutter(text, [Layer(name, found) for name, found in spans.items()]).cut(start, end))
    assert "".join(piece.text for piece in pieces) == text[start:end]
    for name, found in spans.items():
        for i, span in enumerate(found):
            covered = "".join(piece.text for piece in pieces if i in piece.within.get(name, ()))
            assert covered == text[max(start, span.start) : min(end, span.end)][: max(0, end - start)] * (
                span.start < span.end
            )
            begins = [piece for piece in pieces if i in piece.first.get(name, ())]
            assert len(begins) == (start <= span.start < span.end and span.start < end)


def test_a_report_in_pieces(out: Folder, tmp_path: Path) -> None:
    (report,) = (made(out, tmp_path / "page") / "reports").iterdir()
    text = report.read_text("utf-8")
    start = TEXT.index("3.5公里")
    assert f'<a class="f target" href="#fl1" data-of="f1" id="f{start}-{start + 5}">3.5公里</a>' in text
    assert re.search(
        r'<a class="k f \w+" href="#fl0" data-of="f0" id="f[-\d]+">\*\*</a><a class="f \w+"[^>]*>余场次</a>',
        text,
    )
    assert Parsed(text).article.split() != []
    assert "".join(Parsed(text).article.split()).count("".join(TEXT.split("\n")[2].split())) == 1


# What scripts take for granted


def scripts() -> Mapping[str, str]:
    return {name: (ASSETS / name).read_text("utf-8") for name in ("common.js", "archive.js", "report.js")}


def test_scripts_say_only_words_that_there_are() -> None:
    for name, text in scripts().items():
        used = set(re.findall(r'word\("(\w+)"', text))
        assert used <= set(words("zh")), name
        assert set(re.findall(r'code\("(\w+)"', text)) <= set(codes()), name
        for table, column in re.findall(r'head\("(\w+)", "(\w*)"\)', text):
            assert column == "" or column in tables()[table].names, name
        for risky in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "fetch(",
            "XMLHttp",
        ):
            assert risky not in text, name


def test_scripts_know_the_order_of_columns() -> None:
    script = scripts()["report.js"]
    order = dict(re.findall(r"(\w+): (\d+)", re.search(r"const f = \{(.*?)\}", script)[1]))  # type: ignore[index]
    names = {
        "max": "value_max",
        "base": "change_base",
        "from": "period_start",
        "to": "period_end",
        "period": "period_text",
        "qualifier": "qualifier_text",
    }
    for name, place in order.items():
        assert reports.SHOWN["facts"][int(place)] == names.get(name, name)


def test_every_word_is_said() -> None:
    said = "".join(scripts().values()) + "".join(
        (ASSETS.parent / where).read_text("utf-8")
        for where in ("templates/index.html", "templates/report.html", "templates/base.html", "archive.py")
    )
    for key in words("zh"):
        assert re.search(rf'\bt\.{key}\b|"{key}"', said), f"{key} is said nowhere"


# Of a whole archive


def test_the_archive_view(tmp_path: Path) -> None:
    copy = document(source="archive/b.txt")
    files = made(store(tmp_path / "out", [document(), copy]), tmp_path / "page")
    rows = data(files, "reports")["rows"]
    assert [row[1:11] for row in rows] == [
        ["松岗镇2022年工作总结", rows[0][2], 2022, "工作总结", "镇", len(TEXT), 3, 1, 1, 0]
    ] * 2
    assert [row[13] for row in rows] == [False, True]
    assert len(data(files, "reports")["heads"]) == len(page.archive.REPORTS)
    errors = data(files, "errors")
    assert (errors["of"], errors["rows"][0][0], errors["rows"][0][4]) == (
        2,
        "warning",
        "文字编码有问题，请用记事本打开核对，另存为 UTF-8 编码（2 bytes are left out）",
    )
    themes = data(files, "themes")["theme"]["all"]
    assert [row[0] for row in themes] == ["党建", "安全"]


def test_the_page_checks_what_the_workbook_does(tmp_path: Path) -> None:
    """Two reports tell one indicator of one year otherwise: a check, which leads to the figure."""
    (tmp_path / "in").mkdir()
    for name, text in {
        "一.txt": "云陂镇2021年工作总结\n一、主要成效\n全年一般公共预算收入3560万元。\n",
        "二.txt": "云陂镇2022年工作总结\n一、主要成效\n全年一般公共预算收入3940万元，2021年为3500万元。\n",
    }.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    run(tmp_path / "in", out=tmp_path / "out")
    files = made(Folder(tmp_path / "out"), tmp_path / "page")
    found = data(files, "checks")
    ((doc_id, title, place, year, of, kind, severity, message, start, end),) = found["rows"]
    assert (found["of"], title, place, year, of, severity) == (
        1,
        "云陂镇2021年工作总结",
        "云陂镇",
        2021,
        "facts",
        "warning",
    )
    assert (kind, "3560万元" in message, "3500万元" in message) == ("各报告说法不一", True, True)
    assert f'id="f{start}-{end}"' in (files / "reports" / f"{doc_id}.html").read_text("utf-8")
    assert "<dt>核对</dt><dd>1</dd>" in (files / "index.html").read_text("utf-8")


def test_a_report_without_a_place_is_told_by_its_title(tmp_path: Path) -> None:
    unknown = document(metadata=Metadata(title="工作总结", year=2022))
    files = made(
        store(tmp_path / "out", [unknown, document("archive/b.txt", metadata=unknown.metadata)]),
        tmp_path / "page",
    )
    rows = data(files, "reports")["rows"]
    assert [row[12] for row in rows] == [f"工作总结〔{row[0][:8]}〕" for row in rows]


def test_the_list_of_reports_has_its_own_heads(out: Folder, tmp_path: Path) -> None:
    assert data(made(out, tmp_path / "page"), "reports")["heads"][1] == "标题"
    assert "only light" in (ASSETS / "style.css").read_text("utf-8")


def test_a_table_is_a_table(tmp_path: Path) -> None:
    """Rows in cells, heads below a body begin another table; a figure is marked in its cell, and no character is lost."""
    rows = "主要指标表\n指标\t单位\t2022年\n税收\t万元\t135\n指标\t2022年\n农户\t330户\n"
    (tmp_path / "in").mkdir()
    text = f"云陂镇2022年工作总结\n一、主要成效\n全年召开会议6次。\n{rows}二、下一步打算\n明年召开会议8次。\n"
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    run(tmp_path / "in", out=tmp_path / "out")
    files = made(Folder(tmp_path / "out"), tmp_path / "page")
    (file,) = (files / "reports").iterdir()
    page_text = file.read_text("utf-8")
    assert page_text.count("<table>") == page_text.count("</table>") == 2
    start = text.index("135")
    assert re.search(rf'<td><span[^>]*><a [^>]*id="f{start}-{start + 3}">135</a></span>', page_text)
    assert "税收\t万元\t135" in Parsed(page_text).article
    ids = re.findall(r' id="([^"]+)"', page_text)
    assert len(ids) == len(set(ids))


def test_too_many_reports_are_counted_only(
    out: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_REPORTS", 0)
    files = made(out, tmp_path / "page")
    assert not (files / "reports").exists()
    assert data(files, "reports")["rows"] == []
    assert data(files, "words")["each"] is False
    assert "网页不列单份报告" in (files / "index.html").read_text("utf-8")


def test_long_lists_are_cut_and_say_so(out: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page.archive, "MOST_ROWS", 0)
    assert data(made(out, tmp_path / "page"), "errors") == {"of": 1, "rows": []}


def test_an_empty_store_has_a_page(tmp_path: Path) -> None:
    assert (made(store(tmp_path / "out", []), tmp_path / "page") / "index.html").is_file()


def test_what_a_run_does_with_it(tmp_path: Path) -> None:
    archive, out = write(tmp_path / "archive", "a.txt", "b.txt"), tmp_path / "out"
    assert run(archive, out=out, formats=("page",)).outputs[-1] == out / "page"
    before = content(out / "page")
    times = {file: file.stat().st_mtime_ns for file in (out / "page").rglob("*")}
    run(archive, out=out, formats=("page",))
    assert {file: file.stat().st_mtime_ns for file in (out / "page").rglob("*")} == times, (
        "unchanged: left alone"
    )

    (out / "page" / "mine.html").write_text("mine")
    (archive / "b.txt").unlink()
    run(archive, out=out, formats=("page",))
    after = content(out / "page")
    gone = set(before) - set(after)
    assert [name.partition("/")[0] for name in gone] == ["reports"], "the page of a report that left leaves"
    assert after["mine.html"] == b"mine"

    (out / "indicators.toml").write_text("", "utf-8")
    times = {file: file.stat().st_mtime_ns for file in (out / "page").rglob("*.js")}
    run(archive, out=out, formats=("page",))
    assert {f: f.stat().st_mtime_ns for f in (out / "page").rglob("*.js")} != times, (
        "accepted indicators show"
    )

    write(archive, "c.txt")
    run(archive, out=out, formats=("csv",))
    assert content(out / "page") == {"mine.html": b"mine"}, "an old page beside new tables would be believed"

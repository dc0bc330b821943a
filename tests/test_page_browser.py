"""The page in a real browser: it draws, filters, leads from figure to sentence and back, and asks nothing of any network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reporttext.model import Metadata, Span
from reporttext.outputs import FORMATS
from reporttext.store import connect
from stores import TEXT, document, store
from test_page import HOSTILE

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver is here")
VIEWS = ("overview", "reports", "matrix", "indicators", "themes", "trends", "checks", "problems")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1500,1000",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    pytest.importorskip("selenium")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=ChromeService(str(DRIVER))) as driver:
        driver.implicitly_wait(5)
        yield driver


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of several years, one with characters beyond 16 bits before its figures, one that is hostile throughout."""
    out = tmp_path_factory.mktemp("archive")
    documents = [
        document(f"a/{year}.txt", metadata=replace(document().metadata, year=year))
        for year in range(2000, 2060)
    ]
    text = "😀𠮷" * 20 + "\n" + TEXT
    by = text.index(TEXT)
    moved = document("a/wide.txt", TEXT)
    documents.append(
        replace(
            moved, text=text,
            blocks=tuple(b._replace(span=Span(b.span.start + by, b.span.end + by)) for b in moved.blocks),
            sentences=tuple(s._replace(span=Span(s.span.start + by, s.span.end + by)) for s in moved.sentences),
            facts=tuple(f._replace(span=Span(f.span.start + by, f.span.end + by)) for f in moved.facts),
            events=(), mentions=(), themes=(), metadata=Metadata(title="宽字符", place="松岗镇", year=2022),
        )
    )  # fmt: skip
    bad = TEXT + HOSTILE + "\n"
    doc = document("a/bad.txt", TEXT)
    doc = replace(
        doc, text=bad, blocks=(*doc.blocks, doc.blocks[2]._replace(span=Span(len(TEXT), len(bad) - 1)))
    )
    facts = tuple(f._replace(indicator=HOSTILE, activity=HOSTILE) for f in doc.facts)
    documents.append(
        replace(
            doc,
            facts=facts,
            metadata=Metadata(title=HOSTILE, place=HOSTILE, year=2023),
            source=f"a/{HOSTILE}",
        )
    )
    folder = store(out / "out", documents)
    with connect(folder.database, read_only=True) as con:
        FORMATS["page"].write(con, out / "page", "zh")
    return out / "page"


def visit(browser: WebDriver, file: Path, view: str = "") -> None:
    """Open a page anew and wait until its scripts are done."""
    from selenium.webdriver.support.wait import WebDriverWait

    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(file.as_uri() + (f"#{view}" if view else ""))
    ready = f"#view-{view}[data-ready]" if view in VIEWS else "html[data-ready]"
    WebDriverWait(browser, 20).until(lambda b: b.find_elements("css selector", ready))


def titled(files: Path, title: str) -> Path:
    text = (files / "data" / "reports.js").read_text("utf-8")
    rows = json.loads(text[text.index("{") : text.rindex("}") + 1])["rows"]
    return files / "reports" / f"{next(row[0] for row in rows if row[1] == title)}.html"


def css(browser: WebDriver, selector: str) -> list[Any]:
    found: list[Any] = browser.find_elements("css selector", selector)
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_views_draw_without_error_and_without_a_request(browser: WebDriver, files: Path, view: str) -> None:
    browser.get_log("performance")
    visit(browser, files / "index.html", view)
    assert not browser.get_log("browser")
    shown = [
        section.get_attribute("id") for section in css(browser, "main > section") if section.is_displayed()
    ]
    assert shown == [f"view-{view}"]
    assert css(browser, ".tabs a[aria-current]")[0].get_attribute("hash") == f"#{view}"
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    assert asked
    assert {url for url in asked if not url.startswith(("file:", "about:", "data:"))} == set()


def test_charts_bring_their_paper(browser: WebDriver, files: Path) -> None:
    """A browser that darkens pages leaves what is drawn: dark letters on nothing could not be read."""
    visit(browser, files / "index.html", "overview")
    corner = "return [...document.querySelector('canvas').getContext('2d').getImageData(1, 1, 1, 1).data]"
    assert browser.execute_script(corner) == [255, 255, 255, 255]


def test_no_request_can_be_made(browser: WebDriver, files: Path) -> None:
    visit(browser, files / "index.html", "overview")
    tried = """const done = arguments[0];
        fetch("http://127.0.0.1:9/").then(() => done("sent"), () => done("refused"));"""
    assert browser.execute_async_script(tried) == "refused"
    assert "Content Security Policy" in browser.get_log("browser")[0]["message"]


def test_tables_sort_filter_and_page(browser: WebDriver, files: Path) -> None:
    visit(browser, files / "index.html", "reports")
    status = css(browser, "#view-reports .rows")[0]
    assert status.text == "62 行，第 1 页，共 2 页"
    assert len(css(browser, "#view-reports tbody tr")) == 50
    back, forth = css(browser, "#view-reports .controls button")
    assert not back.is_enabled()
    forth.click()
    assert len(css(browser, "#view-reports tbody tr")) == 12
    year = next(head for head in css(browser, "#view-reports thead th") if head.text.startswith("年份"))
    button = year.find_element("css selector", "button")
    button.click()
    assert year.get_attribute("aria-sort") == "ascending"
    column = css(browser, "#view-reports thead th").index(year) + 1
    cell = f"#view-reports tbody tr:first-child td:nth-child({column})"
    assert css(browser, cell)[0].text == "2000"
    button.click()
    assert css(browser, cell)[0].text == "2059"
    css(browser, "#view-reports .controls input")[0].send_keys("宽字符")
    assert status.text == "1 行，第 1 页，共 1 页"


def test_the_matrix_leads_to_reports(browser: WebDriver, files: Path) -> None:
    visit(browser, files / "index.html", "matrix")
    row = next(row for row in css(browser, "#view-matrix tbody tr") if "平岭县" in row.text)
    link = row.find_element("css selector", "td.has a")
    assert link.get_attribute("href").startswith(files.as_uri() + "/reports/")
    assert Path(link.get_attribute("href").removeprefix("file://")).is_file()


def test_from_the_list_to_the_sentence_and_back(browser: WebDriver, files: Path) -> None:
    visit(browser, titled(files, "松岗镇2022年工作总结"))
    assert [tab.text for tab in css(browser, "[role=tab]")] == ["数据明细 3", "活动 1", "引用 2"]
    next(link for link in css(browser, "#panel-f td a") if link.text == "3.5公里").click()
    marked = css(browser, "article a.now")
    assert [piece.text for piece in marked] == ["3.5公里"]
    assert browser.switch_to.active_element == marked[0]
    assert css(browser, "article .s.now")[0].text == "开展宣讲**余场次，修路3.5公里，下降-5%。"
    css(browser, 'article a[data-of="f2"]')[0].click()
    assert css(browser, "tr.now td a")[0].text == "-5%"
    assert browser.switch_to.active_element == css(browser, "tr.now td a")[0]
    css(browser, 'article a[data-of="e0"]')[0].click()
    assert [
        panel.get_attribute("id") for panel in css(browser, "[role=tabpanel]") if panel.is_displayed()
    ] == ["panel-e"]


def test_hovering_and_focus_tell_the_fields(browser: WebDriver, files: Path) -> None:
    from selenium.webdriver import ActionChains, Keys

    visit(browser, titled(files, "松岗镇2022年工作总结"))
    piece = css(browser, 'article a[data-of="f1"]')[0]
    ActionChains(browser).move_to_element(piece).perform()
    tip = css(browser, "#tip")[0]
    assert tip.is_displayed()
    for told in ("修路", "3.5–4 公里", "目标", "2022-01-01 – 2022-12-31", "成绩"):
        assert told in tip.text
    assert piece.get_attribute("aria-describedby") == "tip"
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    assert not tip.is_displayed()
    browser.execute_script("document.querySelector('article a[data-of=f0]').focus()")
    assert "**余场次" in tip.text


def test_a_link_to_a_figure_marks_it(browser: WebDriver, files: Path) -> None:
    start = TEXT.index("3.5公里")
    visit(browser, titled(files, "松岗镇2022年工作总结"), f"f{start}-{start + 5}")
    assert [piece.text for piece in css(browser, "article a.now")] == ["3.5公里"]


def test_characters_beyond_16_bits_move_nothing(browser: WebDriver, files: Path) -> None:
    visit(browser, titled(files, "宽字符"))
    assert [piece.text for piece in css(browser, "article a.f")] == ["**", "余场次", "3.5公里", "-5%"]


def test_hostile_text_stays_text(browser: WebDriver, files: Path) -> None:
    for view in ("reports", "matrix", "problems"):
        visit(browser, files / "index.html", view)
        assert not browser.get_log("browser")
    assert css(browser, "#view-problems tbody td")
    visit(browser, titled(files, HOSTILE))
    assert not browser.get_log("browser"), "nothing was tried, so nothing was forbidden"
    assert css(browser, "h1")[0].get_property("textContent") == HOSTILE
    assert css(browser, "article > :last-child")[0].get_property("textContent").startswith(HOSTILE)
    assert not css(browser, "img")
    assert HOSTILE in css(browser, "#panel-f tbody tr td:nth-child(2)")[0].get_property("textContent")


def test_print_leaves_the_tools_away(browser: WebDriver, files: Path) -> None:
    visit(browser, titled(files, "松岗镇2022年工作总结"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not css(browser, ".outline")[0].is_displayed()
        assert not css(browser, ".show")[0].is_displayed()
        assert css(browser, "article")[0].is_displayed()
        assert css(browser, "#panel-f table")[0].is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

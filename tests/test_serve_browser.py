"""The server in a real browser: a word is searched, files are dropped, the workbook comes down, nothing else is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import openpyxl
import pytest

from docx_files import docx, p
from reporttext.model import Metadata
from small_archives import report
from stores import document, store
from test_page import HOSTILE
from test_page_browser import CHROMIUM, DRIVER, FLAGS, css

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver is here")
MARK = "<img src=x onerror=document.title='hacked'>"


class Served(NamedTuple):
    entry: str
    base: str
    process: subprocess.Popen[str]
    temporary: Path


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[WebDriver]:
    pytest.importorskip("selenium")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=ChromeService(str(DRIVER))) as driver:
        driver.implicitly_wait(5)
        yield driver


def start(folder: Path, *arguments: str) -> Served:
    temporary = folder / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "reporttext", "serve", "--port", "0", "--no-browser", *arguments],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert process.stdout is not None
    entry = process.stdout.readline().strip()
    return Served(entry, entry.partition("/?")[0], process, temporary)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    documents = [
        report(
            "云陂镇", 2021, {"achievements": "召开会议6次。" * 60 + "脱贫户增收5%。", "plans": "加强改革。"}
        ),
        report("沙棠镇", 2022, {"achievements": f"改革{HOSTILE}。{MARK}改革。"}),
        document("a/bad.txt", metadata=Metadata(title=HOSTILE, place=HOSTILE, year=2023)),
    ]
    served = start(folder, "--in", str(store(folder / "out", documents).path))
    yield served
    served.process.kill()
    served.process.wait()


def visit(browser: WebDriver, address: str) -> None:
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(address)


def until(browser: WebDriver, selector: str) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(browser, 60).until(lambda b: b.find_elements("css selector", selector))


def test_a_word_of_two_characters_is_found_and_leads_to_its_sentence(
    browser: WebDriver, served: Served
) -> None:
    visit(browser, served.entry)
    assert browser.current_url == f"{served.base}/"
    assert served.entry.partition("key=")[2] not in browser.page_source
    css(browser, "input[name=q]")[0].send_keys("贫户\n")
    until(browser, ".hits")
    (row,) = css(browser, ".hits tbody tr")
    assert row.text.split() == ["云陂镇", "2021", "成绩", "脱贫户增收5%。"]
    assert [mark.text for mark in css(browser, ".hits mark")] == ["贫户"]
    row.find_element("css selector", "a").click()
    until(browser, "html[data-ready]")
    (sentence,) = css(browser, ".s.now")
    assert sentence.text == "脱贫户增收5%。"
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top / innerHeight", sentence)
    time.sleep(1)  # it is scrolled to smoothly
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top / innerHeight", sentence)
    assert 0.2 < top < 0.8
    bar = css(browser, "nav.bar a")
    assert [link.text for link in bar] == ["首页", "搜索"]
    bar[1].click()
    until(browser, "form.search")
    assert not browser.get_log("browser")


@pytest.mark.parametrize("view", ["overview", "reports", "indicators", "themes", "problems"])
def test_the_archive_is_shown_with_requests_to_the_server_only(
    browser: WebDriver, served: Served, view: str
) -> None:
    visit(browser, served.entry)
    browser.get_log("performance")
    visit(browser, f"{served.base}/archive/index.html#{view}")
    until(browser, f"#view-{view}[data-ready]")
    assert not browser.get_log("browser")
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    assert any(url.startswith(served.base) for url in asked)
    assert {
        url for url in asked if not url.startswith((f"{served.base}/archive/", "about:", "data:"))
    } == set()


def test_hostile_text_stays_text(browser: WebDriver, served: Served) -> None:
    visit(browser, served.entry)
    visit(browser, f"{served.base}/search?q=改革")
    assert [row.get_property("textContent") for row in css(browser, ".hits tbody a")][-1] == f"{MARK}改革。"
    assert not css(browser, "main img")
    assert browser.title == "搜索 · 改革"
    css(browser, "input[name=q]")[0].clear()
    css(browser, "input[name=q]")[0].send_keys('"><img src=x>\n')
    until(browser, "main > p")
    assert not css(browser, "main img")
    assert not browser.get_log("browser"), "nothing was tried, so nothing was forbidden"


def drag(browser: WebDriver, *paths: Path) -> None:
    """Drag files and folders of the disk onto the page, as a user does."""
    (place,) = css(browser, "#drop")
    data = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
    where = {"x": place.rect["x"] + 20, "y": place.rect["y"] + 20}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.execute_cdp_cmd("Input.dispatchDragEvent", {"type": kind, **where, "data": data})
        if kind == "dragOver":
            assert place.get_attribute("class") == "over"


def test_dropped_files_are_read_shown_and_taken_home(
    browser: WebDriver, served: Served, downloads: Path, tmp_path: Path
) -> None:
    good = docx(
        p("沙棠镇2022年工作总结") + p("一、主要成效") + p("召开会议6次，", "开展志愿服务**次，&<b>很好</b>。")
    )
    folder = tmp_path / "澄港区"
    (folder / "里").mkdir(parents=True)
    (folder / "里" / "沙棠镇2022年工作总结.docx").write_bytes(good)
    bad = tmp_path / f"{MARK}坏.docx"
    bad.write_bytes(b"PK\x03\x04 no")
    visit(browser, served.entry)
    drag(browser, folder, bad)
    until(browser, ".facts")
    address = browser.current_url
    assert "/drops/" in address
    rows = [
        [cell.text for cell in row.find_elements("css selector", "td")]
        for row in css(browser, ".facts tbody tr")
    ]
    assert [row[:6] for row in rows] == [
        ["沙棠镇", "2022", "召开会议", "6", "次", "已完成"],
        ["沙棠镇", "2022", "开展志愿服务", "**次", "次", "已完成"],
    ]
    assert rows[0][-1] == "召开会议6次，开展志愿服务**次，&<b>很好</b>。"
    # A name is a label: what no system takes in one is replaced, the rest stays, and so do folders, which tell the place.
    assert "_img src=x onerror=document.title='hacked'_坏.docx" in css(browser, ".problems")[0].text
    assert not css(browser, "main img")
    css(browser, ".do a[download]")[0].click()
    book = downloads / "reports.xlsx"
    for _ in range(100):
        if book.exists():
            break
        time.sleep(0.1)
    assert "召开会议" in [cell.value for cell in openpyxl.load_workbook(book)["数据明细"]["E"]]
    css(browser, ".facts tbody a")[0].click()
    until(browser, "html[data-ready]")
    assert [piece.text for piece in css(browser, "article a.now")] == ["6次"]
    assert "files/澄港区/里/沙棠镇2022年工作总结.docx" in css(browser, ".about")[0].text
    css(browser, "nav.bar a")[0].click()
    until(browser, ".remove")
    assert browser.current_url == address
    assert not browser.get_log("browser")
    css(browser, ".remove")[0].click()
    until(browser, "#drop")
    assert unquote(browser.current_url) == f"{served.base}/"
    assert not list(served.temporary.glob("*/drop-*"))


def test_what_is_refused_is_said(browser: WebDriver, served: Served, tmp_path: Path) -> None:
    visit(browser, served.entry)
    browser.execute_script("window.fetch = async () => new Response('{\"message\": \"满了\"}', "
                           "{ status: 413, headers: { 'content-type': 'application/json' } })")  # fmt: skip
    (tmp_path / "a.txt").write_text("a")
    drag(browser, tmp_path / "a.txt")
    until(browser, "#drop .state:not(:empty)")
    time.sleep(0.3)
    assert css(browser, "#drop .state")[0].text == "没有成功：满了"
    browser.get_log("browser")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_takes_what_was_dropped_along(
    browser: WebDriver, tmp_path: Path, number: signal.Signals
) -> None:
    served = start(tmp_path)
    visit(browser, served.entry)
    assert not css(browser, "form.search")
    (tmp_path / "a.txt").write_text("召开会议6次。" * 200_000, "utf-8")
    drag(browser, tmp_path / "a.txt")
    until(browser, "#waiting")
    assert list(served.temporary.glob("reporttext-serve-*/drop-*"))
    served.process.send_signal(number)
    assert served.process.wait(20) == 0
    assert list(served.temporary.iterdir()) == []


def test_the_page_ends_the_program(browser: WebDriver, tmp_path: Path) -> None:
    served = start(tmp_path)
    visit(browser, served.entry)
    css(browser, "form[action='/end'] button")[0].click()
    until(browser, "main > p")
    assert "程序已结束" in css(browser, "main > p")[0].text
    assert served.process.wait(20) == 0
    assert list(served.temporary.iterdir()) == []

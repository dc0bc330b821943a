"""The server: who may ask, what is found, what becomes of files that are dropped. Without a network: the app is called."""

from __future__ import annotations

import html
import io
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from starlette.testclient import TestClient

from reporttext.errors import UsageError
from reporttext.model import Metadata
from reporttext.outputs import FORMATS
from reporttext.runner import keys
from reporttext.server import _listen, drops, search, serve, workspace
from reporttext.server.app import Server
from reporttext.server.names import safe
from reporttext.store import connect
from reporttext.store.folder import Folder
from small_archives import report
from stores import document, store
from test_page import HOSTILE

BASE = "http://127.0.0.1:8765"
KEY = "the-key"
REPORTS = (
    ("云陂镇", 2021, {"achievements": "脱贫户增收5%。加强改革，推进ＧＤＰ核算。", "plans": "继续改革。"}),
    ("云陂镇", 2022, {"achievements": "改革开放３年。", "problems": "改革不够，人才不足。"}),
    ("沙棠镇", 2022, {"achievements": "举办培训班3期。<script>改革</script>。"}),
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = [report(*one) for one in REPORTS]
    bad = document("a/bad.txt", metadata=Metadata(title=HOSTILE, place=HOSTILE, year=2023))
    return store(tmp_path_factory.mktemp("archive") / "out", [*documents, bad]).path


@pytest.fixture
def server(out: Path, tmp_path: Path) -> Iterator[Server]:
    made = Server(out, tmp_path, "zh")
    yield made
    made.close()


@pytest.fixture
def client(server: Server) -> TestClient:
    client = stranger(server)
    assert client.get(f"/?key={KEY}").status_code == 200
    client.headers["Origin"] = BASE
    return client


def stranger(server: Server) -> TestClient:
    return TestClient(server.application(KEY), base_url=BASE, raise_server_exceptions=True)


def drop(client: TestClient, files: dict[str, bytes]) -> str:
    """Drop files and wait until they are read; returns the address."""
    address = f"/drops/{client.post('/drops').json()['id']}"
    for name, content in files.items():
        assert client.put(f"{address}/files", params={"name": name}, content=content).status_code == 204
    assert client.post(f"{address}/start").status_code == 204
    for _ in range(600):
        if client.get(f"{address}/state").json()["state"] in ("done", "failed"):
            return address
        time.sleep(0.1)
    raise AssertionError("it was not read within a minute")


# --- Who may ask


def test_without_the_key_nothing_is_answered(server: Server) -> None:
    client = stranger(server)
    for address in (
        "/",
        "/search?q=改革",
        "/archive/data/reports.js",
        "/assets/serve.js",
        "/?key=",
        "/?key=wrong",
    ):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "改革" not in answer.text
        assert "set-cookie" not in answer.headers
    assert client.post("/drops", headers={"Origin": BASE}).status_code == 403
    client.cookies.set("reporttext-0000", KEY)
    assert client.get("/").status_code == 403


def test_the_key_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(server: Server) -> None:
    answer = stranger(server).get(f"/?key={KEY}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


def test_two_servers_do_not_take_each_others_cookie(server: Server) -> None:
    names = {
        stranger(server).get(f"/?key={KEY}", follow_redirects=False).headers["set-cookie"].split("=")[0]
        for _ in range(2)
    }
    assert len(names) == 2


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "10.0.0.1:8765", ""]
)
def test_a_foreign_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/search?q=改革", headers={"Host": host})
    assert answer.status_code == 400
    assert "改革" not in answer.text


def test_a_tunnel_from_another_port_is_no_stranger(client: TestClient) -> None:
    headers = {"Host": "localhost:9000", "Origin": "http://localhost:9000"}
    assert client.get("/", headers=headers).status_code == 200
    assert client.post("/drops", headers=headers).status_code == 201


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        "https://127.0.0.1:8765",
        "http://localhost:8765",
        "",
    ],
)
def test_what_changes_something_must_come_from_our_own_page(client: TestClient, origin: str) -> None:
    address = f"/drops/{client.post('/drops').json()['id']}"
    sent: list[Any] = [
        client.post("/drops", headers={"Origin": origin}),
        client.put(f"{address}/files?name=a.txt", content=b"a", headers={"Origin": origin}),
        client.post(f"{address}/remove", headers={"Origin": origin}),
        client.post("/end", headers={"Origin": origin}),
    ]
    assert [answer.status_code for answer in sent] == [403, 403, 403, 403]
    assert client.get(address).status_code == 200


def test_no_origin_at_all_is_refused_too(client: TestClient) -> None:
    del client.headers["Origin"]
    assert client.post("/drops").status_code == 403


def test_other_pages_cannot_load_our_data(client: TestClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
    assert client.get("/archive/data/reports.js", headers=foreign).status_code == 403
    assert (
        client.get("/archive/data/reports.js", headers={**foreign, "Sec-Fetch-Site": "same-site"}).status_code
        == 403
    )
    assert (
        client.get(
            "/archive/data/reports.js", headers={**foreign, "Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 200
    )
    assert (
        client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}).status_code
        == 403
    )


def test_every_answer_has_the_policy(client: TestClient) -> None:
    for address in ("/", "/search?q=改革", "/archive/index.html", "/nothing", "/assets/serve.js"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_no_page_has_a_script_or_style_of_its_own(client: TestClient) -> None:
    for address in ("/", "/search?q=改革", "/nothing"):
        page = client.get(address).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page), address


@pytest.mark.parametrize(
    "address",
    ["/archive/../reports.duckdb", "/archive/data/..%2f..%2freports.js", "/archive/%2e%2e/%2e%2e/etc/passwd", "/archive/data/words.js%00",
     "/archive//etc/passwd", "/archive/assets/..%2fwords.toml", "/archive/reports/..%2f..%2fx.html", "/assets/words.toml",
     "/archive/data/%E7%BD%91.js", "/drops/../x", "/docs", "/openapi.json"],
)  # fmt: skip
def test_addresses_are_no_paths(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_listens_on_this_machine_only() -> None:
    with _listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


# --- Search and views


def found(client: TestClient, query: str, prefix: str = "") -> list[str]:
    page = client.get(f"{prefix}/search?{query}").text
    return [re.sub("<[^>]+>", "", row) for row in re.findall(r'<td><a href="[^"]+"><bdi>(.+?)</bdi>', page)]


def test_words_of_two_characters_are_found_whatever_the_segmenter_made_of_them(client: TestClient) -> None:
    assert found(client, "q=贫户") == ["脱贫户增收5%。"]
    assert found(client, "q=改革") == [
        "加强改革，推进ＧＤＰ核算。", "继续改革。", "改革开放３年。", "改革不够，人才不足。", "&lt;script&gt;改革&lt;/script&gt;。",
    ]  # fmt: skip
    assert found(client, "q=没有的词") == []


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("q=gdp", ["加强改革，推进ＧＤＰ核算。"]),
        ("q=%EF%BC%95%EF%BC%85", ["开展宣讲**余场次，修路3.5公里，下降-5%。", "脱贫户增收5%。"]),
        ("q=3年", ["改革开放３年。"]),
        ("q=改革 人才", ["改革不够，人才不足。"]),
        ("q=改革　人才", ["改革不够，人才不足。"]),
        ("q=改革&year=2021", ["加强改革，推进ＧＤＰ核算。", "继续改革。"]),
        ("q=改革&section=plans", ["继续改革。"]),
        ("q=改革&place=沙棠镇", ["&lt;script&gt;改革&lt;/script&gt;。"]),
        ("q=改.", []),
        ("q=改革&place=' or 1=1 --", []),
        ("q=改革&place={page}$w0?", []),
        ("q=改革&place=%00", []),
        ("q=改革'", []),
        ("q=%25 增收", ["脱贫户增收5%。"]),
        ("q=改革&section=nonsense&start=x", 5),
    ],
)
def test_queries(client: TestClient, query: str, sentences: list[str] | int) -> None:
    rows = found(client, query)
    assert rows == sentences if isinstance(sentences, list) else len(rows) == sentences


def test_a_hit_tells_place_year_section_and_leads_to_its_sentence(client: TestClient) -> None:
    page = client.get("/search?q=人才").text
    (row,) = re.findall(r"<tbody>\s*(<tr>.+?</tr>)", page, re.DOTALL)
    assert re.findall(r"<td>(?:<bdi[^>]*>)?([^<]+)", row)[:3] == ["云陂镇", "2022", "问题"]
    assert "<mark>人才</mark>" in row
    address, sentence = re.findall(r'href="(/archive/reports/\w+\.html)#(s\d+)"', row)[0]
    assert re.search(
        rf'<span id="{sentence}" class="s">改革不够，人才不足。</span>', client.get(address).text
    )


def test_a_query_that_is_none_says_so(client: TestClient) -> None:
    assert "年份写成" in client.get("/search?q=改革&year=去年").text
    assert "最多" in client.get("/search", params={"q": "改" * 101}).text
    assert "最多" in client.get("/search", params={"q": " ".join("一二三四五六七八九")}).text
    assert "没有找到" not in client.get("/search?q=%20").text


def test_every_sign_is_searched_as_it_is(tmp_path: Path) -> None:
    signs = [chr(code) for code in range(0x21, 0x7F)]
    body = "".join(f"甲{sign}乙。" for sign in signs) + "丙\x00丁。"
    server = Server(store(tmp_path / "out", [report("云陂镇", 2021, {"plans": body})]).path, tmp_path, "zh")
    client = stranger(server)
    client.get(f"/?key={KEY}")
    for sign in signs:
        for form in (sign, chr(ord(sign) + 0xFEE0)):  # half and full width
            rows = found(client, f"q={quote(f'甲{form}乙')}")
            either = {sign.upper(), sign.lower()}
            assert {html.unescape(row)[1] for row in rows} == either, form
    assert found(client, "q=%00") == ["丙\x00丁。"]
    assert found(client, "q=%ed%a0%80") == []  # half of a pair is no UTF-8


def test_pages_of_hits_join(tmp_path: Path) -> None:
    many = "".join(f"第{i}项改革。" for i in range(search.PAGE * 2 + 7))
    server = Server(store(tmp_path / "out", [report("云陂镇", 2021, {"plans": many})]).path, tmp_path, "zh")
    client = stranger(server)
    client.get(f"/?key={KEY}")
    rows: list[str] = []
    address: str | None = "/search?q=改革"
    while address:
        rows += found(client, address.partition("?")[2])
        after = re.search(r'rel="next" href="([^"]+)"', client.get(address).text)
        address = after[1].replace("&amp;", "&") if after else None
    assert rows == [f"第{i}项改革。" for i in range(search.PAGE * 2 + 7)]


def test_hostile_text_stays_text(client: TestClient) -> None:
    for address in ("/search?q=宣讲", "/search?q=script"):
        page = client.get(address).text
        assert "<script>改革" not in page
        assert HOSTILE not in page
    asked = client.get("/search", params={"q": HOSTILE[:60]}).text
    assert HOSTILE[:20] not in asked


def test_the_archive_view_is_the_page_of_the_run_or_made_anew(out: Path, tmp_path: Path) -> None:
    server = Server(out, tmp_path, "zh")
    client = stranger(server)
    client.get(f"/?key={KEY}")
    made = client.get("/archive/index.html")
    assert "报告档案" in made.text
    folder = Folder(out)
    with connect(folder.database, read_only=True) as con:
        ((identity,),) = con.execute("select identity from state.store").fetchall()
        FORMATS["page"].write(con, tmp_path / "page", "zh")
    assert made.content == (tmp_path / "page" / "index.html").read_bytes()
    one = next((tmp_path / "page" / "reports").iterdir())
    assert client.get(f"/archive/reports/{one.name}").content == one.read_bytes()
    # A page that the run wrote of this store, in this language, is shown as it is; another is not.
    try:
        folder.page.mkdir()
        (folder.page / "index.html").write_text("as written", "utf-8")
        assert client.get("/archive/index.html").content == made.content
        folder.note({"page": keys.output_stamp(FORMATS["page"], folder, identity, "en")})
        assert client.get("/archive/index.html").content == made.content
        folder.note({"page": keys.output_stamp(FORMATS["page"], folder, identity, "zh")})
        assert client.get("/archive/index.html").text == "as written"
    finally:
        folder.note({})
        (folder.page / "index.html").unlink()
        folder.page.rmdir()


def test_a_new_run_shows_at_once(tmp_path: Path) -> None:
    folder = store(tmp_path / "out", [report("云陂镇", 2021, {"plans": "修路。"})])
    server = Server(folder.path, tmp_path, "zh")
    client = stranger(server)
    client.get(f"/?key={KEY}")
    assert found(client, "q=修路") == ["修路。"]
    assert "云陂镇" in client.get("/archive/data/reports.js").text
    store(tmp_path / "out2", [report("沙棠镇", 2021, {"plans": "架桥。"})]).database.replace(folder.database)
    assert found(client, "q=架桥") == ["架桥。"]
    folder.database.unlink()
    gone = client.get("/search?q=架桥")
    assert gone.status_code == 503
    assert "写出结果前停下了" in gone.text


def test_english_pages(out: Path, tmp_path: Path) -> None:
    client = stranger(Server(out, tmp_path, "en"))
    page = client.get(f"/?key={KEY}").text
    assert "Drop Word files" in page
    assert not re.search("[一-鿿]", page.replace("澄港区/沙棠镇2022年工作总结.docx", ""))


def test_a_query_under_way_ends_when_the_server_does(server: Server) -> None:
    failed: list[Exception] = []

    def ask() -> None:
        assert server._archive is not None
        try:
            with server._archive.store() as store:
                list(
                    store.stream(
                        "select count(*) from range(1000000) a, range(1000000) b where a.range * b.range = -1"
                    )
                )
        except UsageError as error:
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(1)
    assert asking.is_alive()
    server.close()
    asking.join(10)
    assert not asking.is_alive()
    assert "interrupt" in str(failed[0]).lower()


def test_no_query_begins_when_the_server_does(server: Server, client: TestClient) -> None:
    server.close()
    assert client.get("/search?q=改革").status_code == 503


# --- Files that are dropped

SUMMARY = "沙棠镇2022年工作总结\n\n一、主要成效\n召开会议6次，开展志愿服务**次。\n".encode()


def test_dropped_files_are_read_and_the_workbook_is_there(client: TestClient, tmp_path: Path) -> None:
    from docx_files import docx, p

    address = drop(
        client,
        {"澄港区/沙棠镇2022年工作总结.docx": docx(p("沙棠镇2022年工作总结") + p("一、主要成效") + p("召开会议6次，<b>开展</b>志愿服务**次。")),
         "坏的.docx": b"PK\x03\x04 no", "空.txt": b""},
    )  # fmt: skip
    page = client.get(address).text
    assert ">召开会议<" in page
    assert re.search(r'masked">\*\*次<', page)
    assert "&lt;b&gt;开展&lt;/b&gt;" in page
    assert "坏的.docx" in page
    assert "不完整或损坏的 zip 文件；请重新取得" in page
    link = re.findall(r'href="(/drops/\w+/archive/reports/\w+\.html)#(f\d+-\d+)"', page)[0]
    assert f'id="{link[1]}"' in client.get(link[0]).text
    book = client.get(f"{address}/reports.xlsx")
    assert 'filename="reports.xlsx"' in book.headers["content-disposition"]
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert "数据明细" in sheets.sheetnames
    assert "澄港区/沙棠镇" in [cell.value for cell in sheets["数据明细"]["A"]]
    assert found(client, "q=会议", address) == ["召开会议6次，&lt;b&gt;开展&lt;/b&gt;志愿服务**次。"]
    assert client.get(f"{address}/archive/index.html").status_code == 200
    assert address in client.get("/").text
    folder = next(tmp_path.glob("drop-*"))
    assert client.post(f"{address}/remove").status_code == 204
    assert not folder.exists()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/reports.xlsx").status_code == 404
    assert client.get(f"{address}/archive/index.html").status_code == 404


def test_archives_and_a_metadata_table_are_taken_as_a_run_takes_them(client: TestClient) -> None:
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一.txt", SUMMARY)
    address = drop(client, {"包.zip": packed.getvalue(), "二.txt": SUMMARY + "植树9棵。\n".encode(), "metadata.csv": "source,place,year\n二.txt,云陂镇,2020\n".encode()})  # fmt: skip
    rows = re.findall(r"<bdi>([^<]*)</bdi></td><td>(\d*)</td><td class=\"number\">", client.get(address).text)
    assert sorted(rows) == [("云陂镇", "2020"), ("沙棠镇", "2022")]


def test_where_nothing_was_read_the_page_says_why(client: TestClient) -> None:
    page = client.get(drop(client, {"坏的.docx": b"PK\x03\x04 no"})).text
    assert "没有一份报告读出来" in page
    assert "不完整或损坏的 zip 文件；请重新取得" in page


def test_a_run_that_fails_says_so(client: TestClient, server: Server) -> None:
    server.drops._language = "nonsense"
    address = drop(client, {"a.txt": SUMMARY})
    assert client.get(f"{address}/state").json()["state"] == "failed"
    assert "没有完成" in client.get(address).text
    assert "nonsense" in client.get(address).text
    assert client.get(f"{address}/reports.xlsx").status_code == 404


LABELS = (
    "../../../etc/passwd", "/etc/passwd", "C:\\Windows\\system32\\x.docx", "..\\..\\x", "con.txt", "NUL", "a:stream.txt", "a\x00b.txt",
    "a/../../b.txt", "....//....//x", ".", "", "名" * 400 + ".docx", "/".join(["层"] * 200) + "/x.txt", "x. . .", "\ud800.txt", "a\u202egnp.docx",
    "a" * 300, "é" * 130 + ".txt", "~$锁.docx", " .docx", "*?<>|.txt",
)  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_names_are_labels(label: str, tmp_path: Path) -> None:
    path = safe(label)
    parts = path.split("/")
    assert all(part and part not in (".", "..") and len(part.encode()) <= 255 for part in parts)
    assert not re.search('[\x00-\x1f\\\\:"<>|?*\u202e\ud800]', path)
    assert len(path) <= 160
    assert not any(part.endswith((".", " ")) for part in parts)
    assert not any(part.split(".")[0].lower() in ("con", "nul") for part in parts)
    file = tmp_path / "files" / path
    assert file.resolve().is_relative_to(tmp_path / "files")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    assert safe(path) == path


def test_endings_of_long_names_stay() -> None:
    assert safe("名" * 400 + ".docx").endswith("名.docx")


def test_uploads_stay_in_the_private_folder(client: TestClient, tmp_path: Path) -> None:
    before = {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents}
    address = f"/drops/{client.post('/drops').json()['id']}"
    for label in (*(label for label in LABELS if "\ud800" not in label), "A.txt", "a.txt", "a.txt"):
        assert client.put(f"{address}/files", params={"name": label}, content=b"x").status_code == 204
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(LABELS) - 1 + 3
    assert all(path.is_relative_to(tmp_path / f"drop-{address[7:]}" / "files") for path in files)
    assert {path for path in tmp_path.parent.rglob("*") if tmp_path not in path.parents} == before


def test_uploads_have_limits(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drops, "MOST_BYTES", 1000)
    monkeypatch.setattr(drops, "MOST_FILES", 3)
    address = f"/drops/{client.post('/drops').json()['id']}"

    def put(name: str, content: Any) -> int:
        status: int = client.put(f"{address}/files?name={name}", content=content).status_code
        return status

    assert put("a.txt", b"x" * 600) == 204
    assert put("b.txt", b"x" * 600) == 413  # both together
    assert put("c.txt", (b"x" * 100 for _ in range(50))) == 413  # of a length that is not told
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["a.txt"]
    assert put("b.txt", b"x" * 400) == 204
    assert put("c.txt", b"") == 204
    refused = client.put(f"{address}/files?name=d.txt", content=b"")
    assert refused.status_code == 413
    assert "3 个文件" in refused.json()["message"]
    assert client.post(f"/drops/{client.post('/drops').json()['id']}/start").status_code == 400


def test_a_length_over_the_limit_is_refused_before_a_byte_is_taken(client: TestClient) -> None:
    address = f"/drops/{client.post('/drops').json()['id']}"
    headers = {"Content-Length": str(drops.MOST_BYTES + 1)}
    assert client.put(f"{address}/files?name=a.txt", content=b"x", headers=headers).status_code == 413


def test_drops_are_bounded_and_the_oldest_makes_room(tmp_path: Path) -> None:
    kept = drops.Drops(tmp_path, "zh")
    first = kept.new()
    for _ in range(drops.MOST_DROPS):
        kept.new()
    assert kept.get(first.id) is None
    assert len(list(tmp_path.glob("drop-*"))) == drops.MOST_DROPS
    for drop_ in list(kept._drops.values()):
        drop_.state = "waiting"
    with pytest.raises(drops.RefusedError) as caught:
        kept.new()
    assert caught.value.status == 503
    kept.close()


def test_a_drop_that_is_started_takes_no_more_files(client: TestClient) -> None:
    address = drop(client, {"a.txt": SUMMARY})
    assert client.put(f"{address}/files?name=b.txt", content=b"x").status_code == 409


def test_a_process_that_cannot_be_started_is_said(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    address = drop(client, {"a.txt": SUMMARY})
    assert "没能启动程序" in client.get(address).text


def test_removing_stops_what_is_at_work(client: TestClient, server: Server, tmp_path: Path) -> None:
    import psutil

    address = f"/drops/{client.post('/drops').json()['id']}"
    client.put(f"{address}/files?name=a.txt", content=SUMMARY * 20_000)
    client.post(f"{address}/start")
    dropped = server.drops.get(address[7:])
    assert dropped is not None
    for _ in range(200):
        if dropped.process is not None:
            break
        time.sleep(0.05)
    assert dropped.process is not None
    process = psutil.Process(dropped.process.pid)
    client.post(f"{address}/remove")
    assert not process.is_running()
    assert client.get(address).status_code == 404
    server.close()
    assert not list(tmp_path.glob("drop-*"))


# --- Start and end


def test_the_private_folder_goes_and_those_left_behind_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "reporttext-serve-left"
    left.mkdir()
    (left / "lock").touch()
    (left / "报告.docx").touch()
    other = tmp_path / "reporttext-serve-new"  # being made: no lock yet
    other.mkdir()
    with workspace.private() as one:
        assert not left.exists()
        assert other.exists()
        (one / "a").mkdir()
        with workspace.private() as two:
            assert one.exists(), "the folder of a server that runs stays"
            assert two != one
        assert not two.exists()
    assert not one.exists()


def test_errors_of_the_call(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        serve(tmp_path / "nowhere", port=0, browser=False)
    with pytest.raises(UsageError, match="not the output folder of a run"):
        serve(tmp_path, port=0, browser=False)
    (tmp_path / "foreign").mkdir()
    with connect(tmp_path / "foreign" / "reports.duckdb") as con:
        con.execute("create table documents (doc_id varchar)")
    with pytest.raises(UsageError, match="was not written by reporttext"):
        serve(tmp_path / "foreign", port=0, browser=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match=r"port \d+ cannot be used .+--port 0"):
            serve(out, port=taken.getsockname()[1], browser=False)


def test_the_default_port_is_told() -> None:
    from reporttext import server
    from reporttext.cli import serve as command

    assert command._PORT == server.PORT

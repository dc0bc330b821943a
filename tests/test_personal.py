"""Numbers of persons are blanked out, figures are not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext import lexicon
from reporttext.model import Document, Told
from reporttext.personal import find, mask_text, masker
from reporttext.pipeline import mask
from reporttext.settings import Settings

KNOWN = lexicon.load()


def kinds(text: str) -> list[str]:
    return [kind for _, kind in find(text, KNOWN)]


# Identity number and card are the worked examples of GB 11643-1999 and of card schemes' test pages.
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系人李某，13812345678。", "联系人李某，***********。"),
        ("手机：138-1234-5678、１３９１２３４５６７８", "手机：*************、***********"),
        ("电话 138 1234 5678", "电话 *************"),
        ("+86 13812345678", "+86 ***********"),
        ("身份证号11010519491231002X，", "身份证号******************，"),
        ("身份证号11010519491231002x", "身份证号******************"),
        ("（110105491231002）", "（***************）"),
        ("监督电话：0571-87654321，邮箱不设", "监督电话：*************，邮箱不设"),
        ("监督电话：0571—87654321", "监督电话：*************"),
        ("身份证号110105194912310021", "身份证号******************"),  # its check sign is mistyped
        ("（0571）87654321", "（*************"),
        ("热线87654321", "热线********"),
        ("卡号 4111 1111 1111 1111", "卡号 *******************"),
        ("汇至4111111111111111", "汇至****************"),
        ("姓名\t联系电话\n李某\t13812345678\n", "姓名\t联系电话\n李某\t***********\n"),
        ("单位\t电话（必填）\n云陂镇\t87654321\n", "单位\t电话（必填）\n云陂镇\t********\n"),
        ("电话\t87654321\t地址\t云陂镇\n", "电话\t********\t地址\t云陂镇\n"),
    ],
)
def test_numbers_of_persons_go(text: str, masked: str) -> None:
    assert mask_text(text, KNOWN)[0] == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "总产值13812345678元", "总产值（元）：13812345678", "总产值13812345678.50元", "13,812,345,678元", "共15812345678人次",
        "固定电话用户87654321户", "指标\t数值\n固定电话用户（户）\t87654321\n", "地区\t电话用户\n云陂镇\t87654321\n", "手机产量87654321部", "产值\t13812345678\n税收\t13912345678\n", "项目\t金额\n修路\t13812345678\n",
        "2016-2020年新增1234567人", "1949-2019", "150 2345 6789", "11010519491231002", "110105194912310021", "990105194912310028",
        "11010519491331002X", "4111111111111112", "3000 4000 5000 6000", "增长0.13812345678", "0.13812345678", "12345", "12345678",
        "政发〔2022〕13812345号", "1381234567", "138123456789",
    ],
)  # fmt: skip
def test_figures_and_what_only_resembles_stay(text: str) -> None:
    assert mask_text(text, KNOWN) == (text, {})


def test_a_number_that_a_line_break_parts_is_found_in_wrapped_text() -> None:
    lines = "".join(
        f"全镇上下齐心协力，全年召开会议{n}次，培训党员{n}0人次，群众满意度不断提高，各项工作有序推\n"
        for n in range(11, 18)
    )
    filled = "进，取得较好成效，群众十分满意，大家今后仍将继续努力工作，联系人李某，身份证号110105"
    text = f"云陂镇2022年工作总结\n{lines}{filled}\n19491231002X，不负大家所望。\n"
    doc = masker(KNOWN)(Document(text))
    assert doc.text == text.replace("110105\n19491231002X", "******\n************")
    assert doc.personal == 1


def test_what_the_file_tells_is_masked_by_its_name_too() -> None:
    doc = Document(
        "云陂镇工作总结，联系13812345678。",
        told=(Told("联系电话", "87654321", "column"), Told("产值", "87654321", "column")),
    )
    done = masker(KNOWN)(doc)
    assert [told.value for told in done.told] == ["********", "87654321"]
    assert done.personal == 2
    assert [e.message for e in done.errors] == [
        "blanked out as asked for: 1 mobile number, 1 telephone number"
    ]
    assert mask(doc, Settings()) == doc


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "38",
                "12345678",
                "110105",
                "\t",
                "\n",
                " ",
                "-",
                "电话",
                "元",
                "（",
                "）",
                "X",
                "。",
                "𠀀",
                "４",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_masking_keeps_every_place_and_is_done_once(text: str) -> None:
    masked, found = mask_text(text, KNOWN)
    assert len(masked) == len(text)
    assert all(a in (b, "*") for a, b in zip(masked, text, strict=True))
    assert (masked == text) == (not found)


def test_masking_is_linear() -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        for text in ("1\t" * times, "13812345678 " * times, "1234 " * times, "1" * times):
            mask_text(text, KNOWN)
        return time.process_time() - began

    seconds(10)
    assert seconds(16_000) < 14 * seconds(4_000) + 0.5


def test_nothing_that_is_written_holds_a_number(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "a.txt").write_text(
        "云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次，联系人李某13812345678，产值13812345679元。\n",
        "utf-8",
    )
    (archive / "metadata.csv").write_text("source,联系电话,year\na.txt,87654321,13812345678\n", "utf-8")
    (tmp_path / "r.csv").write_text(
        "doc_id,source,start,end,quote,field,value,score,decision,new_value,sentence\n"
        ",archive/a.txt,,,6次,fact,,,add,value=7,全年召开会议6次，联系人李某13812345678，产值13812345679元。\n", "utf-8"
    )  # fmt: skip
    out = tmp_path / "out"
    # What an earlier run left in the folder goes too.
    rt.run([archive], out, formats=("csv", "xlsx"), workers=0)
    with rt.open(out) as reports:
        reports.kwic("联系人")
    assert (out / "stats").is_dir()
    assert b"13812345678" in b"".join(f.read_bytes() for f in out.rglob("*.csv"))
    result = rt.run(
        [archive],
        out,
        formats=("csv", "xlsx", "page"),
        workers=0,
        mask_personal=True,
        corrections=tmp_path / "r.csv",
    )
    assert result.personal == 1
    assert not (out / "stats").exists()
    with rt.open(out) as reports:
        assert list(reports.documents.personal_masked) == [1]
        assert list(reports.metadata.value) == ["********"]
        assert "13812345679元" in set(reports.facts.quote)
        stored = "".join(
            str(reports.sql(f"select * from {table}").to_dict())
            for table in ("state.inputs", "documents", "errors")
        )
    assert "a figure stands there already" in stored  # the decision was read, masked like the text
    written = [
        stored,
        *(f.read_text("utf-8-sig") for f in (*out.rglob("*.csv"), *out.rglob("*.html"), *out.rglob("*.js"))),
    ]
    assert len(written) > 10
    assert not any("13812345678" in text or "87654321" in text for text in written)
    raw = b"".join(f.read_bytes() for f in out.rglob("*") if f.is_file())
    assert b"13812345678" not in raw
    assert rt.run([archive], out, formats=("csv",), workers=0).personal == 0
    with rt.open(out) as reports:
        assert reports.documents.personal_masked.isna().all()
        assert "13812345678" in reports.documents.text[0]

"""readers/docx.py: what a page of Word shows."""

import pytest

from docx_files import (
    OUTLINE,
    SPACES,
    STRICT,
    W,
    definition,
    docx,
    lines,
    lvl,
    num,
    p,
    pack,
    r,
    read,
    refused,
    relations,
    style,
    t,
    tbl,
    tc,
    tr,
)
from reporttext.model import Document

# Paragraphs ----------------------------------------------------------------------------------------------------

RUNS = [
    ("runs are joined", r("全镇") + r("新建", "<w:b/>") + r("道路"), "全镇新建道路"),
    ("blanks as written", r("　　全镇 ") + "<w:r><w:t> 道路 </w:t></w:r>", "　　全镇 道路"),
    ("tab", f"<w:r>{t('甲')}<w:tab/>{t('乙')}</w:r>", "甲\t乙"),
    ("line break", f"<w:r>{t('甲')}<w:br/>{t('乙')}<w:cr/>{t('丙')}</w:r>", "甲\n乙\n丙"),
    ("page break at the end breaks nothing", f'<w:r>{t("甲")}<w:br w:type="page"/></w:r>', "甲"),
    ("hyphens", f"<w:r>{t('4')}<w:noBreakHyphen/>{t('5月')}<w:softHyphen/>{t('份')}</w:r>", "4-5月份"),
    ("insertion kept", "<w:ins>" + r("新增") + "</w:ins>" + r("三家"), "新增三家"),
    ("deletion dropped", '<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r>', "新"),
    ("moved text once", "<w:moveFrom>" + r("甲") + "</w:moveFrom>" + r("乙") + "<w:moveTo>" + r("甲") + "</w:moveTo>", "乙甲"),
    ("insertion in a deletion", "<w:del><w:ins><w:r><w:delText>无</w:delText></w:r></w:ins></w:del>" + r("有"), "有"),
    ("hidden", r("看得见") + r("看不见", "<w:vanish/>") + r("也看得见", '<w:vanish w:val="0"/>'), "看得见也看得见"),
    ("link, tag, control", "<w:hyperlink>" + r("甲") + "</w:hyperlink><w:smartTag>" + r("乙") + "</w:smartTag>"
     "<w:sdt><w:sdtPr><w:alias w:val='题'/></w:sdtPr><w:sdtContent>" + r("丙") + "</w:sdtContent></w:sdt>", "甲乙丙"),
    ("field", r("第") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
     '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("页"), "第3页"),
    ("field in a field", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("码") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
     '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("码") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
     '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("值") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "值"),
    ("simple field", '<w:fldSimple w:instr=" DATE ">' + r("2021年") + "</w:fldSimple>", "2021年"),
    ("symbols", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("已办") + '<w:r><w:sym w:char="00D7"/></w:r>', "☑已办×"),
    ("raised digits", r("10") + r("4", '<w:vertAlign w:val="superscript"/>') + r("m") + r("2", '<w:vertAlign w:val="superscript"/>'), "10⁴m²"),
    ("lowered and other raised text", r("PM") + r("2.5", '<w:vertAlign w:val="subscript"/>') + r("[注]", '<w:vertAlign w:val="superscript"/>'), "PM2.5[注]"),
    ("ruby", "<w:r><w:ruby><w:rt>" + r("zhèn") + "</w:rt><w:rubyBase>" + r("镇") + "</w:rubyBase></w:ruby></w:r>", "镇"),
    ("formula", "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>", "3/4"),
    ("alternatives once", "<w:r><mc:AlternateContent><mc:Choice Requires='x'>" + t("新") + "</mc:Choice><mc:Fallback>" + t("旧")
     + "</mc:Fallback></mc:AlternateContent></w:r>", "新"),
    ("only an old alternative", "<w:r><mc:AlternateContent><mc:Fallback>" + t("旧") + "</mc:Fallback></mc:AlternateContent></w:r>", "旧"),
    ("machinery", "<w:bookmarkStart/><w:proofErr/><w:r><w:lastRenderedPageBreak/><w:commentReference/><w:annotationRef/>" + t("正文") + "</w:r>", "正文"),
    ("no byte-order mark", r("\ufeff甲"), "甲"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "shown"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_what_a_paragraph_shows(inside: str, shown: str) -> None:
    assert read(docx(p(inside))).text == shown


def test_empty_paragraphs_stay_between_and_go_at_the_ends() -> None:
    assert lines(p() + p("标题") + p() + p("正文") + p("　") + p()) == ["标题", "", "正文"]


def test_a_field_over_several_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    body = p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "一、回顾") + p("二、打算")
    assert lines(body + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("正文")) == [
        "一、回顾",
        "二、打算",
        "",
        "正文",
    ]


def test_a_broken_field_does_not_swallow_what_follows() -> None:
    assert lines(p("甲", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "码") + p("乙")) == ["甲", "乙"]


def test_a_deleted_paragraph_mark_joins_what_is_left() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("前半", properties=gone) + p("后半") + p("另一段")) == ["前半后半", "另一段"]
    assert lines(p("前", properties=gone) + tbl(tr("甲", "乙"))) == ["前", "甲\t乙"]
    deleted = "<w:del><w:r><w:delText>整段</w:delText></w:r></w:del>"
    assert lines(p("一") + p(deleted, properties=gone) + p("二")) == ["一", "二"]
    assert lines(p("一") + p("末段", properties=gone)) == ["一", "末段"]


def test_a_hidden_paragraph_mark_makes_a_run_in_heading() -> None:
    body = (
        p("重点工作。", list=1, properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        + p("全镇新建道路三条。")
        + p("其他", list=1)
    )
    assert lines(body, numbering=definition(0, lvl(0, "chineseCounting", "（%1）")) + num(1, 0)) == [
        "（一）重点工作。全镇新建道路三条。",
        "（二）其他",
    ]


def test_hidden_by_style() -> None:
    sheet = style("a", "Normal", default=True) + style("h", "注", "<w:rPr><w:vanish/></w:rPr>", based_on="a")
    sheet += style("c", "暗", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    body = p("看得见", r("暗", '<w:rStyle w:val="c"/>')) + p("看不见", style="h") + p("看得见")
    assert lines(body, styles=sheet) == ["看得见", "看得见"]


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('框一')}{p('框二')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><x xmlns='y'><z>"
        + box
        + "</z></x></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p("文", drawn, "字") + p("后")) == ["文字", "框一", "框二", "后"]
    assert lines(
        p("头", "<w:r><w:pict><v:shape><v:textpath string='云溪镇文件'/></v:shape></w:pict></w:r>")
    ) == ["头", "云溪镇文件"]


def test_heads_and_feet_are_no_text() -> None:
    data = pack(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {SPACES}><w:body>{p('正文')}</w:body></w:document>",
            "word/header1.xml": f"<w:hdr {SPACES}>{p('页眉')}</w:hdr>",
        }
    )
    assert read(data).text == "正文", "without any relations, too"


def test_notes_follow_the_body() -> None:
    def note(id: int, *texts: str, kind: str = "footnote", more: str = "") -> str:
        return f'<w:{kind} w:id="{id}"{more}>{"".join(p("<w:r><w:footnoteRef/></w:r>", text) for text in texts)}</w:{kind}>'

    def mark(id: int, kind: str = "footnote") -> str:
        return f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'

    doc = read(
        docx(
            p("尾注在先", mark(1, "endnote")) + p("投入", mark(3), "五百万元", mark(2), "。"),
            footnotes=note(-1, "线", more=' w:type="separator"')
            + note(2, " 含上级资金。")
            + note(3, "统计数。", "二段。")
            + note(4, "无人引用"),
            endnotes=note(1, "见附件。", kind="endnote"),
        )
    )
    assert doc.text.split("\n") == [
        "尾注在先",
        "投入五百万元。",
        "统计数。",
        "二段。",
        " 含上级资金。",
        "见附件。",
    ]
    assert [doc.quote(hint.span) for hint in doc.hints if hint.role == "note"] == [
        "统计数。",
        "二段。",
        " 含上级资金。",
        "见附件。",
    ]


def test_headings_and_titles_are_hints() -> None:
    sheet = style("a0", "Normal", default=True) + style(
        "1", "heading 1", based_on="a0", more='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    )
    sheet += (
        style("2", "heading 2")
        + style("t", "Title")
        + style("s", "Subtitle")
        + style("mine", "我的标题", based_on="1")
    )
    body = (
        p(f"<w:r>{t('云溪镇')}<w:br/>{t('工作总结')}</w:r>", style="t")
        + p("2021年12月", style="s")
        + p("一、回顾", style="1")
    )
    body += (
        p("（一）产业", style="2")
        + p("二、打算", style="mine")
        + p("直接", properties='<w:outlineLvl w:val="2"/>')
    )
    body += p("正文", properties='<w:outlineLvl w:val="9"/>') + p("正文")
    doc = read(docx(body, styles=sheet))
    assert [(doc.quote(hint.span), hint.role, hint.level) for hint in doc.hints] == [
        ("云溪镇", "title", None),
        ("工作总结", "title", None),
        ("2021年12月", "subtitle", None),
        ("一、回顾", None, 1),
        ("（一）产业", None, 2),
        ("二、打算", None, 1),
        ("直接", None, 3),
    ]


# Tables --------------------------------------------------------------------------------------------------------


def table_hints(doc: Document) -> list[tuple[str, str | None, str | None]]:
    return [(doc.quote(hint.span), hint.role, hint.cell) for hint in doc.hints]


def test_a_table_row_is_a_line() -> None:
    doc = read(docx(p("前") + tbl(tr("项目", "金额"), tr("道路", "5万元")) + p("后") + tbl(tr("甲", "乙"))))
    assert doc.text.split("\n") == ["前", "项目\t金额", "道路\t5万元", "后", "甲\t乙"]
    assert table_hints(doc) == [
        ("项目\t金额", "table_head", "T1R1"),
        ("道路\t5万元", "table", "T1R2"),
        ("甲\t乙", "table", "T2R1"),
    ]


def test_rows_marked_as_heads_and_a_title_among_them() -> None:
    head = "<w:tblHeader/>"
    title, first, second = (
        tr(*cells, properties=head) for cells in (["表一"], ["项目", "金额"], ["甲", "乙"])
    )
    doc = read(docx(tbl(title, first, second, tr("道路", "5"))))
    assert [role for _, role, _ in table_hints(doc)] == [None, "table_head", "table_head", "table"]


def test_merged_cells_have_their_text_once_and_columns_stay() -> None:
    wide, start, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("合计", properties=wide), "备注"),
        tr(tc("产业", properties=start), "大棚", "120"),
        tr(tc("盖住", properties=on), "果园", ""),
        tr("果树", "7", properties='<w:gridBefore w:val="1"/>'),
        tr(tc("甲", properties='<w:hMerge w:val="restart"/>'), tc("", properties="<w:hMerge/>"), "乙"),
        tr("", ""),
        tr("末"),
    ]
    doc = read(docx(tbl(*rows)))
    assert doc.text.split("\n") == [
        "合计\t\t备注",
        "产业\t大棚\t120",
        "\t果园",
        "\t果树\t7",
        "甲\t\t乙",
        "末",
    ]
    assert doc.hints[-1].cell == "T1R7"


def test_a_cell_is_on_one_line() -> None:
    broken = f"<w:r>{t('第一')}<w:br/>{t('第二')}<w:tab/>{t('第三')}</w:r>"
    assert lines(tbl(tr(tc(p(broken), p(), "第四"), "乙"), tr("丙", "丁"))) == [
        "第一 第二 第三 第四\t乙",
        "丙\t丁",
    ]


def test_numbers_in_cells() -> None:
    rows = [tr("序号", "项目"), *(tr(tc(p(list=1)), name) for name in ("道路", "桥梁"))]
    assert lines(tbl(*rows), numbering=definition(0, lvl(0, "decimal", "%1")) + num(1, 0)) == [
        "序号\t项目",
        "1\t道路",
        "2\t桥梁",
    ]


def test_a_table_in_a_cell_follows_its_row() -> None:
    doc = read(docx(tbl(tr(tc("外", tbl(tr("内一", "内二"), tr("内三", "内四"))), "旁"), tr("下", "下"))))
    assert doc.text.split("\n") == ["外\t旁", "内一\t内二", "内三\t内四", "下\t下"]
    assert [cell for _, _, cell in table_hints(doc)] == ["T1R1", "T2R1", "T2R2", "T1R2"]


def test_one_cell_round_paragraphs_is_a_frame() -> None:
    doc = read(docx(tbl(tr(tc("一、回顾", "正文。", tbl(tr("甲", "乙"), tr("丙", "丁")))))))
    assert doc.text.split("\n") == ["一、回顾", "正文。", "甲\t乙", "丙\t丁"]
    assert [cell for _, _, cell in table_hints(doc)] == ["T1R1", "T1R2"]
    assert table_hints(read(docx(p("前") + tbl(tr("独格"))))) == [("独格", "table", "T1R1")]


def test_rows_deleted_or_wrapped() -> None:
    wrapped = "<w:sdt><w:sdtContent>" + tr("控件", "内") + "</w:sdtContent></w:sdt>"
    assert lines(tbl(tr("甲", "乙"), tr("删", "去", properties="<w:del/>"), wrapped)) == [
        "甲\t乙",
        "控件\t内",
    ]


def test_blocks_in_content_controls() -> None:
    assert lines(
        "<w:sdt><w:sdtPr/><w:sdtContent>"
        + p("甲")
        + tbl(tr("乙", "丙"))
        + "</w:sdtContent></w:sdt>"
        + p("丁")
    ) == ["甲", "乙\t丙", "丁"]


def test_the_hint_spans_are_the_lines() -> None:
    doc = read(docx(p("标题") + p() + tbl(tr("甲", "乙"), tr("丙", "")) + p("后")))
    assert all("\n" not in doc.quote(hint.span) and hint.span.end > hint.span.start for hint in doc.hints)
    assert [doc.quote(hint.span) for hint in doc.hints] == ["甲\t乙", "丙"]


# Files ---------------------------------------------------------------------------------------------------------


def test_what_the_document_says_of_its_file() -> None:
    data = docx(p("正文"))
    doc = read(data)
    assert (doc.source, doc.format, doc.encoding, doc.bytes, doc.errors) == (
        "总结.docx",
        "docx",
        None,
        len(data),
        (),
    )


def test_strict_documents() -> None:
    body = p("甲", list=1) + tbl(tr("乙", "丙"), tr("丁", "戊"))
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".replace(W, STRICT),
        "word/numbering.xml": f"<w:numbering {SPACES}>{OUTLINE}{num(1, 0)}</w:numbering>".replace(W, STRICT),
    }
    assert read(pack(members)).text.split("\n") == ["一、甲", "乙\t丙", "丁\t戊"]


def test_a_main_part_of_another_name() -> None:
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="/Word/main.xml"),
        "word\\main.xml": f"<w:document {SPACES}><w:body>{p('甲', list=1)}</w:body></w:document>",
        "word/_rels/main.xml.rels": relations(numbering="../word/nummern.xml"),
        "word/nummern.xml": f"<w:numbering {SPACES}>{OUTLINE}{num(1, 0)}</w:numbering>",
    }
    assert read(pack(members)).text == "一、甲"


def test_xml_in_utf16() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:document {SPACES}><w:body>{p("正文")}</w:body></w:document>'
    assert read(pack({"word/document.xml": xml.encode("utf-16")})).text == "正文"


def test_a_document_without_text() -> None:
    assert refused(docx(p() + p("　") + p("<w:r><w:drawing/></w:r>"))).kind == "empty"


def test_embedded_documents_are_told() -> None:
    doc = read(docx(p("正文") + '<w:altChunk r:id="x" xmlns:r="y"/>'))
    assert [(row.kind, row.severity) for row in doc.errors] == [("embedded", "error")]


def test_damaged_files() -> None:
    whole = docx("".join(p(f"第{n}段，内容各不相同{n * n}") for n in range(500)))
    for length in (60, 400, len(whole) // 2, len(whole) - 30):
        assert refused(whole[:length]).kind == "damaged", length
    hole = bytearray(whole)
    at = whole.index(b"word/document.xml") + 200
    hole[at : at + 50] = b"\0" * 50
    assert refused(bytes(hole)).kind == "damaged"
    assert refused(pack({"word/document.xml": "<w:document"})).kind == "damaged"
    assert refused(pack({"word/document.xml": "<a/>"})).kind == "damaged"
    assert refused(pack({"word/document.xml": '<?xml version="1.0" encoding="nope"?><a/>'})).kind == "damaged"
    assert refused(pack({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"})).kind == "damaged"
    assert (
        refused(
            pack(
                {
                    "word/document.xml": f"<w:document {SPACES}><w:body>{p('甲')}</w:body></w:document>",
                    "word/styles.xml": "<",
                }
            )
        ).kind
        == "damaged"
    )


def test_a_package_with_a_password() -> None:
    data = bytearray(docx(p("正文")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert refused(bytes(data)).kind == "password"

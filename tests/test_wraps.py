"""Hard line wraps: joined for reading, parted again, nothing lost and nothing joined that is not one paragraph."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext import lexicon, pipeline
from reporttext.model import Document, Hint, Span
from reporttext.structure import join, join_blocks

KNOWN = lexicon.load()
JOIN = join(KNOWN)
_BREAK = re.compile(r"\n(?:\n— \d+ —\n\n)?")
_UNIT = re.compile(r"[A-Za-z0-9.,%]+|[（(《“]?.[，。；：、！？）》”]*")


def columns(text: str) -> int:
    return sum(2 if sign > "\u2e7f" or sign in "“”‘’—…·" else 1 for sign in text)


def wrap(text: str, width: int, *, indent: str = "　　", page: int = 0, whole: bool = True) -> str:
    """The text as a page of `width` columns has it; `whole` keeps figures in one line, `page` lines make a page."""
    lines: list[str] = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        current = indent
        for unit in _UNIT.findall(paragraph) if whole else paragraph:
            if columns(current + unit) > width:
                lines.append(current)
                current = ""
                if page and len(lines) % page == 0:
                    lines += ["", f"— {len(lines) // page} —", ""]
            current += unit
        lines.append(current)
    return "\n".join(lines)


REPORT = """\
枫桥镇2022年工作总结
一、主要工作
2022年，枫桥镇坚持稳中求进，全年完成固定资产投资35.6亿元，比上年增长12.3%，新开工项目18个，其中亿元以上项目7个，带动就业3200余人。
（一）农业稳步发展。全年粮食播种面积2.4万亩，总产量达到11520吨，建成高标准农田3600亩，培训新型职业农民420人次，发放补贴资金286.5万元。
（二）民生持续改善。新建养老服务站6个，改造农村危房43户，城乡居民基本医疗保险参保率达到98.7%，开展志愿服务活动156场次，惠及群众1.2万人次。
二、存在问题
产业基础仍然薄弱，规模以上企业只有9家，专业技术人才不足50人。
三、下一步打算
2023年，计划完成固定资产投资40亿元，新建村级文化广场5个，培训党员干部300人次，力争农村居民人均可支配收入增长8%以上，集体经济收入全部突破20万元。
"""


def told(text: str) -> list[tuple[object, ...]]:
    doc = rt.analyse(text)
    assert doc.text == text
    assert doc.joined is None
    assert "".join(doc.words.texts) == text
    return [(_BREAK.sub("", doc.quote(f.span)), f.indicator, f.status, f.change) for f in doc.facts]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("width", [36, 44, 56, 70])
def test_figures_run_across_the_wrap(width: int, indent: str, whole: bool) -> None:
    assert Counter(told(wrap(REPORT, width, indent=indent, whole=whole))) == Counter(told(REPORT))


def test_a_paragraph_is_one_row_over_its_lines() -> None:
    text = wrap(REPORT, 40)
    plain, wrapped = rt.analyse(REPORT), rt.analyse(text)
    shown = [(re.sub(r"\s", "", wrapped.quote(b.span)), b.role, b.number, b.heading) for b in wrapped.blocks]
    assert shown == [(plain.quote(b.span), b.role, b.number, b.heading) for b in plain.blocks]
    assert len(text.split("\n")) > 2 * len(wrapped.blocks)
    assert [re.sub(r"\s", "", wrapped.quote(s.span)) for s in wrapped.sentences] == [
        plain.quote(s.span) for s in plain.sentences
    ]


def test_a_figure_broken_by_the_wrap_is_quoted_with_the_break() -> None:
    text = wrap(REPORT, 38, whole=False)
    doc = rt.analyse(text)
    broken = [doc.quote(f.span) for f in doc.facts if "\n" in doc.quote(f.span)]
    assert broken
    assert all(f.quantity.low is not None for f in doc.facts)


def test_a_page_number_lies_inside_its_paragraph() -> None:
    text = wrap(REPORT, 40, page=6)
    assert "— 2 —" in text
    assert Counter(told(text)) == Counter(told(REPORT))


def test_words_over_a_break_are_counted_as_one() -> None:
    from reporttext.tables.rows import document_columns
    from reporttext.units import canonical_units

    counts = []
    for text in (REPORT, wrap(REPORT, 38, whole=False)):
        terms = document_columns(rt.analyse(text), canonical_units(KNOWN))["terms"]
        counts.append(
            Counter(dict(zip(zip(terms["section"], terms["term"], strict=True), terms["count"], strict=True)))
        )
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "通讯录\n" + "\n".join(f"枫桥镇第{n}村民委员会联系电话表" for n in range(30)),
        "\n".join(f"第{n}项工作任务分解落实情况" for n in range(40)),
        "指标\t数值\t增长\n" + "\n".join(f"指标名称第{n:02}号\t{n}万元\t{n}%" for n in range(40)),
        "枫桥镇2022年工作总结\n\n" + "\n\n".join("全年新建道路若干公里惠及沿线群众并且长期受益了啊" for _ in range(30)),
    ],
)  # fmt: skip
def test_what_is_no_wrap_stays_apart(text: str) -> None:
    doc = Document(text)
    assert JOIN(doc) is doc


def test_no_sample_report_is_wrapped() -> None:
    for path in rt.sample().rglob("*.txt"):
        doc = rt.read(path)
        assert JOIN(doc) is doc


def test_no_provincial_report_is_wrapped(shared: Path) -> None:
    for path in sorted((shared / "corpora" / "provincial").glob("*.txt")):
        doc = Document(path.read_text("utf-8"))
        assert JOIN(doc) is doc


def test_latin_words_keep_a_blank() -> None:
    text = "引进Microsoft\nOffice系统3\n5套。"
    doc = Document(text, hints=(Hint(Span(0, len(text)), "body"),))
    assert JOIN(doc).text == "引进Microsoft Office系统35套。"
    analysed = rt.analyse(doc)
    assert [analysed.quote(f.span) for f in analysed.facts] == ["3\n5套"]


def test_the_tables_hold_enough_to_join_again() -> None:
    """`explain` has the paragraphs, not the reader's hints."""
    text = wrap(REPORT, 40, page=6)
    assert join_blocks(KNOWN, rt.analyse(text)).text == JOIN(Document(text)).text


LINES = st.lists(
    st.sampled_from(["", "全年完成投资", "3", "5亿元，", "增长", "。", "一、", "　　", "— 3 —", "abc", "d e", "\t", "（", "，"]), max_size=8
).map("".join)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=40), st.integers(0, 30), st.integers(0, 60))
def test_parting_undoes_joining(lines: list[str], start: int, length: int) -> None:
    text = "\n".join(lines)
    span = Span(min(start, len(text)), min(start + length, len(text)))
    doc = Document(text, hints=(Hint(span, "body"),) if span.start < span.end else ())
    found = pipeline.analyse(doc)
    assert (found.text, found.hints) == (doc.text, doc.hints)
    assert "".join(found.words.texts) == text
    for block in found.blocks:
        assert found.quote(block.span).strip() == found.quote(block.span) != ""


@pytest.mark.parametrize("line", ["全年完成投资" * 6, "1", "　", "— 3 —", "）"])
def test_hostile_repetition_is_linear(line: str) -> None:
    JOIN(Document((line + "\n") * (300_000 // len(line))))

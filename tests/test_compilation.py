"""One file with several reports: split where a report begins, and nowhere else."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext import lexicon
from reporttext.compilation import splitter
from reporttext.errors import RuleError
from reporttext.model import Document, Hint, Span

SPLIT = splitter(lexicon.load())
BODY = "2022年以来，全镇上下坚持稳中求进工作总基调，全年完成固定资产投资3.6亿元，比上年增长9%，新建道路12公里，各项工作取得明显成效。"
TEXT = "\n".join(["一、主要做法", *[BODY] * 4, "二、下一步打算", BODY])


def report(place: str, year: int = 2022, *, signed: bool = True) -> str:
    tail = f"\n{place}人民政府\n{year}年12月20日" if signed else ""
    return f"{place}{year}年工作总结\n{TEXT}{tail}"


def parts(text: str, *hints: Hint) -> list[str]:
    doc = Document(text, "book.txt", hints=hints)
    found = SPLIT(doc)
    if len(found) == 1:
        assert found[0] is doc
    else:
        assert [part.source for part in found] == [f"book.txt#{n}" for n in range(1, len(found) + 1)]
        assert all(part.text.strip() in text for part in found)
    return [part.text.strip() for part in found]


@pytest.mark.parametrize("gap", ["\n", "\n\n\n", "\n— 12 —\n", "\n\n═══════\n\n"])
def test_signed_reports(gap: str) -> None:
    reports = [report("青石镇"), report("白沙坪镇"), report("青石镇", 2021)]
    found = parts(gap.join(reports))
    assert [text.split("\n")[0] for text in found] == [text.split("\n")[0] for text in reports]
    assert sum(len(text) for text in found) >= sum(len(text) for text in reports)


def test_each_has_its_own_place_year_and_offsets() -> None:
    docs = [
        rt.analyse(part)
        for part in SPLIT(Document(f"{report('青石镇')}\n\n{report('白沙坪镇', 2021)}", "b.txt"))
    ]
    assert [(d.metadata.place, d.metadata.year, d.metadata.title) for d in docs] == [
        ("青石镇", 2022, "青石镇2022年工作总结"),
        ("白沙坪镇", 2021, "白沙坪镇2021年工作总结"),
    ]
    assert all(d.facts and d.quote(d.facts[0].span) == "3.6亿元" for d in docs)


HEADS = [
    "中共青石镇委员会\n关于2022年度落实意识形态工作\n责任制情况的报告\n县委：",
    "政府工作报告\n——2023年1月16日在青石镇第十九届人民代表大会第二次会议上\n镇长　林某某\n各位代表：",
    "青政发〔2022〕15号\n青石镇人民政府\n关于2022年工作情况的报告\n县人民政府：",
    "青石镇2022年\n工　作　总　结\n（2022年12月20日）",
    "青石镇2022年上半年工作总结及下半年工作打算",
    "青石镇2022年工作总结（摘要）",
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("second", HEADS)
def test_titles_of_every_manner(head: str, second: str) -> None:
    tail = "\n青石镇人民政府\n2022年12月28日"
    reports = [f"{head}\n{TEXT}{tail}", f"{second}\n{TEXT}{tail}", report("白沙坪镇")]
    assert parts("\n".join(reports)) == reports


UNSIGNED = [
    report("青石镇", signed=False),
    report("白沙坪镇", signed=False),
    report("石桥坪镇", signed=False),
]


def test_contents_name_reports_that_nobody_signed() -> None:
    titles = [text.split("\n")[0] for text in UNSIGNED]
    contents = "平岭县工作总结汇编\n\n目　录\n" + "\n".join(
        f"{title}……{n}" for n, title in enumerate(titles, 1)
    )
    doc = Document(f"{contents}\n\n" + "\n".join(UNSIGNED), "b.txt")
    found = SPLIT(doc)
    assert [part.text.strip() for part in found] == UNSIGNED
    (left_out,) = found[0].errors
    assert (left_out.severity, left_out.kind) == ("info", "cover")
    assert doc.text[: len(contents)] == contents
    assert not found[1].errors


def test_without_a_sure_sign_they_stay_one() -> None:
    assert len(parts("\n".join(UNSIGNED))) == 1


def test_a_new_page_is_a_sign_for_a_full_title_only() -> None:
    text = "\n".join(UNSIGNED[:2])
    start = text.index("白沙坪镇2022")
    pages = (Hint(Span(0, start - 1), page=1), Hint(Span(start, len(text)), page=2))
    assert parts(text, *pages) == UNSIGNED[:2]
    plain = text.replace("白沙坪镇2022年工作总结", "2022年工作打算")
    at = plain.index("2022年工作打算")
    assert len(parts(plain, Hint(Span(0, at - 1), page=1), Hint(Span(at, len(plain)), page=2))) == 1


SIGN = "\n青石镇人民政府\n2022年12月20日\n"


@pytest.mark.parametrize(
    "text",
    [
        report("青石镇") + "\n附件：\n青石镇2022年重点项目完成情况\n" + TEXT,
        report("青石镇") + "\n附件2\n\n青石镇2021年工作总结\n" + TEXT,
        report("青石镇") + "\n名词解释\n1.三公经费：" + BODY * 5,
        report("青石镇") + "\n相关链接\n青石镇2021年工作总结\n青石镇2020年工作总结\n白沙坪镇2022年工作报告\n",
        f"青石镇2022年工作总结和2023年工作计划\n2022年工作总结\n{TEXT}\n2023年工作计划\n{TEXT}",
        f"青石镇2022年工作总结\n青石镇2022年工作总结\n发布日期：2022-12-20\n{TEXT}",
        f"2022年12月20日\n青石镇2022年工作总结\n{TEXT}{SIGN}",
        f"青石镇2022年工作总结\n{TEXT}\n《青石镇2021年工作总结》\n{TEXT}",
        f"青石镇2022年工作总结\n目录\n一、主要做法\n二、下一步打算\n{TEXT}",
        f"青石镇2022年工作总结\n{TEXT}\n2022年12月20日\n一、青石镇2021年工作总结\n{TEXT}",
    ],
)
def test_what_begins_no_report(text: str) -> None:
    assert len(parts(text)) == 1


def sample() -> list[Path]:
    return sorted(path for path in rt.sample().rglob("*.*") if path.suffix in (".txt", ".docx"))


def test_no_report_of_the_sample_is_split() -> None:
    assert all(len(SPLIT(rt.read(path))) == 1 for path in sample())


def test_no_report_of_the_archive_is_split(shared: Path) -> None:
    for folder in ("corpora/provincial", "gold/dev", "seed"):
        for path in sorted((shared / folder).glob("*.txt")):
            assert len(SPLIT(rt.read(path))) == 1, path.name


def _docx(text: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def signed_sample() -> list[str]:
    """The sample's reports that end with their date or signature: nothing else tells where they end."""
    texts = [rt.read(path).text.strip() for path in sample()]
    return [text for text in texts if text.split("\n")[-1].strip().endswith(("日", "委员会", "政府"))]


@pytest.mark.parametrize("ending", ["txt", "docx"])
@pytest.mark.parametrize("contents", [False, True])
def test_a_compilation_of_sample_reports(contents: bool, ending: str, tmp_path: Path) -> None:
    texts = signed_sample()
    assert len(texts) >= 8
    random.Random(7).shuffle(texts)
    alone = [rt.analyse(text).metadata for text in texts]
    listed = "".join(f"{meta.title} …… {3 * n}\n" for n, meta in enumerate(alone))
    whole = (f"工作总结汇编\n目　录\n{listed}\n" if contents else "") + "\n\n".join(texts)
    path = tmp_path / f"汇编.{ending}"
    path.write_bytes(_docx(whole) if ending == "docx" else whole.encode("gb18030"))
    found = rt.split(rt.read(path))
    assert ["".join(part.text.split()) for part in found] == ["".join(text.split()) for text in texts]
    assert [rt.analyse(part).metadata.title for part in found] == [meta.title for meta in alone]


@given(
    st.lists(
        st.sampled_from(
            [
                report("青石镇"),
                SIGN,
                TEXT,
                "附件：\n",
                "目录\n",
                "青石镇2022年工作总结",
                "各位代表：",
                "— 3 —",
            ]
        ),
        max_size=12,
    )
)
def test_nothing_is_lost(pieces: list[str]) -> None:
    doc = Document("\n".join(pieces), "b.txt")
    found = SPLIT(doc)
    kept = "".join(part.text for part in found)
    assert doc.text.rstrip().endswith(kept.rstrip()[-200:])
    if len(found) > 1:
        start = doc.text.index(found[0].text.rstrip())
        assert "".join(kept.split()) == "".join(doc.text[start:].split())
        assert start == 0 or found[0].errors


@pytest.mark.parametrize(
    "piece", ["青石镇2022年工作总结\n", "2022年12月20日\n", "目录\n", "附件\n", report("青石镇") + "\n"]
)
def test_hostile_repetition_is_linear(piece: str) -> None:
    SPLIT(Document(piece * (400_000 // len(piece))))


def test_a_bad_table_is_refused() -> None:
    with pytest.raises(RuleError, match="compilation"):
        splitter(lexicon.load("[headings.compilation]\nkind = ['x']"))

"""Passages that reports share: symbols, alignment, formulas, direction, leftovers, shares, and the tables over a store."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from reporttext import lexicon
from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import RuleError, UsageError
from reporttext.model import Mention, Span
from reporttext.stats.reuse.align import dense
from reporttext.stats.reuse.compare import compare, is_later
from reporttext.stats.reuse.formulas import formulas
from reporttext.stats.reuse.leftovers import merged
from reporttext.stats.reuse.names import names
from reporttext.stats.reuse.records import Comparison, Name, Options, Passage, Report
from reporttext.stats.reuse.shares import common, pairs, previous, recycled
from reporttext.stats.reuse.symbols import WILD, symbols
from small_archives import opened, report

FORMULAS = formulas(lexicon.load())

# Equal characters without marks, figures and places: 清理…一新 31, 组织…好评 31, 修缮…之忧 30.
CLEAN = "云陂镇清理沟渠12公里，拆除乱搭乱建36处，种下香樟、垂柳一大片，河道两岸的村容村貌焕然一新。"
HOME = "组织志愿者走进村里的养老院，为老人理发、量血压、晒被褥，受到群众的一致好评。"
PUMP = "修缮老旧泵站，更换生锈的闸门，请来懂水利的师傅值守，让种粮大户没有后顾之忧。"
OTHER = "天气转凉以后，大棚里的草莓陆续挂果，采摘园迎来了一批又一批带着孩子的游客。"


def made(doc_id: str, text: str, place: str | None, year: int | None, **more: object) -> Report:
    plain = Report(doc_id, text, place, () if place is None else (place,), year)
    return replace(plain, **more)  # type: ignore[arg-type]


def compared(*reports: Report, **options: object) -> Comparison:
    found = compare(reports, FORMULAS, Options(**options))  # type: ignore[arg-type]
    for passage in found.passages:
        assert quotes(found, passage)[0].strip() == quotes(found, passage)[0] != ""
    return found


def quotes(found: Comparison, p: Passage) -> tuple[str, str]:
    return (
        found.reports[p.doc].text[p.start : p.end],
        found.reports[p.other].text[p.other_start : p.other_end],
    )


def test_symbols_stand_for_their_characters() -> None:
    reports = [
        made("a", "东山镇2023年，召开会议１,２００次。", "东山镇", 2023),
        made("b", "**县**镇二〇二二年召开会议*次", None, 2022, wild=((0, 8),)),
    ]
    syms = symbols(reports, FORMULAS)
    one, two = (slice(*syms.first[n : n + 2]) for n in (0, 1))
    assert "".join(map(chr, syms.symbol[one])) == "\1年召开会议\1次"
    assert syms.symbol[one].tolist() == syms.symbol[two].tolist()
    texts = [
        reports[d].text[a:b]
        for d, a, b in zip(syms.doc.tolist(), syms.start.tolist(), syms.stop.tolist(), strict=True)
    ]
    wild = (syms.symbol == WILD).tolist()
    assert [t for t, w in zip(texts, wild, strict=True) if w] == [
        "东山镇2023", "１,２００", "**县**镇二〇二二", "*",
    ]  # fmt: skip
    exact = symbols(reports[:1], FORMULAS, figures_wild=False)
    assert "".join(map(chr, exact.symbol)) == "\x012023年召开会议1200次"


def test_five_rows_by_hand() -> None:
    """A copy with place and figures changed, one word for word, one of two sentences in another order, one edited, no fifth."""
    source = made("a", f"{CLEAN}\n{HOME}\n{PUMP}\n{OTHER}", "云陂镇", 2020)
    changed = CLEAN.replace("云陂镇", "**镇").replace("12", "9").replace("36", "**")
    edited = PUMP.replace("老旧", "陈旧").replace("更换", "换掉")
    found = compared(
        source,
        made("b", changed, None, 2021, wild=((0, 3),)),
        made("c", f"前言。{HOME}", "青螺镇", 2019),
        made("d", f"{PUMP}{HOME}", "禾塘镇", None),
        made("e", f"无关的话不算数。{edited}", "汀湖镇", 2020),
    )
    rows = {(found.reports[p.doc].doc_id, found.reports[p.other].doc_id): p for p in found.passages}
    assert {"".join(sorted(pair)) for pair in rows} == {"ab", "ac", "ad", "ae", "cd", "de"}
    assert len(rows) == len(found.passages)
    one = rows["b", "a"]
    assert quotes(found, one) == (changed[:-1], CLEAN[:-1])
    # 清理沟渠公里 6, 拆除乱搭乱建处 7, 种下香樟垂柳一大片 9, 河道两岸的村容村貌焕然一新 13; place and two figures are wild.
    assert (one.same, one.length, one.similarity, one.dated) == (35, 38, 1.0, True)
    assert one.wild == len("**镇") + len("9") + len("**")
    assert (one.wild_places, one.other_length) == (3, 38), "35 + 3 of 38"
    assert one.differences == (("**镇", "云陂镇"), ("9", "12"), ("**", "36"))
    two = rows["a", "c"]  # c is of 2019: the earlier one
    assert quotes(found, two) == (HOME[:-1], HOME[:-1])
    # 组织志愿者走进村里的养老院 13, 为老人理发 5, 量血压 3, 晒被褥 3, 受到群众的一致好评 9.
    assert (two.same, two.length, two.wild, two.differences) == (33, 33, 0, ())
    three = next(p for pair, p in rows.items() if set(pair) == {"a", "d"})
    assert three.dated is False
    assert len(three.blocks) == 2
    # With 修缮老旧泵站 6, 更换生锈的闸门 7, 请来懂水利的师傅值守 10, 让种粮大户没有后顾之忧 11.
    assert (three.same, three.similarity) == (33 + 34, 1.0)
    four = next(p for pair, p in rows.items() if set(pair) == {"a", "e"})
    assert four.dated is False
    # 修缮, 旧泵站, 生锈的闸门…: 老 and 更换 have no twin, but 换 stands in both: 更换 and 换掉 share it.
    assert four.same == 34 - 2
    assert 0.9 < four.similarity < 1
    for p in found.passages:
        assert p.similarity == (p.same + p.wild_places) / max(p.length, p.other_length)


@pytest.mark.parametrize(("figures", "number"), [(True, 1), (False, 0)])
def test_figures_may_be_told_to_be_the_same(figures: bool, number: int) -> None:
    line = "全年建成公路{}公里、桥梁{}座、泵站{}处，培训农户{}人，发放种苗{}株，受益人口{}户，投入资金{}元，新增灌溉面积{}亩。"
    reports = [made(str(n), line.format(*range(10**n, 10**n + 8)), f"{n}镇", 2020 + n) for n in (1, 4)]
    found = compared(*reports, figures_wild=figures, min_similarity=0.85)
    assert len(found.passages) == number
    if number:
        assert len(found.passages[0].differences) == 8


def test_a_place_that_nobody_marked_does_not_break_a_passage() -> None:
    here = made("a", CLEAN + HOME.replace("村里的", "**村的"), None, 2021)
    found = compared(here, made("b", CLEAN + HOME.replace("村里的", "沈塘村的"), None, 2020))
    assert [(p.start, p.end) for p in found.passages] == [(0, len(here.text) - 1)]


def test_official_wording_is_no_copy() -> None:
    speech = "习近平总书记指出：“青年强则国家强，当代青年要做有理想敢担当能吃苦肯奋斗的好青年，在新的征程上走好自己的路。”"
    title = "学习《关于进一步做好全市城乡居民基本养老保险扩面征缴有关工作的若干意见的通知》。"
    found = compared(*(made(str(n), speech + "\n" + title, f"{n}镇", 2020 + n) for n in (1, 2)))
    assert found.passages
    assert all(p.formula for p in found.passages)
    assert [p.formula_chars / p.same > 0.5 for p in found.passages] == [True] * len(found.passages)
    assert pairs(found) == []
    # What five places say alike is official too, wherever it comes from; four do not make it so.
    for number, formula in ((4, False), (5, True)):
        many = compared(*(made(str(n), PUMP, f"{n}镇", 2000 + n) for n in range(number)))
        assert {p.formula for p in many.passages} == {formula}
        assert {p.places for p in many.passages} == {number}
    # Five years of one place do not.
    assert not any(
        p.formula for p in compared(*(made(str(n), PUMP, "甲镇", n) for n in range(2000, 2005))).passages
    )


def test_common_wording_is_not_paired_all_with_all() -> None:
    number = 60
    reports = [made(f"{n:03}", f"{PUMP}", f"{n:03}镇", 2000 + n) for n in range(number)]
    found = compared(*reports)
    # Each with the earliest: the cost is that of the reports, not of their pairs.
    assert [(p.doc, p.other) for p in found.passages] == [(n, 0) for n in range(1, number)]
    again = compared(
        *reports, *(made(f"x{r.doc_id}", r.text, r.place_id, (r.year or 0) + 1) for r in reports)
    )
    own = [
        (p.doc, p.other)
        for p in again.passages
        if again.reports[p.doc].place_id == again.reports[p.other].place_id
    ]
    assert len(own) == number


@pytest.mark.parametrize(
    ("years", "issued", "later"),
    [
        ((2021, 2020), (None, None), True),
        ((2020, 2021), (None, None), False),
        ((2020, 2020), (None, None), None),
        ((2020, 2020), (date(2021, 2, 1), date(2021, 1, 1)), True),
        ((2020, 2020), (date(2021, 1, 1), date(2021, 1, 1)), None),
        ((2020, None), (date(2021, 1, 1), date(2020, 1, 1)), None),
    ],
)
def test_direction(
    years: tuple[int, int | None], issued: tuple[date | None, date | None], later: bool | None
) -> None:
    one, two = (made("x", "", None, y, issued_on=i) for y, i in zip(years, issued, strict=True))
    assert is_later(one, two) is later
    given = made("x", "", None, None, year_given=2022)
    assert is_later(given, made("y", "", None, 2020)) is True


def leftovers(*reports: Report) -> list[tuple[str, str, str]]:
    found = compared(*reports)
    rows = []
    for one in found.leftovers:
        text = found.reports[one.doc].text[one.start : one.end]
        assert text == found.reports[one.other].text[one.other_start : one.other_end]
        rows.append((found.reports[one.doc].doc_id, one.kind, text))
    return rows


def test_leftover_place() -> None:
    text = HOME + "这是云陂镇的一件实事。" + PUMP
    one, other = made("a", text, "云陂镇", 2020), made("b", text, "青螺镇", 2021)
    assert leftovers(one, other) == [("b", "leftover_place", "云陂镇")]
    # Put right, of the same place, or a formula: nothing is left over.
    assert leftovers(one, replace(other, text=text.replace("云陂", "青螺"))) == []
    assert leftovers(one, replace(other, place_id="云陂镇", names=("云陂镇",))) == []
    assert leftovers(*(replace(r, text=HOME + "见《云陂镇志》。" + PUMP) for r in (one, other))) == []
    # Without dates either may be the copy; a masked place is nobody's.
    assert leftovers(replace(one, year=None), other) == [("b", "leftover_place", "云陂镇")]
    masked = replace(other, place_id=None, names=())
    assert leftovers(one, masked) == [("b", "leftover_place", "云陂镇")]


def test_leftover_year() -> None:
    text = f"{HOME}2020年办成了这件事。{PUMP}"
    one, other = made("a", text, "甲镇", 2020), made("b", text, "甲镇", 2021)
    assert leftovers(one, other) == [("b", "leftover_year", "2020")]
    assert leftovers(one, replace(other, text=text.replace("2020", "2021"))) == []
    for harmless in ("比2020年", "自2020年以来", "2018—2020年", "2020年至今", "2015年"):
        lines = [replace(r, text=text.replace("2020年", harmless)) for r in (one, other)]
        assert leftovers(*lines) == [], harmless
    # In plans a report's own year is the next one.
    plans = [
        replace(r, text=text.replace("2020", "2021"), sections=((0, 200, "plans"),)) for r in (one, other)
    ]
    assert leftovers(*plans) == [("b", "leftover_year", "2021")]
    assert leftovers(*(replace(r, year=2020) for r in (one, replace(other, place_id="乙镇")))) == []


def test_leftover_name() -> None:
    text = HOME + "禾塘合作社出了大力，王小明同志起早贪黑。" + PUMP

    def named(doc_id: str, place: str, year: int, more: str = "") -> Report:
        whole = text + more
        found = [Name(whole.find("禾塘合作社"), whole.find("禾塘合作社") + 5, "organisation", "禾塘合作社")]
        if more:
            found.append(
                Name(whole.rfind("禾塘合作社"), whole.rfind("禾塘合作社") + 5, "organisation", "禾塘合作社")
            )
        found += names(lexicon.load()).persons(whole)
        return made(doc_id, whole, place, year, named=tuple(sorted(found, key=lambda n: n.start)))

    own = "\n" + OTHER + "禾塘合作社分红。"
    assert leftovers(named("a", "云陂镇", 2020, own), named("b", "青螺镇", 2021)) == [
        ("b", "leftover_name", "禾塘合作社")
    ]
    # Nothing says whose it is, or both say it of their own accord.
    assert leftovers(named("a", "云陂镇", 2020), named("b", "青螺镇", 2021)) == []
    more = own.replace("草莓", "葡萄").replace("采摘园迎来了", "农家乐送走了")
    assert leftovers(named("a", "云陂镇", 2020, own), named("b", "青螺镇", 2021, more)) == []
    assert [n.name for n in names(lexicon.load()).persons(text)] == ["王小明"]


def test_shares() -> None:
    before = made("a", f"{HOME}\n{OTHER}", "甲镇", 2020)
    text = f"{HOME}\n{PUMP}"
    after = made(
        "b",
        text,
        "甲镇",
        2022,
        sections=((0, len(HOME), "achievements"), (len(HOME) + 1, len(text), "plans")),
    )
    found = compared(before, after, made("c", PUMP, "乙镇", 2021))
    ids = [r.doc_id for r in found.reports]
    assert [(ids[doc], ids[other]) for doc, other in previous(found.reports)] == [("b", "a")]
    rows = recycled(found)
    assert [(r.section, r.chars, r.recycled_chars, r.share) for r in rows] == [
        ("achievements", len(HOME), len(HOME) - 1, (len(HOME) - 1) / len(HOME)),  # all but the full stop
        ("plans", len(PUMP), 0, 0.0),
    ]
    shares = {(found.reports[p.doc].doc_id, found.reports[p.other].doc_id): p for p in pairs(found)}
    assert set(shares) == {("b", "a"), ("b", "c")}
    assert shares["b", "a"].share == pytest.approx((len(HOME) - 1) / (len(HOME) + len(PUMP)))
    assert shares["b", "c"].other_share == pytest.approx((len(PUMP) - 1) / len(PUMP))


def test_only_reports_of_one_series_are_each_others_last() -> None:
    reports = [made(str(n), "", "甲镇", 2020 + n % 3, series=("工作总结", str(n // 3))) for n in range(6)]
    ordered = compared(*reports).reports
    assert {(ordered[d].doc_id, ordered[o].doc_id) for d, o in previous(ordered)} == {
        ("1", "0"),
        ("2", "1"),
        ("4", "3"),
        ("5", "4"),
    }


def test_ranges() -> None:
    assert dense([0, 1, 2, 3, 40, 41, 43, 44], 1.0) == [(0, 4), (4, 8)]
    assert dense([5], 1.0) == [(0, 1)]
    # Ruzzo and Tompa's own example, 4 -5 3 -3 1 2 -2 2 -2 1 5: the highest stretches are 4, 3 and 1 2 -2 2 -2 1 5.
    scores, places, at = (4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5), [], 0
    for score in scores:
        if score > 0:
            places += range(at, at + score)
        at += abs(score)
    assert dense(places, 1.0) == [(0, 4), (4, 7), (7, 18)]
    assert merged([(5, 9), (0, 3), (2, 4)]) == [(0, 4), (5, 9)]
    assert common([(0, 5), (8, 12)], [(3, 10)]) == [(3, 5), (8, 10)]


@pytest.mark.parametrize(
    "text", ["", "\n", "，。", "镇", "*" * 5000, "的" * 3000, "1" * 3000, "\ud800" * 50, "𠀀𠀁" * 40]
)
def test_odd_texts(text: str) -> None:
    compared(made("a", text, None, None), made("b", text + PUMP, None, 1), made("c", PUMP + text, None, None))
    compared(made("a", text, None, None))


def test_lines_repeated_over_and_over() -> None:
    draw = random.Random(1)
    lines = ["".join(chr(0x4E00 + draw.randrange(9000)) for _ in range(40)) for _ in range(150)]
    one, two = (draw.sample(lines * 4, 600) for _ in "ab")
    found = compared(made("a", "\n".join(one), "甲镇", 1), made("b", "\n".join(two), "乙镇", 2))
    assert all(p.same <= p.length and p.similarity <= 1 for p in found.passages)
    covered = sum(end - start for start, end in merged([b[:2] for p in found.passages for b in p.blocks]))
    assert covered > 0.5 * 600 * 40


def test_nothing_to_compare() -> None:
    assert compared().passages == []


def planted(seed: int) -> tuple[Report, Report, tuple[int, int], tuple[int, int]]:
    """Two random texts with one passage in common, of which some characters are changed."""
    draw = random.Random(seed)
    letters = [chr(0x4E00 + n * 7) for n in range(900)]

    def words(number: int) -> str:
        return "".join(draw.choice(letters) + "，" * (draw.random() < 0.1) for _ in range(number))

    passage = words(draw.randint(60, 300))
    copy = "".join(draw.choice(letters) if draw.random() < 0.04 else c for c in passage)
    parts = [words(draw.randint(0, 800)) for _ in range(4)]
    spans = (len(parts[0]), len(parts[0]) + len(passage)), (len(parts[2]), len(parts[2]) + len(copy))
    return (
        made("a", parts[0] + passage + parts[1], "甲镇", 1),
        made("b", parts[2] + copy + parts[3], "乙镇", 2),
        *spans,
    )


@pytest.mark.parametrize("seed", range(30))
def test_planted_passages_are_found_where_they_are(seed: int) -> None:
    one, two, source, target = planted(seed)
    found = compared(one, two)
    here = merged([(p.start, p.end) for p in found.passages])
    there = merged([(p.other_start, p.other_end) for p in found.passages])
    for spans, wanted in ((here, target), (there, source)):
        covered = sum(e - s for s, e in common(spans, [wanted]))
        assert covered >= 0.9 * (wanted[1] - wanted[0])
        assert covered >= 0.95 * sum(e - s for s, e in spans)
    for p in found.passages:
        # What is the same is no more than what the longest common subsequence of the two quotes allows.
        a, b = quotes(found, p)
        assert p.same <= min(len(a), len(b))
        assert p.similarity <= 1
        assert all(
            p.start <= s < e <= p.end and p.other_start <= x < y <= p.other_end for s, e, x, y in p.blocks
        )


def test_the_order_of_the_reports_and_the_hash_seed_do_not_count() -> None:
    reports = [r for seed in range(6) for r in planted(seed)[:2]]
    reports = [replace(r, doc_id=f"{r.doc_id}{n}", text=r.text + PUMP) for n, r in enumerate(reports)]
    assert compared(*reports) == compared(*reversed(reports))
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import test_reuse as t\n"
        "print(t.compared(*(r for s in range(5) for r in t.planted(s)[:2])).passages)"
    )
    here = str(Path(__file__).parent)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, here], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
            check=True, encoding="utf-8",
        ).stdout
        for seed in ("0", "1")
    }  # fmt: skip
    assert len(outputs) == 1
    assert "Passage(" in outputs.pop()


@pytest.mark.parametrize("key", ["phrases", "speakers", "levels"])
def test_rules_are_checked(key: str) -> None:
    wrong = lexicon.load(f'[reuse]\n{key} = [""]')
    with pytest.raises(RuleError, match=f"reuse.{key}"):
        (names if key == "levels" else formulas)(wrong)


def test_unknown_rules_are_told() -> None:
    with pytest.raises(RuleError, match="nonsense"):
        formulas(lexicon.load('[reuse]\nnonsense = ["x"]'))


# Over a store

JIA = report("甲省", 2020, {"achievements": f"甲省如期完成。{HOME}2020年办成。", "plans": PUMP})
JIA_2021 = report("甲省", 2021, {"achievements": f"{HOME}2020年办成。{OTHER}", "plans": PUMP})
YI = report("乙省", 2021, {"achievements": f"甲省如期完成。{HOME}", "problems": "不够快。"})
COPY = replace(JIA, source="龟.txt")


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[Reports]:
    jia = replace(JIA, mentions=(Mention(Span(0, 2), 0, 0, "place", "x", "省", "self"),))
    with opened(tmp_path / "out", [jia, JIA_2021, YI, COPY]) as made:
        yield made


def test_tables(reports: Reports) -> None:
    frame = reports.reuse()
    texts = reports.documents.set_index("doc_id").text
    for row in frame.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.quote
        assert texts[row.other_doc_id][row.other_start : row.other_end] == row.other_quote
    found = {
        (*sorted((r.source, r.other_source)), r.section, r.direction == "from_other")
        for r in frame.itertuples()
    }
    assert found == {
        ("乙省2021.txt", "甲省2020.txt", "achievements", True),
        ("乙省2021.txt", "甲省2021.txt", "achievements", False),
        ("甲省2020.txt", "甲省2021.txt", "achievements", True),
        ("甲省2020.txt", "甲省2021.txt", "plans", True),
    }
    assert len(frame) == len(found)
    assert not frame.other_source.eq("龟.txt").any()
    assert not frame.source.eq("龟.txt").any()  # a copy is left out
    pairs = reports.reuse_pairs(same_place=True)
    assert [(r.source, r.other_source, r.years_between) for r in pairs.itertuples()] == [
        ("甲省2021.txt", "甲省2020.txt", 1)
    ]
    own = reports.recycled()
    assert list(own.section) == ["achievements", "plans"]
    assert own.share[1] == pytest.approx((len(PUMP) - 1) / len(PUMP))
    alarms = reports.leftovers()
    assert sorted(zip(alarms.source, alarms.kind, alarms.quote, strict=True)) == [
        ("乙省2021.txt", "leftover_place", "甲省"), ("甲省2021.txt", "leftover_year", "2020"),
    ]  # fmt: skip
    assert reports.trace(frame.row_id[0]).total >= 2


def test_choices(reports: Reports) -> None:
    assert len(reports.reuse(other_place=True)) + len(reports.reuse(same_place=True)) == len(reports.reuse())
    both = reports.reuse(("甲省2021.txt", "乙省2021.txt"))
    assert [{*pair} for pair in zip(both.source, both.other_source, strict=True)] == [
        {"甲省2021.txt", "乙省2021.txt"}
    ]
    assert len(reports.reuse(("乙省2021.txt",))) == len(reports.reuse(other_place=True))
    assert len(reports.reuse(year=2021)) == len(both)
    assert len(reports.reuse(min_chars=60)) < len(reports.reuse())
    for wrong, told in (
        ({"same_place": True, "other_place": True}, "exclude"),
        ({"min_chars": 3}, "12 or more"),
        ({"min_similarity": 0.1}, "0.3 to 1"),
        ({"formula_places": 1}, "2 or more"),
        ({"named": ("丙省.txt",)}, "no report 丙省.txt"),
        ({"named": ("龟.txt",)}, "a copy of another"),
    ):
        with pytest.raises(UsageError, match=told):
            reports.reuse(**wrong)


def test_command(reports: Reports) -> None:
    out = str(reports.path)
    shown = CliRunner().invoke(cli, ["reuse", "甲省2021.txt", "乙省2021.txt", "--in", out, "-f", "csv"])
    assert shown.exit_code == 0, shown.output
    assert HOME[:-1] in shown.stdout
    assert "formulas" in shown.stderr
    for name in ("reuse", "reuse_pairs", "recycled", "leftovers"):
        for form in ("json", "csv", "table"):
            shown = CliRunner().invoke(cli, [name, "--in", out, "-f", form])
            assert shown.exit_code == 0, (name, form, shown.output, shown.exception)
            assert "甲省" in shown.stdout
        for ending in ("xlsx", "parquet"):
            file = reports.path.parent / f"{name}.{ending}"
            shown = CliRunner().invoke(cli, [name, "--in", out, "-o", str(file)])
            assert shown.exit_code == 0, (name, ending, shown.output, shown.exception)
            assert file.stat().st_size > 0


def test_numbers_are_plain() -> None:
    """No numpy number leaves the aligner: tables and digests would show it."""
    found = compared(made("a", PUMP, "甲", 1), made("b", PUMP, "乙", 2))
    values = [getattr(found.passages[0], field) for field in Passage.__slots__]
    assert not any(isinstance(value, np.generic) for value in values)

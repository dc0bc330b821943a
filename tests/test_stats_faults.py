"""What statistics owe their reader: counts that agree with their trace, arguments that make sense, tables that say why."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from reporttext import lexicon
from reporttext.api import Reports
from reporttext.cli import cli
from reporttext.errors import ReporttextError, UsageError
from reporttext.model import Document, Quantity
from reporttext.segment import cutter
from reporttext.stats import STATISTICS, saved
from reporttext.stats.compute import compute
from reporttext.stats.statistic import Parameter
from reporttext.store.folder import Folder
from reporttext.tables import codes_of
from small_archives import fact, opened, report

WORDS = ["发展", "改革", "创新", "民生", "经济", "教育", "农业", "企业", "文化", "环境", "交通", "卫生"]


def generated(number: int, seed: int = 7) -> list[Document]:
    """Reports of random words, all of which have 发展 and 改革."""
    draw = random.Random(seed)
    return [
        report(f"{place}省", 2000 + n, {"plans": "，".join(["发展", "改革", *draw.choices(WORDS, k=draw.randint(1, 8))]) + "。"})
        for n, place in zip(range(number), "甲乙丙丁戊己庚辛壬癸子丑", strict=False)
    ]  # fmt: skip


# similarity


def test_jaccard_is_over_all_words_however_common(tmp_path: Path) -> None:
    made = generated(12)
    with opened(tmp_path / "all", made) as reports:
        held = {
            source: set(rows["term"])
            for source, rows in reports.sql(
                "select source, term from terms join documents using (doc_id) where length(term) > 1"
            ).groupby("source")
        }
        frame = reports.similarity(nearest=0, passages=0).set_index(["a", "b"])
        assert len(frame) == 12 * 11 / 2
        for a, b in combinations(sorted(held), 2):
            row = frame.loc[(a, b)] if (a, b) in frame.index else frame.loc[(b, a)]
            both = held[a] & held[b]
            assert {"发展", "改革"} <= both
            assert row["words_shared"] == len(both)
            assert row["jaccard"] == pytest.approx(len(both) / len(held[a] | held[b]))
            assert not {"发展", "改革"} & set(row["shared"]), "what all have adds nothing to the cosine"
    # Fewer reports, of which other words are in all: the same Jaccard.
    with opened(tmp_path / "some", made[:3]) as reports:
        for row in reports.similarity(nearest=0, passages=0).itertuples():
            assert row.jaccard == pytest.approx(
                len(held[row.a] & held[row.b]) / len(held[row.a] | held[row.b])
            )


def test_reports_of_the_same_words_share_all_of_them(tmp_path: Path) -> None:
    made = [report("甲省", 2020, {"plans": "发展，改革。"}), report("乙省", 2020, {"plans": "改革，发展。"})]
    with opened(tmp_path / "out", made) as reports:
        row = reports.similarity().iloc[0]
        assert (row["jaccard"], row["words_shared"]) == (1, 2)


# trace


CLEAN = "云陂镇清理沟渠拆除乱搭乱建种下香樟、垂柳一大片，河道两岸的村容村貌焕然一新，出行方便了许多。"
PUMP = "修缮老旧泵站，更换生锈的闸门，请来懂水利的师傅值守，让种粮大户没有后顾之忧，收成也好了。"


def test_the_sentences_behind_a_pair_of_reports(tmp_path: Path) -> None:
    made = [
        report("甲省", 2020, {"achievements": f"修路。{CLEAN}{PUMP}", "plans": "种树。"}),
        report("乙省", 2021, {"achievements": f"{PUMP}办学。{CLEAN}"}),
    ]
    with opened(tmp_path / "out", made) as reports:
        row = reports.reuse_pairs().iloc[0]
        assert (row["source"], row["other_source"], row["passages"]) == ("乙省2021.txt", "甲省2020.txt", 1)
        found = reports.trace(row["row_id"])
        assert found.sentences[["source", "text"]].values.tolist() == [
            ["甲省2020.txt", CLEAN], ["甲省2020.txt", PUMP], ["乙省2021.txt", PUMP], ["乙省2021.txt", CLEAN],
        ]  # fmt: skip
        assert (found.total, found.why) == (4, None)
        assert reports.trace(row["row_id"], first=1).sentences["text"].tolist() == [CLEAN]
        run = CliRunner().invoke(cli, ["trace", row["row_id"], "--in", str(reports.path)])
        assert "4 of 4 shown" in run.stderr


def test_what_a_row_counts_is_marked_on_the_screen(tmp_path: Path) -> None:
    """A long sentence is cut round it, so that it is seen: a word as a word (志愿 is no part of 志愿服务), a string anywhere."""
    far = "清理沟渠，拆除乱搭乱建，种下香樟、垂柳一大片，河道两岸的村容村貌焕然一新，出行方便了许多，大家都说好，"
    text = f"开展志愿服务，{far}群众自愿报名，人人乐意志愿帮忙，{far}修路。"
    with opened(tmp_path / "out", [report("甲省", 2020, {"achievements": text})]) as reports:
        found = {
            (term, how): reports.trace(reports.trends(term, count=how)["row_id"][0])
            for term, how in (("志愿", "words"), ("志愿", "text"), ("修路", "text"))
        }
        row_id = reports.trends("志愿", count="words")["row_id"][0]
        screen = CliRunner().invoke(cli, ["trace", row_id, "--in", str(reports.path)]).stdout
    at = {key: trace.counted for key, trace in found.items()}
    assert at["志愿", "words"] == ((text.index("志愿帮忙"), text.index("志愿帮忙") + 2),)
    assert at["志愿", "text"] == ((2, 4),)
    assert at["修路", "text"] == ((len(text) - 3, len(text) - 1),)
    line = next(line for line in screen.splitlines() if "【" in line)
    assert "人人乐意【志愿】帮忙，清理沟渠" in line
    assert line.count("…") == 2, "cut on both sides"
    assert "自愿报名" in line
    assert "修路" not in line


def figures(place: str, *quotes: str) -> Document:
    doc = report(place, 2020, {"achievements": "".join(f"建成{quote}。" for quote in quotes)})
    facts = (fact(doc, q, indicator="建成农村旧桥", quantity=Quantity(None, None, "座")) for q in quotes)
    return replace(doc, facts=tuple(facts))


def test_the_figures_behind_an_aligned_indicator_without_evidence(tmp_path: Path) -> None:
    with opened(tmp_path / "out", [figures("甲省", "3座", "4座"), figures("乙省", "5座")]) as reports:
        row = reports.indicators(least=1).iloc[0]
        found = reports.trace(row["row_id"])
        assert (row["facts"], found.total) == (3, 3)
        assert sorted(found.sentences["quote"]) == ["3座", "4座", "5座"]
        marked = [text[a:b] for text, (a, b) in zip(found.sentences["text"], found.counted, strict=True)]
        assert marked == found.sentences["quote"].tolist()
        with_evidence = reports.indicators(least=1, evidence=True).iloc[0]
        assert reports.trace(with_evidence["row_id"]).sentences.equals(found.sentences)
        assert reports.trace(reports.indicators(least=1, place="乙省").iloc[0]["row_id"]).total == 1


def test_a_row_with_nothing_behind_it_says_why(tmp_path: Path) -> None:
    made = [
        report("甲省", year, {"achievements": "修路。" if year == 2020 else "种树。"})
        for year in (2020, 2021)
    ]
    with opened(tmp_path / "out", made) as reports:
        row = reports.trends("修路", count="text").set_index("year").loc[2021]
        found = reports.trace(row["row_id"])
        assert (row["count"], found.total) == (0, 0)
        assert found.why == "no sentence is behind this row: none of the reports chosen holds what it counts"
        run = CliRunner().invoke(cli, ["trace", row["row_id"], "--in", str(reports.path)])
        assert "0 of 0 shown" in run.stderr
        assert found.why in run.stderr
        # As an earlier version kept its results.
        (about,) = (reports.path / "stats").glob("trends/*/about.json")
        kept = json.loads(about.read_text("utf-8"))
        about.write_text(json.dumps({**kept, "query": None}), "utf-8")
        assert "compute it again" in (reports.trace(row["row_id"]).why or "")
        about.write_text(
            json.dumps({**kept, "query": {n: kept["query"][n] for n in ("sql", "names")}}), "utf-8"
        )
        assert "none of the reports" in (reports.trace(row["row_id"]).why or "")


# 家 is a word by itself, and a part of 国家, 大家, 专家.
HOMES = [
    report(
        "甲省",
        2018,
        {"achievements": "国家富强。江边，家。大家、家。", "plans": "专家进村。建设国家。改革发展。"},
    ),
    report("甲省", 2019, {"achievements": "家、家、家。国家发展。", "plans": "改革国家发展。"}),
    report("乙省", 2019, {"achievements": "发展改革。专家。发展，家。", "plans": "种树。"}),
    report("乙省", 2020, {"achievements": "国家改革。", "plans": "大家种树，发展。国家。"}),
]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reports]:
    with opened(tmp_path_factory.mktemp("stats") / "out", HOMES) as made:
        yield made


def as_words(reports: Reports, word: str, where: str = "true") -> tuple[int, int]:
    """Sentences that hold a word as a token, and how often: by the segmenter, without SQL's search."""
    cut = cutter(lexicon.load())
    texts = reports.sql(f"select s.text from sentences s join documents d using (doc_id) where {where}")[
        "text"
    ]
    counts = [Counter(cut(text))[word] for text in texts]
    return sum(map(bool, counts)), sum(counts)


def test_the_words_of_the_archive(homes: Reports) -> None:
    assert as_words(homes, "家") == (4, 6)
    assert homes.sql("select count(*) as n from sentences where contains(text, '家')")["n"][0] == 13


@pytest.mark.parametrize("statistic", ["dispersion", "keyness", "trends", "changes", "keywords"])
def test_trace_shows_the_sentences_that_were_counted(homes: Reports, statistic: str) -> None:
    given: dict[str, Any] = {
        "dispersion": {"least": 1},
        "keyness": {"group": "year=2018-2019", "least": 1},
        "trends": {"terms": ["家", "发展"], "by": ()},
        "changes": {"terms": ["家", "发展"]},
        "keywords": {"by": "year", "length": 1, "top": 100},
    }[statistic]
    frame = getattr(homes, statistic)(**given)
    assert "家" in set(frame["term"])
    for row in frame.itertuples():
        found = homes.trace(row.row_id)
        count = row.count
        where = f"year = {row.year}" if statistic == "keywords" else "true"
        if statistic == "keyness":
            more = row.per_10000_words > row.per_10000_words_against
            count = row.count if more else row.count_against
            where = "year < 2020" if more else "year = 2020"
        assert (found.total, found.times) == as_words(homes, row.term, where)
        assert found.times == count, "the sum of what is shown is the count of the row"
        assert len(found.sentences) == found.total


def test_trace_of_what_was_counted_as_text_shows_every_sentence_with_it(homes: Reports) -> None:
    row = homes.trends("家", by=(), count="text").iloc[0]
    found = homes.trace(row["row_id"])
    assert (row["count"], found.total, found.times) == (16, 13, None)


def test_trace_of_years_of_a_word(homes: Reports) -> None:
    frame = homes.turnover("家", gap=1, full=1)
    lost = frame.set_index("event").loc["lost"]
    assert (lost["year"], lost["sentence"]) == (2019, "发展，家。"), "not 专家。, which stands before it"
    assert homes.trace(lost["row_id"]).sentences["text"].tolist() == ["发展，家。", "家、家、家。"]


def test_trace_of_a_collocation_shows_where_the_two_stand_near(tmp_path: Path) -> None:
    texts = {"plans": "改革国家。改革，家。改革，种树，修路，办学，家。家，改革，家。"}
    with opened(tmp_path / "out", [report("甲省", 2020, texts)]) as reports:
        row = reports.collocations("改革", window=2, least=1, length=1).set_index("collocate").loc["家"]
        found = reports.trace(row["row_id"])
        assert found.sentences["text"].tolist() == ["改革，家。", "家，改革，家。"]
        assert (row["together"], found.times) == (3, 3)


def test_trace_of_a_gap_shows_the_word(tmp_path: Path) -> None:
    made = [
        report("甲省", 2020, {"plans": "修路。"}), report("乙省", 2020, {"plans": "国家。家。"}), report("丙省", 2020, {"plans": "种树。经济发展。经济。"}),
        report("丁省", 2020, {"plans": "社会主义市场经济。经济。"}),
    ]  # fmt: skip
    with opened(tmp_path / "out", made) as reports:
        row = reports.gaps("甲省 2020", share=0.3).set_index("what").loc["经济"]
        found = reports.trace(row["row_id"])
        assert sorted(found.sentences["text"]) == ["经济。", "经济。", "经济发展。"]
        assert (row["count"], found.times) == (3, 3)


# arguments


NUMBERS = [(s.name, p) for s in STATISTICS.values() for p in s.parameters if p.type in ("int", "float")]
NEEDED: dict[str, dict[str, Any]] = {
    "collocations": {"term": "发展"}, "compare": {"a": "甲省 2018", "b": "甲省 2019"}, "gaps": {"report": "甲省 2018"},
    "keyness": {"group": "year=2018"}, "kwic": {"terms": "发展"},
}  # fmt: skip


@pytest.mark.parametrize(("name", "parameter"), NUMBERS, ids=[f"{name}-{p.name}" for name, p in NUMBERS])
def test_a_number_that_makes_no_sense_is_refused(homes: Reports, name: str, parameter: Parameter) -> None:
    lowest = parameter.low if parameter.low is not None else parameter.above
    assert lowest is not None
    wrong: list[Any] = [lowest - 1, float("nan"), float("inf"), "5", True]
    wrong += [parameter.above] if parameter.above is not None else []
    wrong += [parameter.high + 1] if parameter.high is not None else []
    for value in wrong:
        with pytest.raises(
            UsageError, match=rf"{name}: {parameter.name} is .*; it must be a (whole )?number"
        ):
            getattr(homes, name)(**NEEDED.get(name, {}), **{parameter.name: value})
    option = f"--{parameter.name.replace('_', '-')}"
    needed = [f"--{k}={v}" if k == "group" else v for k, v in NEEDED.get(name, {}).items()]
    value = int(lowest - 1) if parameter.type == "int" else lowest - 1
    run = CliRunner().invoke(cli, [name, *needed, "--in", str(homes.path), f"{option}={value}"])
    assert run.exit_code == 2
    assert f"{parameter.name} is {value}" in run.stderr


def test_numbers_of_numpy_and_bounds_themselves_are_taken(homes: Reports) -> None:
    least = pd.Series([1, 2]).iloc[0]
    assert len(homes.dispersion(least=least)) == len(homes.dispersion(least=1))
    assert homes.kwic("改革", width=0)["left"].eq("").all()


def test_years_may_be_several(homes: Reports) -> None:
    wanted = homes.shares(by="year", year="2018,2020")
    for several in (
        [2018, 2020],
        ("2018", 2020),
        {2018: 1, 2020: 1}.keys(),
        pd.Series([2018, 2020]),
        range(2018, 2021, 2),
    ):
        assert homes.shares(by="year", year=several).equals(wanted)
    assert homes.shares(by="year", year=["2018-2019", 2020]).equals(
        homes.shares(by="year", year="2018-2019,2020")
    )
    for wrong in ({2018: 1}, [2018.5], 2018.0, [None]):
        with pytest.raises(
            UsageError, match=r"year .* is not understood: write 2020, .* as a text or a list"
        ):
            homes.shares(year=wrong)


def test_notes_name_the_arguments_of_a_method(homes: Reports) -> None:
    method = homes.bursts(least=99)
    assert method.attrs["reporttext"]["notes"][-1].endswith(
        "take a smaller scale or cost, or without words a smaller least"
    )
    assert "--scale" in compute(homes, STATISTICS["bursts"], least=99).notes[-1]


def test_numbers_of_other_functions(homes: Reports, tmp_path: Path) -> None:
    row_id = homes.trends("家", by=())["row_id"][0]
    calls = [
        lambda: homes.trace(row_id, first=-1), lambda: homes.new_words(top=0), lambda: homes.review(tmp_path / "r.csv", limit=-1),
        lambda: homes.review(tmp_path / "r.csv", below=2), lambda: homes.plot("trends", tmp_path / "a.png", dpi=0),
        lambda: homes.plot("trends", tmp_path / "a.png", width=-3), lambda: homes.plot("shares", tmp_path / "a.png", themes=0),
    ]  # fmt: skip
    pytest.importorskip("matplotlib")
    for call in calls:
        with pytest.raises(UsageError, match="it must be a"):
            call()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"place": "甲"}, "place 甲 is in no report; the nearest are: 甲省"),
        ({"place": "丁省"}, "place 丁省 is in no report; the nearest are: 甲省, 乙省"),
        ({"place": "无此地"}, "place 无此地 is in no report; there are: 乙省, 甲省"),
        ({"where": "province=乙"}, "where province=乙 is in no report; the nearest are: 乙省"),
        ({"where": "topic=路"}, "where topic=路 is in no report$"),
    ],
)
def test_the_nearest_values_are_offered(homes: Reports, choice: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        homes.shares(**choice)
    with pytest.raises(UsageError, match=f"4 reports of the years 2018 to 2020; --{told}"):
        compute(homes, STATISTICS["shares"], **choice)


def test_one_of_several_that_is_nowhere_is_told(homes: Reports) -> None:
    result = compute(homes, STATISTICS["shares"], place=["甲省", "乙"])
    assert "--place 乙 is in no report; the nearest are: 乙省" in result.notes
    with pytest.raises(
        UsageError, match="no report is in place=乙; place 乙 is in no report; the nearest are: 乙省"
    ):
        homes.keyness(group="place=乙")


@pytest.mark.parametrize(
    ("name", "positional", "named", "told"),
    [
        ("trends", ["改革"], {"year": (2010.5, 2012)}, r"^year \(2010.5, 2012\) is not understood: write 2020"),
        ("trends", ["改革"], {"year": "20"}, "^year 20 is not understood"),
        ("trends", [5], {}, "^trends: terms is 5; it must be a text"),
        ("trends", [["改革", 5]], {}, "^trends: terms is 5; it must be a text"),
        ("trends", ["改革"], {"words": 3}, "^trends has no argument words; it has: terms, top, count, year"),
        ("keyness", ["year=2016-", "year=2018"], {}, r"^keyness takes no argument .* keyness\(group=…, against=…"),
        ("keyness", [], {}, "^keyness: group must be given"),
        ("keyness", [], {"group": "甲省"}, "^group 甲省: write NAME=VALUE"),
        ("concepts", [{"创新": ["创新"]}], {}, "^concepts: lists is .*; it must be the name of a file"),
        ("kwic", [], {}, "^kwic: terms must be given"),
        ("compare", ["甲省 2018"], {}, "^compare: b must be given"),
        ("compare", ["a", "b", "c"], {}, "^compare takes only a, b without a name"),
        ("panel", [], {"period": 2010}, "^panel: period is 2010; it must be a text"),
        ("panel", [], {"stated": "yes"}, "^panel: stated is 'yes'; it must be True or False"),
        ("shares", [], {"by": 5}, "^by 5 is not understood"),
        ("shares", [], {"where": {"year": 2018}}, "^where .* is not understood"),
        ("shares", [], {"place": [1]}, "^place .* is not understood"),
        ("shares", [], {"by": (), "wide": True}, "needs by:"),
    ],
)  # fmt: skip
def test_wrong_calls_name_the_argument(
    homes: Reports, name: str, positional: list[Any], named: dict[str, Any], told: str
) -> None:
    with pytest.raises(ReporttextError, match=told):
        getattr(homes, name)(*positional, **named)


def test_a_store_that_is_open_elsewhere_in_the_program(tmp_path: Path) -> None:
    opened(tmp_path / "out", [report("甲省", 2020, {"plans": "修路。"})]).close()
    with (
        duckdb.connect(str(Folder(tmp_path / "out").database), read_only=True),
        pytest.raises(UsageError, match=r"has it open already.*close that connection"),
    ):
        Reports(tmp_path / "out")
    with Reports(tmp_path / "out") as again:
        assert len(again.documents) == 1


# empty tables


EMPTY: list[tuple[str, dict[str, Any], str]] = [
    ("turnover", {}, "no year has the 5 reports of --full, the most are 2"),
    ("turnover", {"terms": "家"}, "no year has the 5 reports of --full"),
    ("bursts", {"terms": "不存在的词"}, "不存在的词: not in the reports chosen$"),
    ("bursts", {"terms": "国", "count": "words"}, "国: not in the reports chosen as a word"),
    ("kwic", {"terms": "不存在的词"}, "不存在的词: not in the reports chosen"),
    ("changes", {"least": 99}, "no row: no word is in so many reports"),
    ("collocations", {"term": "发展", "least": 99}, "no row: no word of so many characters stands so often near"),
    ("edges", {"least": 99}, "no row: no two of the words"),
    ("keywords", {"place": "甲省", "year": 2018}, "no row: .*there must be two or more"),
    ("leftovers", {}, "no row: no copied passage"),
    ("reuse", {}, "no row: no two of the reports"),
    ("reuse_pairs", {}, "no row: no two of the reports"),
    ("recycled", {"place": "甲省", "year": 2018}, "no row: none of the reports has an earlier one"),
    ("panel", {}, "no row: no figure"),
    ("targets", {}, "no row: no target"),
    ("shares", {"of": "theme"}, "no row: none of the paragraphs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "told"), EMPTY, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(EMPTY)]
)
def test_a_table_without_rows_says_why(homes: Reports, name: str, given: dict[str, Any], told: str) -> None:
    result = compute(homes, STATISTICS[name], **given)
    assert result.rows.num_rows == 0
    assert any(re.search(told, note) for note in result.notes), result.notes
    assert any(note.startswith("no row: ") for note in result.notes)


def test_a_table_with_rows_says_nothing_of_the_kind(homes: Reports) -> None:
    result = compute(homes, STATISTICS["trends"], terms=["家", "不存在的词"])
    assert not any(note.startswith("no row") for note in result.notes)
    assert "不存在的词: not in the reports chosen" in result.notes
    assert not any("家: not" in note for note in result.notes)


# codes


CODED = [
    ("changes", "direction", {"up", "down", "none", "constant", "too_few"}),
    ("turnover", "event", {"new", "lost", "returning"}),
    ("compare", "part", {"section", "sentence", "figure"}),
    ("compare", "outcome", {"same", "changed", "only_a", "only_b", "masked"}),
    ("trends", "counted", {"words", "text"}),
    ("gaps", "kind", {"word", "policy", "document"}),
    ("reuse", "direction", {"from_other"}),
]


@pytest.mark.parametrize(("table", "column", "values"), CODED)
def test_every_value_is_in_the_list_of_codes(table: str, column: str, values: set[str]) -> None:
    assert set(codes_of(table, column) or {}) == values


def test_values_that_come_out_are_codes(homes: Reports) -> None:
    made = {
        ("changes", "direction"): homes.changes(least=1, years=3)["direction"],
        ("turnover", "event"): homes.turnover(gap=1, full=1, least=1)["event"],
        ("compare", "part"): homes.compare("甲省 2018", "甲省 2019")["part"],
        ("compare", "outcome"): homes.compare("甲省 2018", "甲省 2019")["outcome"],
        ("trends", "counted"): homes.trends(["家", "国"])["counted"],
    }
    for (table, column), values in made.items():
        assert set(values) <= set(codes_of(table, column) or {}), column
        assert len(values)


def test_kept_spans_are_read_again(tmp_path: Path) -> None:
    made = [report("甲省", 2020, {"plans": CLEAN}), report("乙省", 2021, {"plans": f"修路。{CLEAN}"})]
    with opened(tmp_path / "out", made) as reports:
        row_id = reports.reuse_pairs()["row_id"][0]
        (kept,) = saved.results(reports.path)
        ids = reports.documents.set_index("source")["doc_id"]
        assert sorted(kept.spans(row_id)) == sorted(
            [(ids["甲省2020.txt"], 0, 45), (ids["乙省2021.txt"], 3, 48)]
        )
        assert kept.spans("0" * 16) == []

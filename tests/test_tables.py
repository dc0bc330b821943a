"""The contract: every table, column and Arrow type; and what the rows of a document are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pyarrow as pa
import pytest

from reporttext import lexicon, model
from reporttext.errors import RuleError
from reporttext.model import Block, Check, Document, Metadata, Span, Words
from reporttext.tables import Table, codes, codes_of, document_id, schema, tables
from reporttext.tables.batch import Batch
from reporttext.tables.rows import document_columns, place_id
from reporttext.units import canonical_units
from stores import TEXT, document, span

TYPES = {
    "text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "date": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"), "texts": pa.list_(pa.string()),
}  # fmt: skip

# Written out here, and not read from where the program reads it: a change of the contract must be made twice.
CONTRACT = {
    "documents": """doc_id source format encoding bytes:int content_sha256 text title doc_type admin_level province city county
        township place place_masked:bool place_id year:int year_given:int period_start:date period_end:date topic issuer
        issued_on:date chars:int tokens:int duplicate_of personal_masked:int place_joined""",
    "metadata": "doc_id name value",
    "paragraphs": """doc_id paragraph:int start:int end:int page:int cell role level:int number heading heading_path section
        section_score:float section_by themes:texts text""",
    "sentences": "doc_id paragraph:int sentence:int start:int end:int section item text themes:texts",
    "themes": "doc_id paragraph:int theme branch score:float words:texts start:int end:int",
    "facts": """fact_id doc_id paragraph:int sentence:int start:int end:int quote kind value:float value_max:float unit
        unit_canonical value_canonical:float qualifier qualifier_text masked:bool mask_width:int indicator indicator_id
        activity activity_type actor scope change change_base growth_basis status status_cue period_start:date period_end:date period_text
        section themes:texts part_of repeat_of rule score:float""",
    "events": """event_id doc_id paragraph:int sentence:int start:int end:int quote name type status section
        period_start:date period_end:date fact_id rule score:float normalised repeat_of""",
    "mentions": """mention_id doc_id paragraph:int sentence:int start:int end:int quote label kind normalised section rule
        score:float""",
    "terms": "doc_id section term count:int",
    "checks": """check_id doc_id kind severity message fact_id other_fact_id start:int end:int other_start:int
        other_end:int""",
    "outline_checks": "doc_id paragraph:int kind message start:int end:int",
    "errors": "source doc_id stage kind severity message start:int end:int",
    "runs": """run_id started_at:time finished_at:time version versions rules_sha256 models_sha256 analysis_key inputs_sha256
        options inputs:int worked:int documents:int paragraphs:int sentences:int facts:int masked:int events:int
        mentions:int errors:int warnings:int""",
}  # fmt: skip


def test_tables_are_those_of_the_contract() -> None:
    assert list(tables()) == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_and_types(name: str) -> None:
    wanted = [(c.partition(":")[0], TYPES[c.partition(":")[2] or "text"]) for c in CONTRACT[name].split()]
    assert [(f.name, f.type) for f in schema(name)] == wanted


@pytest.mark.parametrize("table", tables().values(), ids=lambda t: t.name)
def test_every_column_is_explained_in_both_languages(table: Table) -> None:
    for column in table.columns:
        assert column.head("zh") != column.head("en")
        assert any("\u4e00" <= c <= "\u9fff" for c in column.about("zh")), column
        assert schema(table.name).field(column.name).metadata[b"about_en"].decode() == column.about("en")
    for language in ("zh", "en"):
        heads = [column.head(language) for column in table.columns]
        assert len(set(heads)) == len(heads), "two columns of a sheet would have one head"


@pytest.mark.parametrize(
    ("group", "literal"),
    [
        ("section", model.Section), ("role", model.Role), ("qualifier", model.Qualifier), ("status", model.Status),
        ("change", model.Change), ("scope", model.Scope), ("event_type", model.EventType),
        ("event_status", model.EventStatus), ("severity", model.Severity), ("section_by", model.SectionBy), ("decision", model.Decision),
    ],
)  # fmt: skip
def test_every_code_has_names(group: str, literal: Any) -> None:
    assert set(codes()[group]) == set(get_args(literal))


def test_kinds_of_documents_cited_have_names() -> None:
    assert set(lexicon.load()["mentions"]["documents"]) <= set(codes()["mention_kind"])


def test_codes_of_a_column() -> None:
    assert codes_of("facts", "status")["achieved"] == ("已完成", "achieved")  # type: ignore[index]
    assert codes_of("events", "status")["held"][0] == "已办"  # type: ignore[index]
    assert codes_of("facts", "quote") is None


UNITS = canonical_units(lexicon.load())


def rows(doc: Document, table: str) -> list[dict[str, Any]]:
    columns = document_columns(doc, UNITS)[table]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_a_document_fills_exactly_the_columns_of_each_table() -> None:
    for table, columns in document_columns(document(), UNITS).items():
        assert set(columns) == set(tables()[table].names), table
        assert len({len(values) for values in columns.values()}) == 1, table


def test_arrow_takes_the_rows() -> None:
    batch = Batch()
    batch.add(document_columns(document(), UNITS))
    batch.add(document_columns(Document("", "empty.txt"), UNITS))
    made = batch.arrow()
    assert made["documents"].num_rows == 2
    assert made["facts"].schema == schema("facts")
    assert "checks" not in made, "tables without rows take no file"


def test_offsets_point_at_the_quotes() -> None:
    for table in ("facts", "events", "mentions"):
        for row in rows(document(), table):
            assert TEXT[row["start"] : row["end"]] == row["quote"]
    for table in ("paragraphs", "sentences"):
        for row in rows(document(), table):
            assert TEXT[row["start"] : row["end"]] == row["text"]


def test_document_row() -> None:
    (row,) = rows(document(), "documents")
    assert row["doc_id"] == document_id("archive/a.txt", row["content_sha256"])
    assert len(row["doc_id"]) == 16
    assert row["place_id"] == "平岭县/松岗镇"
    assert (row["chars"], row["year"], row["period_end"]) == (len(TEXT), 2022, date(2022, 12, 31))
    assert row["tokens"] == sum(term["count"] for term in rows(document(), "terms"))


def test_same_content_elsewhere_is_another_document() -> None:
    assert document_id("a.txt", "x") != document_id("b.txt", "x") != document_id("b.txt", "y")


@pytest.mark.parametrize(
    ("meta", "wanted"),
    [
        (
            Metadata(province="江南省", city="临江市", county="平岭县", township="松岗镇"),
            "江南省/临江市/平岭县/松岗镇",
        ),
        (Metadata(county="平岭县"), "平岭县"),
        (Metadata(), "doc:d"),
        (Metadata(county="平岭县", township="**镇", place_masked=True), "doc:d"),
    ],
)
def test_place_id(meta: Metadata, wanted: str) -> None:
    assert place_id(meta, "d") == wanted


def test_fact_rows() -> None:
    masked, road, change = rows(document(), "facts")
    assert (masked["value"], masked["value_canonical"], masked["masked"], masked["mask_width"]) == (
        None,
        None,
        True,
        2,
    )
    assert (masked["unit_canonical"], masked["qualifier"], masked["qualifier_text"]) == ("场次", "over", "余")
    assert masked["score"] == 0.9124, "four places"
    assert (road["value"], road["value_max"], road["unit"]) == (3.5, 4.0, "公里")
    assert (road["unit_canonical"], road["value_canonical"]) == ("千米", 3.5)
    assert (road["period_start"], road["period_text"], road["status"]) == (
        date(2022, 1, 1),
        "2022年",
        "target",
    )
    assert road["part_of"] == masked["fact_id"]
    assert change["repeat_of"] == road["fact_id"]
    assert (change["value"], change["change"], change["section"], change["themes"]) == (
        -5.0,
        "down",
        "achievements",
        ("党建",),
    )


def test_a_masked_figure_has_no_value_whatever_a_finder_says() -> None:
    doc = document()
    lying = doc.facts[0]._replace(quantity=doc.facts[0].quantity._replace(low=Decimal(7), high=Decimal(9)))
    row = rows(replace(doc, facts=(lying,)), "facts")[0]
    assert (row["value"], row["value_max"], row["value_canonical"]) == (None, None, None)


def test_facts_found_in_several_passes_come_in_the_order_of_the_text() -> None:
    doc = document()
    found = (doc.facts[2], doc.facts[0], doc.facts[1]._replace(part_of=1, repeat_of=None))
    turned = rows(replace(doc, facts=(found[0]._replace(repeat_of=2), *found[1:])), "facts")
    assert [row["quote"] for row in turned] == ["**余场次", "3.5公里", "-5%"]
    assert turned[1]["part_of"] == turned[0]["fact_id"]
    assert turned[2]["repeat_of"] == turned[1]["fact_id"]


def test_ids_are_unique_where_two_rows_share_a_place() -> None:
    doc = document()
    twice = replace(doc, mentions=(doc.mentions[0], doc.mentions[0]._replace(label="policy")))
    first, second = (row["mention_id"] for row in rows(twice, "mentions"))
    assert second == f"{first}+1"


def test_event_and_mention_rows() -> None:
    (event,) = rows(document(), "events")
    assert event["fact_id"] == rows(document(), "facts")[0]["fact_id"]
    assert [row["quote"] for row in rows(document(), "mentions")] == ["松岗", "《安全手册》"]


def test_an_event_names_the_one_it_repeats() -> None:
    """By its id, also where they were not found in the order of the text."""
    doc = document()
    found = doc.events[0]._replace(normalised="书香松岗读书")
    again = found._replace(span=Span(0, 2), repeat_of=0)
    earlier, later = rows(replace(doc, events=(found, again)), "events")
    assert (earlier["start"], earlier["repeat_of"], later["repeat_of"]) == (0, later["event_id"], None)
    assert later["normalised"] == "书香松岗读书"


def test_paragraph_rows() -> None:
    heading = rows(document(), "paragraphs")[1]
    assert (heading["level"], heading["number"], heading["heading"], heading["heading_path"]) == (
        1,
        "一、",
        "主要工作",
        "主要工作",
    )
    assert (heading["section_score"], heading["themes"]) == (0.9877, ("党建", "安全"))


def test_terms_count_words_by_section_and_nothing_else() -> None:
    text = "培训，培训\n**场培训，3.5"
    doc = Document(
        text,
        blocks=(
            Block(Span(0, 5), "body", section="achievements"),
            Block(Span(6, 15), "body", section="plans"),
        ),
        words=Words(("培训", "，", "培训", "\n", "**", "场", "培训", "，", "3.5")),
    )
    found = [(row["section"], row["term"], row["count"]) for row in rows(doc, "terms")]
    assert found == [("achievements", "培训", 2), ("plans", "场", 1), ("plans", "培训", 1)]
    assert rows(doc, "documents")[0]["tokens"] == 4


def test_error_rows_name_the_document() -> None:
    (row,) = rows(document(), "errors")
    assert (row["source"], row["severity"], row["start"]) == ("archive/a.txt", "warning", 7)
    assert row["doc_id"] == rows(document(), "documents")[0]["doc_id"]


def test_check_rows() -> None:
    found = Check("share", "warning", "the share is over 100 %", 2, None, span("-5%"), Span(0, 3))
    (row,) = rows(document(checks=(found,)), "checks")
    assert (row["fact_id"], row["other_fact_id"], row["other_end"]) == (
        rows(document(), "facts")[2]["fact_id"],
        None,
        3,
    )


def test_a_unit_without_a_factor_is_refused() -> None:
    overlay = lexicon.load('[units.canonical]\n"丈" = ["米"]')
    with pytest.raises(RuleError, match="canonical"):
        canonical_units(overlay)

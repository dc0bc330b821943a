"""A reviewer's decisions laid over one report: what changes, what follows, what is refused and how it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reporttext.corrections import check
from reporttext.model import Correction, Document, Span
from reporttext.pipeline import analyse

TEXT = (
    "云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次，培训党员300人次，其中预备党员20人次。全年召开会议6次。\n"
    "二、存在的问题\n仍有3户未搬迁。\n三、下一步打算\n明年召开会议8次，新增夜校若干。\n"
)


def correction(
    about: str, decision: str, quote: str, *, nth: int = 0, text: str = TEXT, **values: Any
) -> Correction:
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    span = Span(at, at + len(quote)) if quote else None
    return Correction(about, decision, span, quote, tuple(values.items()), "r.csv, row 2", doc_id="d")  # type: ignore[arg-type]


def corrected(*corrections: Correction, text: str = TEXT) -> Document:
    fitting, problems = check(corrections, text, "d")
    return analyse(Document(text, corrections=fitting, errors=problems))


def facts(doc: Document) -> dict[tuple[str, int], Any]:
    return {(doc.quote(f.span), f.span.start): f for f in doc.facts}


def fact(doc: Document, quote: str, nth: int = 0) -> Any:
    return [f for f in doc.facts if doc.quote(f.span) == quote][nth]


def told(doc: Document) -> list[tuple[str, str]]:
    return [(e.kind, e.message) for e in doc.errors]


def test_without_decisions_nothing_changes() -> None:
    assert corrected() == analyse(Document(TEXT))


def test_a_figure_that_is_right_is_sure() -> None:
    before, doc = (
        analyse(Document(TEXT)),
        corrected(correction("fact", "accept", "300人次", indicator="培训党员")),
    )
    found = fact(doc, "300人次")
    assert (found.score, found.indicator) == (1.0, "培训党员")
    assert found.rule == fact(before, "300人次").rule + "/review:accept"
    assert [f for f in doc.facts if f is not found] == [f for f in before.facts if f.span != found.span]
    assert not doc.errors


def test_fields_of_a_figure_are_fixed() -> None:
    values = {
        "value": "301",
        "unit": "人",
        "status": "target",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "change": "up",
    }
    found = fact(corrected(correction("fact", "fix", "300人次", **values)), "300人次")
    assert (str(found.quantity.low), found.quantity.unit, found.status, found.change) == (
        "301",
        "人",
        "target",
        "up",
    )
    assert (found.period.start.year, found.period.end.month, found.score) == (2023, 12, 1.0)
    assert found.rule.endswith("/review:fix")


def test_two_rows_on_one_figure_go_together() -> None:
    found = fact(
        corrected(
            correction("fact", "fix", "300人次", unit="人"),
            correction("fact", "fix", "300人次", status="reference"),
        ),
        "300人次",
    )
    assert (found.quantity.unit, found.status) == ("人", "reference")


def test_a_rejected_figure_is_gone_and_nothing_points_at_it() -> None:
    before = analyse(Document(TEXT))
    assert fact(before, "6次", 1).repeat_of == 0
    assert before.facts[fact(before, "20人次").part_of] == fact(before, "300人次")
    doc = corrected(correction("fact", "reject", "6次"), correction("fact", "reject", "300人次"))
    assert len(doc.facts) == len(before.facts) - 2
    twice = corrected(
        correction("fact", "reject", "3户"), replace(correction("fact", "reject", "3户"), row="r.csv, row 3")
    )
    assert not twice.errors
    assert fact(doc, "6次").repeat_of is None
    assert fact(doc, "20人次").part_of is None


def test_a_figure_that_says_something_else_repeats_nothing() -> None:
    doc = corrected(correction("fact", "fix", "6次", indicator="召开专题会议"))
    assert fact(doc, "6次", 1).repeat_of is None
    doc = corrected(
        correction(
            "fact",
            "fix",
            "8次",
            status="achieved",
            indicator="召开会议",
            value="6",
            period_start="2022-01-01",
            period_end="2022-12-31",
        )
    )
    assert fact(doc, "8次").repeat_of == 0


def test_a_figure_is_added() -> None:
    doc = corrected(correction("fact", "add", "若干", indicator="夜校", value="5", unit="所"))
    found = fact(doc, "若干")
    assert (str(found.quantity.low), found.quantity.unit, found.indicator, found.status, found.score) == (
        "5",
        "所",
        "夜校",
        "target",
        1.0,
    )
    assert found.rule == "review:add"
    assert list(doc.facts) == sorted(doc.facts, key=lambda f: f.span)
    assert doc.quote(doc.sentences[found.sentence].span).startswith("明年")


def test_a_figure_is_replaced_by_a_longer_one() -> None:
    doc = corrected(
        correction("fact", "reject", "3户"), correction("fact", "add", "有3户", indicator="未搬迁")
    )
    assert [doc.quote(f.span) for f in doc.facts if f.indicator == "未搬迁"] == ["有3户"]
    assert fact(doc, "有3户").status == "problem"


def test_a_figure_is_looked_up_in_its_sentence() -> None:
    one = replace(
        correction("fact", "add", "若干", value="5", unit="所"),
        span=None,
        sentence="明年召开会议8次，新增夜校若干。",
    )
    assert fact(corrected(one), "若干").quantity.unit == "所"
    two = replace(one, quote="会议", sentence="")
    assert told(corrected(two)) == [
        (
            "stale",
            "r.csv, row 2: “会议” is not found, or more than once; give start and end, or the whole sentence",
        )
    ]


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (correction("fact", "fix", "明年", unit="人"), "stale", "no figure is found there any more"),
        (correction("fact", "add", "6次"), "malformed", "a figure stands there already"),
        (correction("fact", "add", "夜校"), "malformed", "give value and unit"),
        (correction("fact", "fix", "6次", period_start="2022-01-01", period_end="2021-01-01"), "malformed", "in this order"),
        (correction("fact", "fix", "6次", value_max="1"), "malformed", "below the value"),
        (correction("section", "fix", "仍有3户", section="plans"), "stale", "no paragraph begins and ends there"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_not_done(one: Correction, kind: str, words: str) -> None:
    doc = corrected(one)
    ((found, message),) = told(doc)
    assert found == kind
    assert message.startswith("r.csv, row 2: ")
    assert words in message
    assert doc.facts == analyse(Document(TEXT)).facts


def test_a_blanked_out_figure_gets_no_value() -> None:
    text = TEXT.replace("300", "**")
    doc = corrected(correction("fact", "fix", "**人次", value="7", text=text), text=text)
    assert fact(doc, "**人次").quantity.low is None
    assert "blanked out" in told(doc)[0][1]


def test_decisions_that_contradict_each_other_are_not_used() -> None:
    one, other = (
        correction("fact", "fix", "300人次", unit="人"),
        replace(correction("fact", "reject", "300人次"), row="r.csv, row 9"),
    )
    doc = corrected(one, other)
    assert doc.facts == analyse(Document(TEXT)).facts
    assert [kind for kind, _ in told(doc)] == ["contradiction"] * 2
    assert "r.csv, row 9" in told(doc)[0][1]


def test_the_figures_of_a_paragraph_follow_its_section() -> None:
    line = TEXT.split("\n")[3]
    plain, doc = analyse(Document(TEXT)), corrected(correction("section", "fix", line, section="problems"))
    block = next(b for b in doc.blocks if doc.quote(b.span) == line)
    assert (block.section, block.section_score, block.section_by) == ("problems", 1.0, "review")
    assert (fact(plain, "6次").status, fact(doc, "6次").status) == ("achieved", "problem")
    assert fact(doc, "8次") == fact(plain, "8次")


def test_what_the_report_says_of_itself_is_corrected() -> None:
    doc = corrected(
        correction("metadata", "fix", "", year="2021"),
        correction("metadata", "fix", "", place="平岭县沙棠镇"),
    )
    assert (doc.metadata.year, doc.metadata.period_end and doc.metadata.period_end.year) == (2021, 2021)
    assert (doc.metadata.county, doc.metadata.township) == ("平岭县", "沙棠镇")
    gone = corrected(correction("metadata", "reject", "", place=None))
    assert gone.metadata.place is gone.metadata.township is None
    assert not gone.outline_checks


WRAPPED = "云陂镇2022年工作总结\n一、主要成效\n" + "".join(
    f"全镇上下齐心协力，全年召开会议{n}次，培训党员{n}0人次，群众满意度不断提高，各项工作有序推\n进，取得了比较好的成效，年\n" for n in range(11, 18)
)  # fmt: skip


def test_places_are_those_of_the_text_with_its_line_breaks() -> None:
    """Wrapped lines are joined for reading; a decision counts places as the tables do."""
    plain = analyse(Document(WRAPPED))
    found = fact(plain, "13次")
    whole = plain.quote(plain.blocks[found.paragraph].span)
    assert "\n" in whole
    doc = corrected(
        correction("fact", "fix", "13次", unit="场", text=WRAPPED),
        correction("section", "fix", whole, section="plans", text=WRAPPED),
        text=WRAPPED,
    )
    assert doc.text == WRAPPED
    assert fact(doc, "13次").quantity.unit == "场"
    assert not doc.errors


# -- changed texts -------------------------------------------------------------------------------------------------------


def checked(one: Correction, text: str, doc_id: str = "other") -> list[str]:
    return [e.message for e in check([one], text, doc_id)[1]]


SENTENCE = "明年召开会议8次，新增夜校若干。"


def test_a_changed_text_is_told_with_the_new_place() -> None:
    one = replace(correction("fact", "fix", "8次", unit="场"), sentence=SENTENCE)
    assert checked(one, TEXT) == []
    (message,) = checked(one, "前言。\n" + TEXT)
    at = TEXT.index("8次") + 4
    assert f"set start to {at} and end to {at + 2}" in message
    assert "set start" not in checked(one, TEXT.replace("明年召开", "来年召开"))[0]


def test_the_same_quote_in_another_sentence_is_not_the_same_figure() -> None:
    one = replace(correction("fact", "fix", "8次", unit="场"), sentence=SENTENCE)
    assert "sentence round the figure has changed" in checked(one, TEXT.replace("会议8次", "培训8次"))[0]
    # Without the sentence only the very same file will do.
    bare = replace(one, sentence="")
    assert checked(bare, TEXT, "d") == []
    assert "no sentence to compare" in checked(bare, TEXT)[0]

"""Lists of reports as text, csv and JSON: no row is lost where a mark, a comma or a line break stands where it should not."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from reporttext import readers
from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import _rows
from reporttext.readers import json as json_reader

CORPORA = Path(__file__).parent.parent / "corpora"
HEAD = "标题,年份,正文\n"
TEXT = "汐桥镇2022年工作总结，全镇上下齐心协力，各项事业取得新的进展。全年召开会议{}次，惠及群众3,200余人，投入资金5万元。"


def row(n: int, text: str = TEXT, *, closed: bool = True) -> str:
    return f'第{n}篇,2022,"{text.format(n)}{chr(34) * closed}\n'


def read(text: str) -> tuple[list[Document], list[Error]]:
    docs = list(readers.documents(text.encode(), "表.csv"))
    return docs, [error for doc in docs for error in doc.errors if error.severity != "info"]


def meetings(docs: Sequence[Document]) -> list[str]:
    """What each report says of its meetings, which is its number."""
    return [doc.text.partition("召开会议")[2].partition("次")[0] for doc in docs]


@pytest.mark.parametrize(("rows", "unclosed"), [(6, [3]), (50, [26]), (6, [6]), (6, [3, 4])])
@pytest.mark.parametrize(
    "text", [TEXT, "一、主要工作\n" + TEXT + "\n3,200余人，2,000元\n二、下一步打算\n努力完成任务。"]
)
def test_an_unclosed_mark_costs_no_row_and_is_told(rows: int, unclosed: list[int], text: str) -> None:
    docs, errors = read(HEAD + "".join(row(n, text, closed=n not in unclosed) for n in range(1, rows + 1)))
    assert meetings(docs) == [str(n) for n in range(1, rows + 1)]
    assert {doc.text.count("工作总结") for doc in docs} == {1}
    (error,) = errors
    lines = [2 + (n - 1) * (text.count("\n") + 1) for n in unclosed]
    assert (error.kind, error.severity) == ("damaged", "error")
    assert f"in the row of line {', '.join(map(str, lines))}:" in error.message


def test_one_mark_in_a_list_without_any_costs_no_row() -> None:
    plain = TEXT.replace(",", "")
    docs, errors = read(
        HEAD + "".join(f"第{n}篇,2022,{chr(34) * (n == 3)}{plain.format(n)}\n" for n in range(1, 7))
    )
    assert meetings(docs) == list("123456")
    assert "line 4" in errors[0].message


@pytest.mark.parametrize(
    "text",
    ["“十四五”开局之年。\n" + TEXT, "他说“好”。\n" + TEXT, TEXT + "\n第二段。", TEXT.replace("，", "“，”")],
)
def test_marks_that_are_not_doubled_in_a_text_cost_nothing(text: str) -> None:
    text = text.replace("“", '"').replace("”", '"')
    docs, errors = read(HEAD + "".join(row(n, text) for n in range(1, 7)))
    assert not errors
    assert [text.format(n) in doc.text for n, doc in enumerate(docs, 1)] == [True] * 6


@pytest.mark.parametrize(("old", "new", "line"), [("3200", "3,200", 3), ("。全年", "。\n全年", 4)])
def test_a_row_that_commas_or_breaks_part_wrongly_is_told(old: str, new: str, line: int) -> None:
    whole = TEXT.replace(",", "")
    texts = [(whole.replace(old, new) if n == 2 else whole).format(n) for n in range(1, 7)]
    docs, errors = read(HEAD + "".join(f"第{n}篇,2022,{text}\n" for n, text in enumerate(texts, 1)))
    assert len(docs) == 6
    assert f"the row of line {line} has not as many fields" in errors[0].message
    assert errors[0].severity == "error"


def test_prose_below_a_head_is_no_list() -> None:
    docs, errors = read("序号\t内容\n1\t修路\n" + "全镇上下齐心协力，各项事业取得新的进展。\n" * 5)
    assert ([doc.format for doc in docs], errors) == (["txt"], [])


def test_where_the_marks_agree_rows_are_those_of_csv() -> None:
    found = _rows.rows('甲,乙\n"一\n二","三""四"\n\n五,六\n', ",")
    assert found == [
        (["甲", "乙"], 1, False),
        (["一\n二", '三"四'], 2, False),
        ([], 4, False),
        (["五", "六"], 5, False),
    ]


def objects(count: int = 4) -> list[dict[str, object]]:
    return [
        {"title": f"第{n}篇", "year": 2020 + n, "text": TEXT.format(n), "tags": ["甲", "乙"]}
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("lines", [True, False])
def test_a_list_of_objects_is_a_list_of_reports(lines: bool, indent: int | None) -> None:
    made = [json.dumps(one, ensure_ascii=lines, indent=indent) for one in objects()]
    docs, errors = read(
        "\n".join(made) + "\n" if lines else json.dumps(objects(), ensure_ascii=False, indent=indent)
    )
    assert not errors
    assert [(doc.source, doc.format) for doc in docs] == [(f"表.csv#{n}", "json") for n in range(1, 5)]
    assert meetings(docs) == list("1234")
    assert [(told.name, told.value) for told in docs[0].told] == [
        ("title", "第1篇"),
        ("year", "2021"),
        ("tags", "甲\n乙"),
    ]


def test_objects_that_hold_nothing_but_a_text() -> None:
    docs, errors = read("".join(json.dumps({"text": TEXT.format(n)}) + "\n" for n in range(1, 4)))
    assert (meetings(docs), errors) == (list("123"), [])


@pytest.mark.parametrize(
    "broken", ['{"title": "第2篇", "text": "没有写完\n', "[1, 2]\n", "写坏了\n", '{"title": }\n']
)
def test_a_line_that_is_no_object_costs_no_other_and_is_told(broken: str) -> None:
    made = [json.dumps(one, ensure_ascii=False) + "\n" for one in objects()]
    docs, errors = read("".join([made[0], broken, *made[2:]]))
    assert meetings(docs) == list("134")
    (error,) = errors
    assert (error.severity, "in line 2 " in error.message) == ("error", True)


def test_an_array_that_is_cut_off_is_told() -> None:
    whole = json.dumps(objects(), ensure_ascii=False, indent=1)
    docs, errors = read(whole[: whole.index("第4篇")])
    assert meetings(docs) == list("123")
    assert "what begins in line" in errors[0].message


def test_half_a_character_costs_nothing_but_itself() -> None:
    docs, errors = read(json.dumps({"title": "第1篇", "text": f"{TEXT}\ud800完。", "\udc00": "\udc00"}))
    assert docs[0].text.endswith("5万元。\ufffd完。")
    assert [(error.kind, error.severity) for error in errors] == [("encoding", "warning")]


def test_tasks_of_an_annotation_program_are_no_reports() -> None:
    with pytest.raises(readers.ReadError, match="JSON"):
        read("".join(json.dumps({**one, "reporttext": "x"}) + "\n" for one in objects()))


@pytest.mark.parametrize("file", sorted((CORPORA / "unseen").glob("*.json")), ids=lambda path: path.name)
def test_annotations_are_no_reports(file: Path) -> None:
    with pytest.raises(readers.ReadError, match="JSON"):
        readers.read(file)


def test_what_holds_objects_is_no_text_however_long() -> None:
    marked = [{"quote": "召开会议6次", "label": "次数"}] * 40
    docs, errors = read("".join(json.dumps({**one, "marked": marked}) + "\n" for one in objects()))
    assert (meetings(docs), errors) == (list("1234"), [])
    with pytest.raises(readers.ReadError, match="JSON"):
        read(json.dumps({"reports": objects()}, ensure_ascii=False))


@pytest.mark.parametrize("end", ["x", '"x', ",", '",'])
def test_many_doubled_marks_without_an_end_take_linear_time(end: str) -> None:
    """Where a doubled mark could be read as two, each would double the ways to read the rest."""
    text = 'a,b\n"' + '""' * 10_000 + f"{end}\nc,d\n"
    assert len(_rows.rows(text, ",")) >= 2


@pytest.mark.parametrize(("limit", "value"), [("MAX_SIZE", 300), ("MAX_KEYS", 3)])
def test_a_list_of_objects_beyond_the_limits_is_told(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.dumps(objects(), ensure_ascii=False)
    monkeypatch.setattr(json_reader, limit, value)
    with pytest.raises(ReadError, match=limit):
        read(whole)


def test_null_in_a_list_of_objects_is_nothing() -> None:
    docs, _ = read(json.dumps([{**one, "title": None} for one in objects()], ensure_ascii=False))
    assert [doc.metadata.title for doc in docs] != ["null"] * 4
    assert not any("null" in doc.text for doc in docs)

"""Counts: 2次, 6册, 1名, 六千余户, **余人, 3—5名, 两三百人; 12万群众 counts 人 though no measure word stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reporttext.lexicon import Lexicon, Table, texts
from reporttext.model import Quantity, Span
from reporttext.numbers import numeral, read_number, style_of
from reporttext.rule.approximators import Qualifiers, qualifiers
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import Led, trie

# 各建一个, 每户一人: said of each, so 一 counts. Otherwise 一支队伍 only means "a".
_EACH: Final = re.compile(r"(?:各|每[^,。;]|均)[^,。;]{0,6}\Z")
# 抽水机一台, 特岗教师一名: behind what it counts, 一 counts too.
_THINGS: Final = frozenset("台辆艘架座栋幢部间名")
_NAMED_BEFORE: Final = re.compile(r"[\u4e00-\u9fff][^\W\d第老统合专唯万]\Z")
_ENDS: Final = re.compile(r"[,。;、\n]|\Z")
_PARTS: Final = re.compile("[别红配布类散离担工析支批期成]")  # 二十分别
# 发 counts shots (发射火箭弹40发), and opens many a word (2020年1发布)
_SHOTS: Final = re.compile(r"发(?![展布放电行射动明生现出起送表热票言货车包改给])")
# 推进9县电网建设, but 2022县级…, 3县域…
_NO_COUNTY: Final = re.compile("[级域乡处城委政局直属道长内外改志医]")
_COUNTIES: Final = 3  # digits
# 茶叶、柑橘、生猪三类产品, 山区、平原两道屏障: as many as were listed, and no third class.
_KINDS: Final = frozenset("类道")
_SMALL: Final = "零一二三四五六七八九"
_LISTED: Final = re.compile(r"(?:[^,;:。、\d\n]{2,14}、){1,8}[^,;:。、\n]{2,24}\Z")
_JOINED: Final = re.compile("[和与及]")
_CLOCK: Final = re.compile(r"[时点] ?\Z")
_NUMERAL: Final = re.compile(rf"{numeral('n1')}\Z")
_IN_TENS_OF_THOUSANDS: Final = re.compile(r"\d{1,5}(?:\.\d{1,4})?[万亿][余多]?")
_HOUSEHOLDS: Final = re.compile("(?P<n>[万亿][余多]?)(?:农牧?|牧|渔|贫困农?|困难|受灾农?|用)户(?![籍型外主])")
_ABOUT: Final = re.compile("左右|以上|以内|以下")
_AFTER_PEOPLE: Final = re.compile(
    rf"(?:人口|人数)[^,。;、:()\d\n]{{0,8}}(?P<numbers>{_IN_TENS_OF_THOUSANDS.pattern}(?:[、和与及](?:约|近|超)?{_IN_TENS_OF_THOUSANDS.pattern}){{0,7}})(?=[,。;)\n]|、(?!\d)|左右|以上|以内|以下|\Z)"
)


class _Words:
    """The lists of [count] in data/units.toml, as patterns that match right after the measure word."""

    __slots__ = ("announced", "announced_han", "issued", "masked_name", "ordinal", "people")

    def __init__(self, table: Table) -> None:
        lists = {name: trie(texts(f"units.count.{name}", table[name])) for name in table}
        announced = rf"{lists['announced']}|{lists['announced_alone']}(?=[,。;:、\n]|\Z)"
        self.ordinal = frozenset(table["ordinal"])
        self.issued = re.compile(rf"{lists['issued']}[^,。;]{{0,16}}\Z")
        self.masked_name = re.compile(rf"{lists['masked_names']}|组(?=\d|[*、,])|队(?=[、,])")
        self.announced = re.compile(rf"大?{lists['announced']}")
        self.announced_han = re.compile(rf"大?(?:{announced}|{lists['announced_han']})")
        # words that describe them may stand between (55万中等职业学校学生), a unit or a pause may not
        self.people = Led("万亿", rf"[余多]?(?=[^\W\d_]{{0,8}}?{lists['people']})")


_WORDS: Final[dict[str, _Words]] = {}


def _words(lexicon: Lexicon) -> _Words:
    """The lists compiled once a lexicon; by its digest, since a `cache` would ask every figure for the lexicon's hash."""
    known = _WORDS.get(lexicon.digest)
    if known is None:
        known = _WORDS[lexicon.digest] = _Words(lexicon["units"]["count"])
    return known


def accept(finding: Finding, passage: Passage) -> bool:
    """Refuses 一 that only means "a", ordinals (二期工程), announced lists (八个方面) and numbered classes (3人制)."""
    words, text, start, end = _words(passage.lexicon), passage.text, finding.start, finding.end
    style, number, unit = finding.style, finding.number, finding.unit
    announced = words.announced_han if style == "han" or unit == "个" else words.announced
    if announced.match(text, end) or (text.startswith("制", end) and not text.startswith("制度", end)):
        return False
    if number == "一":
        each = unit != "批" and _is_each(text, start)  # 每年都有一批项目开工 counts none
        return bool(finding.qualifier_text) or each or _is_behind(finding, text)
    if style == "han" and len(number) == 1 and number not in "百千万亿" and unit in words.ordinal:
        issued = words.issued.search(text, max(0, start - 20), start)
        listed = unit in _KINDS and not _ENDS.match(text, end)  # 分A、B、C三类 counts nothing
        return bool(issued) or (listed and _sums_up(text, start, _SMALL.find(number)))
    if (unit == "分" and _is_no_score(finding, text)) or (unit == "发" and not _SHOTS.match(text, end - 1)):
        return False
    if style == "mask" and words.masked_name.match(text, end - len(unit)):
        return False
    county = unit.startswith(("县", "旗县")) and _is_no_county(number, text, end)
    return not (county or number == "零" or _is_every(text, start, number))


def _sums_up(text: str, start: int, number: int) -> bool:
    """Whether as many are listed before `start`, or some of them and 等: 居住、产业、公共服务等(五类)更新."""
    low = max(0, start - 90)
    low += max(text[low:start].rfind(sign) for sign in ",;:。\n") + 1
    listed = _LISTED.search(text, low, start)
    if listed is None:
        return False
    items = text.count("、", listed.start(), start) + 1
    last = text.rfind("、", low, start)
    more = len(_JOINED.findall(text, last, start))
    return items <= number if text.endswith("等", low, start) else items <= number <= items + more


def _is_each(text: str, start: int) -> bool:
    return _EACH.search(text, max(0, start - 8), start) is not None


def _is_behind(finding: Finding, text: str) -> bool:
    """Whether 一 stands behind the thing that it counts, and nothing behind it: 购置碎枝机一台，."""
    start, end = finding.start, finding.end
    return (
        finding.unit in _THINGS
        and _ENDS.match(text, end) is not None
        and _NAMED_BEFORE.search(text, max(0, start - 2), start) is not None
    )


def _is_no_county(number: str, text: str, end: int) -> bool:
    """Whether 县 counts nothing: 两县, 2022县里, 人口超50万县; 云溪等9县 does."""
    return not number.isdecimal() or len(number) > _COUNTIES or _NO_COUNTY.match(text, end) is not None


def _is_no_score(finding: Finding, text: str) -> bool:
    """十分, 8时30分 and *分之*: only 得92.4分 counts, and 八十五分."""
    start, end = finding.start, finding.end
    return (
        (finding.style == "han" and (len(finding.number) == 1 or _PARTS.match(text, end) is not None))
        or text.startswith("之", end)
        or _CLOCK.search(text, max(0, start - 2), start) is not None
    )


def _is_every(text: str, start: int, number: str) -> bool:
    """每万人拥有…: the number belongs to the indicator's name."""
    return text[start - 1 : start] == "每" and number[-1] in "百千万亿" and len(number) <= 2


def find(passage: Passage) -> Iterator[Finding]:
    """12万群众, 75万贫困人口: a number with 万 or 亿 straight before people; the figure is the number, its unit 人. So it is behind
    a word for people, where it ends what is said: 常住人口1530万, 参保人数分别达到126万、98万.
    """
    text, known = passage.text, qualifiers(passage.lexicon)
    for end in _words(passage.lexicon).people.finditer(text):
        m = _NUMERAL.search(text, max(0, end.end() - 24), end.end())
        if m and text[m.start() - 1 : m.start()] not in ("第", "每"):
            yield from _of_people(text, m.start(), m.end(), known)
    for end in _HOUSEHOLDS.finditer(text) if "户" in text else ():
        m = _NUMERAL.search(text, max(0, end.start() - 24), end.end("n"))
        if m and m.end() == end.end("n") and text[m.start() - 1 : m.start()] not in ("第", "每", "千"):
            yield from _of_people(text, m.start(), m.end(), known, "户")
    for listed in _AFTER_PEOPLE.finditer(text):
        for m in _IN_TENS_OF_THOUSANDS.finditer(text, *listed.span("numbers")):
            yield from _of_people(text, m.start(), m.end(), known)


def _of_people(text: str, first: int, last: int, known: Qualifiers, unit: str = "人") -> Iterator[Finding]:
    """The figure whose numeral stands in [first, last), as a count of people or households."""
    written = text[first:last]
    number = read_number(written)
    if number is None:
        return
    start, before = known.read_before(text, first)
    after = _ABOUT.match(text, last)
    meant = known.of(before, number, after[0] if after else None)
    quantity = Quantity(number.low, number.high, unit, meant, number.masked, number.mask_width)
    span, core = Span(start, after.end() if after else last), Span(first, last)
    said = "…".join([words for words in (before, after and after[0]) if words]) or None
    yield Finding("count", span, core, quantity, style_of(written), written, said, "count.people")


RULE: Final = Rule(
    title="count 计数",
    units="count",
    accept=accept,
    find=find,
    refuses="a bare 一 that only means “a”, ordinals (二期工程), announced lists (八个方面), numbered classes (3人制)",
    forms={"people": "a numeral with 万 or 亿 straight before people (12万群众)"},
    examples=(
        ("召开专题会议2次", "2次"),
        ("惠及群众****余人", "****余人"),
        ("编印乡土教材７册", "７册"),
        ("配备专干5、6、8名", "8名"),
        ("走访困难户一百四十余户", "一百四十余户"),
        ("组建七八支锣鼓队", "七八支"),
        ("吸引游客上万人次", "上万人次"),
        ("临时安置若干户", "若干户"),
        ("解决12万群众饮水问题", "12万"),
        ("资助1.5万困难家庭学生", "1.5万"),
        ("常住人口达到530万", "530万"),
        ("承担128项制度创新任务", "128项"),
        ("在各村各建一个书屋", "一个"),
        ("新购碎枝机一台、喷雾器四台", "一台"),
        ("发射防雹火箭弹36发", "36发"),
        ("年终考核得了八十五分", "八十五分"),
    ),
    silent=(
        "打造一支能打硬仗的队伍",
        "重点做好八个方面的工作",
        "二期工程开工",
        "一岗双责",
        "第3个百分点",
        "某些同志",
        "3人制篮球",
        "获得全县第一名",
        "添置一台收割机",
        "群众十分满意",
        "每万人拥有发明专利",
    ),
)

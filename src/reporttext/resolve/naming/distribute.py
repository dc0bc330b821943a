"""Figures in a row and the nouns in a row that they belong to: A、B产量分别增长5%、6%; 存贷款余额分别达到…，增长16%和17%."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reporttext.resolve.context import Passage, Surroundings
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.words.phrases import MOST
from reporttext.resolve.words.tokens import NO_TOKENS

SEPARATORS: Final = re.compile(r"、|以及|和|与|及")
_CLASS: Final = 5  # characters of a name that says only which part of a whole
_LEVELS: Final = frozenset("省市县区镇乡村")
_BOTH: Final = re.compile("[两二]者|二项")  # 城镇收入2119元，农村收入1359元，两者分别增长9%和7%
_RESPECTIVELY: Final = re.compile("分别|依次")
_TIMES: Final = re.compile("[年月季]")
# 分别增长12%、6%和(下降)2%
_TURN: Final = re.compile("[、和与及](?:增长|下降|提高|降低|减少|增加|上升|回落)")
_SHARE: Final = re.compile(
    "(?:分别|依次)(占[\u4e00-\u9fff]{0,4}?[总全][\u4e00-\u9fff]{1,4}?)的?(?![\u4e00-\u9fff])"
)
_CONCERNING: Final = ("为", "对", "给", "向", "在", "按")
# 在省、市、县级媒体, 上、中、下等烟
_LEVEL_ROW: Final = re.compile(
    r"(?:在|被|向|其中)?(?P<ones>(?:(?:国家|全国|中央|[省市州县区镇乡村上中下甲乙丙特一二三])(?:、|和|及)){1,3})"
    r"(?P<last>[省市州县区镇乡村上中下甲乙丙一二三])(?P<kind>[级等类档])(?P<rest>[\u4e00-\u9fff]{0,8})"
)
_TRADING: Final = ("对", "与")  # 对东盟、欧盟出口额分别增长10%、12%
_FIRST_OF: Final = re.compile("第[一二三四五]")
_NEXT_OF: Final = re.compile("[二三四五六](?![一二三四五六])")
# A word of two, of which a list says the second but once.
_KINDS: Final = re.compile("[\u4e00-\u9fff]{2}(保险|居民|教育|企业|贷款|价格)")
_SECTORS: Final = re.compile("[二三]产")


def is_in_rows(text: str) -> bool:
    """Whether 分别 or 依次 says that figures belong to nouns one by one."""
    return "分别" in text or "依次" in text


def respective(passage: Passage, i: int, used: int, earlier: list[Named]) -> tuple[Surroundings, ...]:
    """The figures from `i` on that 分别 pairs with as many nouns; without 分别 only rates after as many rates, or after as many
    nouns that were paired before (`earlier` are the names of the figures before).
    """
    text, figures = passage.text, passage.figures
    head, j = figures[i], i + 1
    rows = is_in_rows(text[head.left : head.end])
    while j < len(figures) and (
        figures[j].joined or (rows and _TURN.fullmatch(text, figures[j - 1].end, figures[j].start))
    ):
        j += 1
    if rows:
        return figures[i:j]
    if j == i + 1:
        return figures[i : i + 1]
    if any(figure.kind != "ratio" for figure in figures[i:j]):
        return figures[i:j] if _one_by_one(text, figures[i:j], used) else figures[i : i + 1]
    listed = text[max(head.left, used) : head.start]
    paired = [name for name in earlier[-(j - i) :] if name.how == "paired"]
    many = len({name.text for name in paired}) == j - i or _both_before(passage, i, j, earlier)
    return figures[i:j] if many or len(SEPARATORS.findall(listed)) == j - i - 1 else figures[i : i + 1]


def _both_before(passage: Passage, i: int, j: int, earlier: list[Named]) -> bool:
    """城镇收入2.7万元，农村收入1.1万元，实际增长9.7%和9.5%: as many levels as rates, each of another thing."""
    count, levels = j - i, passage.figures[2 * i - j : i]
    if count != 2 or i < count or passage.figures[i].left != passage.figures[i].clause_start:
        return False
    alike = len({figure.unit for figure in levels}) == 1 and levels[0].kind != "ratio"
    return alike and not levels[1].joined and len({name.text for name in earlier[i - count : i]}) == count


def _one_by_one(text: str, group: tuple[Surroundings, ...], used: int) -> bool:
    """城镇人均收入和农民人均收入达到8411元和2075元: two things, two figures of one unit, nothing counted behind them."""
    first, *others = group
    if len(group) != 2 or others[0].unit != first.unit or others[0].end < others[0].right:
        return False
    if first.joined or text.startswith(_CONCERNING, max(first.left, used)):
        return False  # 连续突破30亿元、50亿元、80亿元; 为孤儿、散居孤儿补助1000元、600元
    listed = SEPARATORS.findall(text, max(first.left, used), first.start)
    joined = text[first.end : others[0].start].strip()
    return len(listed) == 1 and listed[0] == joined and joined in ("和", "、")


def distribute(
    phrases: Names,
    group: tuple[Surroundings, ...],
    row: tuple[int, int],
    earlier: list[Named],
    subject: Named,
) -> list[Named]:
    """Pair the figures of `group` with the nouns listed in `row` before 分别, or with the figures named before."""
    before = _RESPECTIVELY.split(phrases.text[slice(*row)])[0]
    done = row[0] + len(before), group[0].start
    return _levels(phrases, before, done, len(group)) or _row(phrases, group, row, before, (earlier, subject))


def _row(
    phrases: Names,
    group: tuple[Surroundings, ...],
    row: tuple[int, int],
    before: str,
    known: tuple[list[Named], Named],
) -> list[Named]:
    """The nouns of a row one by one, of the words `before` 分别; `known` are the names so far and their last subject."""
    begin, (earlier, subject) = row[0], known
    tokens = _listed(phrases, begin, begin + len(before))
    if _BOTH.match(before.lstrip(", ")):
        both = list({name.text: name for name in earlier if name.text}.values())[-2:]
        return [name.by("paired") for name in both] if len(both) == len(group) else [subject] * len(group)
    if (
        not tokens
        or phrases.join(tokens) in phrases.words.generic
        or (
            phrases.words.circumstances.match(before)
            and not (before.startswith(_TRADING) and phrases.is_measured(tokens))
        )
    ):
        timed = not tokens and _TIMES.search(before) is not None
        done = phrases.before(row[0] + len(before) + 2, group[0].start) if timed else NO_TOKENS
        share = _SHARE.match(phrases.text, row[0] + len(before), group[0].start)
        recent = _of_recent(len(group), earlier, subject, share[1] if share and not tokens else "")
        return [phrases.trim(done)] * len(group) if done else recent  # 3月和5月分别(培训)30人、40人
    listed = phrases.join(tokens)
    items = [part for part in listed.split("、") if part]
    if len(items) < len(group):  # 和 may stand inside a name (软件和信息技术): it parts only where it must
        items = [part for part in SEPARATORS.split(listed) if part]
    two = phrases.words.joint.fullmatch(listed) if len(items) < len(group) == 2 else None
    if two:
        return [_paired(f"{two[1]}{one}{two[3]}") for one in phrases.words.two_in_one[two[2]]]
    if len(items) < len(group):
        return _each_of_recent(phrases, earlier[-len(group) :], listed) or [phrases.trim(tokens)] * len(group)
    first = phrases.text[phrases.tokens.begin(tokens) - 1]
    if first == "因" and items[1].startswith(first):
        items[0] = first + items[0]  # 其中(因病)、因灾分别占62%和38%
    items = items[-len(group) :]
    end = phrases.tokens.end(tokens)
    last = phrases.tokens.between(end - len(items[-1]), end)
    ordinal = _FIRST_OF.fullmatch(items[0]) and _NEXT_OF.match(items[-1])
    lent = _lent(phrases, items, end)
    whole = [i if phrases.words.is_measured(i) else i + _ending(phrases, last, i) for i in lent[:-1]]
    whole.append(items[-1])
    if ordinal:  # 第一、二、三产业: 第二产业 too
        whole = [item if item.startswith("第") else f"第{item}" for item in whole]
    if all(_is_aspect(phrases, item) for item in whole):  # 财政收入1.2亿元，总量和增幅分别列第五和第三
        owner = next((name.noun for name in reversed(earlier) if name.noun), subject.noun)
        return [_paired(owner + item) for item in whole]
    if before.startswith("其中") and earlier and phrases.text.startswith("占", row[0] + len(before) + 2):
        of = earlier[-1].text  # 新增对象19户，其中因病、因灾分别占47%、21%
        whole = [f"{of}{item}占" if len(item) < _CLASS else item for item in whole]
    elif len(whole) == 2:
        whole = _sharing(whole[0], whole[1], phrases.words.two_in_one)
    return [_paired(item) for item in whole]


def _levels(phrases: Names, before: str, done: tuple[int, int], count: int) -> list[Named]:
    """Levels or grades that share their last word, with what was done between 分别 and the figures: 在省、市、县级(媒体)分别(发稿)."""
    row = _LEVEL_ROW.fullmatch(before.strip()) if "、" in before or "和" in before else None
    if row is None:
        return []
    ones = [*SEPARATORS.split(row["ones"])[:-1], row["last"]]
    if len(ones) != count:
        return []
    said = phrases.before(done[0] + 2, done[1])
    rest = row["kind"] + row["rest"] + phrases.join(said)
    return [_paired(one + rest) for one in ones]


def _of_recent(count: int, earlier: list[Named], subject: Named, share: str) -> list[Named]:
    """The last `count` things named, with what they are a `share` of: 物业类20件、劳资类10件，分别占总数的16%和8%."""
    recent = [name for name in earlier if name.text][-count:]
    named = recent if len(recent) == count else [recent[-1] if recent else subject] * count
    if share:
        return [Named((name.text + share)[-MOST:], "", name.noun, "paired") for name in named]
    return [name.by("paired") for name in named]


def _each_of_recent(phrases: Names, recent: list[Named], rate: str) -> list[Named]:
    """One rate of each of those paired before: 高血压、糖尿病患者管理200人、80人，(随访率)分别为93%、91%; else nothing."""
    several = len({name.text for name in recent if name.how == "paired"}) == len(recent) > 1
    return [_paired(name.text + rate) for name in recent] if several and _is_aspect(phrases, rate) else []


def _shared(phrases: Names, last: range, item: str) -> str:
    """What `item` shares with the last of its row: all but the first word (粮食、油料[播种面积]), or but as many as make its like
    (失业保险、医疗保险[参保人数]; 装备制造、食品加工[产值]).
    """
    known = phrases.tokens
    alike = (k for k in range(1, len(last)) if known.word(last[k - 1])[-1] == item[-1])
    own = next(alike, 2 if len(last) > 2 and known.word(last[1]) in phrases.words.industries else 1)
    return phrases.join(last[own:])


def _lent(phrases: Names, items: list[str], end: int) -> list[str]:
    """Items with what the rate straight behind them lends, where it is not the last: 城市污水[处理率]、垃圾处理率和绿化覆盖率.

    `end` is where the last ends.
    """
    lent = list(items)
    begin = end - len(items[-1])
    for i in range(len(items) - 2, 0, -1):
        begin -= len(items[i]) + 1
        if items[i].endswith("率") and not phrases.words.is_measured(items[i - 1]):
            words = phrases.tokens.between(begin, begin + len(items[i]))
            lent[i - 1] += phrases.join(words[1:]) if phrases.join(words) == items[i] else ""
    return lent


def _is_aspect(phrases: Names, item: str) -> bool:
    """Whether an item needs its owner: 增幅; 响应率, of what was told before."""
    words = phrases.words
    rate = item in words.generic or words.verbal_rate.fullmatch(item) is not None
    return item in words.aspects or (item[-1] == "率" and rate)


def _ending(phrases: Names, last: range, item: str) -> str:
    ending = _shared(phrases, last, item)
    kind = _KINDS.fullmatch(phrases.tokens.word(last[0])) if len(last) > 1 and len(item) == 2 else None
    if kind:
        return kind[1] + ending  # 养老、医疗(保险)参保人数, 城镇和农村(居民)人均收入
    sectors = ending and ending[0] != "产" and item[-1] != "产" and _SECTORS.match(phrases.join(last))
    return "产" + ending if sectors else ending  # 一、二、三产增加值


def _listed(phrases: Names, begin: int, end: int) -> range:
    """The words of a row; 增幅, which says nothing at the end of other phrases, is one of the row: 总量和增幅."""
    tokens, known = phrases.before(begin, end), phrases.tokens
    raw = known.between(begin, end)
    joined = tokens and tokens.stop + 2 == raw.stop and SEPARATORS.fullmatch(known.word(tokens.stop))
    return (
        range(tokens.start, raw.stop) if joined and known.word(raw[-1]) in phrases.words.aspects else tokens
    )


def _sharing(first: str, last: str, pairs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Both of a row of two, the last with what it shares with the first: 省级示范村、(省级示范)镇; 人民币存、(人民币)贷款余额."""
    if last in _LEVELS and first[-1] in _LEVELS and len(first) > 2:
        return [first, first[:-1] + last]
    for one, other in pairs.values():
        if first.endswith(one[0]) and last.startswith(other):
            return [first + last[1:], first[:-1] + last]
    return [first, last]


def _paired(item: str) -> Named:
    return Named(item[-MOST - 4 :], "", item, "paired")

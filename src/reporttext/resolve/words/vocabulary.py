"""The words that name an indicator or say nothing of it: data/indicators.toml, with the verbs of data/activities.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reporttext.errors import RuleError
from reporttext.lexicon import Lexicon, Table, check_keys, texts
from reporttext.resolve.context import CIRCUMSTANCES, JOINS
from reporttext.resolve.words.marks import Marks
from reporttext.rule.tries import trie

_NUMBER = (
    r"约? ?(?:\d{1,3}|[*×xX○_]{1,4}|[一二三四五六七八九十百]{1,4}) ?[个所家]"  # of places that are ranked
)
_LISTS = (
    "lead", "tail", "measured", "heads", "generic", "after_stops", "phrase_stops", "ranking", "circumstances",
    "modifiers", "adverbs", "persons", "spending", "funds", "light", "causing", "whole", "inner", "having", "holding", "saying", "sides", "aggregates", "verbs",
    "sized", "holds", "size_units", "action_units", "bare_units", "session_units", "plain_kinds", "taking", "industries", "winning", "term_units", "levels", "framing", "passing", "reached", "using", "means", "contests", "fields",
    "areas", "aspects", "yields", "yardsticks", "setting", "bound_units", "caused", "per", "rate_adverbs", "plain_rates", "money_rates", "bounding", "occasions", "doings", "outcomes", "places_of_outcomes", "of_all", "budgets", "of_projects", "owners", "earnings", "benefits",
)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The lists by name, as sets of whole words or as patterns; data/indicators.toml says what each is for.

    What is asked of single words stands in `marks`.
    """

    marks: Marks
    verbs: frozenset[str]
    lead: frozenset[str]
    tail: frozenset[str]
    generic: frozenset[str]
    owners: re.Pattern[str]  # those counted end in one of these
    earnings: frozenset[str]
    benefits: frozenset[str]
    funds: frozenset[str]
    aspects: frozenset[str]
    yields: frozenset[str]
    phrase_stops: frozenset[str]
    modifiers: frozenset[str]
    adverbs: frozenset[str]
    persons: frozenset[str]
    spending: re.Pattern[str]
    light: frozenset[str]
    holds: frozenset[str]
    causing: frozenset[str]
    whole: frozenset[str]
    having: tuple[str, ...]
    sides: frozenset[str]
    of_projects: frozenset[str]
    aggregates: frozenset[str]
    actors: re.Pattern[str]
    not_actors: re.Pattern[str]
    measured: Mapping[str, tuple[str, ...]]  # by their last character
    ranking: re.Pattern[str]
    circumstances: re.Pattern[str]
    sized: re.Pattern[str]
    size_units: frozenset[str]
    action_units: frozenset[str]
    bare_units: frozenset[str]
    session_units: frozenset[str]
    plain_kinds: tuple[str, ...]
    taking: tuple[str, ...]
    industries: frozenset[str]
    winning: tuple[str, ...]
    term_units: frozenset[str]
    ages: frozenset[str]
    bounding: re.Pattern[str]  # straight before a bound what it is of
    levels: frozenset[str]
    outside: re.Pattern[str]  # behind 的 it ends the thing counted
    beside: re.Pattern[str]  # behind a figure it is not what is counted
    beside_opens: frozenset[str]  # the characters that such words open with
    from_level: re.Pattern[str]
    to_level: re.Pattern[str]
    passes: re.Pattern[str]
    using: tuple[str, ...]
    means: re.Pattern[str]
    contest: re.Pattern[str]
    in_contest: re.Pattern[str]
    tested: re.Pattern[str]  # a contest in a clause of its own before the rank
    own_field: re.Pattern[str]
    areas: re.Pattern[str]
    within: re.Pattern[str]
    beyond: re.Pattern[str]
    set_by_others: re.Pattern[str]
    bound: re.Pattern[str]
    caused: re.Pattern[str]
    joint: re.Pattern[str]  # what holds a word of `two_in_one`
    two_in_one: Mapping[str, tuple[str, ...]]
    task: re.Pattern[str]
    of_task: re.Pattern[str]
    tasked: re.Pattern[str]  # a name that is a task
    finished: re.Pattern[str]
    occasions: re.Pattern[str]  # an occasion by its title or its kind
    occasion_kinds: re.Pattern[str]
    occasion_ends: re.Pattern[str]
    of_all: re.Pattern[str]  # behind an occasion: what follows is not of it alone
    outcomes: re.Pattern[str]  # names of what an occasion comes to
    money_rates: tuple[str, ...]  # what the rates open with that can be of money
    verbal_rate: re.Pattern[str]  # of an action or of what was told before: 办结率, 成活率

    def is_measured(self, name: str) -> bool:
        """Whether a name ends in a measured noun (…收入, …率)."""
        return name.endswith(self.measured.get(name[-1:], ()))


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    table = lexicon["indicators"]
    check_keys("indicators", table, (*_LISTS, "two_in_one"))
    actors = lexicon["actors"]
    check_keys("actors", actors, ("endings", "manner", "never"))
    acting = {name: texts(f"actors.{name}", words) for name, words in actors.items()}
    lists = {name: texts(f"indicators.{name}", table[name]) for name in _LISTS}
    moving = texts("changes.moving", lexicon["changes"]["moving"])
    tasks = texts("status.tasks", lexicon["status"]["tasks"])
    task = rf"(?:年度|全年|年初|年|调整)?{trie((*tasks, *lists['budgets']))}"
    ages = texts("units.measure.ages", lexicon["units"]["measure"]["ages"])
    two_in_one = _pairs(table["two_in_one"])
    kinds = [word for word in (*lists["occasions"], *lists["doings"]) if len(word) > 1]
    one = {name: trie(words) for name, words in lists.items()}
    lists["verbs"] += tuple(verb for kind in lexicon["activities"].values() for verb in kind["verbs"])
    return Vocabulary(
        marks=Marks(lists, {word[-1] for word in (*acting["endings"], *acting["manner"])}),
        verbs=frozenset(lists["verbs"]),
        lead=frozenset(lists["lead"]),
        tail=frozenset(lists["tail"]),
        generic=frozenset(lists["generic"]),
        owners=re.compile(
            rf"(?<!农){trie([*lists['owners'], *lists['persons']])}(?:\([^()]{{1,8}}\))?\Z"  # but not 农村
        ),
        earnings=frozenset(lists["earnings"]),
        benefits=frozenset(lists["benefits"]),
        funds=frozenset(lists["funds"]),
        aspects=frozenset(lists["aspects"]),
        yields=frozenset(lists["yields"]),
        phrase_stops=frozenset(lists["phrase_stops"]),
        modifiers=frozenset(lists["modifiers"]),
        adverbs=frozenset(lists["adverbs"]),
        persons=frozenset(lists["persons"]),
        spending=re.compile(rf"({trie(lists['spending'])})(?:{trie(lists['funds'])})?"),
        light=frozenset(lists["light"]),
        holds=frozenset(lists["holds"]),
        causing=frozenset(lists["causing"]),
        whole=frozenset(lists["whole"]),
        having=lists["having"],
        sides=frozenset(lists["sides"]),
        of_projects=frozenset(lists["of_projects"]),
        aggregates=frozenset(lists["aggregates"]),
        actors=re.compile(rf"(?:{trie(acting['endings'])})(?:{trie(acting['manner'])})?\Z"),
        not_actors=re.compile(trie(acting["never"])),
        measured=by_last(lists["measured"]),
        ranking=re.compile(one["ranking"]),
        circumstances=re.compile(one["circumstances"]),
        sized=re.compile(one["sized"]),
        size_units=frozenset(lists["size_units"]),
        action_units=frozenset(lists["action_units"]),
        bare_units=frozenset(lists["bare_units"]),
        session_units=frozenset(lists["session_units"]),
        plain_kinds=lists["plain_kinds"],
        taking=lists["taking"],
        industries=frozenset(lists["industries"]),
        winning=lists["winning"],
        term_units=frozenset(lists["term_units"]),
        ages=frozenset(ages),
        bounding=re.compile(
            rf"年?{trie([*lists['bounding'], *texts('status.heights', lexicon['status']['heights'])])}\Z"
        ),
        levels=frozenset(lists["levels"]),
        # 建设高速公路的决策, 办理12件实事的同时, 22个乡镇的年度考核中
        outside=re.compile(
            rf"{one['framing']}(?![\u4e00-\u9fff])|{trie(CIRCUMSTANCES)}|[^,;。、\d的]{{0,8}}?{one['contests']}[中上里]"
        ),
        beside=re.compile(
            rf"{JOINS.pattern}|\((?:其中|含|不含|包括|主要|均|全部|详?见|分别|截至|不计|另)|不等(?![\u4e00-\u9fff])|的?基础[,;。]|的?{trie(CIRCUMSTANCES)}|{trie(moving)}[到至为]"
        ),
        beside_opens=frozenset(" 、和与及以,(的基不") | {word[0] for word in (*CIRCUMSTANCES, *moving)},
        # 由12支(发展壮大到现在的)20支, 由每人30元(提高到每人)45元
        to_level=re.compile(
            rf"{trie(moving)}(?:为|成|[到至](?:了|现在的?|目前的?|如今的?)?) ?(?:人均|(?:每[人户名个生亩月年天次吨度套]){{0,3}})"
        ),
        from_level=re.compile(rf"[从由][^,;。]{{2,12}}{trie(moving)}[到至]"),
        # 12个村(通过国家专家组验收), 20个县(基本)达到卫生标准, 3个村(未通自来水), 2个社区至今(租房办公)
        passes=re.compile(
            rf"(?:基本|全部|均|都|已|至今|仍|尚|还|先后|相继|分别){{0,2}}(?P<said>通过[^,;。、]{{2,16}}{one['passing']}|达到[^,;。、\d]{{1,12}}{one['reached']}"
            r"|(?:[有通]了|[住用喝装]上了?)[^,;。、\d]{2,12}(?=[,;。\n]|\Z)"
            r"|在境内外上市|被(?:评为|认定为|命名为|确定为|列为|列入|纳入|授予)[^,;。、\d]{2,16}|(?:(?:未(?![来成])|没有)[^,;。、\d]{1,8}|(?:(?<=至今)|(?<=[仍尚]))[^,;。、\d]{2,8})(?=[,;。\n]|\Z))"
        ),
        using=lists["using"],
        # 通过“一卡通”(发放补贴)19项, but not 通过“卫生镇”验收
        means=re.compile(
            rf"{one['using']}(?:“[^“”]{{1,14}}”{one['means']}?|[^,;。、“]{{2,12}}?{one['means']})等?(?!{one['passing']})(?=[\u4e00-\u9fff]{{3}})"
        ),
        contest=re.compile(
            rf"(?:在|(?=全[国省市县区镇乡]))(?:全[国省市县区镇乡]{_NUMBER}(?:[^,;。、的\d]{{1,8}}的)?)?([^,;。、]{{2,16}}{one['contests']})(?:中|(?:,[^,;。、\d]{{0,4}})?{one['ranking']})"
        ),
        # (县上考核)，我乡列第8位
        tested=re.compile(
            rf"(?:\A|(?<=[,;。:、\n]))([^,;。:、\d\n]{{1,14}}{one['contests']})(?:力争|确保|争取|[中上])?,?[^,;。\d]{{0,12}}\Z"
        ),
        # 在全省技能大赛中(获得金牌)3枚
        in_contest=re.compile(rf"[^,;。\d]{{0,10}}?在[^,;。\d]{{2,30}}?{one['contests']}[中上](?!的)"),
        # 进入(全县小城镇建设)前三名
        own_field=re.compile(
            rf"全[国省市县区镇乡]([^,;。\d]{{2,8}}?{trie([*lists['fields'], *lists['contests']])})[由从]?(?:第|前)"
        ),
        areas=re.compile(rf"{one['areas']}(?:\([^()]{{1,8}}\))?"),
        within=_within(one["ranking"], one["areas"]),
        beyond=_beyond(trie([*lists["yardsticks"], "任务"])),
        # 巩固率达到国家规划提出的93%目标, 超过省下达的5万人任务
        set_by_others=re.compile(
            rf"(?:达到|超过|完成|实现|好于|高于|优于|低于)[^,;。]{{1,20}}{trie([*lists['saying'], *lists['setting']])}的\Z"
        ),
        # 年销售收入超亿元的(企业): a bound in words before the thing counted
        bound=re.compile(rf"[^,;。、\d]{{2,12}}?[百千]?[万亿]{one['bound_units']}(?:以上)?的"),
        caused=re.compile(one["caused"]),
        joint=re.compile(rf"(.*)({trie(two_in_one)})(.*)"),
        two_in_one=two_in_one,
        task=re.compile(rf"(完成|[为占]|(?<!下)达(?![^,;。、]{{0,6}}下达))[^,;。、]{{0,8}}?({task})数?的?\Z"),
        of_task=re.compile(rf"(?:完成|[为占达]){task}\Z"),
        tasked=re.compile(rf"{task}数?\Z"),
        finished=re.compile(r"(?:已经?|实际|仅|只)*(完成)了?\Z"),
        # “枫叶”山歌节, “履职大讲堂”, “清洁家园”活动, 经贸洽谈会
        occasions=re.compile(
            rf"“(?P<title>[^“”\n]{{2,14}})”(?P<kind>[^,;。:、\d“”()]{{0,8}}?{trie(kinds)})?"
            rf"|{one['occasions']}(?![”员部])"
        ),
        occasion_kinds=re.compile(rf"{one['occasions']}\Z"),
        occasion_ends=re.compile(rf"{trie([*lists['occasions'], *lists['doings']])}\Z"),
        of_all=re.compile(one["of_all"]),
        outcomes=re.compile(
            rf"{one['places_of_outcomes']}{{0,2}}{one['outcomes']}[^的]{{0,8}}\Z|[^的]{{0,4}}参与率\Z"
        ),
        money_rates=lists["money_rates"],
        verbal_rate=re.compile(rf"(?!{one['plain_rates']})(?:{one['rate_adverbs']})?[\u4e00-\u9fff]{{2}}率"),
    )


def _pairs(table: Table) -> dict[str, tuple[str, ...]]:
    """Words for two things at once, each with the words for the one and the other."""
    pairs = {word: texts(f"indicators.two_in_one.{word}", parts) for word, parts in table.items()}
    for word, parts in pairs.items():
        if len(parts) != 2:
            raise RuleError(f"[indicators.two_in_one] needs two words for “{word}”, and has {len(parts)}")
    return pairs


def _within(ranking: str, areas: str) -> re.Pattern[str]:
    """The field that a rank counts in: 在全县12个乡镇中, 列全省200个县, 在各区县里."""
    return re.compile(
        rf"{ranking}全[国省市县区镇州]{_NUMBER}[^,;。中的里]{{1,6}}?(?:\([^()]{{1,6}}\))?(?:[由从][高低多少大小]到[高低多少大小])?\Z"
        rf"|(?:(?:在|{ranking})?(?:全[国省市县区镇州]|辖区)?{_NUMBER}[^,;。]{{1,10}}"
        rf"|在[^,;。]{{0,10}}{areas})[中的里][^,;。]{{0,6}}\Z"
    )


def _beyond(yardsticks: str) -> re.Pattern[str]:
    """What a figure exceeds or misses, which belongs to the name of a difference: 失业率(低于控制目标)0.7个百分点."""
    return re.compile(
        rf"(?=[比较高低优好超])(?:(?:(?<![相占])比(?![例重])|较(?![大快高]))[^,;。、\d]{{0,8}}(?:{yardsticks}|平均(?:水平|值|数)|全[国省市县区州])[^,;。、\d]{{0,4}}"
        rf"|(?:高于|高出|低于|优于|好于|超出|超过)[^,;。、\d]{{0,8}}(?:{yardsticks}|平均(?:水平|值|数)?|全[国省市县区州](?:水平)?))\s?\Z"
    )


def by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their last character, for `endswith`."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found

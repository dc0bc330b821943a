"""The words of data/status.toml, compiled once a lexicon: each list as what `status` asks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.resolve.gate import Gate
from reporttext.rule.tries import trie


@dataclass(frozen=True)
class Cues:
    """One pattern or set a list of data/status.toml, which says what each is for.

    `in_review` and `in_plans` find whatever any rule of theirs asks for; `goal_words` and `background` open
    where a figure can be a goal, or be somebody else's.
    """

    target: re.Pattern[str]
    target_strong: re.Pattern[str]
    achieved: re.Pattern[str]
    problem: re.Pattern[str]
    left: re.Pattern[str]
    unfinished: re.Pattern[str]
    still: re.Pattern[str]  # the same, in the clause behind
    reference: re.Pattern[str]
    classes: re.Pattern[str]
    achieved_unless_compared: re.Pattern[str]
    raised: re.Pattern[str]
    listed_former: re.Pattern[str]
    in_review: re.Pattern[str]
    in_plans: re.Pattern[str]
    expected: re.Pattern[str]
    carried: frozenset[str]
    carried_until: re.Pattern[str]
    once: re.Pattern[str]
    planned: re.Pattern[str]
    goal: re.Pattern[str]
    decided: re.Pattern[str]
    of_goal: re.Pattern[str]
    of_task: re.Pattern[str]
    assigned: re.Pattern[str]
    goal_words: Gate
    announced: re.Pattern[str]
    met: re.Pattern[str]
    task_units: frozenset[str]
    by_law: tuple[str, ...]
    caused: tuple[str, ...]
    background: Gate
    disasters: re.Pattern[str]
    damage_ends: re.Pattern[str]
    damaged: re.Pattern[str]
    hit: re.Pattern[str]
    storms: re.Pattern[str]
    contest: re.Pattern[str]
    lasting_units: frozenset[str]
    class_things: re.Pattern[str]
    sized_things: re.Pattern[str]
    sizes: re.Pattern[str]
    heights: tuple[str, ...]
    amount_units: frozenset[str]
    ages: frozenset[str]
    mean_ages: re.Pattern[str]
    whom: re.Pattern[str]
    hamlets: re.Pattern[str]
    size_units: frozenset[str]
    counted_things: re.Pattern[str]
    plant: re.Pattern[str]
    schemes: re.Pattern[str]
    amounts: re.Pattern[str]
    spent_or_reached: re.Pattern[str]
    annex_plans: tuple[str, ...]
    annex_done: tuple[str, ...]
    told_done: re.Pattern[str]
    told_due: re.Pattern[str]


_REVIEW = ("once", "expected", "problem", "left", "unfinished", "target_strong", "reference")
_PLANS = ("achieved", "achieved_unless_compared", "reference")
_LISTS = (
    "target", "target_strong", "achieved", "problem", "left", "unfinished", "reference", "classes",
    "achieved_unless_compared", "raised", "once", "planned", "due", "expected", "carried", "carried_until", "goals", "goal_kinds", "tasks",
    "task_units", "decided", "adopted", "met", "by_law", "disasters", "storms", "damage", "lasting_units", "class_kinds", "class_things", "sizes", "heights",
    "amount_units", "size_units", "counted_things", "hamlets", "plant", "mean_ages", "schemes", "amounts", "spent_or_reached", "annex_plans", "annex_done",
    "told_done", "told_due",
)  # fmt: skip


@cache
def cues(lexicon: Lexicon) -> Cues:
    """The lists of data/status.toml; RuleError names a faulty one."""
    table = lexicon["status"]
    check_keys("status", table, _LISTS)
    words = {name: texts(f"status.{name}", table[name]) for name in _LISTS}
    one = {name: trie(words[name]) for name in _LISTS}
    caused = texts("indicators.caused", lexicon["indicators"]["caused"])
    moving = texts("changes.moving", lexicon["changes"]["moving"])
    rising = trie([*(word.rstrip("到至为") for word in words["raised"]), *moving])
    raised = trie([*words["raised"], *(f"{verb}{to}" for verb in moving for to in "到至为成")])
    contests = trie(texts("indicators.contests", lexicon["indicators"]["contests"]))
    persons = texts("indicators.persons", lexicon["indicators"]["persons"])
    ages = texts("units.measure.ages", lexicon["units"]["measure"]["ages"])
    return Cues(
        target=re.compile(one["target"]),
        target_strong=re.compile(rf"(?<![比较于出过超]){one['target_strong']}"),  # 高出预期目标4个百分点
        achieved=re.compile(one["achieved"]),
        problem=re.compile(one["problem"]),
        left=re.compile(rf"{one['left']}的?\Z"),
        unfinished=re.compile(one["unfinished"]),
        still=re.compile(rf",(?:至今|目前)(?:仍|还)?{one['unfinished']}(?![^,;。]{{0,12}}的)"),
        reference=re.compile(one["reference"]),
        classes=re.compile(one["classes"]),
        achieved_unless_compared=re.compile(rf"(?<![比较与]){one['achieved_unless_compared']}"),
        raised=re.compile(rf",?{raised}"),
        # 从90元、80元分别提高到110元、100元
        listed_former=re.compile(rf"、[\d.,]{{1,12}}[^\d,;。]{{1,4}}(?:分别)?{rising}"),
        in_review=re.compile(trie([*(word for name in _REVIEW for word in words[name]), "计划", "确保"])),
        in_plans=re.compile(trie(word for name in _PLANS for word in words[name])),
        expected=re.compile(one["expected"]),
        carried=frozenset(words["carried"]),
        carried_until=re.compile(f"[;。]|(?!(?<=[实体呈展涌兑变再发重])现){one['carried_until']}"),
        # 今年计划新建…, but not 按计划完成…, 计划新建的60公里; 确保年底前完成…, but not 确保了…
        planned=re.compile(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[年月]))(?:还|共)?(?P<plan>计划){one['planned']}(?![^,;。]{{0,12}}的\Z)"
            rf"|(?P<due>确保)[^,;。\d]{{0,6}}?(?:\d{{1,2}}月?)?{one['due']}"
        ),
        once=re.compile(rf"{one['once']}[^,;。\d]{{0,6}}(?:[可将]|预计)"),
        goal=re.compile(rf"的?(?:{one['goal_kinds']}){{0,2}}{one['goals']}"),
        decided=re.compile(rf"[^,;。\d]{{0,12}}的{one['decided']}(?![\u4e00-\u9fff])"),
        of_goal=re.compile(rf"{one['goals']}[^,;。]{{0,12}}的\Z"),
        of_task=re.compile(rf"{one['tasks']}数? ?\Z"),
        assigned=re.compile(rf"下达[^,;。]{{0,20}}{one['tasks']}[为是]?\Z|{one['goals']}[为是]\Z"),
        goal_words=Gate(
            [*words["goals"], *words["tasks"], *words["decided"], "规划", "年初", "指标是:", "指标为:"]
        ),
        # 目标是：产值增长9%；……, 目标为9%, but not 以目标为导向, 目标是让群众满意; 会议通过的主要指标是：……
        announced=re.compile(
            rf"(?P<goal>{one['goals']})(?:[是为]:|为(?=[约近超]?[\d*×xX])|是(?![否让])(?=[^,;。]{{0,24}}[\d*×xX]))"
            rf"|{one['adopted']}[^,;。:]{{0,40}}(?P<adopted>指标)[是为]:"
        ),
        met=re.compile(one["met"]),
        task_units=frozenset(words["task_units"]),
        by_law=words["by_law"],
        caused=caused,
        background=Gate(
            [
                *words["by_law"],
                *words["damage"],
                *caused,
                *words["storms"],
                "平均",
                "规定",
                "的要求",
                "常年",
                "往年",
                "历年",
            ]
        ),
        disasters=re.compile(rf"{one['disasters']}(?![污亮厕慑结])"),  # 雨污分流, 雪亮工程, 旱厕, 震慑, 冻结
        # Damage goes on through the commas before more of it.
        damage_ends=re.compile(rf"[;。]|,(?![^,;。]{{0,8}}{one['damage']})"),
        # 最强降雨…，(倒损)房屋19间, 3个村(受灾)
        damaged=re.compile(rf"[^,;。\d修补救治查清固复理改换帮援助转]{{0,6}}{one['damage']}(?!事|人数)"),
        hit=re.compile(rf"[^,;。、\d]{{1,6}}{one['damage']}(?=[,;。、]|\Z)"),
        # 3场台风, 5场历史罕见的暴雨袭击, but not 3场台风预警
        storms=re.compile(
            rf"[^,;。、\d\n]{{0,8}}?{one['storms']}(?:灾害|天气|过程)?(?:[,;。、和与及]|袭|影响|侵|肆虐|接踵|连续|轮番)"
        ),
        # 全区9个街道综合考核，我街道列第2位
        contest=re.compile(rf"[^,;。\d\n]{{1,12}}?{contests}中?,[^,;。\d\n]{{1,10}}(?:第|前)"),
        lasting_units=frozenset(words["lasting_units"]),
        class_things=re.compile(rf"(?:{one['class_kinds']}){{1,2}}{one['class_things']}"),
        sized_things=re.compile(rf"的[\u4e00-\u9fff]{{2}}|{trie(persons)}"),
        sizes=re.compile(rf"(?:{one['sizes']}|[,;。:\s]|[对将把凡])\Z"),
        heights=words["heights"],
        amount_units=frozenset(words["amount_units"]),
        ages=frozenset(ages),
        mean_ages=re.compile(one["mean_ages"]),
        size_units=frozenset(words["size_units"]),
        counted_things=re.compile(rf"的?[^,;。、\d]{{0,10}}?{one['counted_things']}"),
        whom=re.compile(rf"、?[^,;。\d]{{0,10}}的{trie(persons)}"),
        hamlets=re.compile(rf"的?{one['hamlets']}"),
        plant=re.compile(rf"的?[^,;。\d]{{0,4}}{one['plant']}"),
        schemes=re.compile(rf"级?[^,;。、的了是为\d]{{0,8}}?{one['schemes']}"),
        amounts=re.compile(rf"级?{one['amounts']}"),
        spent_or_reached=re.compile(rf"{one['spent_or_reached']}\Z"),
        annex_plans=words["annex_plans"],
        annex_done=words["annex_done"],
        # 一要、二要 and 要求; 干将 and 将近 are no aims
        told_done=re.compile(one["told_done"]),
        told_due=re.compile(rf"(?<![主重需必摘纪概]){one['told_due']}(?![求素闻点件害领军])"),
    )

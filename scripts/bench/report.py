"""The document of a benchmark: tables of the measured figures, and what of the aims is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]


def written(found: Result) -> str:
    """Markdown of a result file; parts that were not measured are named as such."""
    sizes = sorted(
        (part for name, part in found.items() if name.startswith("scaling-")),
        key=lambda part: part["reports"],
    )
    machines = list(dict.fromkeys(_machine(part) for part in found.values()))
    lines = [
        "# Benchmarks",
        "",
        "Written by `python scripts/benchmark.py`; measured, not estimated. MB are 10⁶ bytes of UTF-8, times are CPU time of one",
        "core unless they are called waiting time, medians over rounds. Only ratios within one table carry over to other machines.",
        "",
        *(f"{'Also on' if i else 'On'} {machine}" for i, machine in enumerate(machines)),
        "",
    ]
    parts: list[tuple[str, Callable[[Any], Iterable[str]]]] = [
        ("peers", _peers), ("stages", _stages), ("startup", _startup),
    ]  # fmt: skip
    for name, write in parts:
        lines += [*(write(found[name]) if name in found else [f"*{name}: not measured yet*"]), ""]
    lines += [*(_scaling(sizes) if sizes else ["*scaling: not measured yet*"]), ""]
    lines += [*(_engines(found["engines"]) if "engines" in found else ["*engines: not measured yet*"]), ""]
    lines += _aims(found)
    return "\n".join(lines).rstrip() + "\n"


def _machine(part: Result) -> str:
    machine = part["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items() if version)
    form = "compiled" if machine.get("compiled") else "not compiled"
    return f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}; {form}; {packages}."


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [heads, ["---" if i == 0 else "--:" for i in range(len(heads))], *rows]
    return ["| " + " | ".join(map(str, line)) + " |" for line in lines]


def _peers(part: Result) -> Iterable[str]:
    candidates = part["candidates"]
    base = candidates["jieba.lcut"]["seconds"]
    yield "## Beside others"
    yield ""
    yield (
        f"{part['reports']} reports of `{part['folder']}`, {part['megabytes']:.2f} MB; rounds in turn ({part['rounds']}), each a process of "
        "its own, after start-up and two reports for warming up."
    )
    yield ""
    yield from _table(
        ("", "does", "s", "from – to", "MB/s", "× jieba.lcut", "found"),
        (
            (
                name, c["does"], f"{c['seconds']:.2f}", f"{c['spread'][0]:.2f} – {c['spread'][1]:.2f}",
                f"{c['megabytes_per_second']:.2f}", f"{c['seconds'] / base:.2f}", f"{c['found']:,}",
            )
            for name, c in sorted(candidates.items(), key=lambda item: item[1]["seconds"])
        ),
    )  # fmt: skip
    yield ""
    yield "Found are facts, words, times and sums of money, or entities: what each of them is made to find."
    for name, why in part["absent"].items():
        yield f"{name} is not in the table: {why}."


# Floors that add up to a run without rules: `stored` holds the Parquet tables too, and each is paid once.
_NEEDED = ("decode", "rjieba", "sentences", "scan", "automaton", "arrow", "stored")


def _stages(part: Result) -> Iterable[str]:
    size, floors = part["megabytes"], part["floors"]
    total = sum(stage["seconds"] for stage in part["stages"].values())
    yield "## Stage by stage"
    yield ""
    yield (
        f"{part['reports']} reports, {size:.2f} MB, in one process, median over processes ({part['rounds']}). The floor is what the named work "
        "alone costs here: what limits a stage, and how far it is from it. Stages do more than their floor."
    )
    yield ""
    rows = []
    for name, stage in part["stages"].items():
        seconds, floor = stage["seconds"], stage["floor"]
        least = floors[floor]["seconds"] if floor else None
        rows.append((
            name, f"{1000 * seconds / size:.1f}", f"{size / seconds:,.0f}" if seconds > 0 else "", f"{100 * seconds / total:.0f} %",
            floors[floor]["does"] if floor else "", f"{1000 * least / size:.2f}" if least else "",
            f"{seconds / least:,.1f}" if least else "",
        ))  # fmt: skip
    rows.append(("all", f"{1000 * total / size:.1f}", f"{size / total:,.1f}", "100 %", "", "", ""))
    yield from _table(("stage", "ms/MB", "MB/s", "share", "floor", "ms/MB", "× floor"), rows)
    yield ""
    yield (
        "The store is what follows the last batch: the parts merged into DuckDB and Parquet. All else is what the whole run takes beyond these "
        "(finding and hashing files, planning); since the stages are timed in a pass of their own, it may come out as less than nothing."
    )
    yield ""
    needed = sum(floor["seconds"] for name, floor in floors.items() if name in _NEEDED)
    yield (
        f"What any run with these outputs pays, were every rule free: {1000 * needed / size:.0f} ms/MB (reading, rjieba, one regex for sentences, one "
        "for figures, one automaton, Arrow, DuckDB and Parquet)."
    )


def _startup(part: Result) -> Iterable[str]:
    yield "## Start-up"
    yield ""
    rows = [
        (f"`reporttext {name}`", f"{c['seconds']:.2f}", f"{c['cpu']:.2f}", f"{c['peak']:.0f}")
        for name, c in part["commands"].items()
    ]
    yield from _table(("", "waiting time, s", "CPU, s", "memory, MB"), rows)
    yield ""
    analyse = part["analyse"]
    yield f"`rt.analyse` of a report of {analyse['characters']:,} characters in a warm program: {analyse['milliseconds']:.1f} ms."


def _scaling(parts: Sequence[Result]) -> Iterable[str]:
    yield "## Growing archives"
    yield ""
    yield (
        "Generated reports of 4,500 characters (`scripts/make_corpus.py`), `reporttext run --format none` with start-up, once each; the memory is the "
        f"most that all its processes held together ({parts[0]['memory']})."
    )
    yield ""
    rows = []
    for at in parts:
        for workers, run in at["workers"].items():
            first, again = run["first"], run["again"]
            rows.append((
                f"{at['reports']:,}", f"{at['megabytes']:.1f}", workers, f"{first['seconds']:.1f}", f"{first['cpu']:.1f}",
                f"{at['megabytes'] / first['cpu']:.2f}", f"{first['peak']:.0f}", f"{again['seconds']:.1f}", f"{run['disk']:.1f}",
            ))  # fmt: skip
    heads = (
        "reports",
        "MB",
        "workers",
        "waiting, s",
        "CPU, s",
        "MB/CPU s",
        "memory, MB",
        "run again, s",
        "on disk, MB",
    )
    yield from _table(heads, rows)


def _engines(part: Result) -> Iterable[str]:
    yield "## Engines"
    yield ""
    yield f"{part['reports']:,} generated reports by two workers on this machine, start-up included; rounds in turn ({part['rounds']})."
    yield ""
    rows = [
        (f"`--engine {name}`", f"{run['seconds']:.1f}", f"{run['cpu']:.1f}", f"{run['peak']:.0f}")
        for name, run in part["engines"].items()
    ]
    yield from _table(("", "waiting, s", "CPU, s", "memory, MB"), rows)


def _aims(found: Result) -> list[str]:
    """What the project set itself, with what was measured."""
    rows = [(aim, value, "yes" if held else "**no**") for aim, value, held in _checked(found)]
    if not rows:
        return []
    return ["## Aims", "", *_table(("aim", "measured", "reached"), rows), ""]


def _checked(found: Result) -> Iterable[tuple[str, str, bool]]:
    candidates = found.get("peers", {}).get("candidates", {})
    for peer, limit in (("jieba.lcut", 0.35), ("JioNLP", 0.2)):
        if peer in candidates:
            ratio = candidates["reporttext run"]["seconds"] / candidates[peer]["seconds"]
            yield f"whole run ≤ {limit} × {peer}", f"{ratio:.2f}", ratio <= limit
    if "startup" in found:
        commands = found["startup"]["commands"]
        for name, limit in (("--help", 0.4), ("show", 1.5)):
            seconds = commands[name]["seconds"]
            yield f"`reporttext {name}` ≤ {limit} s", f"{seconds:.2f} s", seconds <= limit
    if "engines" in found:
        local, dask = (found["engines"]["engines"][name]["seconds"] for name in ("local", "dask"))
        yield "Dask within 25 % of the local engine", f"{dask / local:.2f} ×", dask <= 1.25 * local
    if "scaling-10000" in found:
        yield from _at_ten_thousand(found)


def _at_ten_thousand(found: Result) -> Iterable[tuple[str, str, bool]]:
    one, two = (found["scaling-10000"]["workers"][workers] for workers in ("1", "2"))
    seconds, peak = two["first"]["seconds"], two["first"]["peak"]
    yield "10,000 reports on 2 workers < 120 s", f"{seconds:.0f} s", seconds < 120
    yield "10,000 reports < 1,500 MB", f"{peak:,.0f} MB", peak < 1500
    gain = one["first"]["seconds"] / seconds
    yield "2 workers ≥ 1.7 × one", f"{gain:.2f}", gain >= 1.7
    yield "10,000 unchanged < 10 s", f"{two['again']['seconds']:.1f} s", two["again"]["seconds"] < 10
    if "scaling-1000" in found:
        growth = peak / found["scaling-1000"]["workers"]["2"]["first"]["peak"]
        yield "memory at 10,000 within 10 % of that at 1,000", f"{growth:.2f} ×", 0.9 <= growth <= 1.1

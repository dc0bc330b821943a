"""Looking into archives: what a worker does with one, and what its members are to the run."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reporttext.engines import Died, local
from reporttext.model import Error
from reporttext.readers.archives.contents import INSIDE, Contents, contents
from reporttext.readers.limits import Limits, keep_to
from reporttext.runner.batch import lost
from reporttext.runner.given import inner, missing, parsed
from reporttext.runner.options import Options
from reporttext.store.items import Input, Listed, Packed, Problem
from reporttext.store.plan import Plan

# Archives whose members are put into the plan together.
_AT_ONCE = 50
# A worker says at most so often that it gets on, in seconds.
_BEAT = 1.0


def look_into_archives(asked: Options, plan: Plan) -> None:
    """Put the members of archives that are new or changed into the plan."""
    waiting = plan.unlisted()
    if not waiting:
        return
    found = done = 0
    looks = (Look(archive, asked.limits) for archive in waiting)
    engine = local.each(look, looks, min(asked.workers, len(waiting)), again, asked.limits.memory)
    with contextlib.closing(engine) as outcomes:
        while some := list(itertools.islice(outcomes, _AT_ONCE)):
            known = [listed(job, outcome) for job, outcome in some]
            plan.note_listed(known)
            found += sum(len(archive.items) for archive in known)
            done += len(some)
            asked.report({"step": "unpack", "archives": done, "of_archives": len(waiting), "files": found})


@dataclass(frozen=True, slots=True)
class Look:
    """An archive to look into."""

    archive: Packed
    limits: Limits
    tries: int = 1


def look(job: Look) -> Contents | None:
    """What is in an archive. Its time counts anew while bytes come out of it: what takes long in it must be one member."""
    local.beat(0, job.limits.time(job.archive.bytes))
    with keep_to(job.limits):
        return contents(job.archive.path, _beat(job.limits))


def again(job: Look, _: Died) -> Sequence[Look]:
    """An archive that its worker died of has a second try."""
    return [replace(job, tries=2)] if job.tries == 1 else []


def _beat(limits: Limits) -> Callable[[int], None]:
    last = time.monotonic()

    def beat(_: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last > _BEAT:
            last = now
            local.beat(0, limits.time(limits.member))

    return beat


def listed(job: Look, outcome: Contents | Died | None) -> Listed:
    """What the plan is told of an archive: its members and problems; itself, where it is a document after all."""
    archive = job.archive
    if outcome is None:
        return Listed(
            archive, (Input(archive.source, archive.path, archive.bytes, archive.sha256, archive.given),)
        )
    if isinstance(outcome, Died):
        row = Error("read", outcome.kind, "error", lost(outcome, archive.bytes, job.limits))
        return Listed(archive, (Problem(archive.source, row, archive.source),), crashed=True)
    inside = archive.source + INSIDE
    members = (
        Input(
            inside + found.label, archive.path, found.bytes, found.sha256,
            inner(archive.given, INSIDE + found.label), archive.source, found.place, outcome.in_order,
        )
        for found in outcome.members
    )  # fmt: skip
    problems = (
        Problem(inside + label if label else archive.source, row, archive.source)
        for label, row in outcome.problems
    )
    known = parsed(archive.given)
    inside_it = {INSIDE + found.label for found in outcome.members}
    absent = [
        part for part in known if part.startswith(INSIDE) and not any(_is_in(part, one) for one in inside_it)
    ]
    unmatched = missing({part: known[part] for part in absent}, archive.source, ())
    told = (Problem(archive.source, row, archive.source) for row in unmatched)
    return Listed(archive, (*members, *problems, *told))


def _is_in(part: str, member: str) -> bool:
    """Whether a key of metadata.csv names a member of an archive, or something in it."""
    return part == member or part.startswith((f"{member}#", f"{member}{INSIDE}"))

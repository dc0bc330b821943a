"""From files to tables: find, compare with what is known, work what is new, put the store together, write the outputs.

A run that is stopped, in whatever way, loses no more than the batches under way: run again, it goes on from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import reporttext
from reporttext.engines import Died, local
from reporttext.errors import ReporttextError
from reporttext.model import Error
from reporttext.readers import archives, files
from reporttext.readers.limits import Limits
from reporttext.runner import given, keys, remote
from reporttext.runner.amiss import callers, told
from reporttext.runner.batch import Done, Job, anywhere, divide, give_up, jobs, work, work_as
from reporttext.runner.options import FORMATS, Options, Report, masked_by, options
from reporttext.runner.result import NothingReadError, Problems, Result, counts, problems
from reporttext.runner.unpack import look_into_archives
from reporttext.runner.written import check_parquet, write_outputs
from reporttext.store import connect
from reporttext.store.build import Build
from reporttext.store.folder import Folder, remove
from reporttext.store.items import Input, Item, Packed, Problem
from reporttext.store.parts import finished

__all__ = ["FORMATS", "Problems", "Report", "Result", "run"]


def run(
    paths: Iterable[str | Path],
    out: str | Path,
    *,
    formats: Sequence[str] = ("csv", "xlsx"),
    workers: int | None = None,
    engine: str = "local",
    rules: str | Path | None = None,
    metadata: str | Path | None = None,
    words: str | Path | None = None,
    text_column: str | None = None,
    model: str | Path | None = None,
    corrections: str | Path | None = None,
    mask_personal: bool = False,
    language: str = "zh",
    add: bool = False,
    fresh: bool = False,
    scratch: str | Path | None = None,
    limits: Limits | Mapping[str, int] | None = None,
    report: Report | None = None,
) -> Result:
    """Read and analyse all files at and below `paths` and write the tables to the folder `out`.

    What is unchanged since the last run is used again, unless `fresh`; what is no longer named leaves, unless `add`. Where
    not one report is read, tables that hold some are left as they are (NothingReadError).
    `formats` come on top of the store and the Parquet tables, in `language` (zh, en) where they are for reading.
    `workers` are processes (as many as there are processors, unless given); a file that takes more time or memory than
    `limits` (a `Limits`, or a dict: {"seconds": 300}) allow costs its worker and a row of `errors`, not the run. 0 does all in this process, which nothing guards.
    `engine` is `local`, `dask` (workers of a scheduler of its own on this machine) or `dask=tcp://host:8786`: the workers of
    that scheduler, which must see inputs and `out` under the same paths and have the same version of everything.
    A path or `out` may lie on other storage (`s3://bucket/folder`), for which `scratch` is the folder of this machine that keeps
    the store of such an `out`; see `reporttext.runner.remote`.
    `rules` is a TOML file laid over the shipped rules, `words` a dictionary of your own (see `reporttext.wordlist`),
    `metadata` a table of your own variables besides each `metadata.csv` that lies with the reports (see
    `reporttext.readers.variables`), `text_column` the column of full texts in lists (.xlsx, .csv, .jsonl), `model` a folder that
    `reporttext train` wrote. `corrections` is a review file with decisions (see `reporttext.review`), which are laid over
    what is found; only the reports they touch are worked again, and one that no longer fits its text is a row of `errors`.
    `mask_personal` blanks out numbers of persons before anything else is done with a text (see `reporttext.personal`).
    Raises ReporttextError; what is wrong with a file is a row of `errors`, and what `report` raises ends the run as it is.
    """
    began, started_at = time.monotonic(), datetime.now(UTC)
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    folder = Folder(remote.local_out(out, scratch))
    asked = options(
        [remote.place(path, folder) for path in named],
        formats=formats,
        workers=workers,
        engine_name=engine,
        rules=rules,
        metadata=metadata,
        words=words,
        text_column=text_column,
        model=model,
        corrections=corrections,
        mask_personal=mask_personal,
        language=language,
        add=add,
        fresh=fresh,
        limits=limits,
        report=callers(report) if report else None,
    )
    with folder.claim(), told(folder):
        remote.fetch(named, folder)
        review, review_before = (
            files.printable(str(asked.corrections or "")),
            folder.notes().get("corrections", ""),
        )
        state = _tables(folder, asked, started_at)
        if review != review_before:
            folder.note({**folder.notes(), "corrections": review})
        if asked.settings.mask_personal and state.changed:
            remove(folder.statistics)  # kept results of earlier tables, which may not have been masked
        written = write_outputs(folder, asked, state.identity)
        with contextlib.closing(connect(folder.database, read_only=True)) as con:
            known, found = counts(con), problems(con)
        remove(folder.work)
        remote.publish(folder, written, out)
    result = Result(
        out=folder.path,
        inputs=state.inputs,
        without_report=state.without_report,
        archives=state.archives,
        passed_over=state.passed_over,
        worked=state.worked,
        reused=state.inputs - state.worked,
        read=state.read,
        replaced=state.replaced,
        decided=asked.decisions.decided if asked.decisions else 0,
        left_out=None if review else review_before or None,
        **known,
        problems=tuple(found),
        outputs=tuple(written),
        changed=state.changed,
        seconds=time.monotonic() - began,
    )
    if report:
        report({"step": "end", **result.as_dict()})
    return result


class _State(NamedTuple):
    """What the tables hold after a run, and what was done for it; all but `replaced` is of this call."""

    identity: str
    changed: bool
    inputs: int
    without_report: int
    archives: int
    passed_over: int
    worked: int
    read: int
    replaced: int


def _inputs(asked: Options, folder: Folder, amiss: list[Error]) -> Iterator[Item]:
    """What there is to read; what is amiss with a name of the call goes to `amiss` too."""
    items = list(files.discover(asked.paths, folder.path))
    found = [files.Found(str(i.path), i.source) for i in items if isinstance(i, files.Missed) and i.path]
    tables_of_user = given.Tables(found, asked.metadata, asked.decisions, masked_by(asked.settings))
    for item in items:
        if isinstance(item, files.Found):
            path = item.path
            size, digest, may_hold_more = _content(path, asked.limits)
            kind = Packed if may_hold_more else Input
            yield kind(item.source, path, size, digest, tables_of_user.of(item, digest))
        else:
            if item.error.severity == "error":
                amiss.append(item.error)
            yield Problem(item.source, item.error)
    for source, error in (*tables_of_user.problems, *tables_of_user.unmatched()):
        yield Problem(source, error)


def _content(path: Path, limits: Limits) -> tuple[int, str, bool]:
    """Size and digest of a file, and whether it may be an archive.

    Where it cannot or will not be read, the digest is what stands in the way, which may change too.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            packed = archives.is_candidate(file.read(archives.HEAD))
            if size > limits.file and not packed:
                return size, f"size {size}", False
            file.seek(0)
            return size, hashlib.file_digest(file, "sha256").hexdigest(), packed
    except OSError as error:
        return 0, f"errno {error.errno}", False


def _tables(folder: Folder, asked: Options, started_at: datetime) -> _State:
    """Bring store and Parquet up to date."""
    key, environment = keys.analysis_key(asked.settings, asked.limits), keys.environment()
    parts = _parts_folder(folder, f"{key[:16]}-{environment[:16]}", asked)
    named = ", ".join(map(str, asked.paths))
    kept = f"the tables in {folder.path} are as they were"
    with Build(folder, key, environment, max(1, asked.workers)) as build:
        build.attach_last(needed=asked.add, replaced=asked.fresh and not asked.add)
        plan = build.plan
        amiss: list[Error] = []
        for noted in plan.add(_inputs(asked, folder, amiss)):
            asked.report({"step": "find", "files": noted})
        if build.last and not asked.fresh:
            plan.take_archives(given.inner)
        look_into_archives(asked, plan)
        if not plan.count("path is not null")[0] and folder.database.exists():
            where = f"no file to read at {named}"
            why = "; ".join(error.message for error in amiss[:3])
            raise ReporttextError(f"{where}{f' ({why})' if why else ''}; {kept}")
        replaced = plan.replaced() if build.last and asked.add else 0
        if build.last and not asked.fresh:
            plan.take_last()
        plan.take_parts(finished(parts))
        archives_found, passed_over = plan.besides()
        if build.last and (
            asked.add or any(error.kind == "missing" for error in amiss)
        ):  # an input that is not there now may only be out of reach
            plan.keep()
        identity = plan.identity()
        (planned, _), (pending, size) = plan.count("path is not null"), plan.count("origin is null")
        asked.report({"step": "plan", "files": planned, "pending": pending, "pending_bytes": size})

        def state(*, changed: bool) -> _State:
            return _State(
                identity,
                changed=changed,
                inputs=planned,
                without_report=plan.count("path is not null and coalesce(documents, 0) = 0")[0],
                archives=archives_found,
                passed_over=passed_over,
                worked=pending,
                read=plan.documents(),
                replaced=replaced,
            )

        if identity == build.last and not pending and not plan.count("origin not in ('last', 'found')")[0]:
            unchanged = state(changed=False)
            build.close()
            check_parquet(folder, identity)
            return unchanged
        batches = partial(jobs, plan, asked.settings, asked.limits, parts)
        _work(asked, batches, pending, size)
        plan.take_parts(finished(parts))
        done = state(changed=True)
        asked.report({"step": "store"})
        build.merge(list(finished(parts)), identity)
        if not done.read and build.replaces_reports():  # most often the wrong folder was named
            raise NothingReadError(f"not one report was read at {named}; {kept}", problems(build.con))
        row = _run_row(
            build, asked, started_at=started_at, key=key, identity=identity, inputs=planned, worked=pending
        )
        build.add_run(row)
        build.publish(identity)
        return done


def _parts_folder(folder: Folder, name: str, asked: Options) -> Path:
    """Where finished batches go. Those of other rules are of no more use, nor is one in which the program failed."""
    parts = folder.parts / name
    if asked.fresh:
        remove(folder.parts)
    if folder.parts.is_dir():
        for other in folder.parts.iterdir():
            if other != parts:
                remove(other)
    for part in finished(parts):
        if any(found.crashed for found in part.inputs):
            remove(part.path)
    parts.mkdir(parents=True, exist_ok=True)
    return parts


def _work(asked: Options, batches: Callable[[int], Iterable[Job]], pending: int, size: int) -> None:
    if not pending:
        return
    from reporttext import sections

    sections.load_model(
        asked.settings.model, asked.settings.model_digest
    )  # else each file would tell that it is missing
    counted = {"files": 0, "bytes": 0, "documents": 0, "facts": 0, "errors": 0}
    with contextlib.closing(_engine(asked, batches, pending)) as outcomes:
        for job, outcome in outcomes:
            done = give_up(job, outcome) if isinstance(outcome, Died) else outcome
            counted = {name: count + getattr(done, name) for name, count in counted.items()}
            asked.report({"step": "work", **counted, "of_files": pending, "of_bytes": size})
    archives.forget()


def _engine(
    asked: Options, batches: Callable[[int], Iterable[Job]], pending: int
) -> Generator[tuple[Job, Done | Died], None, None]:
    workers, memory = min(asked.workers, pending), asked.limits.memory
    if asked.engine.name == "local":
        return local.each(work, batches(asked.workers), workers, divide, memory)
    from reporttext.engines import dask

    elsewhere = partial(work_as, keys.analysis_key(asked.settings, asked.limits))
    address = asked.engine.address
    if address is not None:
        asked.report({"step": "connect", "address": address})

    def wherever(threads: int) -> Iterable[Job]:
        return map(anywhere, batches(threads))

    return dask.each(elsewhere, wherever, workers, divide, memory=memory, address=address)


def _run_row(
    build: Build, asked: Options, *, started_at: datetime, key: str, identity: str, inputs: int, worked: int
) -> Mapping[str, Any]:
    return {
        "run_id": hashlib.sha256(f"{started_at.isoformat()} {identity}".encode()).hexdigest()[:16],
        "started_at": started_at,
        "finished_at": datetime.now(UTC),
        "version": reporttext.__version__,
        "versions": json.dumps(keys.versions()),
        "rules_sha256": keys.rules_digest(asked.settings),
        "models_sha256": keys.models_digest(asked.settings),
        "analysis_key": key,
        "inputs_sha256": identity,
        "options": asked.plain(),
        "inputs": inputs,
        "worked": worked,
        **build.counts(),
    }

"""The programs that paragraphs go to and come back from."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from reporttext.errors import UsageError
from reporttext.outputs import single
from reporttext.review import doccano, file, labelstudio
from reporttext.review.tasks import Came, tasks
from reporttext.store.reader import Reports

PROGRAMS = ("label-studio", "doccano")


def send(reports: Reports, path: Path, program: str, *, limit: int | None, below: float) -> int:
    """Write paragraphs for a program to a file; of Label Studio its labeling interface too, beside it. Returns how many."""
    module = _module(program)
    text, count = module.dump(tasks(reports, limit=limit, below=below))
    single.write(path, text.encode("utf-8", "surrogatepass"))
    if module is labelstudio:
        single.write(path.with_suffix(".xml"), labelstudio.interface().encode())
    return int(count)


def take(path: Path, program: str, out: Path, language: str = "en") -> Came:
    """Write what was annotated in a program to a review file; rows decided in one that is there are kept. Raises UsageError."""
    module = _module(program)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    kept = [row.cells for row in file.decided(file.read(out))] if out.exists() else []
    of_tasks = list(module.load(path, text))
    annotated = [found for found in of_tasks if found is not None]
    new = [row for found in annotated for row in found]
    file.write(out, [*kept, *new], language)
    return Came(len(new), len(annotated), len(of_tasks) - len(annotated))


def _module(program: str) -> ModuleType:
    modules = {"label-studio": labelstudio, "doccano": doccano}
    if program not in modules:
        raise UsageError(f"there is no program {program}; there are: {', '.join(PROGRAMS)}")
    return modules[program]

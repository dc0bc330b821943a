"""What a user waits for before anything happens, and what one report costs in a program that is warm."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.common import Given, child, chosen
from bench.scaling import watched


def measure(given: Given) -> dict[str, Any]:
    file = chosen(given.folder, 1)[0]
    commands = {"--help": ["--help"], "show": ["show", str(file)]}
    found: dict[str, Any] = {}
    for name, arguments in commands.items():
        times = [watched(arguments) for _ in range(max(3, given.rounds))]
        found[name] = {key: statistics.median(t[key] for t in times) for key in ("seconds", "cpu", "peak")}
    return {"commands": found, "analyse": child("startup", file)}


def main(path: str) -> None:
    """CPU milliseconds of `rt.analyse`, the median of twenty after two for warming up."""
    import reporttext as rt

    doc = rt.read(Path(path))
    times = []
    for _ in range(22):
        began = time.process_time()
        rt.analyse(doc)
        times.append(time.process_time() - began)
    told = {"milliseconds": 1000 * statistics.median(times[2:]), "characters": len(doc.text)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])

"""The parts of benchmark.py: each a module with `measure(given) -> dict`, whose result is plain JSON."""

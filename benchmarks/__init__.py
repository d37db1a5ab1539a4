"""Measurements. They never assert: figures depend on the machine, and only ratios within one run compare.

`make bench` (or `python -m benchmarks [--contacts N] [--json FILE]`) measures everything; `python -m benchmarks.report
FILE.json` writes `docs/benchmarks.md` from what it found.
"""

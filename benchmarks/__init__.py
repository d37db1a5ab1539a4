"""Measurements. They never assert: figures depend on the machine, and only ratios within one run compare.

`make bench` (or `python -m benchmarks [--contacts N | --book FILE] [--only PART …] [--json FILE]`) measures everything
on a working copy that is gone afterwards; `python -m benchmarks.report FILE.json` writes `docs/benchmarks.md` from what
it found. Other programs are compared where they are on the PATH, or in the folder that ``CRM_BENCH_PEERS`` names.
"""

"""The only package that knows SQL: one SQLite file, its journal, and what is derived from it.

Queries are plain SQL over a `sqlite3.Connection` and return frozen domain values; operations write through a
SQLModel `Session` inside one transaction and return a `Change`. Importing this package loads neither.
"""

"""One piece of bulk work in a process of its own, for its memory: `python -m benchmarks.bulk_child WHAT DATABASE FILE`.

Prints as JSON the seconds it took and the highest memory in megabytes, the process that reads the file included.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from threading import Event, Thread, get_native_id

from benchmarks.book import DESK
from crm_tui.store import undo
from crm_tui.store.store import Store
from crm_tui.sync import reading
from crm_tui.sync.exporting import ExportOptions, export_file
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files

#: `resource` counts in kilobytes, but on macOS in bytes.
_MEGABYTE = 1 << (20 if sys.platform == "darwin" else 10)

#: Seconds between two looks at the memory.
_PAUSE = 0.5


def main() -> None:
    """Does what the command line says."""
    what, database, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    memory = _Memory()
    memory.start()
    with Store(database) as store:
        began = time.perf_counter()
        if what == "import":
            import_files(store, DESK, [file], ImportOptions())
        elif what == "read":
            with reading.begin(file, ReadOptions(), DESK) as source:
                for _ in source.chunks():
                    pass
        elif what == "export":
            export_file(store.connection, DESK, file, ExportOptions())
        else:
            undo.undo(store, DESK)
        seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "megabytes": memory.peak()}))


class _Memory(Thread):
    """Looks now and then how much memory this process and those that it started have at the same time.

    What they share is counted once (PSS), on Linux; elsewhere the highest of each is added up.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._children = Path(f"/proc/self/task/{get_native_id()}/children")
        self._most = 0.0
        self._is_over = Event()

    def run(self) -> None:
        """Looks until `peak` is asked."""
        while not self._is_over.wait(_PAUSE):
            self._look()

    def peak(self) -> float:
        """The highest so far; ends the looking."""
        self._is_over.set()
        self.join()
        self._look()
        if not self._most:
            kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / _MEGABYTE
        return self._most

    def _look(self) -> None:
        if self._children.exists():
            self._most = max(self._most, sum(map(_megabytes, ("self", *self._children.read_text().split()))))


def _megabytes(process: str) -> float:
    """The memory of one process, its share of what it has in common with others; 0 for one that has just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()

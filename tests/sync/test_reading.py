from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from crm_tui.domain.errors import CrmError, Exit
from crm_tui.store.bulk.packed import Packed, pack, unpack
from crm_tui.store.incoming import Incoming, IncomingContact
from crm_tui.store.store import Store
from crm_tui.sync import reading, transport
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files
from crm_tui.sync.progress import CanceledError, Progress, Stop
from crm_tui.sync.reading import Reading, ReadingBeside, ReadingHere
from tests.sync import books
from tests.sync.office import DESK, brought, dump, names, written

HEAD = "Name,E-mail,Phone,Company,Tags,Note"


def _rows(count: int) -> list[str]:
    return [f"Person {number},p{number}@x.example,415555{number:04},Acme,vip;fair,a note" for number in range(count)]


def _all(read: Reading) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
    with read:
        return [_whole(entry) for chunk in read.chunks() for entry in chunk.entries], read.notes()


def _whole(entry: Entry) -> tuple[Any, ...]:
    """What the entry says, the record unpacked."""
    number, record, cells, reason = entry
    return number, unpack(record) if isinstance(record, Packed) else record, tuple(cells), reason


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_a_second_process_reads_what_this_one_would(tmp_path: Path) -> None:
    lines = [
        HEAD,
        *_rows(50),
        ",,,,,lonely",
        "",
        '"Zoë ""Z"" Ångström",zoe@x.example,,,,"two',
        'lines"',
        "x,y,z,a,b,c,d",
    ]
    path = written(tmp_path, *lines, "3/4,,,,,", HEAD)
    beside = ReadingBeside(path, ReadOptions(tags=("fair",)), DESK)
    here = ReadingHere(path, ReadOptions(tags=("fair",)), DESK)
    assert beside.account == here.account
    assert _all(beside) == _all(here)


def test_records_of_ours_come_from_a_second_process_as_they_are(store: Store, tmp_path: Path) -> None:
    from crm_tui.sync.exporting import ExportOptions, export_file

    brought(store, written(tmp_path, HEAD, *_rows(20)))
    path = tmp_path / "all.jsonl"
    export_file(store.connection, DESK, path, ExportOptions(what="all"))
    assert _all(ReadingBeside(path, ReadOptions(), DESK)) == _all(ReadingHere(path, ReadOptions(), DESK))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(book=books.books())
def test_every_record_survives_the_pipe(book: Sequence[Sequence[Incoming]]) -> None:
    stream = BytesIO()
    records = [record for kind in book for record in kind]
    packed = [pack(each) if isinstance(each, IncomingContact) else each for each in records]
    entries = [Entry(number, record, ("a", "b")) for number, record in enumerate(packed)]
    transport.send(stream, transport.chunk([*entries, Entry(0, None, ("c",), "no name")]))
    stream.seek(0)
    *received, refused = transport.entries_of(*transport.receive(stream))
    assert received == entries
    assert refused == (0, None, ("c",), "no name")
    assert [_whole(entry)[1] for entry in received] == records


@pytest.mark.usefixtures("large")
def test_a_large_file_is_imported_through_a_second_process(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, *_rows(30))
    with reading.begin(path, ReadOptions(), DESK) as begun:
        assert isinstance(begun, ReadingBeside)
    report = brought(store, path)
    assert (report.created, report.rows, report.files[0].preset) == (30, 30, "plain")


@pytest.mark.usefixtures("large")
def test_documents_come_along_unless_many_rows_may_be_about_people_who_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, *_rows(30))
    for people, is_described in ((0, True), (1_000, False)):
        with reading.begin(path, ReadOptions(), DESK, people) as begun:
            (chunk,) = begun.chunks()
            packed = [entry.record for entry in chunk.entries if isinstance(entry.record, Packed)]
        assert [each.document is not None for each in packed] == [is_described] * 30


@pytest.mark.usefixtures("large")
def test_what_the_second_process_cannot_read_is_said_in_the_same_words(tmp_path: Path) -> None:
    path = written(tmp_path, "Name", "Zoë", encoding="cp1252")
    with pytest.raises(EncodingError) as there:
        reading.begin(path, ReadOptions(), DESK)
    with pytest.raises(EncodingError) as here:
        ReadingHere(path, ReadOptions(), DESK)
    assert (str(there.value), vars(there.value)) == (str(here.value), vars(here.value))


def test_a_small_file_is_read_here(tmp_path: Path) -> None:
    with reading.begin(written(tmp_path, HEAD, *_rows(3)), ReadOptions(), DESK) as begun:
        assert isinstance(begun, ReadingHere)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("interpreter", ["/nowhere/python", "/bin/false", ""])
def test_where_no_process_can_be_had_the_file_is_read_here(
    interpreter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    with reading.begin(written(tmp_path, HEAD, *_rows(3)), ReadOptions(), DESK) as begun:
        assert isinstance(begun, ReadingHere)


def _processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started from now on."""
    found: list[subprocess.Popen[bytes]] = []
    start = reading._started

    def started() -> subprocess.Popen[bytes]:
        found.append(start())
        return found[-1]

    monkeypatch.setattr(reading, "_started", started)
    return found


@pytest.mark.usefixtures("large")
def test_a_second_process_that_is_killed_is_reported_and_nothing_stays(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, HEAD, *_rows(16_000))
    started = _processes(monkeypatch)
    before = dump(store)

    def kill(progress: Progress) -> None:
        started[0].kill()

    with pytest.raises(CrmError, match="has ended before its time") as caught:
        import_files(store, DESK, [path], ImportOptions(), kill)
    assert "Nothing of the import was kept" in caught.value.hint
    assert dump(store) == before
    assert started[0].returncode == -signal.SIGKILL


@pytest.mark.usefixtures("large")
def test_stopping_ends_the_second_process_too(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, HEAD, *_rows(12_000))
    started = _processes(monkeypatch)
    stop = Stop()
    before = dump(store)
    with pytest.raises(CanceledError) as caught:
        import_files(store, DESK, [path], ImportOptions(), lambda _: stop.ask(), stop)
    assert caught.value.code is Exit.INTERRUPTED
    assert dump(store) == before
    assert started[0].poll() is not None


def test_a_statement_under_way_is_stopped_as_well(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_tui.store.bulk import Writer

    stop = Stop()

    def endless(writer: Writer, _: object) -> None:
        stop.ask()
        writer._connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )

    monkeypatch.setattr(Writer, "write", endless)
    with pytest.raises(CanceledError):
        import_files(store, DESK, [written(tmp_path, HEAD, *_rows(1))], ImportOptions(), stop=stop)
    assert names(store) == []


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("is_large", [True, False])
def test_a_file_that_changes_while_it_is_read_is_refused_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    if not is_large:
        monkeypatch.setattr(reading, "LARGE", 1 << 40)
    path = written(tmp_path, HEAD, *_rows(12_000))
    before = dump(store)

    def grow(progress: Progress) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("Late,late@x.example,,,,\n")

    with pytest.raises(CrmError, match="was changed while it was read"):
        import_files(store, DESK, [path], ImportOptions(), grow)
    assert dump(store) == before


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = written(tmp_path, HEAD, *_rows(count), name=f"{count}.csv")
        code = (
            "import resource, sys\n"
            "from pathlib import Path\n"
            "from tests.sync.office import DESK\n"
            "from crm_tui.sync.formats.source import ReadOptions\n"
            "from crm_tui.sync.reading import ReadingHere\n"
            "with ReadingHere(Path(sys.argv[1]), ReadOptions(), DESK) as reading:\n"
            "    for chunk in reading.chunks(): pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        )
        done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True, text=True)
        return int(done.stdout)

    assert peak(40_000) < peak(2_000) * 1.25

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.facts import Facts
from graph.records import Record
from store.folder import CaseFolder
from store.load import KnownKeys, Reading, Transaction
from store.manifest import read_manifest
from store.resolve import Reader


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Reader]:
    """Append files of one row per `Facts`, and give the reader of all that is there."""
    folder = CaseFolder(tmp_path / "case")
    folder.create()

    def _stored(*files: list[Facts]) -> Reader:
        for facts in files:
            number = len(read_manifest(folder))
            reading = Reading(f"{number:012x}".ljust(64, "0"), f"file{number}.csv", "test", "1", "{}", "ana", number)
            with Transaction(folder, reading, KnownKeys(folder, read_manifest(folder))) as transaction:
                for row, one in enumerate(facts, 1):
                    records: tuple[Record, ...] = one.records()
                    transaction.row(str(row), records)
                transaction.commit()
        return Reader(folder)

    return _stored

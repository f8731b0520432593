from collections.abc import Callable
from pathlib import Path

import pytest

from graph.facts import Facts
from graph.records import Record
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import Dataset

Rows = list[tuple[str, tuple[Record, ...]]]


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    made = CaseFolder(tmp_path / "case")
    made.create()
    return made


@pytest.fixture
def append() -> Callable[..., Dataset]:
    def _append(folder: CaseFolder, sha: str, rows: Rows, *, name: str = "a.csv", loaded_at: int = 1) -> Dataset:
        reading = Reading(sha * 64, name, "test", "1", "{}", "ana", loaded_at)
        with Transaction(folder, reading) as transaction:
            for location, records in rows:
                transaction.row(location, records)
            return transaction.commit()

    return _append


@pytest.fixture
def post() -> Callable[..., tuple[Record, ...]]:
    def _post(id: str, handle: str, *, observed_at: int | None = None, **properties: str | int) -> tuple[Record, ...]:
        facts = Facts(observed_at)
        author = facts.account("x", id="7", handle=handle)
        facts.post("x", id, {**properties, "text": "hello"}, author=author)
        return facts.records()

    return _post

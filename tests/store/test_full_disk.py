"""A write that fails at any point loses nothing that was acknowledged, and leaves nothing half-written."""

import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.records import Node, Record
from store import StoreError
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import read_manifest
from store.resolve import Reader

CALLS = ("fsync", "open", "rename", "replace", "mkdir")
"""What the store does to a disk; each of them is where a full one, or one that has gone, shows itself."""


CLOCK = itertools.count(1)


def load(folder: CaseFolder, number: int) -> None:
    reading = Reading(f"{number:012d}".ljust(64, "0"), f"file{number}.csv", "test", "1", "{}", "ana", next(CLOCK))
    with Transaction(folder, reading) as transaction:
        for row in range(3):
            records: tuple[Record, ...] = (Node("Post", f"x:{number}{row}", {"text": "a"}), Node("Account", "x:7"))
            transaction.row(str(row), records)
        transaction.reject("3", "id", "?", "bad_id", "correct it")
        transaction.commit()


def failing(real: Callable[..., Any], counter: "itertools.count[int]", at: int) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        # a drive that has gone stays away
        if next(counter) >= at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*given, **named)

    return call


def refusal(folder: CaseFolder) -> str | None:
    """What a load is refused with, None if it went well."""
    try:
        load(folder, 2)
    except StoreError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", CALLS)
def test_a_full_disk_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = CaseFolder(tmp_path / "case")
    folder.create()
    load(folder, 1)
    owner: Any = os if name == "fsync" else Path
    failed = 0
    for at in itertools.count():
        before = read_manifest(folder)
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing(getattr(owner, name), itertools.count(), at))
            refused = refusal(folder)
        if refused is None:
            break
        failed += 1
        assert "No space left" in refused
        # the manifest may be the last thing that was written: then the load counts, whole
        held = read_manifest(folder)
        assert [d.id for d in held][: len(before)] == [d.id for d in before]
        assert {row["id"] for batch in Reader(folder).nodes("Post") for row in batch} == {
            f"x:{number}{row}" for number in range(1, 1 + len(held)) for row in range(3)
        }

    assert failed
    load(folder, 3)
    assert [d.counts.rows for d in read_manifest(folder)] == [4, 4, 4]
    assert sorted(p.name for p in folder.tables.iterdir()) == sorted(d.folder for d in read_manifest(folder))

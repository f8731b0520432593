"""Format versions, migration, the lock and who holds it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import StoreError
from store.folder import FORMAT_VERSION, CaseFolder
from store.manifest import read_manifest

HOLD = """
import sys, time
from pathlib import Path
from store.folder import CaseFolder
with CaseFolder(Path(sys.argv[1])).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_an_older_case_is_migrated_with_a_backup(folder: CaseFolder) -> None:
    old = "# mine\nname = 'Kept'\nformat_version = 1\n"
    folder.settings.write_text(old)
    folder.manifest.write_text('{"datasets": []}')

    folder.check_format()
    with folder.writing():
        pass

    assert folder.format_version() == FORMAT_VERSION
    assert folder.name == "Kept"
    assert folder.settings.read_text().startswith("# mine\n")
    assert (folder.root / "backup-v1" / "case.toml").read_text() == old
    assert (folder.root / "backup-v1" / "manifest.json").is_file()


def test_an_older_case_is_read_without_being_changed(folder: CaseFolder) -> None:
    folder.settings.write_text("format_version = 1\n")
    folder.check_format()
    assert read_manifest(folder) == ()
    assert not (folder.root / "backup-v1").exists()


def test_a_newer_case_is_refused_and_left_alone(folder: CaseFolder) -> None:
    folder.settings.write_text("format_version = 99\n")
    with pytest.raises(StoreError, match="newer than"), folder.writing():
        pass
    assert folder.settings.read_text() == "format_version = 99\n"


def test_a_path_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be a folder"):
        CaseFolder(tmp_path / ("x" * 5_000)).check_format()


def test_a_missing_manifest_is_not_taken_for_an_empty_case(folder: CaseFolder) -> None:
    with folder.writing():
        pass
    (folder.tables / "aaaa-1").mkdir()
    folder.manifest.unlink()
    with pytest.raises(StoreError, match="is missing"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("sha256", "folder_name"), [("a" * 64, "../../etc"), ("a'; DROP" + "a" * 56, "a-1"), ("a" * 64, "/tmp")]
)
def test_a_hostile_manifest_is_refused(folder: CaseFolder, sha256: str, folder_name: str) -> None:
    counts = {"rows": 0, "loaded": 0, "merged": 0, "blank": 0, "rejected": {}, "notes": {}}
    said = {"name": "a", "format": "a", "loader_version": "1", "options": "{}", "loaded_by": "a", "loaded_at": 1}
    entry = {**said, "sha256": sha256, "folder": folder_name, "counts": counts}
    folder.manifest.write_text(json.dumps({"datasets": [entry]}))
    with pytest.raises(StoreError, match="is damaged"):
        read_manifest(folder)


def test_who_holds_the_case_is_said_and_a_killed_holder_is_forgotten(folder: CaseFolder) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
    )
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError) as told, folder.writing(wait_s=0.1):
            pass
        assert f"(process {holder.pid}, `" in str(told.value)
        assert "is writing to this case since" in str(told.value)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

    began = time.monotonic()
    with folder.writing(wait_s=5):
        assert time.monotonic() - began < 2
    assert not (folder.root / "writer.json").exists()

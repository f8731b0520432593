"""An archive from a colleague: the same case, or one line and nothing left behind."""

import hashlib
import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.records import Record
from store import StoreError
from store.archive import CONTENTS, export_case, import_case
from store.folder import CaseFolder
from store.manifest import Dataset
from store.notebook import Notebook
from store.resolve import Reader

Append = Callable[..., Dataset]
Post = Callable[..., tuple[Record, ...]]


@pytest.fixture
def loaded(folder: CaseFolder, append: Append, post: Post) -> CaseFolder:
    with folder.writing():
        append(folder, "a", [("1", post("1", "ana"))], name="one.csv")
    Notebook(folder).views.add("mine", {"a": 1}, "ana", 1)
    (folder.maps / "mine.toml").write_text("title = 'x'\n")
    (folder.root / "pseudonyms.key").write_bytes(b"k" * 32)
    (folder.root / "engine").mkdir()
    (folder.root / "engine" / "big").write_bytes(b"x" * 100)
    return folder


@pytest.fixture
def archive(loaded: CaseFolder, tmp_path: Path) -> Path:
    export_case(loaded, tmp_path / "case.zip")
    return tmp_path / "case.zip"


def test_an_archive_gives_the_same_case(loaded: CaseFolder, archive: Path, tmp_path: Path) -> None:
    import_case(archive, tmp_path / "deep" / "new")

    new = CaseFolder(tmp_path / "deep" / "new")
    assert list(Reader(new).nodes("Post")) == list(Reader(loaded).nodes("Post"))
    assert [one.name for one in Notebook(new).views.all()] == ["mine"]
    assert (new.maps / "mine.toml").is_file()
    assert not (new.root / "engine").exists()
    assert not (new.root / "pseudonyms.key").exists()
    assert not list(tmp_path.glob("**/.*importing"))


def test_the_same_case_gives_the_same_bytes(loaded: CaseFolder, archive: Path, tmp_path: Path) -> None:
    export_case(loaded, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_nothing_that_is_there_is_replaced(loaded: CaseFolder, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is there already"):
        export_case(loaded, archive)
    with pytest.raises(StoreError, match="is there already"):
        import_case(archive, loaded.root)
    with pytest.raises(StoreError, match=r"is a \.zip"):
        export_case(loaded, tmp_path / "case.rar")


def _entry(name: str, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (kind | 0o600) << 16
    return entry


def forged(
    path: Path, source: Path, changes: Mapping[str, bytes | None], *, kind: int = stat.S_IFREG, packed: bool = False
) -> Path:
    """The archive with members changed, added or (None) left out, its contents telling the truth about them."""
    with zipfile.ZipFile(source) as old:
        members: dict[str, Any] = {n: old.read(n) for n in old.namelist() if n != CONTENTS}
    members = {n: c for n, c in {**members, **changes}.items() if c is not None}
    described = {n: {"bytes": len(c), "sha256": hashlib.sha256(c).hexdigest()} for n, c in members.items()}
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w") as new:
        new.writestr(CONTENTS, json.dumps({"attribution_case": 1, "files": described}))
        for name, content in members.items():
            new.writestr(
                _entry(name, kind if name in changes else stat.S_IFREG), content, how if name in changes else None
            )
    return path


@pytest.mark.parametrize(
    ("changes", "kind", "packed", "expected"),
    [
        ({"../evil.txt": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"/etc/evil": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"maps/../../evil": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"maps/..": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"maps\\evil.toml": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"C:evil": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"engine/evil": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"writer.lock": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"tables/a-1/b/c": b"x"}, stat.S_IFREG, False, "does not belong"),
        ({"maps/link.toml": b"/etc/passwd"}, stat.S_IFLNK, False, "no plain file"),
        ({"maps/bomb.toml": bytes(1_000_000)}, stat.S_IFREG, True, "is compressed"),
        ({"case.toml": b"format_version = 99\n"}, stat.S_IFREG, False, "newer"),
        ({"case.toml": None}, stat.S_IFREG, False, "is not a case"),
        ({"case.toml": b"a = " + b"[" * 5_000}, stat.S_IFREG, False, "case.toml: cannot be read"),
        ({"manifest.json": b"{}"}, stat.S_IFREG, False, "is damaged"),
        ({"manifest.json": b"[" * 200_000}, stat.S_IFREG, False, "manifest.json: is damaged"),
        ({"manifest.json": None}, stat.S_IFREG, False, "is missing"),
        ({"analyst.sqlite": b"nothing of the kind" * 99}, stat.S_IFREG, False, "analyst.sqlite"),
    ],
)  # fmt: skip
def test_a_hostile_archive_leaves_nothing_behind(
    archive: Path, tmp_path: Path, changes: dict[str, bytes | None], kind: int, packed: bool, expected: str
) -> None:
    path = forged(tmp_path / "forged.zip", archive, changes, kind=kind, packed=packed)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(StoreError, match=expected):
        import_case(path, tmp_path / "new")

    assert sorted(tmp_path.rglob("*")) == before


def _same_name_twice(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as out, pytest.warns(UserWarning, match="Duplicate name"):
        out.writestr(_entry("case.toml"), b"format_version = 1\n")


def _unknown_member(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(_entry("maps/more.toml"), b"")


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"PAR1") + 10] ^= 1
    path.write_bytes(content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _text(path: Path) -> None:
    path.write_bytes(b"dear diary")


def _another_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("hello.txt", "x")


def _newer(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(_entry(CONTENTS), json.dumps({"attribution_case": 2, "files": {}}))


def _nested(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(_entry(CONTENTS), b"[" * 100_000)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_same_name_twice, "just what"),
        (_unknown_member, "just what"),
        (_flipped, "damaged on its way|no sound zip"),
        (_cut, "no sound zip"),
        (_text, "no sound zip"),
        (_another_zip, "no archive of a case"),
        (_newer, "newer"),
        (_nested, "is damaged"),
        (Path.unlink, "does not exist"),
    ],
)
def test_a_spoilt_archive_is_one_line(
    archive: Path, tmp_path: Path, spoil: Callable[[Path], None], expected: str
) -> None:
    spoil(archive)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(StoreError, match=expected):
        import_case(archive, tmp_path / "new")

    assert sorted(tmp_path.rglob("*")) == before


def test_a_trigger_in_the_notebook_is_refused(loaded: CaseFolder, archive: Path, tmp_path: Path) -> None:
    with sqlite3.connect(loaded.notebook) as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON views BEGIN DELETE FROM labels; END")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with pytest.raises(StoreError, match="not as ours"):
        export_case(loaded, tmp_path / "t.zip")
    assert not (tmp_path / "t.zip").exists()
    path = forged(tmp_path / "t.zip", archive, {"analyst.sqlite": loaded.notebook.read_bytes()})
    with pytest.raises(StoreError, match="not as ours"):
        import_case(path, tmp_path / "new")

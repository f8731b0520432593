"""A case folder damaged by hand is named, never silently read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records import Record
from store import StoreError
from store.checking import check_store
from store.folder import CaseFolder
from store.manifest import Dataset, read_manifest, write_manifest
from store.resolve import Reader
from store.seals import broken, seal, sealed

Append = Callable[..., Dataset]
Post = Callable[..., tuple[Record, ...]]


@pytest.fixture
def loaded(folder: CaseFolder, append: Append, post: Post) -> CaseFolder:
    """A case with one dataset, sealed."""
    with folder.writing():
        dataset = append(folder, "a", [("1", post("1", "ana")), ("2", post("2", "ben"))], name="one.csv")
    assert sealed(folder.tables / dataset.folder)
    return folder


def part(folder: CaseFolder, table: str = "Post") -> Path:
    return next(folder.tables.glob(f"*/{table}-*.parquet"))


def flip(path: Path, at: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0x10
    path.write_bytes(content)


def test_a_sound_case_has_no_damage(loaded: CaseFolder) -> None:
    found = check_store(loaded)
    assert (found.damage, found.unsealed, found.datasets) == ((), (), 1)
    assert found.parts == len(list(loaded.tables.glob("*/*.parquet")))


def moved_and_linked(path: Path) -> Path:
    elsewhere = path.parents[3] / path.name
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    return elsewhere


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda f: part(f).unlink(), "Post-00000.parquet: is missing"),
        (lambda f: flip(part(f), 0.1), "Post-00000.parquet: is damaged"),
        (lambda f: flip(part(f), 0.5), "Post-00000.parquet: is damaged"),
        (lambda f: part(f).write_bytes(b""), "Post-00000.parquet: is damaged"),
        (lambda f: (part(f).parent / "Post-00009.parquet").write_bytes(part(f).read_bytes()), "was not there"),
        (lambda f: moved_and_linked(part(f)), "Post-00000.parquet: is damaged (a link"),
        (lambda f: moved_and_linked(part(f).parent / "parts.json"), "parts.json: is damaged (a link"),
        (lambda f: moved_and_linked(part(f).parent / "parts.json").unlink(), "parts.json: is damaged (a link"),
        (lambda f: (part(f).parent / "parts.json").write_text("{]"), "parts.json: is damaged"),
        (lambda f: (part(f).parent / "parts.json").unlink(), "parts.json: is missing"),
        (lambda f: (part(f).parent / "parts.json").write_text("{}"), "parts.json: is damaged (its bytes are not those"),
        (lambda f: part(f).parent.rename(f.root / "elsewhere"), "the folder of one.csv is missing"),
        (lambda f: f.manifest.unlink(), "manifest.json: is missing"),
        (lambda f: f.manifest.write_text(f.manifest.read_text().replace("one.csv", "oni.csv")), "its own checksum"),
        (lambda f: f.manifest.write_text("{"), "manifest.json: is damaged"),
        (lambda f: (f.tables / "mine").mkdir(), "mine: belongs to no dataset"),
        (lambda f: f.notebook.write_bytes(b"no database at all" * 100), "analyst.sqlite: is damaged"),
        (lambda f: f.manifest.write_text("[" * 200_000), "manifest.json: is damaged"),
        (lambda f: (part(f).parent / "parts.json").write_text("[" * 200_000), "parts.json: is damaged"),
        (lambda f: f.settings.write_text("format_version"), "case.toml: cannot be read"),
        (lambda f: f.settings.write_text("a = " + "[" * 5_000), "case.toml: cannot be read"),
        (lambda f: f.settings.unlink(), "is not a case"),
    ],
)
def test_damage_by_hand_is_named(loaded: CaseFolder, damage: Callable[[CaseFolder], object], expected: str) -> None:
    damage(loaded)
    found = check_store(loaded)
    assert any(expected in line for line in found.damage), found


def unseal(folder: CaseFolder) -> Dataset:
    """Make its dataset one that the first version committed."""
    (dataset,) = read_manifest(folder)
    (folder.tables / dataset.folder / "parts.json").unlink()
    write_manifest(folder, (replace(dataset, seal=""),))
    return dataset


def test_a_dataset_without_seal_is_said_to_be_so(loaded: CaseFolder) -> None:
    dataset = unseal(loaded)
    assert check_store(loaded).unsealed == (dataset.id,)
    flip(part(loaded), 0.9999)
    assert "is damaged" in check_store(loaded).damage[0]


def test_a_link_is_no_part_even_without_seal(loaded: CaseFolder) -> None:
    unseal(loaded)
    moved_and_linked(part(loaded))
    assert "Post-00000.parquet: is damaged (a link" in check_store(loaded).damage[0]


def test_a_damaged_part_is_one_line_where_it_is_read(loaded: CaseFolder) -> None:
    part(loaded).write_bytes(part(loaded).read_bytes()[:40])
    for read in (
        lambda: list(Reader(loaded).nodes("Post")),
        lambda: Reader(loaded).arrow("Post"),
        lambda: Reader(loaded).sql('SELECT count(*) FROM "Post" WHERE likes > 3', ("Post",)),
    ):
        with pytest.raises(StoreError, match=r"Post-00000\.parquet: is damaged; load one\.csv again"):
            read()


def test_what_was_sealed_twice_is_whole(loaded: CaseFolder) -> None:
    folder = part(loaded).parent
    seal(folder)
    assert broken(folder) == []

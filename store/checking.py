"""The case store against itself: what is damaged, missing or unknown, each in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from store import StoreError
from store.analyst_file import looked_over
from store.damage import unreadable
from store.folder import CaseFolder
from store.manifest import Dataset, read_manifest
from store.seals import broken, sealed


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What the store's own look at itself came to."""

    damage: tuple[str, ...]
    """Lines that say what is wrong, where, and how to mend; none in a sound case."""
    unsealed: tuple[str, ...]
    """Short ids of datasets from before seals: readable, but nobody can say that no byte was changed."""
    datasets: int
    parts: int


def check_store(folder: CaseFolder, tell: Callable[[str], None] = lambda _: None) -> StoreCheck:
    """Look at every file of the store; nothing is written. `tell` hears each dataset's name."""
    try:
        folder.check_format()
        datasets = read_manifest(folder)
    except StoreError as error:
        return StoreCheck((str(error),), (), 0, 0)
    damage = _unknown(folder, datasets)
    if folder.notebook.is_file():
        try:
            looked_over(folder)
        except StoreError as error:
            damage.append(f"{folder.root}: {error}")
    unsealed, parts = [], 0
    for dataset in datasets:
        tell(dataset.name)
        place = folder.tables / dataset.folder
        mend = f"load {dataset.name} again after `attribution case drop {dataset.id}`, or restore it from a copy"
        if not place.is_dir():
            damage.append(f"{place}: the folder of {dataset.name} is missing; {mend}")
            continue
        if not sealed(place):
            unsealed.append(dataset.id)
        found = broken(place) or _unreadable(place)
        damage += [f"{place / line}; {mend}" for line in found]
        parts += sum(1 for path in place.iterdir() if path.suffix == ".parquet")
        if not found and dataset.counts.rows and not any(place.iterdir()) and _rows_told(dataset):
            damage.append(f"{place}: is empty; {mend}")
    return StoreCheck(tuple(damage), tuple(unsealed), len(datasets), parts)


def _rows_told(dataset: Dataset) -> int:
    return dataset.counts.rows - dataset.counts.blank


def _unreadable(place: Path) -> list[str]:
    found = ((path, unreadable(path)) for path in sorted(place.glob("*.parquet")))
    return [f"{path.name}: {why}" for path, why in found if why is not None]


def _unknown(folder: CaseFolder, datasets: tuple[Dataset, ...]) -> list[str]:
    known = {d.folder for d in datasets}
    if not folder.tables.is_dir():
        return [f"{folder.tables}: is missing; restore it from a copy of the case"]
    # what begins with a dot is a load that was killed: the next one removes it
    return [
        f"{found}: belongs to no dataset of the manifest; the next load removes it, save it first if it is yours"
        for found in sorted(folder.tables.iterdir())
        if found.name not in known and not found.name.startswith(".")
    ]

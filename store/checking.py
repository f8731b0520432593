"""The case store against itself: what is damaged, missing or unknown, each in one line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from store import StoreError
from store.analyst_file import looked_over
from store.damage import unreadable
from store.folder import CaseFolder
from store.manifest import Dataset, read_manifest
from store.seals import LINK, STRAY, broken, sealed


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What the store's own look at itself came to."""

    damage: tuple[str, ...]
    """Lines that say what is wrong, where, and how to mend; none in a sound case."""
    broken: tuple[str, ...]
    """Those of them that say what the graph is made from is missing or changed: rebuilt now, it would be poorer."""
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
        return StoreCheck((str(error),), (str(error),), (), 0, 0)
    damage = _unknown(folder, datasets)
    if folder.notebook.is_file():
        try:
            looked_over(folder)
        except StoreError as error:
            damage.append(f"{folder.root}: {error}")
    lost: list[str] = []
    unsealed, parts = [], 0
    for dataset in datasets:
        tell(dataset.name)
        place = folder.tables / dataset.folder
        lost += _broken(place, dataset, read=True)
        if place.is_dir():
            unsealed += [] if dataset.seal or sealed(place) else [dataset.id]
            parts += sum(1 for path in place.iterdir() if path.suffix == ".parquet")
    return StoreCheck((*damage, *lost), tuple(lost), tuple(unsealed), len(datasets), parts)


def refuse_broken(folder: CaseFolder) -> None:
    """StoreError that names the first part that is missing or damaged, with its mend: what is made now would lack it."""
    found = [line for d in read_manifest(folder) for line in _broken(folder.tables / d.folder, d, read=False)]
    if found:
        more = f" ({len(found) - 1} more: `attribution case verify` names all)" if found[1:] else ""
        raise StoreError(found[0] + more)


def _broken(place: Path, dataset: Dataset, *, read: bool) -> list[str]:
    """What of a dataset is missing or damaged; `read`: also whether what has its checksum can be read."""
    mend = (
        f"take {place} back from a backup or an archive of the case, "
        f"or `attribution case drop {dataset.id}` and load {dataset.name} again"
    )
    if not place.is_dir():
        return [f"{place}: the folder of {dataset.name} is missing; {mend}"]
    found = broken(place, dataset.seal)
    if not found and (read or not sealed(place)):
        found = _unreadable(place)
    if not found and not any(place.iterdir()) and dataset.counts.rows > dataset.counts.blank:
        return [f"{place}: is empty; {mend}"]
    return [f"{place / line}; {'take it out of there' if line.endswith(STRAY) else mend}" for line in found]


def _unreadable(place: Path) -> list[str]:
    found = ((path, LINK if path.is_symlink() else unreadable(path)) for path in sorted(place.glob("*.parquet")))
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

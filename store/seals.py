"""Seals: size and SHA-256 of each part of a dataset, written when it is committed."""

import hashlib
from pathlib import Path

from store.folder import replace_file
from store.json_text import of_json, to_json

SEAL = "parts.json"
LINK = "is damaged (a link to a file elsewhere, where a part is a plain file)"
CHANGED = "is damaged (its bytes are not those that were committed)"
STRAY = "was not there when the dataset was committed"


def seal(folder: Path) -> str:
    """Write down what the folder holds now, and give the SHA-256 of that; durable when the call returns. OSError where that fails."""
    found = {path.name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for path in sorted(_parts(folder))}
    written = to_json(found)
    replace_file(folder / SEAL, written)
    return hashlib.sha256(written).hexdigest()


def sealed(folder: Path) -> bool:
    """Whether the folder has a seal; datasets of older cases have none."""
    # a link that leads nowhere is one, too: it is damage, not an older case
    return (folder / SEAL).exists() or (folder / SEAL).is_symlink()


def broken(folder: Path, expecting: str = "") -> list[str]:
    """What of the folder is not as it was sealed, each as `name: is …`; nothing for a folder that never was.

    `expecting`: what `seal` gave.
    """
    if not sealed(folder):
        return [f"{SEAL}: is missing"] if expecting else []
    if (folder / SEAL).is_symlink():
        return [f"{SEAL}: {LINK}"]
    try:
        written = (folder / SEAL).read_bytes()
        if expecting and hashlib.sha256(written).hexdigest() != expecting:
            return [f"{SEAL}: {CHANGED}"]
        wanted = of_json(written)
        expected = {str(name): (int(one["bytes"]), str(one["sha256"])) for name, one in wanted.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [f"{SEAL}: is damaged ({' '.join(str(error).split())[:80]})"]
    there = {path.name: path for path in _parts(folder)}
    told = [f"{name}: is missing" for name in sorted(expected.keys() - there.keys())]
    told += [f"{name}: {STRAY}" for name in sorted(there.keys() - expected.keys())]
    for name in sorted(there.keys() & expected.keys()):
        size, sha256 = expected[name]
        if there[name].is_symlink():
            told.append(f"{name}: {LINK}")
            continue
        try:
            if there[name].stat().st_size != size or _sha256(there[name]) != sha256:
                told.append(f"{name}: {CHANGED}")
        except OSError as error:
            told.append(f"{name}: cannot be read ({error.strerror})")
    return told


def _parts(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != SEAL and not path.name.startswith(".")]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

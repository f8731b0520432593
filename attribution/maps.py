"""Column maps by name or file, and a copy of each used one beside the case."""

import tomllib
from pathlib import Path

import loaders
from attribution.errors import CaseError
from loaders.base import LoadError
from loaders.mapping.model import MapError
from loaders.mapping.toml import table_map
from store.folder import CaseFolder, replace_file

SHIPPED = Path(loaders.__file__).parent / "maps"
"""Folder of the maps that ship with the loaders."""


def shipped_names() -> tuple[str, ...]:
    """Names of the shipped maps."""
    return tuple(sorted(p.stem for p in SHIPPED.glob("*.toml")))


def read_map(given: str) -> tuple[dict[str, object], bytes, str]:
    """A map as parsed TOML, its bytes and its name; LoadError if it is neither shipped nor a readable file."""
    path = SHIPPED / f"{given}.toml" if given in shipped_names() else Path(given)
    try:
        content = path.read_bytes()
        found = tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError as error:
        raise LoadError(f"map {given}: is neither a file nor one of {', '.join(shipped_names())}") from error
    except OSError as error:
        raise LoadError(f"map {given}: cannot be read ({error.strerror}); name a readable TOML file") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise LoadError(f"map {given}: is not valid TOML ({error}); mend the line it names") from error
    except ValueError as error:  # a NUL in the path
        raise LoadError(f"map {given!r}: is no usable path ({error}); name a TOML file") from error
    try:
        # a map that means nothing is told before it is used
        table_map(found)
    except MapError as error:
        raise LoadError(f"map {given}: {error}") from error
    return found, content, path.stem


def keep_map(folder: CaseFolder, name: str, content: bytes) -> Path:
    """Keep a map that was used beside the case; another of the same name is never overwritten."""
    try:
        folder.maps.mkdir(exist_ok=True)
        for number in range(1_000):
            path = folder.maps / (f"{name}.toml" if number == 0 else f"{name}-{number}.toml")
            if not path.exists():
                replace_file(path, content)
                return path
            if path.read_bytes() == content:
                return path
    except OSError as error:
        raise CaseError(f"{folder.maps}: the map cannot be kept ({error.strerror}); is the folder writable?") from error
    raise CaseError(f"{folder.maps}: holds a thousand maps named {name}; remove what is not needed")

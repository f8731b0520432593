"""Sound files to spoil: the beginning of each sample file and what lies in seeds/, with the loader that knows it."""

import gzip
from functools import cache
from pathlib import Path

import sample_data
from loaders.base import Loader, LoadError
from loaders.catalogue import recognise

ROOT = Path(sample_data.__file__).parent / "files"
SEEDS = Path(__file__).parent / "seeds"
REGRESSIONS = Path(__file__).parent / "found"
_BYTES = 6_000
_EACH = 4


@cache
def corpus() -> tuple[tuple[str, bytes, Loader], ...]:
    """(name, content, loader): a few files of each folder, cut after a whole line where they are long.

    A loader whose format stands in the sample or in seeds/ is fuzzed without a word more.
    """
    found: list[tuple[str, bytes, Loader]] = []
    for folder in [SEEDS, *sorted({path.parent for path in ROOT.rglob("*") if path.is_file()})]:
        for path in [p for p in sorted(folder.iterdir()) if p.is_file()][: _EACH if folder != SEEDS else None]:
            try:
                loader = recognise(path)
            except LoadError:
                continue
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found.append((path.relative_to(folder.parent).as_posix(), _beginning(content), loader))
    return tuple(found)


def _beginning(content: bytes) -> bytes:
    if len(content) <= _BYTES:
        return content
    # a first line that is longer is kept whole
    return content[: content.find(b"\n", _BYTES) + 1 or len(content)][:200_000]

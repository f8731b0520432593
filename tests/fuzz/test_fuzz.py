import random
from pathlib import Path

import pytest

from loaders.base import Loader
from loaders.catalogue import LOADERS, by_name
from tests.fuzz.attempt import attempt
from tests.fuzz.corpus import REGRESSIONS, corpus
from tests.fuzz.mutations import spoiled

INPUTS = 40
"""Of each sample file; `python -m bench.fuzzing` tries as many as it is told."""


def test_every_loader_is_fuzzed() -> None:
    assert {loader.name for _, _, loader in corpus()} == {loader.name for loader in LOADERS}


@pytest.mark.parametrize(("name", "content", "loader"), corpus(), ids=[name for name, _, _ in corpus()])
def test_spoiled_files_are_read_or_refused(tmp_path: Path, name: str, content: bytes, loader: Loader) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    path = tmp_path / "input"
    for number in range(INPUTS):
        path.write_bytes(spoiled(content, random.Random(f"{name} {number}")))
        attempt(path, loader, parts)


@pytest.mark.parametrize("path", sorted(REGRESSIONS.iterdir()), ids=lambda path: path.name)
def test_what_was_found_stays_mended(tmp_path: Path, path: Path) -> None:
    """Each file is named LOADER.what-it-broke; it once broke a promise."""
    loader = by_name(path.name.partition(".")[0])
    attempt(path, loader, tmp_path)

"""Uploads: one bound, which the server has and the page tells."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit as st

import attribution
from attribution.errors import CaseError
from ui import waiting

CONFIG = Path(__file__).parent.parent.parent / ".streamlit" / "config.toml"


@dataclass
class Upload:
    name: str
    size: int
    file_id: str

    def getbuffer(self) -> memoryview:
        return memoryview(b"x" * self.size)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of its own."""
    monkeypatch.setattr(st, "session_state", {})


def bound(monkeypatch: pytest.MonkeyPatch, mebibytes: int) -> None:
    monkeypatch.setattr(st, "get_option", {"server.maxUploadSize": mebibytes}.__getitem__)


@pytest.mark.parametrize(
    ("mebibytes", "told"), [(1, "1 MiB"), (200, "200 MiB"), (1_024, "1 GiB"), (1_536, "1,536 MiB"), (2_048, "2 GiB")]
)
def test_the_bound_is_told_as_the_server_has_it(monkeypatch: pytest.MonkeyPatch, mebibytes: int, told: str) -> None:
    bound(monkeypatch, mebibytes)

    assert waiting.largest() == told


def test_the_project_sets_the_bound() -> None:
    assert tomllib.loads(CONFIG.read_text("utf-8"))["server"]["maxUploadSize"] == 2_048


def test_what_is_larger_is_refused_and_what_is_as_large_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bound(monkeypatch, 1)
    with attribution.open(tmp_path / "case", create=True) as case:
        with pytest.raises(CaseError, match=r"^big\.csv: is larger than 1 MiB; load it on the shell"):
            waiting.take(case, [Upload("big.csv", (1 << 20) + 1, "1")])
        assert not waiting.files(case)

        waiting.take(case, [Upload("fits.csv", 1 << 20, "2")])

        assert [known.path.name for known in waiting.files(case)] == ["fits.csv"]

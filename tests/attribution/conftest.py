import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attribution.building import ROOT as SHIPPED
from attribution.building import build
from attribution.case import Case, open_case
from attribution.cli import main
from graph.embedded import embedded_available
from graph.facts import Facts
from graph.records import Record
from sample_data.generator.sample import write_sample
from sample_data.generator.settings import Settings
from store.folder import CaseFolder
from store.load import Reading, Transaction
from store.manifest import read_manifest
from store.resolve import Reader
from tests.attribution.shell import Done, Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as the shell would, in this process: importing everything anew would take most of the time."""

    def _run(*words: str | Path, stdin: str = "", **environment: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["attribution", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return _run


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Reader]:
    """Append files of one row per `Facts`, and give the reader of all that is there."""
    folder = CaseFolder(tmp_path / "case")
    folder.create()

    def _stored(*files: list[Facts]) -> Reader:
        for facts in files:
            number = len(read_manifest(folder))
            reading = Reading(f"{number:012x}".ljust(64, "0"), f"file{number}.csv", "test", "1", "{}", "ana", number)
            with Transaction(folder, reading) as transaction:
                for row, one in enumerate(facts, 1):
                    records: tuple[Record, ...] = one.records()
                    transaction.row(str(row), records)
                transaction.commit()
        return Reader(folder)

    return _stored


@pytest.fixture(scope="session", params=["as shipped", "seed 2, 143/47/61"])
def planted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Case, dict[str, Any]]]:
    """A case built from the shipped sample, or from one with another seed and other counts, with its planted answers."""
    reason = embedded_available()
    if reason is not None:
        pytest.skip(reason)
    source = SHIPPED
    if request.param != "as shipped":
        source = tmp_path_factory.mktemp("seed2")
        write_sample(Settings(seed=2, scale=0.5, set_a=143, election=47, stated=61), source)
    root = tmp_path_factory.mktemp("case") / "sample"
    build(source, root)
    with open_case(root) as case:
        yield case, json.loads((source / "truth.json").read_text("utf-8"))


@pytest.fixture
def sample(planted: tuple[Case, dict[str, Any]]) -> Case:
    """The case of the sample."""
    return planted[0]


@pytest.fixture
def truth(planted: tuple[Case, dict[str, Any]]) -> dict[str, Any]:
    """What was planted in it."""
    return planted[1]

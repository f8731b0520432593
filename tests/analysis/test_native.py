"""Loops that are compiled once and linked again: the same code without numba, and none that could call out."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import compiled, compiled_texts
from analysis.native import Library, Loop

_MODULE = """
import sys
from analysis.native import Library
import numpy as np

library = Library(__file__)

@library.loop("int64[:] int64", gives="int64")
def total(values, more):
    found = more
    for i in range(len(values)):
        found += values[i]
    return found

print(total(np.arange(5), 3), "numba" in sys.modules)
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text(_MODULE, encoding="utf-8")
    return path


def run(module: Path) -> str:
    root = Path(__file__).parents[2]
    script = f"import runpy, sys; sys.path.insert(0, {str(root)!r}); runpy.run_path({str(module)!r})"
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.strip()


def kept(module: Path) -> list[Path]:
    return sorted((module.parent / "__pycache__").glob("*"))


def test_what_is_kept_is_linked_without_numba(module: Path) -> None:
    assert run(module) == "13 True"
    assert run(module) == "13 False"


def test_a_changed_module_is_compiled_anew(module: Path) -> None:
    run(module)
    module.write_text(_MODULE.replace("found += values[i]", "found -= values[i]"), encoding="utf-8")

    assert run(module) == "-7 True"


@pytest.mark.parametrize("octets", [b"", b"ELF", b"\x00" * 900])
def test_what_is_damaged_is_compiled_anew(module: Path, octets: bytes) -> None:
    run(module)
    (path,) = kept(module)
    path.write_bytes(octets)

    assert run(module) == "13 True"
    assert run(module) == "13 False"


def test_where_nothing_can_be_kept_beside_the_module_the_users_cache_holds_it(
    module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "__pycache__").write_text("a file, no folder", encoding="utf-8")

    assert run(module) == "13 True"
    assert run(module) == "13 False"
    assert len(list((tmp_path / "cache" / "attribution").iterdir())) == 1


def test_arrays_of_other_types_or_apart_are_refused() -> None:
    places = np.zeros(4, np.int64)

    with pytest.raises(TypeError, match="takes int32"):
        compiled.tally(np.zeros(4, np.int64), places)
    with pytest.raises(TypeError, match="side by side"):
        compiled.tally(np.zeros(8, np.int32)[::2], places)


def test_a_loop_that_cannot_be_linked_runs_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / "failing.py"
    source.write_text("", encoding="utf-8")
    library = Library(str(source))

    @library.loop("int64[:] int64", gives="int64")
    def failing(values, most):  # type: ignore[no-untyped-def]
        if len(values) > most:
            raise ValueError("too large")
        return values[0]

    with pytest.raises(RuntimeError, match="is called"):
        library.address("loop_failing")
    assert failing(np.array([7]), 3) == 7
    with pytest.raises(ValueError, match="too large"):
        failing(np.zeros(4, np.int64), 3)


@pytest.mark.parametrize("loops", [compiled, compiled_texts])
def test_all_loops_of_ours_are_linked(loops: ModuleType) -> None:
    symbols = [one.symbol for one in vars(loops).values() if isinstance(one, Loop)]
    library = loops.library

    assert symbols
    assert all(library.address(symbol) for symbol in symbols)


_GROUPS = st.lists(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 2)), max_size=90), max_size=5
)


@given(_GROUPS)
@settings(max_examples=150, deadline=None)
def test_rows_are_sorted_by_time_within_each_object_and_repeated_ones_unmarked(
    groups: list[list[tuple[int, int, int]]],
) -> None:
    starts = np.cumsum([0, *(len(group) for group in groups)])
    rows = [row for group in groups for row in group]
    time = np.array([row[0] for row in rows], np.float64)
    account = np.array([row[1] for row in rows], np.int32)
    content = np.array([row[2] for row in rows], np.uint64)
    largest = max((len(group) for group in groups), default=0)
    kept = np.ones(len(rows), bool)

    compiled.settle(
        starts, 0, len(groups), account, content, time,
        np.empty(largest, np.int32), np.empty(largest, np.uint64), np.empty(largest),
    )  # fmt: skip
    slots = np.empty(4 * largest + 2, np.int32)
    lost = compiled.mark_repeated(starts, 0, len(groups), account, time, content, kept, slots)

    wanted = [row for group in groups for row in sorted(group, key=lambda row: row[0])]
    found = list(zip(time.tolist(), account.tolist(), content.tolist(), strict=True))
    assert found == wanted
    firsts = [
        row not in group[:at]
        for group in (sorted(group, key=lambda row: row[0]) for group in groups)
        for at, row in enumerate(group)
    ]
    assert kept.tolist() == firsts
    assert lost == firsts.count(False)

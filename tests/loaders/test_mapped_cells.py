"""What one cell says: lists, counts, truth values, durations, ids."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.mapping.cells import count, list_cell, seconds, truth
from loaders.mapping.ids import id_of
from loaders.mapping.record import UnusableError

LISTS = [
    ("", None, (), "split"),
    ("[]", None, (), "json"),
    ('["a", "b"]', None, ("a", "b"), "json"),
    ('["a, b", "it\'s"]', None, ("a, b", "it's"), "json"),
    ("[1580000000000000123]", None, ("1580000000000000123",), "json"),
    ("['http://a.example/x,y', 'http://b.example']", None, ("http://a.example/x,y", "http://b.example"), "python"),
    ("{'b', 'a'}", None, ("a", "b"), "python"),
    ("['a', None]", None, ("a",), "python"),
    ("[a, b]", None, ("a", "b"), "torn"),
    ("[__import__('os').system('true')]", None, ("__import__('os').system('true')",), "torn"),
    ("a, b;c", None, ("a", "b", "c"), "split"),
    ("a,a,b", ",", ("a", "b"), "split"),
    ("https://a.example/x,y,https://b.example", ",", ("https://a.example/x,y", "https://b.example"), "split"),
    ("https://a.example https://b.example", " ", ("https://a.example", "https://b.example"), "split"),
    ("https://a.example/1|https://b.example/2", None, ("https://a.example/1", "https://b.example/2"), "split"),
]


@pytest.mark.parametrize(("cell", "split", "values", "rung"), LISTS)
def test_list_cells(cell: str, split: str | None, values: tuple[str, ...], rung: str) -> None:
    found = list_cell(cell, split)
    assert (found.values, found.rung) == (values, rung)


@given(st.text(alphabet="[]{}()'\",;| :/a1\\\n-+.", max_size=80))
def test_any_list_cell_is_read_without_an_exception(cell: str) -> None:
    found = list_cell(cell)
    assert len(set(found.values)) == len(found.values)
    assert all(value == value.strip() and value for value in found.values)


@given(st.lists(st.text(alphabet="abc#@é字", min_size=1, max_size=8), min_size=1, unique=True))
def test_lists_that_python_writes_come_back(values: list[str]) -> None:
    assert list_cell(str(values)).values == tuple(values)


@pytest.mark.parametrize(
    "cell", ["(" * 90_000, "[" + "-" * 15_000 + "1]", "[0x" + "f" * 9_000 + "]", "a" + ", " * 400_000]
)
def test_hostile_lists_cost_little(cell: str) -> None:
    before = time.process_time()
    list_cell(cell)
    assert time.process_time() - before < 2


COUNTS = [("0", 0), (" 12 ", 12), ("1,264,351", 1_264_351), ("1 264", 1264), ("1’264", 1264), ("3.0", 3)]


@pytest.mark.parametrize(("cell", "value"), COUNTS)
def test_counts(cell: str, value: int) -> None:
    assert count(cell) == value


@pytest.mark.parametrize("cell", ["1.2K", "-1", "12,34", "1e5", "1.5", "many", "9" * 5_000, "١٢x"])
def test_what_is_no_count_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a count"):
        count(cell)


@given(st.integers(min_value=0, max_value=10**17))
def test_counts_with_separators_come_back(value: int) -> None:
    assert count(f"{value:,}") == value


@pytest.mark.parametrize(
    ("cell", "value"), [("yes", True), ("True", True), ("1", True), ("no", False), ("FALSE", False)]
)
def test_truth_values(cell: str, value: bool) -> None:
    assert truth(cell) is value


@pytest.mark.parametrize(
    ("cell", "value"), [("226", 226.0), ("PT3M46S", 226.0), ("PT1H2M3.5S", 3723.5), ("1:02:03", 3723.0)]
)
def test_durations(cell: str, value: float) -> None:
    assert seconds(cell) == value


@pytest.mark.parametrize("cell", ["P", "PT", "soon", "PT" + "9" * 5_000 + "H", "9" * 400])
def test_what_is_no_duration_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds(cell)


@pytest.mark.parametrize(
    ("cell", "id"),
    [("123\t", "123"), ("'1580000000000000123", "1580000000000000123"), ('="15"', "15"), ("'name", "'name")],
)
def test_guards_of_spreadsheets_are_taken_off_ids(cell: str, id: str) -> None:
    assert id_of(("id", cell)) == id


def test_a_float_with_a_decimal_comma_is_no_id() -> None:
    with pytest.raises(UnusableError, match="id_damaged"):
        id_of(("id", "1,58E+18"))

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from attribution import table_damage
from tests.attribution.shell import Run

HEAD = "object_id,account_id,content_id,timestamp_share\n"
GOOD = "".join(f"o{n // 2},a{n % 2},c{n},{n}\n" for n in range(12))
REST = "".join(f"p{n // 2},a{n % 2},d{n},{n}\n" for n in range(6_000))
WAYS = [(), ("--weights-only",), ("--compat", "coortweet"), ("--weights-only", "--memory", "600MB")]


def told(run: Run, path: Path, *words: str) -> str:
    """The one line that a table is refused with."""
    done = run("detect", path, *words)
    assert done.returncode == 2, done.stdout
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def written(folder: Path, content: str, name: str = "posts.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD + 'o9,"mallory,c9,9\n' + REST, "never closed, so that 6,000 lines behind it would be lost"),
        (GOOD + 'o9,"mallory,c9,9\n' + REST + 'q,"bob",c10,10\n' + GOOD, "closes in line 6015"),
        (GOOD + 'o9,"mallory,c9,9\n' + REST + 'q,bob",c10,10\n' + GOOD, "closes in line 6015"),
        (GOOD + 'o9,"mallory,c9,9\nq,bob",c10,10\n' + GOOD, "closes in line 15"),
        (GOOD + '"o9,mallory,c9,9\nq",bob,c10,10\n' + GOOD, "closes in line 15"),
        (GOOD + 'o9,mallory,"c9,9\nq,bob,c10",10\n' + GOOD, "closes in line 15"),
        (GOOD + 'o9,mallory,c9,"9\n' + REST, "never closed"),
        (GOOD + 'o9,mallory,c9,"9\nq,bob,c10,10"\n' + GOOD, "closes in line 15"),
    ],
)
def test_a_quote_that_swallows_rows_is_named(
    run: Run, tmp_path: Path, content: str, said: str, way: tuple[str, ...]
) -> None:
    message = told(run, written(tmp_path, HEAD + content), *way)

    assert said in message
    assert "line 14: a quote opens in" in message
    assert "close the quote" in message


@pytest.mark.parametrize("way", WAYS)
def test_a_quote_that_swallows_rows_is_named_in_a_stream(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]
) -> None:
    monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)
    monkeypatch.setattr("attribution.share_table._STREAM_BLOCK", 1_000)

    # larger than a block, so that Arrow finds no end of the row
    assert "line 14: a quote opens" in told(run, written(tmp_path, HEAD + GOOD + 'o9,"m,c9,9\n' + REST), *way)
    closed = HEAD + GOOD + 'o9,"m,c9,9\nq,bob",c10,10\n' + REST
    assert "line 14: a quote opens" in told(run, written(tmp_path, closed, "closed.csv"), *way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize(
    ("swallowed", "closed", "said"),
    [
        (REST, False, "never closed, so that 6,000 lines behind it would be lost"),
        (REST, True, "closes in line 6015"),
        ("", True, "closes in line 15"),
    ],
)
def test_a_quote_swallows_rows_in_a_column_that_is_not_read(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: tuple[str, ...],
    stream: bool,
    at: int,
    swallowed: str,
    closed: bool,
    said: str,
) -> None:
    if stream:
        monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)

    def beside(rows: str, text: str = "some words") -> str:
        cells = [row.split(",") for row in rows.splitlines()]
        return "".join(",".join([*row[:at], text, *row[at:]]) + "\n" for row in cells)

    content = beside(HEAD, "text") + beside(GOOD) + beside("o9,mallory,c9,9", '"hello') + beside(swallowed)
    if closed:
        content += beside("q,bob,c10,10", 'said"') + beside(GOOD)

    message = told(run, written(tmp_path, content), *way)

    assert said in message
    assert "line 14: a quote opens in" in message


def test_rows_without_a_time_hide_no_swallowed_row(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"o{n // 2},a{n % 2},c{n},{n},text\n" for n in range(12)) + "o7,ann,c12,soon,text\n" * 3
    swallowing = 'o9,mallory,c9,9,"open\nq,bob,c10,10,closed"\n'

    message = told(run, written(tmp_path, HEAD.strip() + ",text\n" + rows + swallowing + "few\n"))

    assert "line 17: a quote opens in" in message


def test_a_quote_may_swallow_the_whole_table(run: Run, tmp_path: Path) -> None:
    assert "line 1: a quote opens" in told(run, written(tmp_path, '"' + HEAD + GOOD))
    assert "line 2: a quote opens" in told(run, written(tmp_path, HEAD + '"' + GOOD))


def test_a_quote_is_found_in_a_packed_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress((HEAD + GOOD + 'o9,"mallory,c9,9\n' + REST).encode()))

    assert "line 14: a quote opens" in told(run, path)


@pytest.mark.parametrize(
    "content",
    [
        '"one, two, three, 4\nand more, of a, text, that\nends",a0,x1,1\n',
        'u,a0,"of\r\ntwo",1\nu,"a1\nb\nc\nd",x2,1\n',
        'u,"an ""odd"" name\nof two",x1,1\n',
        'u,a0,"too\nfew"\n',
        'u,a "quote" within,x1,1\nu,"a" behind,x2,1\nu,"of\ntwo",x3,1\n',
        'u,"never closed',
    ],
)
def test_a_text_of_several_lines_is_a_text(run: Run, tmp_path: Path, content: str) -> None:
    done = run("detect", written(tmp_path, HEAD + GOOD + content), "--weights-only", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["shares"] >= 12


def test_a_post_in_the_last_column_may_have_lines(run: Run, tmp_path: Path) -> None:
    head = "account_id,content_id,timestamp_share,object_id\n"
    rows = "".join(f'a{n % 2},c{n},{n},"text {n // 2}\nof two, lines"\n' for n in range(12))

    done = run("detect", written(tmp_path, head + rows), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["shares"] == 12


def test_posts_in_a_column_that_is_not_read_may_have_lines(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_damage, "swallowed", None)
    rows = "".join(
        f'o{n // 2},a{n % 2},c{n},{n},"one, two, three, four\nand ""five"", at 5 o\'clock"\n' for n in range(12)
    )

    done = run("detect", written(tmp_path, HEAD.strip() + ",text\n" + rows + "\n\n"), "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["shares"] == 12


def test_a_sound_table_is_looked_at_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_damage, "swallowed", None)

    done = run("detect", written(tmp_path, HEAD + GOOD + "u,a\tb,c,1\n" + "few\n" + REST))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary(1), pa.dictionary(pa.int32(), pa.binary())])
def test_octets_are_no_names(run: Run, tmp_path: Path, kind: pa.DataType, way: tuple[str, ...]) -> None:
    octets = pa.array([b"a", b"\xff"] * 6)
    named = octets.dictionary_encode() if pa.types.is_dictionary(kind) else octets.cast(kind)
    numbers = list(range(12))
    made = pa.table(
        [pa.array([f"o{n // 2}" for n in numbers]), named, pa.array([f"c{n}" for n in numbers]), pa.array(numbers)],
        names=HEAD.strip().split(","),
    )
    path = tmp_path / "posts.parquet"
    parquet.write_table(made, path)

    message = told(run, path, *way)

    assert "account_id holds" in message
    assert "write texts" in message


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEAD + GOOD).encode() + b"o1,\xff\xfe\n" + GOOD.encode(), "line 14: is not UTF-8 (byte 4 of the line); save"),
        ((HEAD + GOOD).encode() + b"o1,\xff\xfe,c,1\n", "line 14: is not UTF-8"),
        (bytes(range(250, 100, -1)) * 30, "line 1: is not UTF-8"),
        ((HEAD + GOOD).encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"PAR1\x15\x04\x15\xc0", "is no CSV but a Parquet file"),
        (b"PK\x03\x04\x14\x00", "is no CSV but a spreadsheet"),
        (gzip.compress(b"a,b\n"), "is no CSV but packed"),
    ],
)
def test_what_is_no_text_is_one_clear_line(
    run: Run, tmp_path: Path, content: bytes, said: str, way: tuple[str, ...]
) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(content)

    assert said in told(run, path, *way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("times", "said"),
    [
        ([1_600_000_000_000 + n for n in range(4)], "1600000000000: is beyond 1e+11 s from 1970, as all its times are"),
        ([1_600_000_000_000_000 + n for n in range(4)], "microseconds divided by 1,000,000"),
        (["inf", "-inf", "1e308", ""], "inf: is beyond"),
        (["", 1_600_000_000_000, "NaN", 1_600_000_000_001], "1600000000000: is beyond"),
        (["soon", 1_600_000_000_000, "soon", 1_600_000_000_001], "1600000000000: is beyond"),
    ],
)
def test_times_of_another_scale_are_one_clear_line(
    run: Run, tmp_path: Path, times: list[object], said: str, way: tuple[str, ...]
) -> None:
    rows = "".join(f"o,a{n % 2},c{n},{time}\n" for n, time in enumerate(times))

    assert said in told(run, written(tmp_path, HEAD + rows), *way)


@pytest.mark.parametrize("way", [WAYS[0], WAYS[1], WAYS[3]])
def test_some_times_of_another_scale_have_their_own_reason(run: Run, tmp_path: Path, way: tuple[str, ...]) -> None:
    path = written(tmp_path, HEAD + "o,a,x,1600000000000\no,a,y,-inf\no,a,z,\n" + GOOD)

    left_out = json.loads(run("detect", path, "--json", *way).stdout)["left_out"]

    assert left_out["no time"] == 1
    assert [rows for reason, rows in left_out.items() if "milliseconds" in reason] == [2]


@pytest.mark.parametrize("way", WAYS)
def test_what_cannot_be_unpacked_is_one_clear_line(run: Run, tmp_path: Path, way: tuple[str, ...]) -> None:
    whole = gzip.compress((HEAD + GOOD + REST).encode())
    for name, content in (("short.csv.gz", whole[: len(whole) // 2]), ("false.csv.gz", GOOD.encode())):
        (tmp_path / name).write_bytes(content)
        assert "cannot be unpacked" in told(run, tmp_path / name, *way)


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_page_is_one_clear_line(run: Run, tmp_path: Path, way: tuple[str, ...]) -> None:
    path = tmp_path / "posts.parquet"
    parquet.write_table(pa.table({name: ["1", "2"] for name in HEAD.strip().split(",")}), path)
    octets = bytearray(path.read_bytes())
    octets[4:30] = b"\xff" * 26
    path.write_bytes(octets)

    assert "cannot be read as a table" in told(run, path, *way)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_no_file_is_one_clear_line(run: Run, tmp_path: Path, way: tuple[str, ...]) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")

    assert "is a folder; name a table in it" in told(run, tmp_path / "folder.csv", *way)
    assert "is a pipe or a device; save what it says to a file first" in told(run, tmp_path / "pipe.csv", *way)

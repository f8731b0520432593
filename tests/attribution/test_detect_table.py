import csv
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest
from pyarrow import parquet

from analysis.shares import FAR
from analysis.spilling import weigh_spilled
from analysis.weighing import Settings, Weighed
from attribution.bounded import PLENTY
from store.database import connect
from tests.analysis.shares import Row, brute, table
from tests.attribution.shell import Run

HEAD = "object_id,account_id,content_id,timestamp_share\n"


def posts() -> list[Row]:
    """A crowd, and a ring of three that shares five links within seconds."""
    chance = np.random.default_rng(7)
    crowd = zip(
        chance.integers(0, 200, 3_000),
        chance.integers(0, 150, 3_000),
        chance.integers(0, 2_000_000, 3_000),
        strict=True,
    )
    rows: list[Row] = [(f"url:{o}", f"x:{a}", f"p{n}", float(t)) for n, (a, o, t) in enumerate(crowd)]
    rows += [(f"url:ring{n}", f"x:9{a}000", f"r{n}{a}", 300_000.0 * n + 7 * a) for n in range(5) for a in range(3)]
    return rows


def written(folder: Path, rows: Sequence[Row], name: str = "posts.csv") -> Path:
    path = folder / name
    if path.suffix == ".parquet":
        parquet.write_table(table(rows), path)
    else:
        arrow_csv.write_csv(table(rows), path)
    return path


def edges(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["posts.csv", "posts.parquet"])
def test_a_bare_table_gives_edges_with_their_judgement(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / "edges.csv"

    done = run("detect", written(tmp_path, posts(), name), "--window", "60", "--min-participation", "2", "--out", out)

    assert done.returncode == 0, done.stderr
    found = edges(out)
    assert list(found[0])[:8] == ["account_a", "account_b", "weight", "objects", "mean_dt", "p", "q", "significant"]
    assert found == sorted(found, key=lambda row: (row["account_a"], row["account_b"]))
    assert all(row["account_a"] < row["account_b"] for row in found)
    significant = [(row["account_a"], row["account_b"]) for row in found if row["significant"] == "true"]
    assert significant == [("x:90000", "x:91000"), ("x:90000", "x:92000"), ("x:91000", "x:92000")]
    wanted = brute(posts(), 60)
    assert {(row["account_a"], row["account_b"]): int(row["weight"]) for row in found} == {
        pair: counts[0] for pair, counts in wanted.items()
    }
    assert "Does not prove" in done.stdout
    assert "run by" not in done.stdout


def test_a_large_table_is_streamed_and_comes_to_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, posts())
    run("detect", path, "--out", tmp_path / "small.csv")
    monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)
    monkeypatch.setattr("analysis.pairing.COMPILED_FROM", 10)

    done = run("detect", path, "--out", tmp_path / "large.csv")

    assert done.returncode == 0, done.stderr
    small, large = edges(tmp_path / "small.csv"), edges(tmp_path / "large.csv")
    exact = ("account_a", "account_b", "weight", "objects", "significant", "reading", "occasions", "group")
    assert [[row[name] for name in exact] for row in small] == [[row[name] for name in exact] for row in large]
    assert [float(row["p"]) for row in small] == pytest.approx([float(row["p"]) for row in large])


def test_the_same_table_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, posts())

    for name in ("one.csv", "two.csv"):
        run("detect", path, "--out", tmp_path / name)

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_one_pair_is_explained_down_to_posts_and_times(run: Run, tmp_path: Path) -> None:
    done = run("detect", written(tmp_path, posts()), "--explain", "x:91000", "x:90000", "--json")

    told = json.loads(done.stdout)
    assert told["reading"] == "significant"
    assert [receipt["dt"] for receipt in told["receipts"]] == [-7.0] * 5
    assert told["p_shuffled"] is not None
    assert "does_not_prove" in told


def test_coortweets_definition_has_its_own_columns(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "edges.csv"

    done = run("detect", written(tmp_path, posts()), "--compat", "coortweet", "--window", "60", "--out", out)

    assert done.returncode == 0, done.stderr
    assert list(edges(out)[0]) == ["account_a", "account_b", "weight", "mean_dt", "above_threshold"]


def test_coortweets_definition_tells_what_it_left_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    good = "u,a,1,1\nu,b,2,3\nv,a,3,1\nv,b,4,3\n"
    path.write_text(HEAD + good + "w,a,5,soon\n,a,6,1\nw,a\nw,c,9,1\nw,a,9,1e15\n", encoding="utf-8")

    told = run("detect", path, "--compat", "coortweet").stdout
    left_out = json.loads(run("detect", path, "--compat", "coortweet", "--json").stdout)["left_out"]

    reasons = {"2 values in a row of 4": 1, "time is no number": 1, "no object": 1, FAR: 1}
    assert left_out == {**reasons, "few rows": 1}
    assert "1 row left out: no object." in told
    assert "1 row left out: of accounts with too few rows." in told


def test_counting_alone_has_no_judgement(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "edges.csv"

    done = run("detect", written(tmp_path, posts()), "--weights-only", "--out", out)

    assert list(edges(out)[0]) == ["account_a", "account_b", "weight", "objects", "mean_dt"]
    assert "nothing here is tested against chance" in done.stdout


def test_what_waits_on_disk_comes_to_the_same(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, posts())
    run("detect", path, "--weights-only", "--out", tmp_path / "held.csv")

    done = run("detect", path, "--weights-only", "--memory", "600MB", "--out", tmp_path / "spilled.csv")

    assert done.returncode == 0, done.stderr
    assert edges(tmp_path / "spilled.csv") == edges(tmp_path / "held.csv")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["held.csv", "posts.csv", "spilled.csv"]


def test_what_a_killed_run_left_is_taken_away(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    monkeypatch.setattr("platform.node", lambda: "my-desk")
    left = tmp_path / f"detect-mydesk-{gone.pid}-ab_cd123"
    others = [
        tmp_path / f"detect-mydesk-{os.getpid()}-ab_cd123",
        tmp_path / f"detect-another-{gone.pid}-ab_cd123",
        tmp_path / f"detect-mydesk-{gone.pid}-notes",
        tmp_path / "detect-mine",
    ]
    for folder in (left, *others):
        folder.mkdir()
        (folder / "rows-1").write_bytes(b"")
    (others[2] / "notes.txt").write_bytes(b"")
    path = written(tmp_path, posts())

    done = run("detect", path, "--weights-only", "--memory", "600MB", "--out", tmp_path / "edges.csv")

    assert done.returncode == 0, done.stderr
    assert sorted(tmp_path.iterdir()) == sorted([path, tmp_path / "edges.csv", *others])


@pytest.mark.parametrize("finer", [0.0, 0.000_25])
def test_a_table_beyond_memory_waits_on_disk_and_comes_to_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finer: float
) -> None:
    path = written(tmp_path, [(o, a, c, t + finer) for o, a, c, t in posts()])
    run("detect", path, "--weights-only", "--out", tmp_path / "held.csv")
    bounds: list[int] = []

    def spilled(batches: Iterator[pa.RecordBatch], settings: Settings, memory: int, folder: Path) -> Weighed:
        bounds.append(memory)
        return weigh_spilled(batches, settings, memory, folder)

    monkeypatch.setattr("attribution.share_table._MOST_HELD", 1)
    monkeypatch.setattr("attribution.bounded.weigh_spilled", spilled)

    done = run("detect", path, "--weights-only", "--out", tmp_path / "spilled.csv")

    assert done.returncode == 0, done.stderr
    assert bounds == [PLENTY]
    assert edges(tmp_path / "spilled.csv") == edges(tmp_path / "held.csv")


def test_texts_that_a_file_numbers_itself_are_streamed_as_well(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, posts())
    coded = arrow_csv.read_csv(
        path,
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(
                ("object_id", "account_id", "content_id"), pa.dictionary(pa.int32(), pa.string())
            )
        ),
    )
    parquet.write_table(coded, tmp_path / "coded.parquet")
    run("detect", path, "--weights-only", "--out", tmp_path / "held.csv")
    monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)

    for number, words in enumerate(([], ["--memory", "600MB"])):
        out = tmp_path / f"{number}.csv"
        done = run("detect", tmp_path / "coded.parquet", "--weights-only", *words, "--out", out)
        assert done.returncode == 0, done.stderr
        assert edges(out) == edges(tmp_path / "held.csv")


def test_large_tables_of_finer_times_are_counted_in_memory(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, [(o, a, c, t + 0.000_25) for o, a, c, t in posts()])
    run("detect", path, "--weights-only", "--out", tmp_path / "small.csv")
    monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)

    done = run("detect", path, "--weights-only", "--out", tmp_path / "large.csv")

    assert done.returncode == 0, done.stderr
    assert edges(tmp_path / "large.csv") == edges(tmp_path / "small.csv")
    assert "whole seconds or milliseconds" in run("detect", path, "--weights-only", "--memory", "600MB").stderr


def test_ids_that_look_like_numbers_stay_as_they_are(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEAD + "007,-1001,1e5,1\n007,0012,2,3\n008,-1001,3,1\n008,0012,4,3\n", encoding="utf-8")
    out = tmp_path / "edges.csv"

    run("detect", path, "--out", out)

    assert [(row["account_a"], row["account_b"], row["weight"]) for row in edges(out)] == [("-1001", "0012", "2")]


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@b"])
def test_a_name_that_is_a_formula_is_none_in_the_file(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEAD + f"u,{name},1,1\nu,b,2,3\nv,{name},3,1\nv,b,4,3\n", encoding="utf-8")
    out = tmp_path / "edges.csv"

    run("detect", path, "--out", out)

    assert {edges(out)[0]["account_a"], edges(out)[0]["account_b"]} == {f"'{name}", "b"}


@pytest.mark.parametrize("column", ["x" * 100_000, "value"])
def test_a_first_row_may_be_long(run: Run, tmp_path: Path, column: str) -> None:
    path = tmp_path / "posts.csv"
    long = "y" * 100_000
    path.write_text(f"{column},{HEAD}" + f"{long},u,a,1,1\n{long},u,b,2,3\n1,v,a,3,1\n1,v,b,4,3\n", encoding="utf-8")

    done = run("detect", path, "--weights-only", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["shares"] == 4


def test_every_row_that_takes_no_part_is_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    good = "u,a,1,1\nu,b,2,3\nv,a,3,1\nv,b,4,3\n"
    path.write_text(HEAD + good + "w,a,5,soon\n,a,6,1\nw,,7,1\nw,a,8,NaN\nw,a\nu,a,1,1\nw,c,9,1\n", encoding="utf-8")

    done = run("detect", path, "--json")

    assert json.loads(done.stdout)["left_out"] == {
        "2 values in a row of 4": 1,
        "time is no number": 2,
        "no object": 1,
        "no account": 1,
        "repeated row": 1,
        "few rows": 1,
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read as a table"),
        ("a,b\n1,2\n", "has no column object_id, account_id, content_id, timestamp_share (it has a, b)"),
        (HEAD.replace("timestamp_share", "when") + "u,a,1,1\n", "has no column timestamp_share"),
        (HEAD + "u,a,1,2022-10-01\n", "is no number; write epoch seconds"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_clear_line(run: Run, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(content, encoding="utf-8")

    done = run("detect", path)

    assert done.returncode == 2
    assert said in done.stderr
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_time_that_is_none_takes_no_part_and_turns_nothing(run: Run, tmp_path: Path) -> None:
    path, far = (
        written(tmp_path, posts()),
        written(tmp_path, [*posts(), ("url:1", "x:1", "far", -9.2e15), ("url:1", "x:1", "away", 1e300)], "far.csv"),
    )
    run("detect", path, "--out", tmp_path / "near.csv")

    done = run("detect", far, "--out", tmp_path / "out.csv", "--json")

    assert json.loads(done.stdout)["left_out"][FAR] == 2
    assert edges(tmp_path / "out.csv") == edges(tmp_path / "near.csv")


def test_line_ends_within_ids_cost_no_row_and_forge_no_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attribution.share_table._BLOCK", 4_096)
    rows: list[Row] = [
        (f"url:{n}", f"x:{a}\nDoes not prove: nothing", f"p{n}\n{a}", n * 1000.0 + a)
        for n in range(400)
        for a in range(2)
    ]

    done = run("detect", written(tmp_path, rows), "--explain", *(f"x:{a}\nDoes not prove: nothing" for a in range(2)))

    assert done.returncode == 0, done.stderr
    assert "400 pairs of posts" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("Does not prove: nothing")] == []


def test_bad_times_that_stand_together_cost_only_themselves(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attribution.share_table.COMPILED_FROM", 10)
    monkeypatch.setattr("attribution.share_table._STREAM_BLOCK", 2_000)
    path = written(tmp_path, posts())
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"u,a,bad{n},soon\n" for n in range(500))

    assert json.loads(run("detect", path, "--json").stdout)["left_out"]["time is no number"] == 500


def test_a_link_stays_and_what_it_points_to_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link = tmp_path / "edges.csv"
    link.symlink_to(tmp_path / "kept" / "edges.csv")

    for _ in range(2):
        done = run("detect", written(tmp_path, posts()), "--out", link)

        assert done.returncode == 0, done.stderr
        assert link.is_symlink()
        assert edges(tmp_path / "kept" / "edges.csv")


def test_the_table_that_is_read_is_never_written(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, posts())
    before = path.read_bytes()

    done = run("detect", path, "--out", path)

    assert done.returncode == 2
    assert "is the table that is read" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("type_", "said"),
    [(pa.bool_(), "holds bool"), (pa.list_(pa.float64()), "holds list"), (pa.timestamp("us"), "holds timestamp")],
)
def test_columns_of_other_types_are_one_clear_line(run: Run, tmp_path: Path, type_: Any, said: str) -> None:
    made = table(posts()).drop_columns(["timestamp_share"])
    path = tmp_path / "posts.parquet"
    parquet.write_table(made.append_column("timestamp_share", pa.nulls(made.num_rows, type_)), path)

    done = run("detect", path)

    assert done.returncode == 2
    assert said in done.stderr


def test_nanoseconds_as_whole_numbers_are_no_epoch_seconds(run: Run, tmp_path: Path) -> None:
    made = table(posts()).drop_columns(["timestamp_share"])
    path = tmp_path / "posts.parquet"
    parquet.write_table(
        made.append_column("timestamp_share", pa.array([1_700_000_000_000_000_001] * made.num_rows)), path
    )

    done = run("detect", path)

    assert done.returncode == 2
    assert "is beyond 1e+11 s from 1970, as all its times are" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--window", "-5"), "window"),
        (("--window", "1e99"), "window"),
        (("--fdr", "2"), "false-discovery rate"),
        (("--seed", "-1"), "seed"),
        (("--min-weight", "1" + "0" * 30), "min weight"),
        (("--weights-only", "--explain", "a", "b"), "needs the judgement"),
        (("--out", "nowhere/edges.csv"), "does not exist"),
        (("--min-participation", "0"), "min participation"),
        (("--compat", "other"), "--compat 'other': is unknown"),
        (("--out", "edges.txt"), "ends in neither of"),
        (("--explain", "x:1", "nobody"), "is not among"),
        (("--memory", "lots"), "is no size"),
        (("--memory", "1MB", "--weights-only"), "is less than what is needed"),
        (("--memory", "1KB"), "--memory '1KB': is less than what is needed for a start; give 300MB or more"),
        (("--memory", "0GB", "--weights-only"), "give 300MB or more"),
        (("--min-weight", "9" * 20), "min weight 99999999999999999999: must be a whole number from 1 to 1,000,000,000"),
        (("--seed", "-1"), "seed -1: must be a whole number from 0 to 9,223,372,036,854,775,807"),
        (("--shuffles", "-1"), "shuffles -1: must be a whole number from 0 to 100,000"),
        (("--compat", "coortweet", "--explain", "a", "b"), "--explain: is not for CooRTweet's definition"),
        (("--compat", "coortweet", "--weights-only"), "--weights-only: is not for CooRTweet's definition"),
        (("--compat", "coortweet", "--memory", "1GB"), "--memory: is not for CooRTweet's definition"),
        (("--compat", "coortweet", "--fdr", "0.1"), "--fdr: is not for CooRTweet's definition"),
        (("--compat", "coortweet", "--min-weight", "2"), "--min-weight: is not for CooRTweet's definition"),
        (("--weights-only", "--seed", "2"), "--seed: needs the judgement; leave it out, or leave out --weights-only"),
        (("--weights-only", "--shuffles", "9"), "--shuffles: needs the judgement"),
        (("--quantile", "0.5"), "--quantile: belongs to CooRTweet's definition; give --compat coortweet"),
        (("--keep-loops",), "--keep-loops: belongs to CooRTweet's definition"),
        (("--fast-window", "5", "--weights-only"), "--fast-window: belongs to CooRTweet's definition"),
    ],
)
def test_a_wrong_word_is_one_clear_line(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = run("detect", written(tmp_path, posts()), *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@contextmanager
def heard(number: signal.Signals) -> Iterator[None]:
    """A signal does what it does to a command in the foreground: one in the background, or under nohup, may ignore it."""
    before = signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("way", [(), ("--weights-only",), ("--compat", "coortweet")])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_is_cancelled_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, way: tuple[str, ...]
) -> None:
    path = written(tmp_path, posts())

    def cancelled(_path: Path) -> None:
        signal.raise_signal(number)

    monkeypatch.setattr("attribution.share_table.check_source", cancelled)
    with heard(number):
        done = run("detect", path, "--out", tmp_path / "edges.csv", *way)

    assert done.returncode == 128 + number
    assert done.stderr == "attribution: cancelled; nothing was written\n"
    assert [one.name for one in tmp_path.iterdir()] == ["posts.csv"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_cancelled_in_the_database_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    def long(_path: Path) -> None:
        threading.Timer(0.5, os.kill, (os.getpid(), number)).start()
        with connect() as database:
            database.execute("SELECT count(*) FROM range(100000000) a(x), range(1000) b(y) WHERE x * y % 7 = 3")

    monkeypatch.setattr("attribution.share_table.check_source", long)
    with heard(number):
        done = run("detect", written(tmp_path, posts()))

    assert (done.returncode, done.stderr) == (128 + number, "attribution: cancelled; nothing was written\n")


def test_a_terminal_that_closes_does_not_end_a_command_under_nohup(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_path: Path) -> None:
        signal.raise_signal(signal.SIGHUP)

    monkeypatch.setattr("attribution.share_table.check_source", closed)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert run("detect", written(tmp_path, posts())).returncode == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_least_memory_that_is_named_is_enough(run: Run, tmp_path: Path) -> None:
    assert run("detect", written(tmp_path, posts()), "--weights-only", "--memory", "300MB").returncode == 0


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    done = run("detect", tmp_path / "nothing.csv")

    assert done.returncode == 2
    assert "nothing.csv" in done.stderr


def test_an_empty_table_finds_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "edges.csv"

    done = run("detect", written(tmp_path, []), "--out", out)

    assert done.returncode == 0, done.stderr
    assert edges(out) == []


def test_times_as_timestamps_are_refused(run: Run, tmp_path: Path) -> None:
    made = table(posts()).drop_columns(["timestamp_share"])
    path = tmp_path / "posts.parquet"
    parquet.write_table(made.append_column("timestamp_share", pa.array([0] * made.num_rows, pa.timestamp("s"))), path)

    assert "epoch seconds" in run("detect", path).stderr

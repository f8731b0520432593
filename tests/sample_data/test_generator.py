"""The sample is what the generator makes, and the same everywhere."""

import gzip
import os
import struct
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sample_data
from sample_data.generator.sample import write_sample
from sample_data.generator.settings import Settings
from sample_data.generator.world import World
from tests.sample_data.plain import OTHERS, Sample

SHIPPED = Path(sample_data.__file__).parent
MADE = ("files", "truth.json", "codebook.toml", "manifest.toml")
LARGEST = 10_000_000


def _contents(root: Path) -> Iterator[tuple[str, bytes]]:
    for top in MADE:
        path = root / top
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            content = file.read_bytes()
            yield file.relative_to(root).as_posix(), gzip.decompress(content) if file.suffix == ".gz" else content


def test_the_generator_makes_what_is_checked_in(tmp_path: Path) -> None:
    written = write_sample(Settings(), tmp_path)
    made, held = dict(_contents(tmp_path)), dict(_contents(SHIPPED))
    assert sorted(made) == sorted(held) == sorted(written)
    assert [name for name in made if made[name] != held[name]] == []


def test_the_sample_stays_small() -> None:
    files = [p for top in MADE for p in (SHIPPED / top).rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in [*files, *(SHIPPED / top for top in MADE[1:])]) < LARGEST


def test_another_process_with_another_hash_seed_makes_the_same(tmp_path: Path) -> None:
    for number in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "sample_data.generator",
            "--seed",
            "5",
            "--scale",
            "0.1",
            "--out",
            str(tmp_path / number),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": number, "TZ": ("UTC", "Asia/Tokyo")[int(number) - 1]}
        subprocess.run(command, check=True, env=environment, cwd=SHIPPED.parent, capture_output=True)
    first, second = dict(_contents(tmp_path / "1")), dict(_contents(tmp_path / "2"))
    assert first == second
    # no clock, no name of a file in the gzip header either
    packed = "files/x/2022-10-17_pages.jsonl.gz"
    assert (tmp_path / "1" / packed).read_bytes() == (tmp_path / "2" / packed).read_bytes()


def test_another_seed_makes_another_sample(made: Callable[[Settings], Sample]) -> None:
    roots = [made(OTHERS[name]).root for name in sorted(OTHERS)]
    lists = [(root / "files/lists/set-a.csv").read_text() for root in (*roots, SHIPPED)]
    assert len(set(lists)) == 3
    accounts = [set(text.split()) for text in lists]
    assert len(accounts[0] & accounts[2]) < 5


def test_the_manifest_names_every_file_once() -> None:
    manifest = tomllib.loads((SHIPPED / "manifest.toml").read_text("utf-8"))
    named = [entry.get("path") or entry["media_folder"] for entry in manifest["file"]]
    assert len(set(named)) == len(named)
    for name in named:
        assert (SHIPPED / name).exists(), name
    beside = {p.relative_to(SHIPPED).as_posix() for p in (SHIPPED / "files").rglob("*") if p.suffix in (".gz", ".csv")}
    assert beside == {name for name in named if not name.endswith("x-media")}


def test_pictures_are_valid() -> None:
    pictures = sorted((SHIPPED / "files").rglob("*.png"))
    assert len(pictures) > 300
    for path in pictures:
        content, at, kinds = path.read_bytes(), 8, []
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        while at < len(content):
            (size,) = struct.unpack_from(">I", content, at)
            kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
            assert struct.unpack_from(">I", content, at + 8 + size)[0] == zlib.crc32(kind + body)
            if kind == b"IDAT":
                assert len(zlib.decompress(body)) == 8 * 9
            kinds.append(kind)
            at += 12 + size
        assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


def test_files_look_as_their_tools_write_them() -> None:
    contents = dict(_contents(SHIPPED))
    prints = contents["files/sites/fingerprints.csv.gz"]
    assert prints.count(b"\r\r\n") == prints.count(b"\n") > 200
    lines = [line.split(b",") for line in prints.split(b"\r\r\n")]
    assert {line[0] for line in lines if line[-1] == b""} == {b"ip", b"subnet", b""}
    assert contents["files/facebook/pages.csv.gz"].startswith(b"\xef\xbb\xbfPage Name,")
    broken = [name for name, content in contents.items() if name.endswith("result.json.gz") and b"\\x01" in content]
    assert len(broken) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scale": 0.01}, "scale"),
        ({"election": 20}, "election"),
        ({"set_a": 60}, "set-a"),
        ({"off_x": 3}, "off-x"),
        ({"named": 2}, "named"),
    ],
)
def test_impossible_settings_are_refused(wrong: dict[str, int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings(**wrong)


def test_no_id_looks_damaged() -> None:
    world = World(Settings())
    for kind in ("x", "tiktok", "15", "16", "19"):
        made = [world.new_id(kind, 1_665_000_000) for _ in range(5_000)]
        assert len(set(made)) == len(made)
        assert [one for one in made if one.endswith("000")] == []

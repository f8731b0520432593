import gzip
import os
import tracemalloc
from pathlib import Path

import pytest

from loaders import opening
from loaders.base import LoadError
from loaders.opening import byte_lines, decoded_lines, open_binary, open_text, packing_of, sample, sha256_of

_TEXT = 'name,text\r\na,"två\nrader"\r\n'.encode()


def written(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (_TEXT, _TEXT),
        (gzip.compress(_TEXT), _TEXT),
        (gzip.compress(_TEXT) + gzip.compress(b"second\n"), _TEXT + b"second\n"),
        (gzip.compress(_TEXT) + b"\0" * 20, _TEXT),
        (b"", b""),
        (gzip.compress(b""), b""),
    ],
    ids=["plain", "gzip", "two members", "padded", "empty", "gzip of nothing"],
)
def test_gzip_is_known_by_its_content_and_unpacked_whole(tmp_path: Path, stored: bytes, expected: bytes) -> None:
    with open_binary(written(tmp_path, stored)) as binary:
        assert binary.read() == expected


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (gzip.compress(_TEXT * 50)[:-9], "truncated"),
        (gzip.compress(_TEXT)[:12], "truncated"),
        (gzip.compress(_TEXT)[:-6] + b"abcdef", "damaged"),
        (gzip.compress(_TEXT) + b"no gzip", "damaged"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff\xff", "damaged"),
    ],
)
def test_damaged_gzip_is_one_line_that_names_file_and_mend(tmp_path: Path, stored: bytes, said: str) -> None:
    path = written(tmp_path, stored, "posts.csv.gz")
    with pytest.raises(LoadError) as caught, open_binary(path) as binary:
        binary.read()
    message = str(caught.value)
    assert "posts.csv.gz" in message
    assert said in message
    assert "again" in message
    assert "\n" not in message


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in [
        (tmp_path / "absent.csv", "no such file"),
        (tmp_path, "folder"),
        (tmp_path / "pipe", "regular file"),
        (Path("a\0b"), "path"),
        (tmp_path / ("x" * 300), "cannot be opened"),
    ]:
        with pytest.raises(LoadError, match=said):
            open_binary(path)
        with pytest.raises(LoadError, match=said):
            sample(path)


def test_text_loses_its_mark_and_keeps_its_line_endings(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + _TEXT)
    assert list(decoded_lines(path)) == ["name,text\r\n", 'a,"två\n', 'rader"\r\n']


@pytest.mark.parametrize(("before", "bad"), [(4, b"\xff"), (300_000, b"\xe9 "), (262_143, b"\xc3("), (9, b"\xe4\xb8")])
def test_bytes_that_are_not_utf8_are_named_by_offset(tmp_path: Path, before: int, bad: bytes) -> None:
    path = written(tmp_path, gzip.compress(b"a" * (before - 1) + b"\n" + bad))
    with pytest.raises(LoadError, match=f"byte {before} is not UTF-8"), open_text(path) as text:
        text.read()


def test_utf16_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "name,text\n".encode("utf-16"))
    with pytest.raises(LoadError, match="is UTF-16; save it as UTF-8"):
        list(decoded_lines(path))


def test_a_line_without_end_does_not_fill_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_LINE", 2 << 20)
    bomb = written(tmp_path, gzip.compress(b"a\n" + b"0" * (64 << 20)))
    assert bomb.stat().st_size < 100_000
    tracemalloc.start()
    with pytest.raises(LoadError, match="starts at byte 2 is longer than 2 MiB"):
        list(decoded_lines(bomb))
    with pytest.raises(LoadError, match="starts at byte 2 is longer than 2 MiB"):
        list(byte_lines(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_unpacking_stops_at_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 1 << 20)
    path = written(tmp_path, gzip.compress(b"a\n" * (1 << 20)))
    with pytest.raises(LoadError, match="unpacks to more than"):
        list(byte_lines(path))


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"0" * (9 << 20), True),
        (b'{"id": 1, "text": "the same again"}\n' * 200_000, False),
        (b"0" * (1 << 20), False),
    ],
    ids=["bomb", "repetitive lines", "small"],
)
def test_what_unpacks_to_more_than_data_does_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, refused: bool
) -> None:
    monkeypatch.setattr(opening, "ALWAYS_UNPACKED", 2 << 20)
    path = written(tmp_path, gzip.compress(content, 6 if refused else 1))
    with open_binary(path) as binary:
        if refused:
            with pytest.raises(LoadError, match=r"file.csv: unpacks to \d+ times its size.*; unpack it yourself"):
                binary.read()
        else:
            assert len(binary.read()) == len(content)


def test_byte_lines_are_numbered_and_bare(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf{}\r\n\n{1}")
    assert list(byte_lines(path)) == [(1, b"{}"), (2, b""), (3, b"{1}")]


def test_sample_says_whether_it_is_all(tmp_path: Path) -> None:
    size = opening.SAMPLE_BYTES
    for content, complete in [(b"x" * size, True), (b"x" * (size + 1), False), (b"", True), (b"ab", True)]:
        found = sample(written(tmp_path, gzip.compress(content), "a.gz"))
        assert (found.name, found.head, found.complete) == ("a.gz", content[:size], complete)


def test_the_hash_is_of_the_file_as_it_lies_there(tmp_path: Path) -> None:
    path = written(tmp_path, b"abc")
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(LoadError, match="cannot be read"):
        sha256_of(tmp_path / "absent")


def test_other_packings_have_words() -> None:
    assert packing_of(b"PK\x03\x04...") == "a zip archive (perhaps an Excel file)"
    assert packing_of(b"id,text") is None

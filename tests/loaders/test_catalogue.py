import bz2
import gzip
import json
import zipfile
from pathlib import Path

import pytest

from loaders import catalogue
from loaders.base import LoadError
from loaders.catalogue import LOADERS, by_name, recognise
from loaders.telegram import Telegram

TWEET = {"id": "1572900000000000001", "text": "Hello", "author_id": "1", "public_metrics": {}}
CHANNEL = {"name": "A", "type": "public_channel", "id": 1, "messages": []}
KILL_CHAIN = "Tactic ,Technique,Procedure,Indicator,Notes\r\n0,0.6,0.6.2 Domains,a[.]example,\r\n"
MARKDOWN = "# Indicators of Compromise: X\n\n| Indicator Type | Indicator Value |\n|---|---|\n| Domain | `a[.]b` |\n"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (KILL_CHAIN, "meta-indicators"),
        (KILL_CHAIN.replace(",", "\t"), "meta-indicators"),
        ("indicator_type,indicator_value,comment,ds\ndomain_name,a.b,CIB,2022-09-27\n", "meta-indicators"),
        (json.dumps([{"indicator_type": "md5", "indicator_value": "x"}]), "meta-indicators"),
        (MARKDOWN, "meta-indicators"),
        (json.dumps({"data": [TWEET], "__twarc": {}}), "x-twarc2"),
        (json.dumps(TWEET) + "\n" + json.dumps(TWEET), "x-twarc2"),
        (json.dumps(CHANNEL, indent=1), "telegram-desktop"),
    ],
)
def test_content_decides_and_the_name_does_not(tmp_path: Path, content: str, expected: str, *, packed: bool) -> None:
    path = tmp_path / "tweets.jsonl.csv.json"
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    assert recognise(path).name == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "holds nothing but blank characters; fetch"),
        (b"\xef\xbb\xbf", "holds nothing but blank characters"),
        (gzip.compress(b""), "is empty"),
        (b"\0" * 100, "holds nothing but NUL bytes"),
        (b"Just some words.\nAnd more.", "none of the known formats"),
        (b"\x89PNG\r\n\x1a\n\x00", "none of the known formats"),
        (b"%PDF-1.7 ...", "none of the known formats"),
        (b"<html><body>", "none of the known formats"),
        (b'{"a": 1}', "none of the known formats"),
        (bz2.compress(b"id,text"), "packed with bzip2"),
        ("id,text\n1,2".encode("utf-16"), "is UTF-16"),
        (gzip.compress(b"id,text\n" * 100)[:-10], "truncated"),
    ],
)
def test_what_is_unknown_is_one_line_with_a_mend(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "input.csv"
    path.write_bytes(content)
    with pytest.raises(LoadError) as caught:
        recognise(path)
    assert said in str(caught.value)
    assert "input.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_archives_and_folders_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(LoadError, match="zip archive"):
        recognise(tmp_path / "a.xlsx")
    with pytest.raises(LoadError, match="is a folder"):
        recognise(tmp_path)
    with pytest.raises(LoadError, match="no such file"):
        recognise(tmp_path / "absent")


def test_two_that_know_a_file_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(Telegram):
        name = "telegram-other"

    monkeypatch.setattr(catalogue, "LOADERS", (*LOADERS, Other()))
    path = tmp_path / "result.json"
    path.write_text(json.dumps(CHANNEL))
    with pytest.raises(LoadError, match="telegram-desktop and telegram-other; say which with --format"):
        recognise(path)


def test_loaders_by_name() -> None:
    names = [loader.name for loader in LOADERS]
    assert names == ["meta-indicators", "x-twarc2", "telegram-desktop", "mapped-csv"]
    for loader in LOADERS:
        assert by_name(loader.name) is loader
        assert loader.title
        assert loader.version
    with pytest.raises(LoadError, match=r"'twitter': there is no such format; known are meta-indicators"):
        by_name("twitter")

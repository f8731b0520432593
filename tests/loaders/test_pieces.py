import pickle
from pathlib import Path

import pytest

import loaders.mapping.reading
import loaders.twarc2.loader
from bench.inputs import write_jsonl, write_table
from graph.records import Node, Relationship
from loaders.base import InPieces, Loader, Options, Outcome, Row
from loaders.mapped_csv import MappedCsv
from loaders.twarc2 import Twarc2

OWN_MAP = {
    "name": "own",
    "platform": {"value": "x"},
    "post": {"id": "post_id", "text": "text", "url": "url"},
    "account": {"id": "account_id", "handle": "username"},
    "time": {"column": "created_at"},
}


def flat(outcome: Outcome) -> object:
    """The outcome with records that compare by value, whatever made them."""
    if not isinstance(outcome, Row):
        return outcome
    said = [
        (r.label, r.key, dict(r.properties), r.observed_at)
        if isinstance(r, Node)
        else (r.type, str(r.start), str(r.end), dict(r.properties), r.observed_at)
        for r in outcome.records
    ]
    return outcome.location, said, outcome.notes


def test_tweets_in_pieces_are_the_tweets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "posts.jsonl"
    write_jsonl(path, 60)
    content = path.read_bytes().replace(b"\n", b"\n\n", 3) + b'{"id": "1", \n{"cut": '
    path.write_bytes(content)

    assert_same(Twarc2(), path, Options(), monkeypatch, loaders.twarc2.loader, "_PIECE_BYTES", 5_000)


@pytest.mark.parametrize("options", [Options(map=OWN_MAP)])
def test_rows_in_pieces_are_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: Options) -> None:
    path = tmp_path / "posts.csv"
    write_table(path, 25)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    # a blank row, one without an id, one with too many cells, a quoted line break
    lines[3:3] = [",,,,,,,,\n", ",1,a,,,,,,\n", "1" + ",x" * 12 + "\n", '7,1,a,2022-10-10T10:00:00Z,"two\nlines",,,,\n']
    path.write_text("".join(lines), "utf-8")

    assert_same(MappedCsv(), path, options, monkeypatch, loaders.mapping.reading, "_PIECE_ROWS", 4)


def assert_same(
    loader: Loader, path: Path, options: Options, patch: pytest.MonkeyPatch, module: object, name: str, size: int
) -> None:
    whole = [flat(outcome) for outcome in loader.read(path, options)]
    patch.setattr(module, name, size)
    assert isinstance(loader, InPieces)
    pieces = list(loader.pieces(path, options) or ())

    assert len(pieces) > 5
    # as another process gets them
    sent = [pickle.loads(pickle.dumps(piece)) for piece in pieces]  # noqa: S301  # our own bytes
    assert [flat(outcome) for piece in sent for outcome in loader.read_piece(piece, options)] == whole
    assert {type(r) for o in loader.read(path, options) if isinstance(o, Row) for r in o.records} == {
        Node,
        Relationship,
    }

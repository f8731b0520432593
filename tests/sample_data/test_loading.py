"""The project's loaders read every file of the sample, and refuse what they are meant to refuse."""

import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

import sample_data
from attribution.maps import read_map
from graph.records import Ref, Relationship
from loaders.base import Options, Reject, Row
from loaders.catalogue import by_name
from loaders.media_folder import MediaFolder
from tests.sample_data.plain import Sample

pytestmark = pytest.mark.slow

SHIPPED = Path(sample_data.__file__).parent
Pairs = dict[str, set[tuple[Ref, Ref]]]


@pytest.fixture(scope="module")
def loaded() -> tuple[Pairs, dict[str, Counter[str]], dict[str, list[Reject]]]:
    """Relationships by type, rejects by file and reason, and values that could not be used by file."""
    pairs: Pairs = defaultdict(set)
    rejected: dict[str, Counter[str]] = defaultdict(Counter)
    notes: dict[str, list[Reject]] = defaultdict(list)
    for entry in tomllib.loads((SHIPPED / "manifest.toml").read_text("utf-8"))["file"]:
        name = entry.get("path") or entry["media_folder"]
        loader, options = _reader(entry)
        for outcome in loader.read(SHIPPED / name, options):
            if isinstance(outcome, Reject):
                rejected[name][outcome.reason] += 1
            elif isinstance(outcome, Row):
                notes[name] += outcome.notes
                for record in outcome.records:
                    if isinstance(record, Relationship):
                        pairs[record.type].add((record.start, record.end))
    return pairs, rejected, notes


def _reader(entry: dict[str, Any]) -> tuple[Any, Options]:
    said = dict(entry.get("options", {}))
    named = entry.get("map", "")
    table = read_map(str(SHIPPED / named) if named.endswith(".toml") else named)[0] if named else None
    known = {name: said.pop(name, None) for name in ("network", "publisher", "handle")}
    options = Options(map=table, extra={"case": "sample", **said}, **known)
    if "media_folder" in entry:
        return MediaFolder(), options
    return by_name(entry.get("format", "mapped-csv")), options


Loaded = tuple[Pairs, dict[str, Counter[str]], dict[str, list[Reject]]]


def test_only_what_is_meant_to_be_refused_is_refused(loaded: Loaded, shipped: Sample) -> None:
    _, rejected, notes = loaded
    assert {name: dict(reasons) for name, reasons in rejected.items()} == shipped.truth["rejected"]
    assert {name: found for name, found in notes.items() if found} == {}


def test_loaders_and_plain_python_agree_on_who_shared_what(loaded: Loaded, shipped: Sample) -> None:
    pairs = loaded[0]
    author = {post: account.key for account, post in pairs["POSTED"]}
    assert set(shipped.posts) - {post.key for post in author} == set()
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    beyond: dict[Ref, set[Ref]] = defaultdict(set)
    for start, end in (*pairs["ON_DOMAIN"], *pairs["HAS_MEDIA"]):
        beyond[start].add(end)
    for kind in ("LINKS_TO", "TAGGED", "HAS_TEXT", "HAS_MEDIA", "REPOST_OF", "QUOTES"):
        for post, thing in pairs[kind]:
            for one in (thing, *(beyond[thing] if kind == "LINKS_TO" else ())):
                if post in author:
                    found[one.label, one.key].add(author[post])
    for planted in shipped.truth["planted"]:
        named = (planted["label"], planted["key"])
        assert found[named] == shipped.sharers()[named]


def test_lists_name_whom_they_should(loaded: Loaded, shipped: Sample) -> None:
    pairs, truth = loaded[0], shipped.truth
    members = {start.key for start, _ in pairs["IN_SET"]}
    handles = {f"x:@{h.casefold()}" for a in truth["set_a"]["accounts"] for h in shipped.handles[a]}
    former = f"x:@{truth['traps']['renamed']['former_handle'].casefold()}"
    assert members == handles - {former}
    assert len(members) == truth["counts"]["set_a"]
    listed = {start.key for start, _ in pairs["LISTED_IN"] if start.label == "Account"}
    assert listed == set(truth["listed"]["named_as"])
    about = {end.key for start, end in pairs["ABOUT"] if end.label == "Set"}
    assert about == {f"sample/{truth['set_a']['name']}"}


def test_fingerprints_stand_on_the_sites_they_should(loaded: Loaded, shipped: Sample) -> None:
    sites: dict[str, set[str]] = defaultdict(set)
    for domain, fingerprint in loaded[0]["HAS_FINGERPRINT"]:
        sites[fingerprint.key].add(domain.key)
    truth, traps = shipped.truth["sites"], shipped.truth["traps"]
    assert sorted(sites[truth["verification"]]) == sorted(sites[truth["analytics"]]) == truth["actor"]
    assert sorted(sites[traps["agency_id"]["fingerprint"]]) == traps["agency_id"]["domains"]
    assert len(sites[traps["shared_ip"]["fingerprint"]]) == 13
    assert len(sites[traps["cdn"]["fingerprint"]]) == 38

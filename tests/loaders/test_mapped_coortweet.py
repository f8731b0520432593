"""CooRTweet's own shared file loads wholly."""

from collections import Counter
from pathlib import Path

import pytest

from graph.records import Node, Relationship
from loaders.base import Options, Row
from loaders.mapped_csv import MappedCsv
from loaders.opening import sample

SHARED = Path(__file__).parents[3] / "shared" / "data" / "coortweet" / "russian_coord_tweets.csv.gz"


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared data are not beside the project")
def test_every_row_of_the_shared_file_is_loaded() -> None:
    assert MappedCsv().recognise(sample(SHARED))
    accounts, objects, posts = set(), set(), set()
    outcomes: Counter[str] = Counter()
    first, last = 1 << 62, 0
    for outcome in MappedCsv().read(SHARED, Options(extra={"platform": "x"})):
        outcomes[type(outcome).__name__] += 1
        assert isinstance(outcome, Row)
        assert outcome.notes == ()
        for record in outcome.records:
            if isinstance(record, Relationship) and record.type == "POSTED":
                accounts.add(record.start.key)
                posts.add(record.end.key)
            elif isinstance(record, Relationship):
                objects.add(record.end.key)
            elif isinstance(record, Node) and "created_at" in record.properties:
                at = int(str(record.properties["created_at"]))
                first, last = min(first, at), max(last, at)
    assert outcomes == {"Row": 35_125}
    assert (len(accounts), len(objects), len(posts)) == (9_509, 7_285, 35_085)
    # 17 January to 30 August 2021
    assert (first // 86_400_000, last // 86_400_000) == (18_644, 18_869)

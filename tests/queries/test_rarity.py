"""One bound between common and rare, for the queries as for what is said on screen."""

import pytest

from graph.rarity import COMMON, is_common, telling
from queries.catalogue import catalogue


def test_every_query_asks_for_what_the_screen_does_not_call_common() -> None:
    found = [q.parameters["min_information"] for q in catalogue().values() if "min_information" in q.parameters]

    assert len(found) == 7
    assert {parameter.default for parameter in found} == {COMMON}


@pytest.mark.parametrize(
    ("bits", "words"), [(2.99, "common: it ties nobody to anybody"), (3.0, "uncommon"), (7.0, "rare")]
)
def test_words_for_bits(bits: float, words: str) -> None:
    assert telling(bits) == words


def test_what_one_account_alone_shared_is_not_common() -> None:
    assert not is_common(None)
    assert is_common(0.0)

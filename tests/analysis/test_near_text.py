"""Families of near-duplicate texts: every member is near to the one that names it, and no chain joins others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.near_text import SIMILAR, families

WORDS = "one two three four five six seven eight nine ten".split()


def without(*left_out: str) -> str:
    return " ".join(word for word in WORDS if word not in left_out)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([without(), without("ten")], [0, 0]),
        ([without(), without("nine", "ten")], [0, 0]),
        ([without(), without("eight", "nine", "ten")], [0, 1]),
        # the third is near to the second and not to the first, which names the family of the second
        ([without(), without("nine", "ten"), without("seven", "eight", "nine", "ten")], [0, 0, 2]),
        # order of words and repetition say nothing; an empty text is like no other
        ([without(), " ".join([*reversed(WORDS), "one"])], [0, 0]),
        (["", "", "!!!"], [0, 1, 2]),
        # pairs of characters where no spaces part words: four of five, then three of six
        (["中期选举投票", "中期选举投"], [0, 0]),
        (["中期选举投票", "期选举投"], [0, 1]),
    ],
)
def test_a_family_is_what_is_near_to_its_first(texts: list[str], expected: list[int]) -> None:
    assert families(texts).tolist() == expected


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=30))
@settings(max_examples=60)
def test_members_are_near_to_their_first_and_firsts_are_their_own(texts: list[str]) -> None:
    first = families(texts).tolist()

    for text, leader in enumerate(first):
        assert first[leader] == leader <= text
        a, b = set(texts[text].split()), set(texts[leader].split())
        assert text == leader or len(a & b) >= SIMILAR * len(a | b)


def test_a_text_with_many_variants_is_one_family() -> None:
    texts = [f"{' '.join(WORDS)} {number}" for number in range(3_000)]

    assert set(families(texts).tolist()) == {0}

"""From how many bits on a shared thing is rare: one bound for the queries, the expansions and the words on screen."""

COMMON = 3.0
"""Bits below which a thing is common: one in eight of those who shared anything of its type shared it."""

RARE = 7.0
"""Bits from which on a thing is called rare: fewer than one in a hundred and twenty-eight."""


def is_common(information: object) -> bool:
    """Whether so many shared a thing that it ties nobody; what one account alone shared has no bits and is not common."""
    return isinstance(information, int | float) and information < COMMON


def telling(information: float) -> str:
    """In words how telling that many bits are."""
    if is_common(information):
        return "common: it ties nobody to anybody"
    return "uncommon" if information < RARE else "rare"

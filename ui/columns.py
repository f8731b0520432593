"""What the columns of a table mean, in words that stand in their heads."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

BITS = (
    "Bits: how telling it is. Each bit halves the share of accounts that shared it, of all that shared anything of "
    "its kind here: 3 bits are one in eight, 7 one in 128, 10 one in a thousand. Under 3 bits it is common."
)


def bits(width: int, head: str | None = None) -> ColumnConfig:
    """The column of bits in a table; `width` in pixels."""
    return st.column_config.NumberColumn(head, format="%.1f", width=width, help=BITS)


def height(rows: int) -> int:
    """Pixels of a table of so many rows with its head."""
    return 38 + 35 * rows


_HEADS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "account": ("account", "The account's key: platform and its immutable id, or @handle while that is unknown."),
        "handle": ("handle", "Its name in addresses, as loaded last."),
        "types": ("kinds", "How many kinds of things are shared: link, file, text, hashtag, repost."),
        "type_list": ("which kinds", "The kinds of things that are shared."),
        "objects": ("things shared", "How many different things it shares with the set."),
        "object": ("thing", "The shared thing by its key."),
        "shown": ("thing in words", "What the thing is called or begins with."),
        "information": ("bits", BITS),
        "posts": ("posts", "Posts by which it was shared."),
        "set_accounts": ("members", "Accounts of the set that shared at least one of these things, too."),
        "share_of_own": (
            "share of its things",
            "Part of all things that the account itself posted that it shares with the set; small for aggregators.",
        ),
        "top_objects": ("most telling things", "Up to ten of the shared things, most bits first, by their keys."),
        "some_members": ("some members", "Up to five of the members that shared them, by their keys."),
        "n_accounts": ("accounts", "How many accounts shared it; two keys of one account count once."),
        "accounts": ("which accounts", "The accounts by their keys."),
        "accounts_a": ("accounts of the first", "Accounts of the first set that shared it, by their keys."),
        "accounts_b": ("accounts of the second", "Accounts of the second set that shared it, by their keys."),
        "n_a": ("in the first", "How many accounts of the first set shared it."),
        "n_b": ("in the second", "How many accounts of the second set shared it."),
        "sharers": ("sharers", "Accounts that shared it, in everything that was loaded."),
        "common_objects": ("common things", "Things that both share and that too many others shared to tie anybody."),
        "first_at": ("first", "The earliest of these posts that was loaded, UTC."),
        "last_at": ("last", "The latest of these posts that was loaded, UTC."),
        "because": ("because", "Why this row is in the answer."),
        "caveat": ("but", "What explains it as well, or what it does not show."),
        "n": ("counted", "Posts for which the count was loaded."),
        "missing": ("missing", "Posts for which no count was loaded: unknown, not zero."),
        "p99": ("99th percentile", "One post in a hundred has more than this."),
    }
)


def head(column: str) -> tuple[str, str | None]:
    """A readable name for a column, and what it means where that is not in the name."""
    return _HEADS.get(column, (column.removesuffix("_at").replace("_", " "), None))

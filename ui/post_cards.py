"""The posts of receipts as cards and as a table, and the files and rows that say so."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from attribution.meetings import kind_of
from attribution.receipts import Receipts
from briefing.style import platform_name
from ui.detection_words import kind_word
from ui.words import defanged, inert, plural, seen

_CARDS = 6
_LONGEST_TEXT = 1_200
_FEW_PLACES = 4
_MOST_PLACES = 100


def show(found: Receipts, key: str = "posts") -> None:
    """The posts, the oldest first: some as cards, all of them as a table; `key` tells it from others on the page."""
    posts = found.posts
    if not posts:
        return
    if len(posts) < found.total:
        st.caption(f"The oldest {len(posts):,} of {plural(found.total, 'post')}, oldest first")
    else:
        st.caption(f"{plural(len(posts), 'post')}, oldest first")
    for post in posts[:_CARDS]:
        with st.container(border=True, gap="small"):
            one(post)
    if len(posts) > _CARDS:
        with unfolding(f"These {len(posts)} posts as a table", f"{key}.table") as table:
            if table.open:
                st.dataframe(pd.DataFrame([_row(post) for post in posts]), hide_index=True, height=360)


def unfolding(label: str, key: str) -> Any:
    """A box that knows whether it is `open`: the browser lays out a table in a closed one, too, and that takes long."""
    return st.expander(label, key=key, on_change="rerun")


def said_by(places: Sequence[Mapping[str, str]]) -> None:
    """The files and rows that say so."""
    if not places:
        return
    lines = [_place(place) for place in places]
    if len(lines) <= _FEW_PLACES:
        st.caption("Said by " + inert("; ".join(lines)))
        return
    more = " and more" if len(places) >= _MOST_PLACES else ""
    with unfolding(f"Said by {plural(len(lines), 'row')}{more}", "said_by") as table:
        if table.open:
            st.dataframe(pd.DataFrame([dict(p) for p in places]), hide_index=True, height=240)
            if len(places) >= _MOST_PLACES:
                st.caption(f"These are the first {len(places)}.")


def _place(place: Mapping[str, str]) -> str:
    row = place.get("row", "?")
    # rows of a table are numbers; everything else says itself what it is
    return f"{place.get('file', '?')}, {f'row {row}' if row.isdecimal() else row}"


def one(post: Mapping[str, object]) -> None:
    """A post: time, place and author, words, address, and the file and row that it came from."""
    kind = str(post.get("kind") or "post")
    st.caption(
        inert(f"{post.get('time')} · {platform_name(str(post.get('platform') or '?'))} · {_author(post)} · {kind}")
    )
    _met(post)
    text, original = post.get("text"), _original(post)
    if text or not original:
        st.text(seen(text, _LONGEST_TEXT) if text else f"({kind}: no words are loaded)")
    if original:
        st.caption(inert(f"The original, by {_author(_original_of(post))}"))
        st.text(seen(original, _LONGEST_TEXT))
    elif _original_of(post):
        st.caption(inert(f"Of the post {seen(_original_of(post).get('post'), 120)}, by {_author(_original_of(post))}"))
    where = [inert(defanged(str(post["url"])))] if post.get("url") else []
    places = cast("Sequence[Mapping[str, str]]", post.get("places") or ())
    if places:
        shown = "; ".join(_place(place) for place in places[:2])
        where.append("From " + inert(shown) + (f" and {len(places) - 2} more rows" if len(places) > 2 else ""))
    if where:
        st.caption("\n\n".join(where))


def _met(post: Mapping[str, object]) -> None:
    """Of a post that met another's: over what, and how close."""
    met, apart = post.get("object"), post.get("apart")
    if not met or not isinstance(apart, int | float):
        return
    distance = "at the same time as" if not apart else f"{abs(apart):g} s {'after' if apart > 0 else 'before'}"
    things = ", ".join(thing(one) for one in str(met).split(" + "))
    st.caption(inert(f"{distance} {post.get('other')}, over {things}"))


def thing(object_: str) -> str:
    """Kind and name of a shared thing; a text or a picture stands in the post itself, its hash says nothing."""
    said = "" if kind_of(object_) in ("text", "near_text", "media") else f" {defanged(object_.partition(':')[2])}"
    return seen(f"{kind_word(object_)}{said}", 160)


def _author(post: Mapping[str, object]) -> str:
    handle, name, account = post.get("handle"), post.get("name"), post.get("account")
    if handle:
        return f"@{handle}"
    # a display name is anybody's: the key stands beside it
    return f"{name} ({account})" if name and account else str(account or "an unknown author")


def _original_of(post: Mapping[str, object]) -> Mapping[str, object]:
    found = post.get("original")
    return found if isinstance(found, Mapping) else {}


def _original(post: Mapping[str, object]) -> str:
    """The words that a repost repeats, where they are known and it does not say them itself."""
    text = str(_original_of(post).get("text") or "")
    return "" if text and text in str(post.get("text") or "") else text


def _row(post: Mapping[str, object]) -> dict[str, object]:
    places = cast("Sequence[Mapping[str, str]]", post.get("places") or ())
    return {
        "time": post.get("time"),
        "platform": platform_name(str(post.get("platform") or "?")),
        "account": seen(_author(post)),
        "kind": post.get("kind"),
        "text": seen(post.get("text") or _original(post), _LONGEST_TEXT),
        "address": defanged(str(post.get("url") or "")),
        "from": "; ".join(_place(place) for place in places),
    }

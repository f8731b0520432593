"""The field that finds as one types, as a Streamlit component: hits go in, what is typed and what is taken come out."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_NAME = "attribution_find"
_HERE = Path(__file__).parent


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        _NAME, js=(_HERE / "find.js").read_text("utf-8"), css=(_HERE / "find.css").read_text("utf-8")
    )


def field(
    *,
    text: str,
    hits: Sequence[dict[str, str]],
    note: str,
    serial: int,
    key: str,
    on_typed: Callable[[], None],
    on_taken: Callable[[], None],
) -> None:
    """Draw the field with what was found of `text`, each hit {id, name, what}, in its `serial`-th answer.

    What the browser sends stands in the session under `key` when a callback runs: `typed` {text}, `taken` {id, text,
    fresh}; all of it is outside input.
    """
    _component()(
        key=key,
        data={"text": text, "hits": list(hits), "note": note, "serial": serial},
        on_typed_change=on_typed,
        on_taken_change=on_taken,
    )

from collections.abc import Callable

from attribution.figures import caption_of, names_within
from graph.facts import Facts
from store.resolve import Reader

Stored = Callable[..., Reader]


def test_what_the_page_says_of_the_picture_stands_beside_the_coverage() -> None:
    caption = caption_of("12 posts", None, "2026-01-02", {"title": "A", "notes": ("Switched off: domains",)})

    assert caption.title == "A"
    assert caption.notes == ("Switched off: domains",)


def test_accounts_that_only_the_caption_names_are_found(stored: Stored) -> None:
    facts = Facts()
    facts.account("x", id="77001", handle="QuietHelper")
    facts.account("x", id="77002", handle="elsewhere")
    said = {"title": "Around @quiethelper", "parameters": {"account": "x:77001", "window": "60"}}

    assert names_within(stored([facts]), caption_of("", None, None, said)) == ["77001", "QuietHelper"]

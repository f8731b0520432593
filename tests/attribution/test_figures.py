from collections.abc import Callable

from attribution.figures import caption_of, names_within, without_analysts
from briefing.scene import CAVEAT, Caption
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


def test_a_caveat_is_added_to_and_never_replaced() -> None:
    def caveat(said: str | None) -> str:
        return caption_of("", None, None, {"caveat": said}).caveat

    assert caveat("") == caveat("  ") == caveat(None) == CAVEAT
    assert caveat("Nor who paid.") == f"{CAVEAT} Nor who paid."
    assert caveat(f"{CAVEAT} Nor who paid.") == f"{CAVEAT} Nor who paid."


def test_analysts_are_not_named_where_names_are_replaced() -> None:
    said = Caption(notes=("label: x:1 is on votes, says ana (2026-01-02): she says ana (sic)",))

    told = without_analysts(said, ["ana"])

    assert told.notes[0].startswith("label: x:1 is on votes, says an analyst (2026-01-02)")

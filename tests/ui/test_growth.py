from ui import growth
from ui.growth import Growth
from ui.screen import Screen


def test_what_was_added_is_counted_as_far_as_it_is_drawn() -> None:
    grown = Growth("@ana (X)", ("Url/a", "Url/b"), common=5)

    assert growth.lines([grown], {"Url/a", "Url/b", "Account/x:1"}) == (
        "2 nodes added by expanding @ana (X); 5 common things (under 3 bits) left out",
    )
    assert growth.lines([grown], {"Url/a"})[0].startswith("1 node added")
    assert growth.lines([grown], {"Account/x:1"}) == ()
    assert "common things among them" in Growth("@ana", ("Url/a",), with_common=True).line({"Url/a"})


def test_a_saved_view_keeps_what_was_added() -> None:
    kept = Growth("@ana", ("Url/a",), 3, True)

    assert growth.read([kept.as_json()]) == (kept,)
    assert growth.read([{"came": [1, "Url/a"], "common": "x"}, 3]) == (Growth("a node", ("Url/a",)),)
    assert growth.read("nonsense") == growth.read(None) == ()


def test_taking_back_an_expansion_is_no_loss_to_the_answer() -> None:
    screen = Screen.read({"removed": ["Url/a", "Account/x:1"]})

    assert screen.left_out({"Url/a"}) == ("1 element removed by the analyst",)

"""TLP 2.0 as FIRST publishes it."""

import pytest

from briefing.errors import BriefingError
from briefing.marking import MARKINGS, marking_of, strictest
from briefing.scene import Caption


@pytest.mark.parametrize(
    ("label", "colour", "stix", "property_"),
    [
        ("TLP:RED", "#FF2B2B", "e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
        ("TLP:AMBER+STRICT", "#FFC000", "939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
        ("TLP:AMBER", "#FFC000", "55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
        ("TLP:GREEN", "#33FF00", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
        ("TLP:CLEAR", "#FFFFFF", "94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    ],
)
def test_labels_colours_and_ids(label: str, colour: str, stix: str, property_: str) -> None:
    marking = MARKINGS[label]
    assert (marking.label, marking.colour, marking.tlp_2_0) == (label, colour, property_)
    assert marking.stix_id == f"marking-definition--{stix}"


def test_there_are_five_the_strictest_first() -> None:
    assert [m.rank for m in MARKINGS.values()] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("TLP:RED", "TLP:RED"),
        ("tlp:amber+strict", "TLP:AMBER+STRICT"),
        ("green", "TLP:GREEN"),
        (" TLP:WHITE ", "TLP:CLEAR"),
    ],
)
def test_ways_to_write_a_label(written: str, label: str) -> None:
    assert marking_of(written).label == label
    assert Caption(marking=written).marking == label


@pytest.mark.parametrize("written", ["", "TLP:EX:CHR", "TLP: RED", "SECRET", "TLP:AMBER STRICT", "PAP:RED"])
def test_another_label_is_refused_with_the_known_ones(written: str) -> None:
    with pytest.raises(BriefingError) as refused:
        Caption(marking=written)
    for label in MARKINGS:
        assert label in str(refused.value)


def test_the_strictest_marks_the_whole() -> None:
    assert strictest([MARKINGS["TLP:CLEAR"], MARKINGS["TLP:AMBER"], MARKINGS["TLP:GREEN"]]) == MARKINGS["TLP:AMBER"]
    assert strictest([]) is None

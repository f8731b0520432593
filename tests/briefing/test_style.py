"""One look per type, apart for colour-blind readers and in greyscale; words that claim no more than sharing."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from briefing.style import EDGE_STYLES, NODE_STYLES, SHAPES, platform_name
from graph.schema import NODES, RELATIONSHIPS

# Machado, Oliveira and Fernandes 2009, severity 1.0
_SEEN_BY = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_USUAL = ("Account", "Post", "Media", "Url", "Domain", "Hashtag", "Text", "Fingerprint")


def _linear(colour: str) -> NDArray[np.float64]:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    parts = to_xyz @ np.clip(linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(parts > 0.008856, np.cbrt(parts), 7.787 * parts + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _contrast_on_white(colour: str) -> float:
    return float(1.05 / (_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]) + 0.05))


def test_every_type_of_the_schema_has_a_style() -> None:
    assert NODE_STYLES.keys() == NODES.keys()
    assert EDGE_STYLES.keys() == RELATIONSHIPS.keys()


def test_labels_differ_without_colour() -> None:
    forms = [(style.shape, style.hollow) for style in NODE_STYLES.values()]
    assert len(set(forms)) == len(forms)
    assert {shape for shape, _ in forms} <= SHAPES.keys()


@pytest.mark.parametrize("seen_by", _SEEN_BY)
def test_usual_labels_differ_in_colour_for_every_reader(seen_by: str) -> None:
    colours = {label: _lab(_SEEN_BY[seen_by] @ _linear(NODE_STYLES[label].fill)) for label in _USUAL}
    distances = {pair: float(np.linalg.norm(colours[pair[0]] - colours[pair[1]])) for pair in combinations(_USUAL, 2)}
    assert min(distances.values()) > 10, min(distances, key=lambda pair: distances[pair])


@pytest.mark.parametrize("label", NODE_STYLES)
def test_outlines_are_readable_on_white(label: str) -> None:
    assert _contrast_on_white(NODE_STYLES[label].line) > 4.5


@pytest.mark.parametrize("type_", EDGE_STYLES)
def test_links_are_visible_on_white(type_: str) -> None:
    assert _contrast_on_white(EDGE_STYLES[type_].colour) > 3


def test_words_never_claim_coordination() -> None:
    words = [style.word for style in EDGE_STYLES.values()]
    words += [word for style in NODE_STYLES.values() for word in (style.word, style.plural)]
    assert not [word for word in words if "coordinat" in word.lower() or "run by" in word.lower()]
    assert "shared" in EDGE_STYLES["SHARED"].word
    assert "shared" in EDGE_STYLES["COORDINATED_WITH"].word


@pytest.mark.parametrize(("platform", "name"), [("x", "X"), ("youtube", "YouTube"), ("somewhere", "somewhere")])
def test_platforms_are_written_as_they_write_themselves(platform: str, name: str) -> None:
    assert platform_name(platform) == name

"""Writing a figure: the format that the suffix names, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.errors import BriefingError
from briefing.exports import export
from briefing.html import html
from briefing.png import png
from briefing.scene import Scene
from briefing.svg import svg


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("figure.svg", svg),
        ("FIGURE.SVG", svg),
        ("figure.png", lambda scene: png(scene, dpi=60)),
        ("figure.v2.html", lambda scene: html(scene).encode("utf-8")),
    ],
)
def test_the_suffix_names_the_format(
    drawn: Scene, tmp_path: Path, name: str, content: Callable[[Scene], bytes]
) -> None:
    export(drawn, tmp_path / name, dpi=60)
    assert (tmp_path / name).read_bytes() == content(drawn)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["figure.pdf", "figure", "figure.svg.exe", ".svg"])
def test_another_suffix_is_refused(drawn: Scene, tmp_path: Path, name: str) -> None:
    with pytest.raises(BriefingError, match=r"is unknown; use one of \.svg, \.png, \.html"):
        export(drawn, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(drawn: Scene, tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="nowhere does not exist"):
        export(drawn, tmp_path / "nowhere" / "figure.svg")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x" * 300 + ".svg", "cannot be written"),
        (f"{'x' * 300}/figure.svg", "does not exist"),
        ("a\0b.svg", "cannot be written"),
    ],
)
def test_a_path_that_the_system_does_not_take_is_named(drawn: Scene, tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(BriefingError, match=message):
        export(drawn, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_a_file(drawn: Scene, tmp_path: Path) -> None:
    (tmp_path / "figure.svg").mkdir()
    with pytest.raises(BriefingError, match="is a folder"):
        export(drawn, tmp_path / "figure.svg", overwrite=True)


def test_an_existing_file_stays_unless_it_may_be_replaced(drawn: Scene, tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    path.write_text("mine")
    with pytest.raises(BriefingError, match="exists already"):
        export(drawn, path)
    assert path.read_text() == "mine"
    export(drawn, path, overwrite=True)
    assert path.read_bytes() == svg(drawn)


def test_a_wrong_resolution_leaves_nothing_behind(drawn: Scene, tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="dpi"):
        export(drawn, tmp_path / "figure.png", dpi=5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that not even root may write to is needed")
def test_a_folder_that_may_not_be_written_is_an_error(drawn: Scene) -> None:
    with pytest.raises(BriefingError, match="cannot be written"):
        export(drawn, Path("/proc/figure.svg"))


def test_an_interrupted_write_leaves_the_old_file(
    drawn: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figure.svg"
    path.write_text("old")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(BriefingError, match="No space left"):
        export(drawn, path, overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["figure.svg"]
    assert path.read_text() == "old"

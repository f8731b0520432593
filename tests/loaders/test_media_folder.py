"""Files of a media folder: only those that lie in it."""

from pathlib import Path

from loaders.base import Options, Row
from loaders.media_folder import MediaFolder


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x_9.jpg").write_bytes(b"secret")
    folder = tmp_path / "media"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "x_1580000000000123457_1.jpg").write_bytes(b"picture")
    (folder / "x_9.jpg").symlink_to(tmp_path / "secret" / "x_9.jpg")
    (folder / "linked").symlink_to(tmp_path / "secret")

    outcomes = list(MediaFolder().read(folder, Options()))

    assert [outcome.location for outcome in outcomes] == ["sub/x_1580000000000123457_1.jpg"]
    assert isinstance(outcomes[0], Row)

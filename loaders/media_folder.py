"""A folder of media files that are named after their post: hashed and attached."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from graph.canonical import CanonicalError
from graph.facts import Facts
from loaders.base import LoadError, Options, Outcome, Reject, Row, Sample
from loaders.opening import sha256_of

PATTERN = "<platform>_<post id>[_<number>].<ending>"
"""How files are named: x_1580000000000000000_1.jpg; `~` stands for a `/` inside a post id."""

_NAME = re.compile(r"(?P<platform>[a-z]+)_(?P<post>[^_.]+)(?:_\d{1,4})?\.(?P<ending>[A-Za-z0-9]{1,8})\Z")
_KINDS = {
    "photo": "jpg jpeg png webp gif bmp heic",
    "video": "mp4 webm mov mkv avi m4v",
    "audio": "mp3 ogg oga m4a wav flac",
}  # fmt: skip
_KIND_OF = {ending: kind for kind, endings in _KINDS.items() for ending in endings.split()}


class MediaFolder:
    """Files named after their post (see PATTERN); each file is a row, its name the location."""

    name = "media-folder"
    title = f"folder of media files named {PATTERN}"
    version = "2"

    def recognise(self, sample: Sample) -> bool:
        """False: a folder is attached by its own command, never recognised."""
        return False

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Media by SHA-256 with HAS_MEDIA from the post; LoadError if the folder cannot be read."""
        for file in media_files(path):
            yield self._outcome(path, file)

    def _outcome(self, folder: Path, file: Path) -> Outcome:
        location = file.relative_to(folder).as_posix()
        named = _NAME.match(file.name)
        if named is None:
            return Reject(location, "file name", file.name, "name_without_post", f"name it {PATTERN}")
        facts = Facts()
        try:
            post = facts.post(named["platform"], named["post"].replace("~", "/"))
        except CanonicalError as error:
            return Reject(location, "file name", file.name, "bad_post_id", str(error))
        size = file.stat().st_size
        if size == 0:
            return Reject(location, "file", file.name, "empty_file", "fetch the file again: every empty file is alike")
        kind = _KIND_OF.get(named["ending"].lower(), "file")
        media = facts.media(sha256=sha256_of(file), properties={"kind": kind, "file_name": file.name, "bytes": size})
        facts.attach(post, [media])
        return Row(location, facts.records())


def media_files(folder: Path) -> list[Path]:
    """The files below the folder in a stable order, links left out; LoadError if there is none."""
    if not folder.is_dir():
        raise LoadError(f"{folder}: is not a folder; name the folder that holds the media files")
    found = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and not p.name.startswith("."))
    if not found:
        raise LoadError(f"{folder}: holds no files; name the folder that holds the media files")
    return found


def folder_sha256(folder: Path) -> str:
    """SHA-256 of the folder's listing: hash and name of every file."""
    listing = hashlib.sha256()
    for file in media_files(folder):
        listing.update(f"{sha256_of(file)}  {file.relative_to(folder).as_posix()}\n".encode("utf-8", "surrogateescape"))
    return listing.hexdigest()

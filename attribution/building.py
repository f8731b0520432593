"""Builds the sample case from the files that ship with the project, once."""

import shutil
import tomllib
from pathlib import Path

import sample_data
from attribution.case import Case, open_case
from attribution.errors import CaseError
from attribution.loading import Recognised
from attribution.maps import read_map
from attribution.progress import Progress
from loaders.base import Options
from loaders.catalogue import by_name, recognise
from store.folder import replace_file

ROOT = Path(sample_data.__file__).parent
_MARK = "sample.built"


def build_sample(root: Path, uri: str | None = None, progress: Progress | None = None) -> list[str]:
    """Load the sample's files in their order and say what came of it; nothing is done where that has been done."""
    return build(ROOT, root, uri, progress)


def build(source: Path, root: Path, uri: str | None = None, progress: Progress | None = None) -> list[str]:
    """The same from any folder that the generator wrote (manifest.toml, codebook.toml, files)."""
    manifest = (source / "manifest.toml").read_bytes()
    mark = root / _MARK
    if mark.is_file() and mark.read_bytes() == manifest:
        return [f"{root}: the sample case is there"]
    with open_case(root, uri, create=True) as case:
        shutil.copyfile(source / "codebook.toml", case.folder.codebook)
        told = _load(case, source, tomllib.loads(manifest.decode("utf-8")), progress)
        replace_file(mark, manifest)
    return told


def _load(case: Case, source: Path, manifest: dict[str, object], progress: Progress | None) -> list[str]:
    entries = manifest.get("file")
    if not isinstance(entries, list):
        raise CaseError(f"{source / 'manifest.toml'}: holds no [[file]]; make the sample anew with its generator")
    wanted = [_wanted(case, source, entry) for entry in entries if "media_folder" not in entry]
    report = case.load_recognised(wanted, progress=progress)
    lines = report.lines()
    for entry in entries:
        if "media_folder" in entry:
            lines[-1:] = case.attach_media(source / str(entry["media_folder"]), progress=progress).lines()
    return lines


def _wanted(case: Case, source: Path, entry: dict[str, object]) -> tuple[Recognised, Options]:
    path = source / str(entry["path"])
    # a shipped map by its name, or a file that comes with the sample
    named = str(entry.get("map", ""))
    table = read_map(str(source / named) if named.endswith(".toml") else named)[0] if named else None
    given = entry.get("options", {})
    said = {str(k): str(v) for k, v in given.items()} if isinstance(given, dict) else {}
    options = Options(
        map=table,
        network=said.pop("network", None),
        publisher=said.pop("publisher", None),
        handle=said.pop("handle", None),
        extra={"case": case.name, **said},
    )
    loader = by_name(str(entry["format"])) if "format" in entry else by_name("mapped-csv") if table else recognise(path)
    return Recognised(path, loader), options

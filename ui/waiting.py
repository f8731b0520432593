"""Files that wait to be loaded: where uploads are put, what each is, and by which map an unknown table is read.

The one owner of these session keys.
"""

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

import streamlit as st

from attribution.case import Case
from attribution.errors import CaseError
from attribution.preview import Known, look_at

_FILES, _TAKEN, _MAPS, _ROUND = "data.files", "data.taken", "data.maps", "data.round"


class Sent(Protocol):
    """An uploaded file."""

    name: str
    size: int
    file_id: str

    def getbuffer(self) -> memoryview: ...  # noqa: D102  # Streamlit's


def largest() -> str:
    """How large one upload may be: what the server itself lets in (`maxUploadSize` in .streamlit/config.toml)."""
    mebibytes = _most_mebibytes()
    return f"{mebibytes >> 10} GiB" if mebibytes % 1024 == 0 else f"{mebibytes:,} MiB"


def files(case: Case) -> list[Known]:
    """What waits, in the order in which it came."""
    return cast("list[Known]", list(_of(case, _FILES).values()))


def take(case: Case, sent: Sequence[Sent]) -> None:
    """Put uploads into the case's own folder, each under its bare name, and look at them. CaseError for a bad name or size."""
    known, taken = _of(case, _FILES), _of(case, _TAKEN)
    for one in sent:
        # the page runs again at each click, and a file may be large
        if one.file_id in taken:
            continue
        # what a browser sends as a name may be a path, or nothing
        name = one.name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
        if name in ("", ".", "..") or len(name.encode("utf-8", "replace")) > 200:
            raise CaseError(f"{one.name[:80]!r}: is no name for a file; rename it and send it again")
        if one.size > _most_mebibytes() << 20:
            raise CaseError(f"{name}: is larger than {largest()}; load it on the shell: attribution load")
        content = one.getbuffer()
        path = _folder(case) / hashlib.sha256(content).hexdigest()[:16] / name
        if str(path) not in known:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            known[str(path)] = look_at(path)
        taken[one.file_id] = True


def add(case: Case, paths: Iterable[Path]) -> None:
    """Look at files where they are."""
    known = _of(case, _FILES)
    for path in paths:
        known.setdefault(str(path), look_at(path))


def clear(case: Case) -> None:
    """Forget what waits, and remove what was uploaded."""
    for name in (_FILES, _TAKEN, _MAPS):
        st.session_state.pop(name, None)
    st.session_state[_ROUND] = _round() + 1
    shutil.rmtree(_folder(case), ignore_errors=True)


def map_of(case: Case, path: Path) -> Mapping[str, object] | None:
    """The analyst's own map of a table, if there is one."""
    return cast("Mapping[str, object] | None", _of(case, _MAPS).get(str(path)))


def keep_map(case: Case, path: Path, given: Mapping[str, object]) -> None:
    """Read the table by this map from now on."""
    _of(case, _MAPS)[str(path)] = given
    # the editor would keep its old columns
    st.session_state[_ROUND] = _round() + 1


def uploader_key() -> str:
    """Key of the field for uploads: another one after the list was cleared."""
    return f"data.sent.{_round()}"


def table_key() -> str:
    """Key of the table of files."""
    return f"data.table.{_round()}.{len(st.session_state.get(_FILES, {}))}"


def _most_mebibytes() -> int:
    return cast(int, st.get_option("server.maxUploadSize"))


def _round() -> int:
    return cast(int, st.session_state.get(_ROUND, 0))


def _of(case: Case, name: str) -> dict[str, object]:
    held = st.session_state.setdefault(name, {})
    return cast("dict[str, object]", held.setdefault(str(case.folder.root), {}))


def _folder(case: Case) -> Path:
    return case.folder.root / "uploads"

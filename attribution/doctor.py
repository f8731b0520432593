"""What of this machine works: Python, engine, fonts, renderer, ports, Neo4j, versions; each with what to do."""

import os
import platform
import shutil
import socket
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from briefing.fonts import fonts_available
from graph.connection import GraphError, connect, target_from_environment
from graph.embedded import embedded_available

_PACKAGES = ("attribution-explorer", "arcadedb-embedded", "neo4j", "streamlit", "pyvis", "pandas", "pyarrow", "duckdb", "igraph", "resvg-py")  # fmt: skip
_OPTIONAL = ("py2neo",)
_PORT = 8501


@dataclass(frozen=True, slots=True)
class Check:
    """One thing examined. `state`: ok, note (works without) or broken."""

    name: str
    state: str
    found: str
    do: str

    @property
    def broken(self) -> bool:
        """Whether the explorer does not work without a mend."""
        return self.state == "broken"

    @property
    def line(self) -> str:
        """One line for a reader."""
        return f"{self.state:6} {self.name}: {self.found}; {self.do}"

    def as_json(self) -> dict[str, object]:
        """For `attribution doctor --json`."""
        return asdict(self)


def examine() -> tuple[Check, ...]:
    """Every check, in the order in which a user meets what it is about."""
    return (_python(), _versions(), _engine(), _neo4j(), _fonts(), _renderer(), _browser(), _port(), _disk())


def _python() -> Check:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("Python", "ok", found, "nothing to do")


def _versions() -> Check:
    found, missing = [], []
    for name in (*_PACKAGES, *_OPTIONAL):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if name not in _OPTIONAL:
                missing.append(name)
    if missing:
        return Check("Packages", "broken", f"missing {', '.join(missing)}", "run make setup")
    return Check("Packages", "ok", ", ".join(found), "nothing to do")


def _engine() -> Check:
    reason = embedded_available()
    if reason is not None:
        return Check("Embedded engine", "broken", reason, "set NEO4J_URI and NEO4J_PASSWORD to use a Neo4j server")
    return Check("Embedded engine", "ok", "can start here", "nothing to do: it is started when a case needs it")


def _neo4j() -> Check:
    try:
        target = target_from_environment()
    except GraphError as error:
        return Check("Neo4j", "broken", str(error), "mend the environment variables that begin with NEO4J_")
    if target is None:
        return Check("Neo4j", "note", "NEO4J_URI is not set", "nothing to do: cases use the embedded engine")
    try:
        with connect(target) as graph:
            return Check("Neo4j", "ok", f"{target.uri} answers ({graph.engine.name})", "nothing to do")
    except GraphError as error:
        return Check("Neo4j", "broken", str(error), "mend it, or unset NEO4J_URI to use the embedded engine")


def _fonts() -> Check:
    missing = fonts_available()
    if missing is not None:
        return Check("Fonts", "broken", missing, "run make setup")
    return Check("Fonts", "ok", "Latin, Greek, Cyrillic, Arabic, Chinese, Japanese, Korean", "nothing to do")


def _renderer() -> Check:
    try:
        import resvg_py  # noqa: F401, PLC0415  # whether it can be loaded is the question
    except ImportError as error:
        return Check("Picture renderer", "broken", str(error), "run make setup")
    return Check("Picture renderer", "ok", f"resvg-py {version('resvg-py')}", "nothing to do")


def _browser() -> Check:
    for name in ("chromium", "chromium-browser", "google-chrome", "firefox", "msedge"):
        path = shutil.which(name)
        if path:
            return Check("Browser", "ok", name, "nothing to do; without WebGL the view falls back to a simpler one")
    return Check("Browser", "note", "none found on the path", "open the printed address in any recent browser")


def _port() -> Check:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", _PORT))
        except OSError:
            return Check("Port", "note", f"{_PORT} is in use", "nothing to do: the next free one is taken and printed")
    return Check("Port", "ok", f"{_PORT} is free", "nothing to do")


def _disk() -> Check:
    free = shutil.disk_usage(os.curdir).free / 1e9
    if free < 1:
        return Check(
            "Disk", "broken", f"{free:.1f} GB free here", "make room: a case of a million posts needs about 1 GB"
        )
    return Check("Disk", "ok", f"{free:.0f} GB free here", "nothing to do")

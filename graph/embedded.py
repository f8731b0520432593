"""The embedded engine of a case: started on demand, shared by all commands, gone after the last."""

import contextlib
import importlib.util
import json
import os
import platform
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from graph.connection import GraphError
from graph.engine_http import EngineTarget, has_database, server_command
from graph.engine_process import ACCESS, ALIVE, ANEW, CLIENTS, HEAP, LOG
from graph.engines import ENGINES
from graph.locks import FileLock, lock

START_S = 90.0
"""Longest wait for an engine that starts: recovery after a crash takes its time."""

_NEO4J_ROUTE = "use a Neo4j server instead: set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD"
_STARTED: list[subprocess.Popen[bytes]] = []


def ended(case_root: Path, *, wait_s: float = 15.0) -> bool:
    """Whether no engine runs in the case, or the one that does ends within `wait_s`."""
    return _is_free(case_root / "engine" / ALIVE, wait_s)


def _is_free(path: Path, wait_s: float = 0.0) -> bool:
    """Whether nobody holds the lock, or whoever does lets go of it within `wait_s`."""
    if not path.exists():
        return True
    held = lock(path, wait_s=wait_s)
    if held is None:
        return False
    held.release()
    return True


def embedded_available() -> str | None:
    """Why the embedded engine cannot run on this machine, with the mend; None if it can."""
    system, machine = platform.system(), platform.machine().lower()
    if system == "Linux":
        libc, version = platform.libc_ver()
        if libc != "glibc":
            return f"the embedded engine needs glibc, which this Linux lacks; {_NEO4J_ROUTE}"
        if tuple(int(part) for part in version.split(".")[:2]) < (2, 34):
            return f"the embedded engine needs glibc 2.34 or later, this is {version}; {_NEO4J_ROUTE}"
    elif system == "Darwin" and machine != "arm64":
        return f"the embedded engine needs a Mac with Apple silicon; {_NEO4J_ROUTE}"
    elif system == "Windows" and machine not in ("amd64", "x86_64"):
        return f"the embedded engine needs 64-bit Windows; {_NEO4J_ROUTE}"
    if importlib.util.find_spec("arcadedb_embedded") is None:
        return f"the embedded engine (arcadedb-embedded) is not installed; run `make setup`, or {_NEO4J_ROUTE}"
    return None


@dataclass(slots=True)
class Embedded:
    """A client's hold on the engine of one case; while it is open, the engine does not end."""

    target: EngineTarget
    _hold: FileLock

    @classmethod
    def open(cls, case_root: Path) -> "Embedded":
        """Join the case's engine, or start it; GraphError if that cannot be."""
        reason = embedded_available()
        if reason is not None:
            raise GraphError(reason)
        folder = case_root.resolve() / "engine"
        try:
            (folder / LOG).mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            with contextlib.ExitStack() as undo:
                # waits for an engine that is just ending
                hold = lock(folder / CLIENTS, shared=True, wait_s=START_S)
                if hold is None:
                    raise GraphError(f"{folder}: the engine is ending and does not finish; see {folder / LOG}")
                undo.enter_context(hold)
                with _starting(folder):
                    target = _target(folder, _running(folder) or _start(folder))
                    if (folder / ANEW).exists():
                        _empty(target)
                undo.pop_all()
        except OSError as error:
            raise GraphError(
                f"{folder}: the engine cannot use this folder ({error.strerror}); name a writable case folder"
            ) from error
        return cls(target, hold)

    @property
    def runs(self) -> bool:
        """Whether this engine lives: it may have been ended, or have died, and another client may have started the next."""
        folder = self.target.folder
        if _is_free(folder / ALIVE):
            return False
        access = _access(folder)
        return access is None or _target(folder, access) == self.target

    def __enter__(self) -> "Embedded":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine; after the last client it ends within seconds."""
        self._hold.release()


def make_anew(target: EngineTarget) -> None:
    """Make the engine's database anew, empty; cut off at any moment, the next to open the engine does the rest."""
    with _starting(target.folder):
        (target.folder / ANEW).touch()
        _empty(target)


def _empty(target: EngineTarget) -> None:
    if has_database(target):
        server_command(target, f"drop database {target.database}")
    server_command(target, f"create database {target.database}")
    (target.folder / ANEW).unlink()


def _starting(folder: Path) -> FileLock:
    """The lock of whoever starts the engine or makes its database."""
    held = lock(folder / "start.lock", wait_s=START_S)
    if held is None:
        raise GraphError(f"{folder}: another command is starting the engine; wait, then try again")
    return held


def _target(folder: Path, access: dict[str, Any]) -> EngineTarget:
    return EngineTarget(
        uri=f"bolt://127.0.0.1:{access['port']}",
        user=access["user"],
        password=access["password"],
        database=ENGINES["arcadedb"].database,
        reader_user=access["reader_user"],
        reader_password=access["reader_password"],
        folder=folder,
        http_port=access["http_port"],
    )


def _running(folder: Path) -> dict[str, Any] | None:
    """How to enter the engine that runs already; None if none does, whatever files it left behind."""
    if _is_free(folder / ALIVE):
        return None
    # it writes the file again if somebody removed it
    for _ in range(100):
        access = _access(folder)
        if access is not None:
            return access
        time.sleep(0.1)
    raise GraphError(f"{folder}: the engine runs but does not say where; end it, see {folder / LOG}")


def _start(folder: Path) -> dict[str, Any]:
    """Start an engine and wait until it answers; the caller holds the lock for starting."""
    _STARTED[:] = [process for process in _STARTED if process.poll() is None]
    heap = os.environ.get(HEAP)
    if heap and not re.fullmatch(r"[1-9]\d*[kmg]", heap, re.IGNORECASE):
        raise GraphError(f"{HEAP}={heap}: is not a size of memory; write it like 2g, or leave it out")
    (folder / ACCESS).unlink(missing_ok=True)
    start = secrets.token_hex(8)
    output = folder / LOG / "engine.out"
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.engine_process", str(folder), start],
            # what the engine or its Java machine writes beside itself stays in its folder
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            **detached,
        )
    _STARTED.append(process)
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        access = _access(folder)
        if access is not None and access.get("start") == start:
            return access
        if process.poll() is not None:
            raise GraphError(f"{folder}: the embedded engine did not start ({_last_line(output)}); see {output}")
        time.sleep(0.05)
    process.kill()
    raise GraphError(f"{folder}: the embedded engine did not start within {START_S:.0f} s; see {output}")


def _access(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / ACCESS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _last_line(output: Path) -> str:
    lines = [line.strip() for line in output.read_text("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"

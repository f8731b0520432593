"""The embedded engine of a case: started when it is first needed, shared by every command, gone with the last."""

import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

from graph.connection import GraphError, Target
from graph.engine_process import DATABASE, READER
from graph.locks import FileLock, lock

START_TIMEOUT_S = 60.0
_HEAP = "ATTRIBUTION_ENGINE_HEAP"
_GLIBC = (2, 34)


def embedded_available() -> str | None:
    """Why the embedded engine cannot run on this machine, or None."""
    if find_spec("arcadedb_embedded") is None:
        return "there is no build of the embedded engine for this system; use a Neo4j server by NEO4J_URI"
    name, version = platform.libc_ver()
    if name == "glibc" and tuple(int(part) for part in version.split(".")[:2]) < _GLIBC:
        return f"glibc {version} is older than 2.34, which the embedded engine needs; use a Neo4j server by NEO4J_URI"
    return None


class Embedded:
    """A hold on the running engine of one case; the engine ends when the last hold is gone, even by kill -9."""

    def __init__(self, target: Target, held: FileLock) -> None:
        self.target = target
        self._held = held

    @classmethod
    def open(cls, case_root: Path) -> "Embedded":
        """Join the engine that runs for the case, or start it; GraphError if it cannot start."""
        folder = case_root.resolve() / "engine"
        try:
            folder.mkdir(exist_ok=True)
            (folder / "log").mkdir(exist_ok=True)
            held = lock(folder / "clients.lock", shared=True, wait_s=START_TIMEOUT_S)
            if held is None:
                raise GraphError(f"{folder}: the last engine is still ending; try again in a moment")
            try:
                return cls(_joined(folder), held)
            except BaseException:
                held.release()
                raise
        except OSError as error:
            raise GraphError(
                f"{folder}: cannot be used ({error.strerror or error}); is the folder writable?"
            ) from error

    def __enter__(self) -> "Embedded":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine."""
        self._held.release()


def _joined(folder: Path) -> Target:
    with _starting(folder):
        # an engine holds this lock while it lives: whoever gets it knows that there is none
        owner = lock(folder / "owner.lock")
        if owner is not None:
            owner.release()
            _start(folder)
        return _target(folder)


def _starting(folder: Path) -> FileLock:
    held = lock(folder / "start.lock", wait_s=START_TIMEOUT_S)
    if held is None:
        raise GraphError(f"{folder}: another command has been starting the engine for a minute; stop it and try again")
    return held


def _start(folder: Path) -> None:
    reason = embedded_available()
    if reason is not None:
        raise GraphError(f"the embedded engine cannot run here: {reason}")
    (folder / "engine.json").unlink(missing_ok=True)
    _keep_secret(folder)
    heap = os.environ.get(_HEAP, "1g")
    with (folder / "log" / "engine.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.engine_process", str(folder), heap],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_TIMEOUT_S
    while not (folder / "engine.json").is_file():
        if process.poll() is not None:
            raise GraphError(f"the embedded engine ended while it started; see {folder / 'log' / 'engine.log'}")
        if time.monotonic() > deadline:
            process.kill()
            raise GraphError(f"the embedded engine did not start within a minute; see {folder / 'log' / 'engine.log'}")
        time.sleep(0.05)


def _keep_secret(folder: Path) -> None:
    """Passwords and ports of the next start, in a file that only its owner can read."""
    secret = {
        "password": secrets.token_urlsafe(24),
        "reader_password": secrets.token_urlsafe(24),
        "bolt_port": _free_port(),
        "http_port": _free_port(),
    }
    path = folder / "secret.json"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(secret, out)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _target(folder: Path) -> Target:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            running: dict[str, Any] = json.loads((folder / "engine.json").read_text("utf-8"))
            secret: dict[str, Any] = json.loads((folder / "secret.json").read_text("utf-8"))
            break
        except (OSError, ValueError) as error:
            if time.monotonic() > deadline:
                raise GraphError(
                    f"{folder}: the engine does not say where it is ({error}); stop it and try again"
                ) from error
            time.sleep(0.05)
    return Target(
        f"bolt://127.0.0.1:{running['bolt_port']}",
        "root",
        str(secret["password"]),
        DATABASE,
        READER,
        str(secret["reader_password"]),
    )

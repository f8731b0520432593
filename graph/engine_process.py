"""The embedded engine's own process: `python -m graph.engine_process FOLDER START`.

It serves Bolt on loopback as long as a client holds the lock in the engine's folder, and ends
by itself when none does. `graph/embedded.py` starts it and reads the file that it writes.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from graph.engines import ENGINES
from graph.locks import FileLock, lock

ACCESS = "access.json"
"""Where and as whom to enter; only its owner can read it."""
CLIENTS = "clients.lock"
"""Held shared by every client, and by the engine alone when it ends."""
ALIVE = "engine.lock"
"""Held by the engine as long as it lives."""
ANEW = "anew"
"""Stands while the database is made anew: what a crash leaves of the old one then is nobody's."""
LOG = "log"

HEAP = "ATTRIBUTION_ENGINE_HEAP"
"""Variable that sets the most memory of the engine, like 2g."""

COMMAND_TIMEOUT_MS = 120_000
_REGEX_TIMEOUT_MS = 60_000
_PAUSE_MS = 3_600_000
_WATCH_S = 2.0
_READER = "reader"
_GROUPS = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
                },
                _READER: {
                    "access": [],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": ["readRecord"]}},
                },
            }
        }
    },
}
_SETTINGS = {
    # a commit is on the disk before it is acknowledged
    "txWalFlush": 1,
    "command.timeout": COMMAND_TIMEOUT_MS,
    # counted over all texts that one query matches, not over one of them
    "command.regexTimeout": _REGEX_TIMEOUT_MS,
    "opencypher.loadCsv.allowFileUrls": "false",
    "opencypher.loadCsv.allowRemoteUrls": "false",
    "bolt.maxMessageSize": 1 << 27,
    "bolt.packstream.maxValueLength": 1 << 27,
    "queryMaxHeapElementsAllowedPerOp": 5_000_000,
    "queryMaxRangeSize": 1_000_000,
    # a query that dies for want of memory never gives its place back: after four nothing would run any more
    "queryMaxConcurrent": 0,
    # a first load is one body as large as the case, read as it comes
    "server.httpBodyContentMaxSize": -1,
    # and it pauses where a label's million rows are put in order
    "network.socketTimeout": _PAUSE_MS,
    "server.httpStreamingReadTimeout": _PAUSE_MS,
    "serverMetrics": "false",
    # passwords of 192 random bits gain nothing from slow hashing; starting and entering do
    "server.saltIterations": 1_000,
    "server.logsDirectory": "./" + LOG,
}


def serve(folder: Path, start: str) -> int:
    """Serve the folder's database until no client is left or a signal comes; the exit code."""
    os.umask(0o077)
    alive = lock(folder / ALIVE, wait_s=5.0)
    if alive is None:
        print("another engine serves this folder", flush=True)
        return 3
    stopping: list[int] = []
    server, access = _started(folder)
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            # set after the Java machine has started: the last to ask is the one that is asked
            signal.signal(getattr(signal, name), lambda number, _frame: stopping.append(number))
    access["start"] = start
    _write_private(folder / ACCESS, access)
    last = _watch(folder, access, stopping)
    server.stop()
    (folder / ACCESS).unlink(missing_ok=True)
    if last is not None:
        # held until the process has ended: a new client waits for that
        print("ended: no client left", flush=True)
    return 0


def _watch(folder: Path, access: dict[str, Any], stopping: list[int]) -> FileLock | None:
    """Return when it is time to end, with the clients' lock if nobody else held it."""
    waited = 0.0
    while not stopping and folder.is_dir():
        time.sleep(0.1)
        waited += 0.1
        if waited < _WATCH_S:
            continue
        waited = 0.0
        last = lock(folder / CLIENTS)
        if last is not None:
            return last
        if not (folder / ACCESS).exists():
            _write_private(folder / ACCESS, access)
    return None


def _started(folder: Path) -> tuple[Any, dict[str, Any]]:
    """The running server and how to enter it."""
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = str(folder / LOG / "crash-%p.log")
    from arcadedb_embedded import ArcadeDBError, ArcadeDBServer  # noqa: PLC0415  # starts slowly; only here

    for old in (folder / LOG).glob("server-event-log-*"):
        old.unlink(missing_ok=True)
    if (folder / ANEW).exists():
        shutil.rmtree(folder / "databases", ignore_errors=True)
    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "server-groups.json").write_text(json.dumps(_GROUPS), "utf-8")
    password, reader_password = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    # signals are Python's: Java's own handler crashed the interpreter on SIGTERM
    options = ["-Xrs", "-XX:+UseSerialGC", *(f"-Darcadedb.{name}={value}" for name, value in _SETTINGS.items())]
    java = {"heap_size": _heap(), "jvm_args": options}
    for attempt in range(5):
        # every start has passwords of its own
        (config / "server-users.jsonl").unlink(missing_ok=True)
        bolt, http = _free_ports()
        server = ArcadeDBServer(
            str(folder),
            password,
            {
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                "host": "127.0.0.1",
                "bolt_port": bolt,
                "http_port": http,
                "mode": "development",
            },
            java,
        )
        try:
            server.start()
        except ArcadeDBError:
            # somebody took the port between our look and the engine's
            if attempt == 4:
                raise
            continue
        break
    database = ENGINES["arcadedb"].database
    if not server._java_server.existsDatabase(database):
        server.create_database(database)
    _add_reader(server, reader_password)
    return server, {
        "port": bolt,
        "http_port": http,
        "user": "root",
        "password": password,
        "reader_user": _READER,
        "reader_password": reader_password,
        "process": os.getpid(),
    }


def _add_reader(server: Any, password: str) -> None:
    """Add the user that can only read. Cypher's CREATE USER would make an administrator."""
    import jpype  # noqa: PLC0415  # exists only beside the engine

    security = server._java_server.getSecurity()
    user = {"name": _READER, "password": str(security.encodePassword(password)), "databases": {"*": [_READER]}}
    security.createUser(jpype.JClass("com.arcadedb.serializer.json.JSONObject")(json.dumps(user)))


def _heap() -> str:
    """Most memory of the Java machine: ATTRIBUTION_ENGINE_HEAP, else a quarter of what there is, 1 to 4 GB."""
    chosen = os.environ.get(HEAP)
    if chosen:
        return chosen
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        memory = 8 << 30
    # not 4g exactly: the package takes that for "nothing chosen"
    return f"{max(1024, min(4095, memory // 4 // (1 << 20)))}m"


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _write_private(path: Path, content: dict[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out)
    temporary.replace(path)


if __name__ == "__main__":
    code = serve(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.flush()
    # the server has stopped; leaving the Java machine by its own way out can hang or crash
    os._exit(code)

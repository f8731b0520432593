"""The embedded engine's own process: serves Bolt on loopback until the last command that uses it has ended."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from graph.locks import FileLock, lock

DATABASE = "case"
READER = "reader"
_LOOK_EVERY_S = 1.0
_READER_GROUPS = {
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
                READER: {
                    "access": [],
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "types": {"*": {"access": ["readRecord"]}},
                },
            }
        }
    },
}


def main(folder: Path, heap: str) -> None:
    """Start the engine in `folder`, say where it is in `engine.json`, and end when nobody uses it."""
    owner = lock(folder / "owner.lock", wait_s=10.0)
    if owner is None:
        raise SystemExit("another engine serves this case")
    with owner:
        secret = json.loads((folder / "secret.json").read_text("utf-8"))
        server = _started(folder, secret, heap)
        stopped = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        last: FileLock | None = None
        while not stopped and last is None:
            time.sleep(_LOOK_EVERY_S)
            # every command holds this lock shared: who gets it alone is the last one here
            last = lock(folder / "clients.lock")
        (folder / "engine.json").unlink(missing_ok=True)
        server.stop()
    # the JVM's own exit hooks would wait for what is stopped already
    os._exit(0)


def _started(folder: Path, secret: dict[str, str], heap: str):  # type: ignore[no-untyped-def]  # the wheel has no types
    import jpype  # noqa: PLC0415  # only this process has a JVM
    from arcadedb_embedded.server import ArcadeDBServer  # noqa: PLC0415

    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "server-groups.json").write_text(json.dumps(_READER_GROUPS), "utf-8")
    # passwords are made anew for each start
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    os.environ["ARCADEDB_JVM_ERROR_FILE"] = str(folder / "log" / "crash-%p.log")
    config = {
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt_port": secret["bolt_port"],
        "http_port": secret["http_port"],
        "host": "127.0.0.1",
        "mode": "development",
    }
    options = [
        "-Xrs",  # signals are Python's: the JVM's handler crashed the interpreter on SIGTERM
        "-Darcadedb.txWalFlush=1",
        "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
        "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
        f"-Darcadedb.server.logsDirectory={folder / 'log'}",
    ]
    server = ArcadeDBServer(str(folder), secret["password"], config, {"heap_size": heap, "jvm_args": options})
    server.start()
    java = server._java_server  # the wheel has no public way to its users
    if not java.existsDatabase(DATABASE):
        server.create_database(DATABASE)
    security = java.getSecurity()
    user = {
        "name": READER,
        "password": str(security.encodePassword(secret["reader_password"])),
        "databases": {"*": [READER]},
    }
    security.createUser(jpype.JClass("com.arcadedb.serializer.json.JSONObject")(json.dumps(user)))
    ready = folder / ".engine.json"
    ready.write_text(json.dumps({"pid": os.getpid(), "bolt_port": secret["bolt_port"]}), "utf-8")
    ready.replace(folder / "engine.json")
    return server


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

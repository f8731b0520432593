"""A real Neo4j Community server for tests: started from fetched jars, on loopback, with a home of its own."""

import ctypes
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "neo4j"
START_S = 120.0

_OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_CONFIGURATION = """\
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.max_size={heap}
server.memory.pagecache.size={cache}
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
"""


def version() -> str:
    """The version that pom.xml names."""
    found = re.search(r"<neo4j\.version>(.+)</neo4j\.version>", (HERE / "pom.xml").read_text("utf-8"))
    assert found is not None
    return found.group(1)


def missing() -> str | None:
    """Why no server can be started here, with the mend; None if one can. In CI the jars are fetched."""
    java = shutil.which("java")
    if java is None:
        return "Neo4j needs Java 17 or later, which is not installed"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found.group(1)) < 17:
        return f"Neo4j needs Java 17 or later; here is {told.splitlines()[0] if told else 'an unknown one'}"
    if not (CACHE / version()).is_dir() and os.environ.get("CI") == "true":
        subprocess.run(["sh", str(HERE / "fetch_neo4j.sh")], check=True)
    if not (CACHE / version()).is_dir():
        return "Neo4j's jars are not there; fetch them once with tests/services/fetch_neo4j.sh (needs Maven)"
    return None


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """A server that runs; `stop` ends it."""

    uri: str
    user: str
    password: str
    process: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        home: Path,
        before: Callable[[list[str], dict[str, str]], None] | None = None,
        *,
        java_options: tuple[str, ...] = ("-Xmx1g", "-XX:+UseSerialGC"),
        cache: str = "256m",
    ) -> "Neo4jServer":
        """A server with an empty database in `home`; RuntimeError with the end of its log if it does not start.

        `java_options` begin with the heap. `before` is called while it is stopped, with how to call its neo4j-admin: the words and the environment.
        """
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        for name in ("conf", "data", "logs", "plugins", "import", "run"):
            (home / name).mkdir(parents=True)
        configuration = _CONFIGURATION.format(port=port, heap=java_options[0].removeprefix("-Xmx"), cache=cache)
        (home / "conf" / "neo4j.conf").write_text(configuration, "utf-8")
        password = f"p{secrets.token_urlsafe(16)}"
        java = ["java", "-cp", f"{CACHE / version()}/*", *java_options]
        java += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENS]
        environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        admin = [*java, "org.neo4j.cli.AdminTool"]
        subprocess.run(
            [*admin, "dbms", "set-initial-password", password], env=environment, check=True, capture_output=True
        )
        if before is not None:
            before(admin, environment)
        log = home / "logs" / "console.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*java, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"],
                env=environment,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  # one call, no locks
            )
        server = cls(f"bolt://127.0.0.1:{port}", "neo4j", password, process)
        deadline = time.monotonic() + START_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                server.stop()
                raise RuntimeError(f"Neo4j did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.2)
        return server

    def stop(self) -> None:
        """End the server at once: nothing of it is kept."""
        self.process.kill()
        self.process.wait(30)


def _answers(port: int) -> bool:
    try:
        # Bolt's handshake: magic, four proposals of versions; four bytes come back
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(bytes.fromhex("6060b017" + "00000005" + "00000004" + "00" * 8))
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def _end_with_parent() -> None:
    # a killed test run must not leave a server behind
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)

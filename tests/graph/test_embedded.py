"""The embedded engine's life: started on demand, shared, private, and gone after the last client, however that ends."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.bulk import bulk_load
from graph.connection import GraphError, connect
from graph.ddl import prepare
from graph.embedded import Embedded, embedded_available, ended
from graph.engine_http import server_command
from graph.engine_process import ANEW
from graph.write import write_nodes

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.skipif(embedded_available() is not None, reason=str(embedded_available())),
]

ROOT = Path(__file__).parent.parent.parent

# a command of its own: says that it is in, and stays until it is killed
CLIENT = """
import sys, time
from pathlib import Path
from graph.connection import connect
from graph.embedded import Embedded
with Embedded.open(Path(sys.argv[1])) as engine, connect(engine.target) as graph:
    print(graph.read("RETURN 1 AS one")[0]["one"], flush=True)
    time.sleep(300)
"""


def client(case: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(case)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def is_in(process: subprocess.Popen[bytes]) -> bool:
    assert process.stdout is not None
    if process.stdout.readline() == b"1\n":
        return True
    assert process.stderr is not None
    raise AssertionError(process.stderr.read().decode())


def engine_pid(case: Path) -> int:
    pid = json.loads((case / "engine" / "access.json").read_text("utf-8"))["process"]
    assert isinstance(pid, int)
    return pid


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # one of ours that nobody waited for yet is dead, too
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


def soon(holds: Callable[[], bool], within_s: float = 30.0) -> bool:
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_kill_9_of_the_last_client_leaves_no_process(tmp_path: Path) -> None:
    first, second = client(tmp_path), client(tmp_path)
    assert is_in(first)
    assert is_in(second)
    pid = engine_pid(tmp_path)

    killed(first)
    time.sleep(5)
    assert lives(pid), "one client is left, so must the engine be"

    killed(second)
    assert soon(lambda: not lives(pid))
    assert not (tmp_path / "engine" / "access.json").exists()


def test_what_a_killed_engine_leaves_does_no_harm(tmp_path: Path) -> None:
    with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
        write_nodes(graph, "Account", [{"id": "x:1", "properties": {}, "datasets": ["d"]}])
        pid = engine_pid(tmp_path)
        os.kill(pid, signal.SIGKILL)
        assert soon(lambda: not lives(pid))
        with pytest.raises(GraphError, match=r"no graph database answers .*; try again, and it is started anew$"):
            graph.read("MATCH (n) RETURN n")
        assert (tmp_path / "engine" / "access.json").exists()

    with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
        assert engine_pid(tmp_path) != pid
        assert graph.read("MATCH (n) RETURN n.id AS id") == [{"id": "x:1"}]


def begun_anew(case: Path) -> None:
    """Leave the engine as a command does that is killed while it makes the database anew."""
    with Embedded.open(case) as engine, connect(engine.target) as graph:
        write_nodes(graph, "Account", [{"id": "x:1", "properties": {"platform": "x"}, "datasets": ["a"]}])
        (case / "engine" / ANEW).touch()
        server_command(engine.target, "drop database case")


def holds(case: Path) -> int:
    with Embedded.open(case) as engine, connect(engine.target) as graph:
        found = graph.read("MATCH (n) RETURN count(n) AS n")[0]["n"]
        assert isinstance(found, int)
        return found


def test_a_database_that_was_being_made_anew_is_made(tmp_path: Path) -> None:
    begun_anew(tmp_path)

    assert holds(tmp_path) == 0
    assert not (tmp_path / "engine" / ANEW).exists()


def test_an_engine_that_was_killed_while_its_database_was_made_anew_starts(tmp_path: Path) -> None:
    begun_anew(tmp_path)
    os.kill(engine_pid(tmp_path), signal.SIGKILL)
    assert ended(tmp_path)
    left = tmp_path / "engine" / "databases" / "case"
    left.mkdir(parents=True, exist_ok=True)
    (left / "configuration.json").write_bytes(b"{")

    assert holds(tmp_path) == 0
    assert holds(tmp_path) == 0


def test_a_first_load_may_be_larger_than_any_other_request(tmp_path: Path) -> None:
    # the engine's own bound for a request is 100 MiB, which a few hundred thousand posts reach
    text, posts = "x" * 1_000_000, 110
    lines = (b'{"@type":"v","@class":"Post","id":"x:%d","text":"%s"}\n' % (n, text.encode()) for n in range(posts))
    with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
        prepare(graph)
        bulk_load(graph, [], lines)

        assert graph.read("MATCH (p:Post) RETURN count(p.id) AS n") == [{"n": posts}]


@pytest.mark.slow
def test_a_first_load_may_pause(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b'{"@type":"v","@class":"Post","id":"x:1"}\n'
        # the engine's own bound is 30 seconds, in which a busy machine does not put a million rows in order
        time.sleep(33)
        yield b'{"@type":"v","@class":"Post","id":"x:2"}\n'

    with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
        prepare(graph)
        bulk_load(graph, [], lines())

        assert graph.read("MATCH (p:Post) RETURN count(p.id) AS n") == [{"n": 2}]


def test_why_a_body_was_refused_in_the_middle_is_told(tmp_path: Path) -> None:
    lines = (b"no JSON at all %d\n" % n for n in range(2_000_000))
    with (
        Embedded.open(tmp_path) as engine,
        connect(engine.target) as graph,
        pytest.raises(GraphError, match="the engine refused a request"),
    ):
        bulk_load(graph, [], lines)


def test_a_signal_ends_the_engine_cleanly(tmp_path: Path) -> None:
    with Embedded.open(tmp_path):
        pid = engine_pid(tmp_path)
        os.kill(pid, signal.SIGTERM)
        assert soon(lambda: not lives(pid))

    log = tmp_path / "engine" / "log"
    assert "ArcadeDB Server is down" in (log / "engine.out").read_text("utf-8")
    assert list(log.glob("crash*")) == []


def test_files_stay_in_the_engines_folder_and_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    case = Path("../case")
    case.mkdir()
    with Embedded.open(case) as engine, connect(engine.target) as graph:
        graph.write("CREATE (:Account {id: 'x:1'})")
        access = case / "engine" / "access.json"
        assert stat.S_IMODE(access.stat().st_mode) == 0o600
        assert stat.S_IMODE((case / "engine").stat().st_mode) == 0o700
        assert engine.target.password in access.read_text("utf-8")
        shown = repr(engine.target) + repr(engine) + repr(graph)
        assert engine.target.password not in shown
        assert str(engine.target.reader_password) not in shown
        arguments = Path(f"/proc/{engine_pid(case)}/cmdline")
        if arguments.exists():
            assert engine.target.password.encode() not in arguments.read_bytes()

    assert list(here.iterdir()) == []
    assert [path.name for path in (tmp_path / "case").iterdir()] == ["engine"]
    logged = "".join(p.read_text("utf-8", "replace") for p in (tmp_path / "case/engine/log").iterdir())
    assert engine.target.password not in logged


def test_only_loopback_is_listened_on(tmp_path: Path) -> None:
    with Embedded.open(tmp_path):
        pid = engine_pid(tmp_path)
        if not Path("/proc/net/tcp").exists():
            pytest.skip("listeners are read from /proc, which this system lacks")
        sockets = {str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
        listening = []
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                    listening.append(fields[1].partition(":")[0])

    assert listening
    # 127.0.0.1, as such and as it stands in IPv6
    assert set(listening) <= {"0100007F", "0000000000000000FFFF00000100007F"}


def test_two_commands_at_once_share_one_engine(tmp_path: Path) -> None:
    clients = [client(tmp_path) for _ in range(3)]
    try:
        assert all(is_in(one) for one in clients)
        log = (tmp_path / "engine" / "log" / "engine.out").read_text("utf-8")
        assert log.count("is starting up") == 1
    finally:
        for one in clients:
            killed(one)
    pid = engine_pid(tmp_path) if (tmp_path / "engine" / "access.json").exists() else None
    assert pid is None or soon(lambda: not lives(pid))


def test_a_new_client_waits_for_an_engine_that_ends(tmp_path: Path) -> None:
    with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
        write_nodes(graph, "Account", [{"id": "x:1", "properties": {}, "datasets": ["d"]}])
        pid = engine_pid(tmp_path)
    # the engine looks every two seconds: some of these meet it while it ends
    for _ in range(3):
        time.sleep(0.9)
        with Embedded.open(tmp_path) as engine, connect(engine.target) as graph:
            assert graph.read("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]
    pid = engine_pid(tmp_path)
    assert soon(lambda: not lives(pid))


def test_each_case_has_an_engine_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with Embedded.open(tmp_path / "a") as one, Embedded.open(tmp_path / "b") as other:
        assert one.target.uri != other.target.uri
        assert one.target.password != other.target.password
        with connect(one.target) as graph, connect(other.target) as empty:
            graph.write("CREATE (:Account {id: 'x:1'})")
            assert empty.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_the_engine_writes_its_file_again(tmp_path: Path) -> None:
    with Embedded.open(tmp_path) as first:
        (tmp_path / "engine" / "access.json").unlink()
        with Embedded.open(tmp_path) as second:
            assert second.target == first.target


def test_an_engine_whose_folder_is_gone_ends(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    with Embedded.open(case):
        pid = engine_pid(case)
        case.rename(tmp_path / "moved")
        assert soon(lambda: not lives(pid))


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "engine").write_text("a file, not a folder")

    with pytest.raises(GraphError, match=r"engine cannot use this folder .*; name a writable case folder"):
        Embedded.open(tmp_path)


@pytest.mark.parametrize(
    ("heap", "message"),
    [
        ("much", "ATTRIBUTION_ENGINE_HEAP=much: is not a size of memory; write it like 2g, or leave it out"),
        # which of its lines the JVM ends with is not ours to say
        ("1k", r"did not start \(.+\); see .*engine\.out"),
    ],
)
def test_an_engine_that_cannot_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heap: str, message: str
) -> None:
    monkeypatch.setenv("ATTRIBUTION_ENGINE_HEAP", heap)

    with pytest.raises(GraphError, match=message):
        Embedded.open(tmp_path)

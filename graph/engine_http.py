"""The embedded engine's way in beside Bolt: HTTP on loopback."""

import base64
import contextlib
import http.client
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.connection import GraphError, Target

_TIMEOUT_S = 3_600.0


@dataclass(frozen=True, slots=True)
class EngineTarget(Target):
    """The embedded engine of a folder, with its way in for bulk loads and for work on its database as a whole."""

    folder: Path = Path()
    http_port: int = 0

    @property
    def mend(self) -> str:
        """What to do where nobody answers: whoever opens the engine next starts it."""
        return "the embedded engine has ended; try again, and it is started anew"


def has_database(target: EngineTarget) -> bool:
    """Whether the engine has its database: a load that was killed may have taken it away."""
    found = json.loads(_request(target, "GET", f"exists/{target.database}", None, "application/json"))
    return bool(found["result"])


def server_command(target: EngineTarget, command: str) -> None:
    """Tell the server something that concerns databases as wholes."""
    post(target, "server", [json.dumps({"command": command}).encode()], "application/json")


def queries_that_run(target: EngineTarget) -> list[dict[str, Any]]:
    """What the engine computes now for anybody: id, text, …"""
    body = json.dumps({"command": f"list queries database {target.database}"}).encode()
    found = json.loads(_request(target, "POST", "server", [body], "application/json"))["result"]
    return [one for one in found if isinstance(one, dict)]


def sql_command(target: EngineTarget, command: str) -> None:
    """Tell the database something in its own SQL, for what Cypher has no words."""
    body = json.dumps({"language": "sql", "command": command}).encode()
    post(target, f"command/{target.database}", [body], "application/json")


def post(target: EngineTarget, path: str, body: Iterable[bytes], kind: str) -> None:
    """Send a body of this media type; GraphError where the engine refuses it or breaks off."""
    _request(target, "POST", path, body, kind)


def _request(target: EngineTarget, verb: str, path: str, body: Iterable[bytes] | None, kind: str) -> Any:
    entry = base64.b64encode(f"{target.user}:{target.password}".encode()).decode("ascii")
    connection = http.client.HTTPConnection("127.0.0.1", target.http_port, timeout=_TIMEOUT_S)
    try:
        # an engine that refuses a body in the middle closes the way in, and says why on the way out
        with contextlib.suppress(BrokenPipeError):
            connection.request(verb, f"/api/v1/{path}", body, {"Authorization": f"Basic {entry}", "Content-Type": kind})
        answer = connection.getresponse()
        said = answer.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        raise GraphError(f"{target.uri}: the engine broke off a request ({error}); try again") from error
    finally:
        connection.close()
    if answer.status not in (200, 204):
        raise GraphError(f"{target.uri}: the engine refused a request ({' '.join(said.split())[:300]}); try again")
    return said

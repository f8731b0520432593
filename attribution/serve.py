"""Starts the explorer's server, and decides whether it may listen where it is told to."""

import ipaddress
import os
import socket
import sys
import threading
import time
import tomllib
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.error import URLError

from attribution.errors import CaseError
from store.folder import CaseFolder

APP = Path(__file__).resolve().parent.parent / "app.py"
CASE = "ATTRIBUTION_CASE"
"""Environment variable that names the case folder for the app."""
URI = "ATTRIBUTION_URI"
"""Environment variable that names the graph for the app, if it is not the case's own."""
PASSWORD = "ATTRIBUTION_PASSWORD"  # noqa: S105  # the variable's name
SHORTEST_PASSWORD = 12

_TRIED = 50
_OPEN = "beyond this machine only with a login: add [auth] to .streamlit/secrets.toml, or set {0}_FILE or {0}"


def serve(case_dir: str | Path, port: int = 8501, host: str = "127.0.0.1", uri: str | None = None) -> None:
    """Serve the explorer on a case until it is stopped; prints the address.

    CaseError if the host is beyond loopback and there is no login; another port is taken if this one is in use.
    """
    folder = CaseFolder(Path(case_dir))
    folder.check_format()
    check_access(host)
    taken = free_port(host, port)
    if taken != port:
        _say(f"Port {port} is in use; taking {taken}.")
    os.environ[CASE] = str(folder.root.resolve())
    if uri:
        os.environ[URI] = uri
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared, not bound
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{taken}"
    threading.Thread(target=_announce, args=(address, folder.name), daemon=True).start()
    _run(host, taken)


def check_access(host: str | None) -> None:
    """CaseError where a server on this host would be open to others without a login."""
    if login() is None and not is_loopback(host):
        raise CaseError(f"address {host or 'of every interface'}: the explorer listens {_OPEN.format(PASSWORD)}")


def is_loopback(host: str | None) -> bool:
    """Whether only this machine can reach the address; none at all means every interface."""
    if not host:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def login() -> str | None:
    """How people log in: "oidc", "password" or None; CaseError for a password that cannot be used."""
    if _has_oidc():
        return "oidc"
    return "password" if operator_password() is not None else None


def operator_password() -> str | None:
    """The password that the operator set by file or variable, if any; CaseError if it is unreadable or short."""
    path = os.environ.get(f"{PASSWORD}_FILE")
    given = os.environ.get(PASSWORD)
    if path:
        try:
            given = Path(path).read_text("utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(f"{PASSWORD}_FILE: {path} cannot be read; name a readable text file") from error
    if not given:
        return None
    if len(given) < SHORTEST_PASSWORD:
        raise CaseError(f"{PASSWORD}: the password has fewer than {SHORTEST_PASSWORD} characters; choose a longer one")
    return given


def _has_oidc() -> bool:
    """Whether a secrets file that Streamlit reads has an [auth] table."""
    for folder in (APP.parent, Path.cwd(), Path.home()):
        try:
            found = tomllib.loads((folder / ".streamlit" / "secrets.toml").read_text("utf-8"))
        except OSError:
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CaseError(f"{folder}/.streamlit/secrets.toml: is not TOML ({error}); mend or remove it") from error
        if isinstance(found.get("auth"), dict):
            return True
    return False


def free_port(host: str, port: int) -> int:
    """The port, or the first free one after it; CaseError where the host is no address of this machine."""
    for candidate in range(port, min(port + _TRIED, 65_536)):
        try:
            family, kind, protocol, _, place = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM)[0]
            with closing(socket.socket(family, kind, protocol)) as probe:
                # as the server binds: a port that is still closing is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
                probe.listen(1)
        except socket.gaierror as error:
            raise CaseError(f"address {host!r}: is unknown ({error.strerror}); use 127.0.0.1") from error
        except PermissionError as error:
            raise CaseError(f"port {candidate}: needs an administrator; choose one above 1023") from error
        except OSError as error:
            if error.errno is not None and "assign" in str(error).lower():
                raise CaseError(f"address {host}: is not one of this machine; use 127.0.0.1") from error
            continue
        return candidate
    raise CaseError(f"port {port}: is in use, and so are the {_TRIED} after it; name another with --port")


def _run(host: str, port: int) -> None:
    # streamlit takes a second to import
    from streamlit.web import cli  # noqa: PLC0415

    options = {
        "server.address": host,
        "server.port": port,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "logger.hideWelcomeMessage": "true",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    cli.main(["run", *flags, str(APP)], standalone_mode=False)


def _announce(address: str, case: str) -> None:
    """Say the address when the server answers there."""
    for _ in range(600):
        try:
            # our own server on this machine
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    _say(f"Attribution explorer, case {case}: {address}  (Ctrl+C stops it)")
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

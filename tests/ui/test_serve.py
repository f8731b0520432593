import socket
from pathlib import Path

import pytest

from attribution import serve
from attribution.errors import CaseError
from store.folder import CaseFolder

EVERYWHERE = "0.0.0.0"  # noqa: S104  # what must be refused


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's secrets nor its variables decide a test."""
    for name in (serve.PASSWORD, f"{serve.PASSWORD}_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serve, "APP", tmp_path / "app.py")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        (EVERYWHERE, False),
        ("::", False),
        ("192.168.1.4", False),
        ("example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_what_counts_as_this_machine_alone(host: str | None, expected: bool) -> None:
    assert serve.is_loopback(host) is expected


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.4", "", None])
def test_refuses_to_listen_beyond_loopback_without_a_login(host: str | None) -> None:
    with pytest.raises(CaseError, match="only with a login"):
        serve.check_access(host)


def test_a_password_opens_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(serve.PASSWORD, "correct horse battery")

    serve.check_access(EVERYWHERE)

    assert serve.login() == "password"


def test_a_password_file_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from the file itself\n", "utf-8")
    monkeypatch.setenv(f"{serve.PASSWORD}_FILE", str(tmp_path / "password"))
    monkeypatch.setenv(serve.PASSWORD, "from the variable")

    assert serve.operator_password() == "from the file itself"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (serve.PASSWORD, "short", "fewer than 12"),
        (f"{serve.PASSWORD}_FILE", "/nowhere/at/all", "cannot be read"),
    ],
)
def test_a_useless_password_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(CaseError, match=message):
        serve.check_access(EVERYWHERE)


def test_oidc_in_the_secrets_counts_as_login(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('[auth]\nclient_id = "x"\n', "utf-8")

    assert serve.login() == "oidc"


def test_takes_the_next_port_when_one_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]

        assert port < serve.free_port("127.0.0.1", port) <= port + 50


def test_a_foreign_address_is_named() -> None:
    with pytest.raises(CaseError, match="not one of this machine"):
        serve.free_port("203.0.113.7", 8501)


def test_serve_says_no_before_anything_starts(tmp_path: Path) -> None:
    CaseFolder(tmp_path / "case").create()

    with pytest.raises(CaseError, match=r"0\.0\.0\.0"):
        serve.serve(tmp_path / "case", host=EVERYWHERE)

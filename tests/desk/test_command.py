"""`specgen desk` as it is typed: what it prints, where it listens, and how it ends."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from specgen.cli import desk as command
from specgen.cli.main import run


def test_it_makes_its_folder_says_its_address_answers_there_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "specgen", "desk", str(tmp_path / "contracts"), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert next(process.stdout).endswith("contracts was not there and is made: an empty folder for your contracts.\n")
    address = urlsplit(next(line.strip() for line in process.stdout if "http://" in line))
    assert address.hostname == "127.0.0.1"
    connection = http.client.HTTPConnection(address.netloc)
    connection.request("GET", f"{address.path}?{address.query}")
    answer = connection.getresponse()
    answer.read()
    connection.request("GET", "/", headers={"Cookie": answer.headers["set-cookie"].partition(";")[0]})
    page = connection.getresponse().read().decode("utf-8")
    assert "No contract files lie in this folder yet." in page
    connection.close()
    process.send_signal(signal.SIGINT)
    said, faults = process.communicate()
    assert process.returncode == 0, faults
    assert "The desk is closed." in said
    assert faults == ""
    assert address.query.partition("=")[2] not in page


def test_a_port_that_is_taken_and_a_folder_that_is_not_there_are_wrong_command_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        assert run(["desk", str(tmp_path), "--port", port, "--no-browser"]) == 2
        assert f"nothing can listen on port {port}" in capsys.readouterr().err
    assert run(["desk", str(tmp_path / "gone" / "contracts")]) == 2
    (tmp_path / "contracts").mkdir()
    assert run(["desk", str(tmp_path / "contarcts")]) == 2
    assert "Did you mean" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["contracts"]
    assert run(["desk", str(Path(__file__))]) == 2


def test_without_its_extra_the_command_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert run(["desk", str(tmp_path)]) == 2
    assert 'pip install ".[desk]"' in " ".join(capsys.readouterr().err.split())


def test_a_browser_that_cannot_be_opened_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str) -> bool:
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "open", refuse)
    assert command.opened_in_browser("http://127.0.0.1:1/") is False
    monkeypatch.setattr(webbrowser, "open", lambda address: True)
    assert command.opened_in_browser("http://127.0.0.1:1/") is True

"""A desk over a folder with a copy of the examples, and a browser's manner of asking it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the desk is an extra")
pytest.importorskip("httpx2", reason="httpx2 asks the desk in tests")

from starlette.testclient import TestClient

from specgen.desk.answers.app import application
from specgen.desk.folder import DeskFolder
from specgen.desk.guard import Guard, Secrets
from specgen.desk.opened import Desk, KeptReady, Ready
from specgen.writing import Disk

EXAMPLES = Path(__file__).parents[2] / "examples"
PORT = 8899
ORIGIN = f"http://127.0.0.1:{PORT}"
SECRETS = Secrets("the-address", "the-cookie")
COOKIE = {f"specgen-desk-{PORT}": "the-cookie"}


class ReadyExamples(KeptReady):
    """The library and templates of the examples, compiled once for all desks of a test run."""

    def of(self, file: Path, *, fresh: bool = True) -> Ready:
        return super().of(EXAMPLES / "contract.yaml", fresh=False)


@cache
def ready_examples() -> KeptReady:
    """What is ready, once for the whole run of tests."""
    return ReadyExamples(lambda: None)


@dataclass
class AskedDesk:
    """A desk with its folder; `opened` are the folders that it asked the system to show."""

    root: Path
    client: TestClient
    desk: Desk
    opened: list[Path] = field(default_factory=list)

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, address: str, form: Mapping[str, str], status: int = 200, *, follow: bool = True) -> str:
        answer = self.client.post(address, data=dict(form), headers={"Origin": ORIGIN}, follow_redirects=follow)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self, name: str) -> dict[str, str]:
        """The form of a contract's page as it is shown."""
        return form_of(self.page(f"/contract?file={name}"))


def form_of(html: str) -> dict[str, str]:
    """The fields of the page's form with what they hold, as a browser would send them."""
    found = {"known": re.search(r'name="known" value="([0-9a-f]{64})"', html)[1]}  # type: ignore[index]
    for name, value in re.findall(r'<input type="text"[^>]*? name="(v:[^"]*)"[^>]*? value="([^"]*)"', html):
        found[unescape(name)] = unescape(value)
    for name, value in re.findall(r'<textarea[^>]*? name="(v:[^"]*)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL):
        found[unescape(name)] = unescape(value).replace("\n", "\r\n")
    for name, inside in re.findall(r'<select[^>]*? name="(v:[^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside) or re.search(r'<option value="([^"]*)"', inside)
        found[unescape(name)] = unescape(chosen[1]) if chosen else ""
    return found


def made_desk(root: Path) -> AskedDesk:
    opened: list[Path] = []

    def show(folder: Path) -> bool:
        opened.append(folder)
        return True

    desk = Desk(DeskFolder(root, Disk(durable=False)), show)
    desk.ready = ready_examples()
    client = TestClient(Guard(application(desk), PORT, SECRETS), base_url=ORIGIN, cookies=COOKIE)
    return AskedDesk(root, client, desk, opened)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[AskedDesk]:
    """A desk over a copy of all examples."""
    root = tmp_path / "contracts"
    shutil.copytree(EXAMPLES, root, ignore=shutil.ignore_patterns("documents"))
    yield made_desk(root)

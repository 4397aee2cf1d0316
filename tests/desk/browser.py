"""A real browser before a real desk: Debian's Chromium, where it is installed, driven by Playwright."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.desk.conftest import SECRETS, ready_examples

from specgen.desk.answers.app import application
from specgen.desk.folder import DeskFolder
from specgen.desk.guard import Guard
from specgen.desk.opened import Desk
from specgen.writing import Disk

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PASSED_OVER = "no Chromium is installed (Debian: apt-get install chromium): the desk was not tried in a browser"


@contextmanager
def served(root: Path) -> Iterator[tuple[str, Desk]]:
    """The address of a desk over the folder, with its secret, while it is open."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    desk = Desk(DeskFolder(root, Disk(durable=False)), lambda folder: True)
    desk.ready = ready_examples()
    server = uvicorn.Server(
        uvicorn.Config(Guard(application(desk), port, SECRETS), log_level="error", access_log=False, lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", desk
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is passed over where none is installed."""
    if CHROMIUM is None:
        pytest.skip(PASSED_OVER)
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()

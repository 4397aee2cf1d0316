"""Draws the pictures of the desk in docs/pictures: a real desk over the examples, in Chromium. Run it from the
repository: `.venv/bin/python tools/desk_pictures.py`. It needs Chromium and Playwright (`pip install ".[dev]"`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
RESPIRATORY = "/contract?file=community-respiratory/contract.yaml"
PODIATRY = "podiatry-services/contract.yaml"


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no Chromium is installed (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "contracts"
        shutil.copytree(ROOT / "examples", folder, ignore=shutil.ignore_patterns("documents"))
        _leave_open(folder / "community-respiratory" / "contract.yaml", "sdm_champion_time")
        command = [sys.executable, "-m", "specgen", "desk", str(folder), "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as desk:
            assert desk.stdout is not None
            entrance = next(line.strip() for line in desk.stdout if "/enter?key=" in line)
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1440, "height": 860})
                page.goto(entrance)
                _draw(page, entrance.partition("/enter")[0], folder)
                browser.close()
            desk.terminate()


def _leave_open(file: Path, name: str) -> None:
    """Take the line of a value out, so that the picture shows a question that is open."""
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(line for line in lines if not line.strip().startswith(f"{name}:".encode())))


def _draw(page: Page, base: str, folder: Path) -> None:
    page.goto(f"{base}{RESPIRATORY}")
    page.locator('[id="t-s0-shared-decision-making"]').scroll_into_view_if_needed()
    page.locator('[id="d-services/0/values/sdm_champion_post"]').click()
    page.locator('[id="q-services/0/values/sdm_champion_time"]').scroll_into_view_if_needed()
    page.locator('[id="d-services/0/values/sdm_champion_time"]').evaluate(
        "gap => gap.scrollIntoView({block: 'center'})"
    )
    page.screenshot(path=PICTURES / "desk.png")
    page.goto(f"{base}/clauses?file={PODIATRY}&component=supported-self-management&words=peer+support")
    page.locator('[id="t-supported-self-management/specification/peer-support-delivered"]').check()
    page.locator("summary", has_text="Read it").nth(1).click()
    page.screenshot(path=PICTURES / "desk-clauses.png")
    page.goto(f"{base}/build?file={PODIATRY}")
    page.get_by_role("button", name="Do this").click()
    page.get_by_text("documents written to").wait_for()
    file = folder / PODIATRY
    text = file.read_bytes().replace(b"title: Community podiatry", b"title: Community foot care")
    file.write_bytes(text.replace(b"the day and the time of day", b"the day"))
    page.goto(f"{base}/since?file={PODIATRY}")
    page.screenshot(path=PICTURES / "desk-since.png", clip={"x": 0, "y": 0, "width": 1440, "height": 680})


if __name__ == "__main__":
    main()

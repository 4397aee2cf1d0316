"""Draws the pictures of the shelf in docs/pictures, in Chromium. Run it from the repository:
`.venv/bin/python tools/shelf_pictures.py`. It needs Chromium (Debian: apt-get install chromium).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from specgen.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CLAUSE = "k-shared-decision-making-specification-local-terms"
NAME = "community-respiratory"


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no Chromium is installed (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        issued = folder / "issued"
        run(["build", str(ROOT / "examples" / NAME / "contract.yaml"), "-o", str(issued)])
        plain, inside = folder / "shelf.html", folder / "inside.html"
        examples = ["--in", str(ROOT / "examples")]
        run(["publish", "-o", str(plain), *examples])
        run(["publish", "-o", str(inside), *examples, "--internal", "--issued", str(issued)])
        # What is folded away is unfolded for the picture, in a copy whose script is not run.
        text = plain.read_text(encoding="utf-8")
        at = text.index(f'<article id="{CLAUSE}"')
        clause = text[at : text.index("</article>", at)].replace("<details>", "<details open>")
        redline = clause[clause.rindex("<details open>") :]
        shown = folder / "redline.html"
        head, body = text.partition("<main")[0], text[text.index("<main") :]
        start = body.index("<article")
        shown.write_text(f"{head}{body[:start]}<article>{redline}</article></main></body></html>", encoding="utf-8")
        for page, name, size in (
            (plain, "shelf.png", "1300,860"),
            (shown, "shelf-versions.png", "1300,860"),
            (inside, "shelf-internal.png", "1300,620"),
        ):
            picture = PICTURES / name
            command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            command += [f"--window-size={size}", f"--screenshot={picture}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main()

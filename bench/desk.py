"""How fast the desk is: from a changed value to the view redrawn, and from the command to the first page.

Both are asked of the real command over the loopback, as a browser asks; `bench.py` holds them against the time that the
command of commit f22e11e takes to check the same file in the same run.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode, urlsplit

from bench.against import COMMIT, run, then

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "two-services" / "contract.yaml"
FIELD = "v:services/0/values/sdm_cohort"
"""A value that the first document prints in many places."""


class _Asking:
    """One connection to a desk, with its cookie."""

    def __init__(self, address: str) -> None:
        whole = urlsplit(address)
        self._host = whole.netloc
        self._connection = http.client.HTTPConnection(whole.netloc, timeout=120)
        self._cookie = ""
        _, headers = self._asked("GET", f"{whole.path}?{whole.query}")
        self._cookie = headers["set-cookie"].partition(";")[0]

    def _asked(self, method: str, path: str, body: str | None = None) -> tuple[str, http.client.HTTPMessage]:
        headers = {"Cookie": self._cookie} if self._cookie else {}
        if body is not None:
            headers |= {"Origin": f"http://{self._host}", "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8")
        if answer.status not in (200, 303):
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]}")
        return text, answer.headers

    def page(self, path: str) -> str:
        return self._asked("GET", path)[0]

    def send(self, path: str, form: dict[str, str]) -> str:
        return self._asked("POST", path, urlencode(form))[0]


@contextmanager
def _opened(folder: Path) -> Iterator[str]:
    """The address of a desk that the command opens on the folder."""
    command = [sys.executable, "-m", "specgen", "desk", str(folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            yield next(line.strip() for line in process.stdout if "/enter?key=" in line)
        finally:
            process.terminate()


def _form(page: str) -> dict[str, str]:
    """The page's form as a browser would send it."""
    found = dict(re.findall(r'<input type="hidden" name="(known)" value="([^"]*)"', page))
    for name, value in re.findall(r'<input type="text"[^>]*? name="(v:[^"]*)"[^>]*? value="([^"]*)"', page):
        found[unescape(name)] = unescape(value)
    for name, value in re.findall(r'<textarea[^>]*? name="(v:[^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        found[unescape(name)] = unescape(value)
    for name, value in re.findall(r'<select[^>]*? name="(v:[^"]*)"[^>]*>.*?value="([^"]*)" selected', page, re.DOTALL):
        found[unescape(name)] = unescape(value)
    return found


def desk_times(rounds: int = 5) -> tuple[float, float]:
    """Seconds from a changed value to the view redrawn, and from the command to its first page: medians."""
    keystrokes, first_pages = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "contracts"
        shutil.copytree(EXAMPLE.parents[1], folder)
        name = EXAMPLE.relative_to(EXAMPLE.parents[1]).as_posix()
        for number in range(rounds):
            start = time.perf_counter()
            with _opened(folder) as address:
                asking = _Asking(address)
                asking.page("/")
                first_pages.append(time.perf_counter() - start)
                if number:
                    continue
                form = _form(asking.page(f"/contract?file={quote(name)}"))
                look = f"/look?file={quote(name)}&doc=0"
                asking.send(look, form)
                for each in range(rounds):
                    value = f"type {each + 1} diabetes in round {number}"
                    start = time.perf_counter()
                    told = asking.send(look, {**form, FIELD: value})
                    keystrokes.append(time.perf_counter() - start)
                    assert value in told
    return median(keystrokes), median(first_pages)


def figures() -> dict[str, object]:
    """`desk_keystroke` and `desk_first_page`, each over the elapsed time in which commit f22e11e checks the same file;
    null without that commit."""
    keystroke, first_page = desk_times()
    before = then()
    checked = median(run(before, ["check", str(EXAMPLE)]).wall for _ in range(5)) if before is not None else None
    print(
        f"\na value changed to the view redrawn {keystroke:.3f} s, from the command to the first page "
        f"{first_page:.3f} s"
        f"{f'; {COMMIT} checks the same file in {checked:.3f} s (0.12 and 0.8 of that allowed)' if checked else ''}"
    )
    return {
        "desk_keystroke": None if checked is None else round(keystroke / checked, 3),
        "desk_first_page": None if checked is None else round(first_page / checked, 3),
    }


if __name__ == "__main__":
    print(figures())

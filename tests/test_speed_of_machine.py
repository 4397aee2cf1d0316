"""No test looks at the clock: what a test says must not hang on the speed of a machine, nor on what else runs there."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CLOCKS = {"time", "timeit", "resource"}
LIMITS = {"alarm", "setitimer", "wait_for"}
A_WORD_OF_TIME = re.compile("|".join(CLOCKS | LIMITS | {"timeout", "deadline", "suppress_health_check"}))
IN_A_BROWSER = "test_in_chromium.py"
"""There `wait_for` is Playwright's: it waits until the page is as it is to be; its limit only ends what hangs."""


def looks_at_the_clock(source: str) -> list[str]:
    """What in a test's source hangs on time: clocks and limits of time, of hypothesis too."""
    found: list[str] = []
    if not A_WORD_OF_TIME.search(source):
        return found
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in CLOCKS]
        elif isinstance(node, ast.ImportFrom) and node.module in CLOCKS:
            found.append(str(node.module))
        elif isinstance(node, ast.Attribute) and node.attr in LIMITS:
            found.append(node.attr)
        elif isinstance(node, ast.keyword) and (
            (node.arg == "timeout")
            or (node.arg == "deadline" and ast.unparse(node.value) != "None")
            or (node.arg == "suppress_health_check" and "too_slow" not in ast.unparse(node.value))
        ):  # a list of health checks stands in the place of the profile's, which has too_slow
            found.append(f"{node.arg}={ast.unparse(node.value)}")
    return found


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.relative_to(TESTS).as_posix())
def test_a_test_does_not_look_at_the_clock(path: Path) -> None:
    found = looks_at_the_clock(path.read_text(encoding="utf-8"))
    assert [each for each in found if path.name != IN_A_BROWSER or each != "wait_for"] == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "from time import sleep",
        "run(timeout=3)",
        "settings(deadline=200)",
        "settings(suppress_health_check=[HealthCheck.data_too_large])",
        "signal.alarm(3)",
    ],
)
def test_a_look_at_the_clock_is_found(source: str) -> None:
    assert len(looks_at_the_clock(source)) == 1

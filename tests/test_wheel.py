"""The wheel works away from the repository, with clauses, editions, templates and examples inside it."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder


def run_away_from_the_repository(unpacked_wheel: Path, *words: str) -> subprocess.CompletedProcess[str]:
    elsewhere = unpacked_wheel / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    # -P and PYTHONPATH: the wheel's own files are imported, not those of the checkout that tests run in.
    environment = {**os.environ, "PYTHONPATH": str(unpacked_wheel / "site"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "specgen", *words],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_new_contract_is_written_and_built_from_the_wheel_alone(unpacked_wheel: Path) -> None:
    made = run_away_from_the_repository(unpacked_wheel, "new", "mine")
    assert made.returncode == 0, made.stderr
    built = run_away_from_the_repository(unpacked_wheel, "build", "mine/contract.yaml", "-o", "documents")
    assert built.returncode == 0, built.stderr
    assert len(list((unpacked_wheel / "elsewhere" / "documents").rglob("*.docx"))) >= 2


def test_the_wheel_holds_what_the_command_needs(unpacked_wheel: Path) -> None:
    shipped = unpacked_wheel / "site" / "specgen" / "_shipped"
    assert {path.name for path in shipped.iterdir()} == {"clauses", "docs", "editions", "templates", "examples"}
    assert (shipped / "clauses" / "library.yaml").is_file()
    assert {path.parent.name for path in shipped.glob("templates/reports/*/template.docx")} == {
        "review",
        "clause-redline",
        "meeting",
        "progress",
        "returns",
    }


def test_the_wheel_says_that_it_is_typed(unpacked_wheel: Path) -> None:
    assert (unpacked_wheel / "site" / "specgen" / "py.typed").is_file()


def test_a_message_names_a_page_that_the_wheel_holds(unpacked_wheel: Path) -> None:
    (unpacked_wheel / "elsewhere").mkdir(exist_ok=True)
    (unpacked_wheel / "elsewhere" / "wrong.yaml").write_text("contract:\n  titel: x\n", encoding="utf-8")
    said = run_away_from_the_repository(unpacked_wheel, "check", "wrong.yaml").stdout
    pages = set(re.findall(r"\S+/docs/reference/[a-z-]+\.md", said))
    assert pages and all(Path(page).is_file() for page in pages), said


def test_every_page_that_a_message_names_is_there() -> None:
    named = {
        page
        for path in (ROOT / "src").rglob("*.py")
        for page in re.findall(r"docs/reference/[a-z-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 5 and {page for page in named if not (ROOT / page).is_file()} == set()


def test_the_wheel_holds_the_pages_of_the_desk(unpacked_wheel: Path) -> None:
    inside, here = unpacked_wheel / "site" / "specgen" / "desk", ROOT / "src" / "specgen" / "desk"
    for pattern in ("templates/*.html", "static/*"):
        names = {path.name for path in here.glob(pattern)}
        assert names
        assert {path.name for path in inside.glob(pattern)} == names

"""The house's table of rooms: which may import which."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "specgen"

MAY_IMPORT = {
    "problems": set(),
    "shipped": set(),
    "yamlfile": {"problems"},
    "wording": {"problems"},
    "wording_difference": {"wording"},
    "contract": {"problems", "yamlfile"},
    "library": {"problems", "yamlfile", "wording", "wording_difference"},
    "assembly": {"problems", "yamlfile", "wording", "contract", "library"},
    "checks": {"problems", "wording", "contract", "library", "assembly"},
    "word": {"problems", "wording"},
    "issue": {"problems", "yamlfile", "wording", "wording_difference", "contract", "library", "assembly", "checks", "word", "shipped"},
    "review": {"problems", "yamlfile", "wording", "wording_difference", "contract", "library", "assembly", "checks", "word", "issue", "shipped"},
    "cli": {"problems", "yamlfile", "wording", "wording_difference", "contract", "library", "assembly", "checks", "word", "issue", "review", "shipped"},
}


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        rooms |= {name.split(".")[1] for name in names if name.startswith("specgen.")}
    return rooms


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_only_the_rooms_that_its_room_may(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        assert imported_rooms(path) <= {"cli"}
        return
    assert imported_rooms(path) - {room} <= MAY_IMPORT[room]


def test_only_the_command_line_prints_or_exits() -> None:
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "quit"), f"{path}:{node.lineno}"


def test_no_stage_reads_the_clock_or_makes_random_choices() -> None:
    forbidden = ("datetime.now", "date.today", "time.time(", "import random", "uuid4", "import secrets")
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert [word for word in forbidden if word in text] == [], path

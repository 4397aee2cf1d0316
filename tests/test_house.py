"""The house's table of rooms: which may import which."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "specgen"

_WORD = {"problems", "wording", "word/package"}
_VALUES = {"problems", "plainfile", "yamlfile", "wording", "contract", "contract/extension", "library", "assembly"}
_ISSUE = {
    *_VALUES,
    "assembly/ledger",
    "figures",
    "checks",
    "kept",
    "program",
    "shared_work",
    "shipped",
    "locked",
    "writing",
    "excel",
    "contract/register",
    "word",
    "word/package",
    "word/document",
    "word/template",
}

_DESK = {
    *_ISSUE,
    "contract/edit",
    "library/duties",
    "issue",
    "issue/portfolio",
    "issue/duties",
    "word/redline",
    "review/reports",
}

MAY_IMPORT = {
    "problems": set(),
    "exit_codes": set(),
    "shipped": set(),
    "plainfile": set(),
    "writing": set(),
    "program": set(),
    "shared_work": {"problems", "program"},
    "kept": {"plainfile", "program"},
    "yamlfile": {"problems"},
    "wording": {"problems"},
    "locked": set(),
    "excel": {"wording"},
    "contract": {"problems", "yamlfile"},
    "contract/extension": {"contract"},
    "contract/edit": {"problems", "yamlfile", "contract"},
    "contract/register": {"problems", "yamlfile", "wording", "contract", "excel"},
    "library": {"problems", "plainfile", "kept", "yamlfile", "wording", "locked"},
    "library/duties": {"problems", "kept", "yamlfile", "wording", "contract", "library"},
    "assembly": {
        "problems",
        "plainfile",
        "kept",
        "yamlfile",
        "wording",
        "contract",
        "contract/edit",
        "library",
        "library/duties",
    },
    "assembly/asking": {"problems", "yamlfile", "wording", "contract", "contract/edit", "library", "assembly"},
    "assembly/ledger": {
        *{"problems", "kept", "wording", "contract", "contract/extension", "library", "library/duties", "assembly"},
    },
    "checks": {
        *{"problems", "kept", "wording", "contract", "contract/extension", "library", "library/duties", "assembly"},
        "assembly/ledger",
    },
    "word/package": {"problems"},
    "word/document": _WORD,
    "word/draft": {*_WORD, "word/document"},
    "word/template": {*_WORD, "kept", "word/document"},
    "word/proof": {*_WORD, "word/document"},
    "word/redline": {*_WORD, "word/document", "word/proof"},
    "word/reply": {*_WORD, "word/document"},
    "word/insert": {*_WORD, "word/document", "word/template", "word/proof"},
    "word": set(),
    "recognition": {"wording", "library", "assembly", "word/package", "word/document"},
    "figures": {"problems", "plainfile", "yamlfile", "wording", "contract", "contract/register", "assembly", "excel"},
    "issue": _ISSUE,
    "issue/portfolio": {*_ISSUE, "issue"},
    "issue/duties": {*_ISSUE, "issue", "library/duties"},
    "issue/occasions": {*_ISSUE, "issue", "issue/portfolio", "library/duties", "word/redline"},
    "issue/insertion": {*_ISSUE, "issue", "library/duties", "recognition", "word/insert", "word/redline"},
    "adopt": {
        *{
            "problems",
            "yamlfile",
            "wording",
            "contract",
            "contract/edit",
            "library",
            "assembly",
            "assembly/asking",
            "recognition",
            "issue",
        },
        *{"excel", "word/document", "word/package", "word/redline"},
    },
    "shelf": {"problems", "contract", "library", "assembly", "wording", "issue"},
    "review": {*_ISSUE, "issue", "recognition", "word/redline", "word/reply"},
    "review/comparison": {*_ISSUE, "issue", "recognition", "review", "word/reply"},
    "review/returns": {*_ISSUE, "issue", "recognition", "review", "review/answer", "review/comparison", "word/reply"},
    "review/answer": {*_ISSUE, "issue", "recognition", "review", "review/reports", "word/reply"},
    "review/reports": {*_ISSUE, "issue", "issue/duties", "review", "word/redline"},
    "desk": {*_DESK, "desk/asked", "desk/shown"},
    "desk/answers": {*_DESK, "desk", "desk/asked", "desk/shown", "adopt", "recognition"},
    "desk/asked": _DESK,
    "desk/shown": {*_DESK, "desk/asked"},
    "review/audit": {*_ISSUE, "issue", "library/duties", "recognition", "review"},
    "reported_figures": {
        *_VALUES,
        "figures",
        "assembly/ledger",
        "excel",
        "contract/register",
        "issue",
        "review/reports",
    },
    "progress": {*_VALUES, "excel", "review/reports", "reported_figures"},
}
"""Room → the rooms that it may import. `cli`, which talks to people, may import all."""


def room_of(module: str) -> str:
    """The room of `specgen.word.document.styles`: `word/document`; of a module at the top, its own name."""
    parts = module.split(".")[1:]
    folders = [part for index, part in enumerate(parts) if SOURCE.joinpath(*parts[: index + 1]).is_dir()]
    return "/".join(folders) or parts[0]


_IMPORT = re.compile(r"^\s*(?:from (specgen[\w.]*) import (\([^)]*\)|.*)|import (specgen[\w.]*))", re.MULTILINE)


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports anywhere; found by pattern: trees of all modules take a tenth of `make quick`."""
    rooms = set()
    for module, names, whole in _IMPORT.findall(path.read_text(encoding="utf-8")):
        # A sub-room named in the list of names is imported as a module: from specgen.word import document.
        listed = [name.split()[0] for name in names.strip("()").split(",") if name.strip()]
        rooms |= {room_of(whole or f"{module}.{name}") for name in listed or [""] if not name.startswith("__")}
    return rooms


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or not path.stem.startswith("__"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_imports_only_the_rooms_that_its_room_may(path: Path) -> None:
    inside = path.relative_to(SOURCE)
    room = inside.parent.as_posix() if len(inside.parts) > 1 else inside.stem
    assert room.split("/")[0] == "cli" or imported_rooms(path) - {room} <= MAY_IMPORT[room]


def test_the_face_of_the_package_imports_nothing_but_the_command_line() -> None:
    for name in ("__init__", "__main__"):
        assert imported_rooms(SOURCE / f"{name}.py") <= {"cli"}


def test_the_arrows_between_rooms_have_no_circle() -> None:
    left = dict(MAY_IMPORT)
    while left:
        free = [room for room, others in left.items() if not others & left.keys() - {room}]
        assert free, f"a circle among {sorted(left)}"
        for room in free:
            del left[room]


def test_a_folder_holds_thirteen_modules_at_most_and_its_face_says_what_it_is() -> None:
    for folder in sorted({path.parent for path in MODULES} - {SOURCE}):
        modules = [path for path in folder.glob("*.py") if path.stem != "__init__"]
        assert len(modules) <= 13, f"{folder}: {len(modules)} modules"
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))), folder


def test_no_stage_reads_the_clock_or_makes_random_choices() -> None:
    forbidden = ("datetime.now", "date.today", "time.time(", "import random", "uuid4", "import secrets")
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # The secret of a desk's address must be none that anybody can foresee, and an approval none that is still to
        # come; neither reaches a file.
        allowed = {SOURCE / "cli" / "desk.py": "import secrets", SOURCE / "cli" / "output.py": "date.today"}.get(path)
        assert [word for word in forbidden if word in text and word != allowed] == [], path


SHARED_NAMES = {
    "_Element": "lxml's element, which its stubs name privately: one meaning, said where it is used",
}
"""Type names that more than one module gives, each with why."""


_NAMED = re.compile(r"^(?:class (\w+)|(_*[A-Z]\w*)(?:: [^=\n]+)? = (?!(?:TypeVar|ParamSpec)\())", re.MULTILINE)


def type_names(path: Path) -> set[str]:
    """The classes and the aliases of types that a module gives a name to; a type variable names no type."""
    found = (given or alias for given, alias in _NAMED.findall(path.read_text(encoding="utf-8")))
    return {name for name in found if not name.isupper()}


def test_a_type_name_means_one_thing_in_the_whole_house() -> None:
    given: dict[str, list[str]] = {}
    for path in MODULES:
        for name in type_names(path):
            given.setdefault(name, []).append(path.relative_to(SOURCE).as_posix())
    twice = {name: modules for name, modules in given.items() if len(modules) > 1}
    assert {name: modules for name, modules in twice.items() if name not in SHARED_NAMES} == {}
    assert set(SHARED_NAMES) <= set(twice), "a name that is no longer shared needs no reason"
    assert len(SHARED_NAMES) <= 10


def test_a_module_that_a_page_names_is_there() -> None:
    root = SOURCE.parents[1]
    pages = [*root.joinpath("docs").rglob("*.md"), *root.glob("*.md")]
    named = {(page.name, name) for page in pages for name in re.findall(r"`([a-z_/]+\.py)`", page.read_text("utf-8"))}
    kept = [
        path.as_posix() for folder in ("src", "tests", "tools", "bench") for path in root.joinpath(folder).rglob("*.py")
    ]
    assert (
        named
        and sorted(f"{page}: {name}" for page, name in named if not any(path.endswith(f"/{name}") for path in kept))
        == []
    )

"""A field of the contract file is declared in one module, and arrives everywhere from there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEW = """    parking: Annotated[
        Text | None,
        Declared(
            "Where people can park.",
            TEXT,
            "Behind the health centre",
            heading="Parking",
            also=("car park",),
            prints="where people can park, or nothing",
        ),
    ] = None
"""
AFTER = "    activity: Annotated["
ASKED = """
import json, runpy, sys
from pathlib import Path

import pytest
from specgen.assembly.names import name_shapes
from specgen.assembly.page import field_values
from specgen.contract.columns import COLUMNS
from specgen.contract.read import read_contract
from specgen.contract.register.headings import meant
from specgen.contract.register.write import register_pages
from specgen.contract.fields import contract_schema

example = Path("examples/community-respiratory/contract.yaml").read_text(encoding="utf-8")
given = example.replace("    activity:", "    parking: In the yard\\n    activity:", 1)
contract, problems = read_contract(given.encode("utf-8"), "contract.yaml")
assert contract is not None, problems
pages = {page.name: page for page in register_pages([contract.content], {})}
services = pages["Services"]
at = [heading.text for heading in services.headings].index("Parking")
fields = runpy.run_path("tools/contract_file_reference.py")
columns = runpy.run_path("tools/register_reference.py")
names = runpy.run_path("tools/template_names.py")
shapes = name_shapes(False)
print(json.dumps({
    "schema": json.loads(contract_schema())["$defs"]["Service"]["properties"]["parking"]["description"],
    "columns": [role for role, listed in COLUMNS.items() if any(each.path[-1] == "parking" for each in listed)],
    "meant": meant("Car-park", "services", {}).name,
    "written": [row[at] for row in services.rows],
    "names": [shapes["service"]["parking"], shapes["services"][0]["parking"]],
    "printed": field_values(contract.content.services[0])["parking"],
    "contract page": "| `parking` | Where people can park. |" in fields["table"]("Service"),
    "register page": "Parking" in columns["table"]("services"),
    "names page": "`service.parking` | text | where people can park, or nothing" in names["page"](),
}))
"""


@pytest.mark.slow
def test_a_field_that_is_added_to_one_module_arrives_in_every_place(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("clauses", "editions", "templates", "examples", "tools", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    module = tmp_path / "src" / "specgen" / "contract" / "services.py"
    text = module.read_text(encoding="utf-8")
    assert text.count(AFTER) == 1
    module.write_text(text.replace(AFTER, NEW + AFTER), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src"), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "schema": "Where people can park. Form: text. For example: Behind the health centre",
        "columns": ["contracts", "services"],
        "meant": "parking",
        "written": ["In the yard"],
        "names": ["text", "text"],
        "printed": "In the yard",
        "contract page": True,
        "register page": True,
        "names page": True,
    }

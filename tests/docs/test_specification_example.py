"""The specification that the contract manager's page puts clauses into is the one that its script writes."""

import importlib.util
from pathlib import Path

from specgen.word.package import package_hash, read_package

ROOT = Path(__file__).parents[2]


def test_the_specification_is_what_its_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_specification_example", ROOT / "tools" / "make_specification_example.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    package, problems = read_package(module.specification(), "new.docx")
    there, more = read_package(module.FILE.read_bytes(), "there.docx")
    assert package is not None and there is not None, (problems, more)
    assert package_hash(package) == package_hash(there), "renew it with: python tools/make_specification_example.py"

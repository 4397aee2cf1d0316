"""The Word draft that the legal reviewer's page imports is the one that its script writes."""

import importlib.util
from pathlib import Path

from specgen.word.package import package_hash, read_package

ROOT = Path(__file__).parents[2]


def test_the_draft_is_what_its_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_reviewer_draft", ROOT / "tools" / "make_reviewer_draft.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    package, problems = read_package(module.draft(), "new.docx")
    there, more = read_package(module.FILE.read_bytes(), "there.docx")
    assert package is not None and there is not None, (problems, more)
    assert package_hash(package) == package_hash(there), "renew it with: python tools/make_reviewer_draft.py"

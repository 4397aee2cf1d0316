"""The Word documents that the pages use are the ones that their scripts write."""

import pytest
from tests.scripts import script

from specgen.word.package.package import package_hash, read_package


@pytest.mark.parametrize(
    ("name", "function"), [("make_specification_example", "specification"), ("make_reviewer_draft", "draft")]
)
def test_a_document_of_the_pages_is_what_its_script_writes(name: str, function: str) -> None:
    module = script(name)
    package, problems = read_package(getattr(module, function)(), "new.docx")
    there, more = read_package(module.FILE.read_bytes(), "there.docx")
    assert package is not None and there is not None, (problems, more)
    assert package_hash(package) == package_hash(there), f"renew it with: python tools/{name}.py"

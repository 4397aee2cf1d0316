"""Small Word files for the tests of revisions and redlines."""

from __future__ import annotations

import pytest
from tests.word.redline.making import STYLES, MakeDocx, build


@pytest.fixture
def make_docx() -> MakeDocx:
    """The function that builds a Word file; see `build`."""
    return build


@pytest.fixture
def styles() -> str:
    """The inside of the styles part that `make_docx` writes when it is given none."""
    return STYLES

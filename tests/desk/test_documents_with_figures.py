"""Documents with figures at the desk: listed apart, held against what they must be, built as was said."""

from __future__ import annotations

import html
import re
import shutil

import pytest
from tests.desk.conftest import EXAMPLES, AskedDesk

NAME = "agreements/social-prescribing-funding.yaml"


@pytest.fixture
def beside(asked: AskedDesk) -> AskedDesk:
    """The desk's folder with the examples' documents with figures in it."""
    shutil.copytree(EXAMPLES / "documents", asked.root / "agreements")
    return asked


def test_they_are_listed_apart_from_contracts_and_none_about_one_person_is(beside: AskedDesk) -> None:
    page = beside.page("/")
    contracts, _, documents = page.partition("<h2>Documents with figures</h2>")
    assert NAME in documents and NAME not in contracts
    assert "SPF-2026-NH" in documents and "podiatry-services" not in documents
    assert "person-level" not in page and "NBB-P-0042" not in page


def test_one_is_held_against_its_figures_and_built_as_was_said(beside: AskedDesk) -> None:
    page = html.unescape(beside.page(f"/build?file={NAME}"))
    assert "“Share of small organisations” is 15.1%, and should be at least 20%" in page
    assert "Questions" not in page
    plan = re.search(r'name="plan" value="([0-9a-f]{64})"', page)
    assert plan is not None and not (beside.root / "documents" / "SPF-2026-NH").exists()
    beside.send(f"/build?file={NAME}", {"out": "built", "draft": "", "plan": plan_of(beside, "built")})
    assert [path.name for path in (beside.root / "built").rglob("*.docx")] == [
        "SPF-2026-NH - Social prescribing funding agreement.docx"
    ]


def plan_of(asked: AskedDesk, out: str) -> str:
    found = re.search(r'name="plan" value="([0-9a-f]{64})"', asked.page(f"/build?file={NAME}&out={out}"))
    assert found is not None
    return found[1]


def test_its_address_as_a_contract_leads_to_where_it_is_built(beside: AskedDesk) -> None:
    answer = beside.client.get(f"/contract?file={NAME}", follow_redirects=False)
    assert answer.status_code in (302, 303, 307) and answer.headers["location"].startswith("/build?file=")

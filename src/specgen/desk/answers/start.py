"""The list of contracts, and the page on which one is begun."""

from __future__ import annotations

from functools import cache
from typing import Final, get_args
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from specgen.assembly.edition import read_editions
from specgen.contract.quantities import Form
from specgen.desk.opened import Desk, PageAsked
from specgen.desk.starting import adopted_papers, begun, folders_with_papers, shipped_examples
from specgen.problems import Problem
from specgen.shipped import shipped

MOST_LISTED: Final = 40
"""Contracts on one page of the list."""
MOST_DOCUMENTS: Final = 200
"""Documents with figures that are listed below the contracts."""
_MOST_EARLIER: Final = 200
_LONGEST_REFERENCE: Final = 60


FORMS_KNOWN: Final[tuple[str, ...]] = get_args(Form)


def known(given: str, among: tuple[str, ...]) -> str:
    """What was chosen, where it is one of those that can be."""
    return given if given in among else ""


@cache
def editions_known() -> tuple[str, ...]:
    """The contract years that come with specgen, the newest first."""
    names = {edition.edition for edition in read_editions(shipped("editions"))[0]}
    return tuple(sorted(names, reverse=True))


def list_page(desk: Desk, asked: PageAsked) -> Response:
    names, left_out = desk.folder.names_and_left_out()
    pages = max((len(names) + MOST_LISTED - 1) // MOST_LISTED, 1)
    page = min(asked.number("page"), pages - 1)
    shown = names[page * MOST_LISTED : (page + 1) * MOST_LISTED]
    return desk.html(
        "list",
        folder=str(desk.folder.root),
        contracts=list(desk.folder.listed(shown)),
        documents=list(desk.folder.listed(desk.folder.documents()[:MOST_DOCUMENTS])),
        page=page,
        pages=pages,
        left_out=left_out,
        message=None,
    )


def start_page(desk: Desk, asked: PageAsked) -> Response:
    return _page(desk)


def _page(
    desk: Desk, message: str = "", problems: tuple[Problem, ...] = (), reference: str = "", status: int = 200
) -> Response:
    names = desk.folder.names()[:_MOST_EARLIER]
    return desk.html(
        "start",
        status,
        folder=str(desk.folder.root),
        examples=shipped_examples(),
        contracts=list(desk.folder.listed(names)),
        signed=folders_with_papers(desk.folder),
        message=message,
        problems=problems,
        reference=reference,
        editions=editions_known(),
        forms=FORMS_KNOWN,
    )


def start_done(desk: Desk, asked: PageAsked) -> Response:
    """Begin a contract as the form says."""
    kind, _, what = asked.form.get("from", "blank").partition(":")
    reference = asked.form.get("reference", "").strip()
    if not all(letter.isprintable() for letter in reference) or len(reference) > _LONGEST_REFERENCE:
        return _page(desk, "The reference is one line of 60 characters at most.", reference=reference, status=400)
    if kind == "signed":
        found = adopted_papers(desk.folder, what, desk.ready.of(desk.folder.root / "contract.yaml"))
        for each in found.files:
            desk.keep(each.held)
        return desk.html("adopted", found=found)
    held, problems = begun(
        desk.folder,
        reference,
        example=what if kind == "example" else "",
        earlier=what if kind == "earlier" else "",
        edition=known(asked.form.get("edition", ""), editions_known()),
        form=known(asked.form.get("form", ""), FORMS_KNOWN),
    )
    if held is None:
        return _page(desk, "The contract was not begun.", tuple(problems), reference, 409)
    desk.keep(held)
    address = "/clauses" if kind == "blank" else "/contract"
    return RedirectResponse(f"{address}?{urlencode({'file': held.name})}", 303)

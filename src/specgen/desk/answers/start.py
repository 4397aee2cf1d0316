"""The list of contracts, and the page on which one is begun: from nothing, from an example, from last year's file or
from signed papers; always a new file, written over none."""

from __future__ import annotations

from functools import cache
from typing import Final, get_args
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from specgen.assembly.edition import read_editions
from specgen.contract.edit.change import Edit, Put, edited
from specgen.contract.quantities import Form
from specgen.contract.read import LARGEST_READ, read_with_sound_part
from specgen.desk.answers.adopting import adopting_begun, folders_with_papers
from specgen.desk.folder import DeskFolder, HeldFile, ListedContract, said_of_file
from specgen.desk.opened import Desk, PageAsked
from specgen.plainfile import read_plain
from specgen.problems import Problem
from specgen.shipped import shipped
from specgen.yamlfile import Path as KeyPath

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
        adopting=desk.adopting,
        message=None,
    )


def start_page(desk: Desk, asked: PageAsked) -> Response:
    return _page(desk)


def _page(
    desk: Desk, message: str = "", problems: tuple[Problem, ...] = (), reference: str = "", status: int = 200
) -> Response:
    names = desk.folder.names()[:_MOST_EARLIER]
    contracts = list(desk.folder.listed(names))
    return desk.html(
        "start",
        status,
        folder=str(desk.folder.root),
        examples=shipped_examples(),
        contracts=contracts,
        signed=folders_with_papers(desk.folder, {each.reference for each in contracts}),
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
        return adopting_begun(desk, what)
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


BLANK: Final = b"""\
# A contract file for specgen, begun at the desk. What is empty is asked there; any text editor can change it too.
contract:
  reference:
  title:
  edition:
  form: full-length
  status: draft
  draft_version: "0.1"
  term:
    start:
    end:

commissioners:
  - name:
    ods_code:
    role: co-ordinating
    kind: integrated care board

provider:
  name:
  kind:
  ods_code:

services:
  - name:
"""
"""A contract that says nothing yet, in the order in which the desk asks."""

RENEWED: Final[tuple[KeyPath, ...]] = (
    ("contract", "reference"),
    ("contract", "term", "start"),
    ("contract", "term", "end"),
    ("contract", "date"),
    ("contract", "service_commencement_date"),
)
"""What is another in every year: it is left open in a copy, so that nothing of last year goes on unseen."""


class ShippedExample(Struct, frozen=True):
    """An example that comes with specgen."""

    name: str
    listed: ListedContract


def shipped_examples() -> tuple[ShippedExample, ...]:
    """The examples, in the order of their names."""
    files = sorted(shipped("examples").glob("*/contract.yaml"))
    return tuple(
        ShippedExample(file.parent.name, said_of_file(HeldFile(file.parent.name, read_plain(file, LARGEST_READ), "")))
        for file in files
    )


def begun(
    folder: DeskFolder, reference: str, *, example: str = "", earlier: str = "", edition: str = "", form: str = ""
) -> tuple[HeldFile | None, list[Problem]]:
    """The new contract's file, in a folder of its own that is called after its reference. `edition` and `form` are for
    one that is begun from nothing.

    Raises OutsideError and OSError.
    """
    data = BLANK
    if example:
        known = {each.name for each in shipped_examples()}
        if example not in known:
            raise FileNotFoundError(2, "there is no such example", example)
        data = read_plain(shipped("examples") / example / "contract.yaml", LARGEST_READ)
    elif earlier:
        data = folder.read(earlier).data
    edits: list[Edit] = []
    if not example and not earlier:
        edits += [Put(("contract", "edition"), edition or None), Put(("contract", "form"), form or "full-length")]
    if earlier:
        contract, _, sound = read_with_sound_part(data, earlier)
        found = contract or (sound.contract if sound is not None else None)
        places = found.places if found is not None else {}
        edits += [Put(path, None) for path in RENEWED if path in places]
        if ("contract", "status") in places:
            edits.append(Put(("contract", "status"), "draft"))
    if reference:
        edits.append(Put(("contract", "reference"), reference))
    if edits:
        changed, faults = edited(data, edits, earlier or example)
        if changed is None:
            return None, [replace(each) for each in faults]
        data = changed
    return folder.create(folder.free_name(reference or example or "contract"), data), []

"""A contract begun: from nothing, from an example or from last year's file; always a new file, written over none."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.edit.change import Edit, Put, edited
from specgen.contract.read import LARGEST_READ, read_with_sound_part
from specgen.desk.folder import DeskFolder, HeldFile, ListedContract, said_of_file
from specgen.plainfile import read_plain
from specgen.problems import Problem
from specgen.shipped import shipped
from specgen.yamlfile import Path as KeyPath

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

"""Documents of one type of the example contracts, one against the next: every pair makes a redline that is proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from specgen.issue.build import prepare, write
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.word.redline.redline import redline
from specgen.writing import Disk

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def documents(
    precedents: Precedents, reading: Callable[..., Reading], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[tuple[str, bytes]]]:
    """Document type → the documents of that type that the examples make, with their names."""
    folder = tmp_path_factory.mktemp("examples")
    found: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for file in sorted(EXAMPLES.glob("*/contract.yaml")):
        for outcome in prepare([reading(file.parent.name)], precedents, folder, draft=True):
            done = write(outcome, Disk(durable=False))
            assert done.folder is not None and done.pack is not None, done.problems
            for name in done.written:
                if name.endswith(".docx"):
                    found[name.split(" - ", 1)[1].split(" - service")[0]].append(
                        (name, (done.folder / name).read_bytes())
                    )
    return found


def test_every_example_makes_a_proved_redline_with_the_next_of_its_type(
    documents: dict[str, list[tuple[str, bytes]]],
) -> None:
    compared = 0
    for held in documents.values():
        for (old_name, old), (new_name, new) in zip(held, [*held[1:], held[0]], strict=True):
            made, problems = redline(old, new, "Ann Bell", "2026-04-01", old_name=old_name, new_name=new_name)
            assert made is not None, (old_name, new_name, problems)
            compared += 1
    assert compared >= 40

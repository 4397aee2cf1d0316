"""File names that Windows and Linux accept."""

import pytest

from specgen.assembly.marks import file_stem


@pytest.mark.parametrize(
    ("reference", "stem"),
    [
        ("NBB-2026-014", "NBB-2026-014"),
        ("../../etc", "-..-etc"),
        ("CON", "CON_"),
        ("con.2026", "con_.2026"),
        ("NUL .x", "NUL _.x"),
        ("COM¹", "COM¹_"),
        ("CONTRACT.1", "CONTRACT.1"),
        ("...", "document"),
    ],
)
def test_a_reference_becomes_a_name_that_no_system_refuses(reference: str, stem: str) -> None:
    assert file_stem(reference) == stem


@pytest.mark.parametrize("reference", ["x" * 60, "é" * 60, "語" * 60, "\N{BOOKS}" * 60])
def test_the_longest_reference_leaves_room_for_the_schedule_and_a_draft_beside(reference: str) -> None:
    stem = file_stem(reference, "Schedule 2A", "Service specification insert", "service 01")
    assert stem.endswith(" - Schedule 2A - Service specification insert - service 01")
    assert len(f"{stem} (new draft, not merged 99).docx".encode()) <= 255

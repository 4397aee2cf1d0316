"""The bytes of an ordinary file, and no more of them than are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.plainfile import read_plain


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 200_000])
@pytest.mark.parametrize("most", [-1, 1, 65_536, 150_000, 2**30])
def test_a_file_is_read_to_its_end_or_as_far_as_is_asked(tmp_path: Path, size: int, most: int) -> None:
    path = tmp_path / "file"
    whole = (bytes(range(256)) * 1_000)[:size]
    path.write_bytes(whole)
    assert read_plain(path, most) == (whole if most < 0 else whole[:most])

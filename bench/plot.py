"""What a document or a redline takes, as bars on a logarithmic scale: pictures for the README that the bench writes
itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

_PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
PICTURE: Final = _PICTURES / "speed.svg"
PICTURE_OF_REDLINE: Final = _PICTURES / "speed-of-a-redline.svg"
_WIDTH: Final = 760
_LEFT: Final = 300
_RIGHT: Final = 90
_ROW: Final = 34
_COLOUR: Final = "#005eb8"


def bars(milliseconds: Mapping[str, float], title: str) -> str:
    """An SVG with a bar for each name: the logarithm of its milliseconds above the power of ten below all."""
    lowest = 10 ** math.floor(math.log10(min(milliseconds.values())))
    highest = 10 ** math.ceil(math.log10(max(milliseconds.values())))
    scale = (_WIDTH - _LEFT - _RIGHT) / math.log10(highest / lowest)

    def at(value: float) -> float:
        return _LEFT + scale * math.log10(value / lowest)

    height = 2 * _ROW + _ROW * len(milliseconds) + 30
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        'role="img" font-family="Arial, sans-serif" font-size="14" fill="#212b32">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-weight="bold">{escape(title)}</text>',
    ]
    tick = lowest
    while tick <= highest:
        x = f"{at(tick):.1f}"
        lines.append(f'<line x1="{x}" y1="40" x2="{x}" y2="{height - 30}" stroke="#d8dde0"/>')
        lines.append(f'<text x="{x}" y="{height - 10}" text-anchor="middle">{tick:g} ms</text>')
        tick *= 10
    for number, (name, taken) in enumerate(milliseconds.items()):
        y = 48 + _ROW * number
        lines.append(f'<text x="{_LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(name)}</text>')
        lines.append(
            f'<rect x="{_LEFT}" y="{y}" width="{at(taken) - _LEFT:.1f}" height="{_ROW - 12}" fill="{_COLOUR}"/>'
        )
        lines.append(f'<text x="{at(taken) + 8:.1f}" y="{y + 16}">{taken:.1f} ms</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"

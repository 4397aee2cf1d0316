"""Where the clauses, editions, templates and examples that come with specgen are: in a checkout or inside the wheel."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `clauses`, `editions`, `templates` or `examples` that came with this installation."""
    package = Path(__file__).resolve().parent
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parents[1] / name

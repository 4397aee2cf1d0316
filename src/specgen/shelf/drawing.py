"""A shelf as one HTML file: nothing is loaded from elsewhere, every text is escaped, and no other script can run.

The policy in the page names its own style and script by their hashes (Content Security Policy level 3, 2.3.1), so that
wording or a name that was smuggled in as markup would do nothing even if it were not escaped.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from specgen.shelf.model import ClauseShelf
from specgen.wording.wording import Inline, Run

PARTS = Path(__file__).with_name("parts")
INTERNAL = "INTERNAL"
"""What stands on every page of a shelf for the organisation alone."""


def drawn_shelf(shelf: ClauseShelf) -> bytes:
    """The page's bytes: UTF-8, the same for the same shelf."""
    style, script = _part("shelf.css"), _part("shelf.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    text = _template().render(
        shelf=shelf, style=Markup(style), script=Markup(script), policy=policy, internal_mark=INTERNAL
    )
    return text.encode("utf-8")


@cache
def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(PARTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["run"] = _is_run
    return environment.get_template("shelf.html")


def _is_run(part: Inline) -> bool:
    return isinstance(part, Run)

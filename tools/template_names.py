"""Writes docs/reference/template-names.md from the names that the code knows: python tools/template_names.py"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from specgen.assembly.names import NAMES, OCCASIONS, Name

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "template-names.md"

OPENING = """\
# Names that a template can use

Generated from the program by `python tools/template_names.py`; a test holds the two together. How to use the names
stands in [template-author.md](../template-author.md).

| kind | how a template prints it |
| --- | --- |
| text | `{{ name }}`; where it may be nothing, test it first: `{% if name %}…{% endif %}` |
| number | `{{ name }}` |
| yes or no | in a test only: `{%p if name %}` |
| paragraphs | `{{p name }}`, alone in its paragraph |
| wording | `{{p name }}` alone in its paragraph; in a line `{{ name }}`, where the clause is one paragraph |
| group | a name within it: `{{ contract.reference }}` |
| list | `{%p for item in name %}` … `{%p endfor %}`, or `{%tr for … %}` for table rows |

Inside a loop `loop.index` counts from 1, and `loop.first` and `loop.last` can be tested. `item` below stands for
whatever name the loop gives.
"""

KINDS = {
    "text": "text",
    "flag": "yes or no",
    "number": "number",
    "blocks": "paragraphs",
    "passage": "wording",
    "group": "group",
    "list": "list",
}


def _lines(names: Mapping[str, Name], before: str) -> Iterator[str]:
    for name, entry in names.items():
        whole = f"{before}{name}"
        said = f"{entry.says}; each `item` is a text" if entry.kind == "list" and not entry.names else entry.says
        yield f"| `{whole}` | {KINDS[entry.kind]} | {said} |"
        yield from _lines(entry.names, "item." if entry.kind == "list" else f"{whole}.")


def page() -> str:
    """The whole page."""
    found = [OPENING]
    for name, entry in {
        **NAMES,
        **{name: entry for names in OCCASIONS.values() for name, entry in names.items()},
    }.items():
        if name == "groups":
            found.append(_groups(entry))
            continue
        each = f" A list: `for item in {name}`." if entry.kind == "list" else ""
        found.append(
            "\n".join(
                (
                    f"## `{name}`",
                    "",
                    f"{entry.says}.{each}",
                    "",
                    "| name | kind | what it is |",
                    "| --- | --- | --- |",
                    *_lines(entry.names, "item." if entry.kind == "list" else f"{name}."),
                )
            )
            + "\n"
        )
    return "\n".join(found)


def _groups(entry: Name) -> str:
    names = ", ".join(f"`groups.{place}`" for place in entry.names)
    return f"""\
## `groups`

{entry.says}. Each of {names} is a list: `for group in groups.development`.

| name | kind | what it is |
| --- | --- | --- |
| `group.title` | text | the component’s title |
| `group.entries` | list | its items, with the names of the place itself: `for item in group.entries` |
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")

"""Writes docs/reference/template-names.md from the names that the code knows: python tools/template_names.py"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from specgen.assembly.names import NAMES, OCCASIONS, Name
from specgen.progress.page import ProgressPage
from specgen.reported_figures.page import ReturnsPage
from specgen.review.reports.forms import value_name
from specgen.review.reports.meeting_page import MeetingPage
from specgen.review.reports.review_page import ReviewPage
from specgen.review.reports.version_page import VersionsPage
from specgen.word.template.names import Shape, shape_of_type

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
| wording with tracked changes | `{{p name }}`, alone in its paragraph; reports only |
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
    "redlined": "wording with tracked changes",
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
    found += [_report(name, of, type_) for name, of, type_ in REPORTS]
    return "\n".join(found)


REPORTS = (
    ("reports/review", "the report of `specgen review`", ReviewPage),
    ("reports/meeting", "the page that `specgen duties` writes for a Review Meeting", MeetingPage),
    ("reports/progress", "the report that `specgen progress` writes", ProgressPage),
    ("reports/returns", "what `specgen returns read` writes", ReturnsPage),
    ("reports/clause-redline", "the page of `specgen clauses redline`, with the words of one version", VersionsPage),
)


def _report(folder: str, of: str, page: type) -> str:
    """The names of a report's template. Texts that may be nothing are empty, so that they can be tested."""
    name = value_name(page)
    shape = shape_of_type(page)
    assert isinstance(shape, Mapping)
    return f"""\
## `{name}`, in `{folder}` alone

In {of}, and in no document.

| name | kind |
| --- | --- |
{chr(10).join(_shapes(shape, f"{name}."))}
"""


def _shapes(shape: Mapping[str, Shape], before: str) -> Iterator[str]:
    for name, kind in shape.items():
        if isinstance(kind, str):
            yield f"| `{before}{name}` | {KINDS[kind]} |"
        elif isinstance(kind, list):
            (item,) = kind
            said = (
                "" if isinstance(item, Mapping) else f"; each `item` is {KINDS[item] if isinstance(item, str) else ''}"
            )
            yield f"| `{before}{name}` | list{said} |"
            if isinstance(item, Mapping):
                yield from _shapes(item, "item.")
        else:
            yield f"| `{before}{name}` | group |"
            yield from _shapes(kind, f"{before}{name}.")


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

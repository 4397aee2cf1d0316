"""The forms of reports: `templates/reports/<report>/template.docx`, compiled, rendered and judged as every document is.

An organisation's own templates folder may hold a form of the same name, which is used instead of the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from msgspec import Struct

from specgen.library.organisation import OwnOrganisation
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.shipped import shipped
from specgen.word.package.properties import Properties
from specgen.word.template import gate
from specgen.word.template.names import check_names, shape_of_type
from specgen.word.template.parts import Template, open_template
from specgen.word.template.pieces import field_names, is_value, with_fields
from specgen.word.template.render import RenderError, render
from specgen.wording.folded import safe
from specgen.wording.wording import Placeholder, Run

ReportName = Literal["review", "clause-redline", "meeting", "progress", "returns"]
FOLDER: Final = "reports"
"""The folder of the forms within a folder of templates."""
_FILE: Final = "template.docx"
_NAMES: Final[tuple[ReportName, ...]] = ("review", "clause-redline", "meeting", "progress", "returns")
LANGUAGE: Final = "en-GB"
_Value = TypeVar("_Value")


class ReportForm(Struct, frozen=True):
    """A report's template, ready for any number of reports. `file` is how problems name it."""

    name: ReportName
    file: str
    template: Template


def open_form(
    name: ReportName, page: type, organisation: OwnOrganisation | None = None
) -> tuple[ReportForm | None, list[Problem]]:
    """The form of the report whose values are a `page`; None with the reasons when it cannot be used.

    Raises OSError when a file cannot be read."""
    own = organisation.templates / FOLDER if organisation is not None and organisation.templates is not None else None
    problems = _strangers(own) if own is not None and own.is_dir() else []
    path = own / name / _FILE if own is not None else None
    if path is None or not path.is_file():
        path = shipped("templates") / FOLDER / name / _FILE
    file = f"{FOLDER}/{name}/{_FILE}"
    template, faults = open_template(read_plain(path), file)
    problems += faults
    if template is not None:
        problems += check_names(template, {value_name(page): shape_of_type(page)})
    if template is None or has_errors(problems):
        return None, problems
    return ReportForm(name, file, template), problems


def value_name(page: type) -> str:
    """The name under which a template knows the values of a page: `review` for a ReviewPage."""
    return page.__name__.removesuffix("Page").lower()


def _strangers(folder: Path) -> list[Problem]:
    """Forms that would never be used, since no report has their name."""
    return [
        Problem(
            "type-file",
            f"no report has the name “{path.parent.name}”, so this template is never used",
            Location(str(path)),
            severity="warning",
            suggestion=did_you_mean(path.parent.name, _NAMES),
            cure=f"name its folder {' or '.join(_NAMES)}",
        )
        for path in sorted(folder.glob(f"*/{_FILE}"))
        if path.parent.name not in _NAMES
    ]


def report_drawn(
    name: ReportName, page: object, title: str, subject: str, organisation: OwnOrganisation | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The report's bytes in the organisation's form, else in the shipped one; None with the reasons. Raises OSError."""
    form, problems = open_form(name, type(page), organisation)
    if form is None:
        return None, problems
    data, faults = drawn(form, page, title, subject)
    return data, [*problems, *faults]


def drawn(form: ReportForm, page: object, title: str, subject: str) -> tuple[bytes | None, list[Problem]]:
    """The report's bytes, the same for the same page and form; None with the reasons when the gate does not pass it."""
    values: Mapping[str, object] = {value_name(type(page)): writable(page)}
    properties = Properties(safe(title), safe(subject), language=LANGUAGE)
    try:
        rendered = render(form.template, values, properties)
    except RenderError as fault:
        return None, [fault.problem]
    problems = gate.check(rendered)
    return (None if has_errors(problems) else rendered.data), problems


def writable(value: _Value) -> _Value:
    """The value as a Word file can hold it: characters that it cannot hold are shown as the replacement character, and
    a placeholder of wording stands as its name between braces."""
    found: Any = value
    if isinstance(value, str):
        found = safe(value)
    elif isinstance(value, Placeholder):
        found = Run(f"{{{{ {value.name} }}}}", value.bold, value.italic)
    elif isinstance(value, tuple):
        found = tuple(writable(each) for each in value)
    elif is_value(value) and not isinstance(value, type):
        found = with_fields(value, {name: writable(getattr(value, name)) for name in field_names(type(value))})
    return found  # type: ignore[no-any-return]

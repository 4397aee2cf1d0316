"""Editions of the NHS Standard Contract as data: letters, titles and columns of schedules, and what of it was
verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct, field

from specgen.contract.quantities import Form
from specgen.kept import everything, kept
from specgen.library.lists import said_in
from specgen.library.shapes import LINE, LINES, EachName, ListOf, Names, OneOf, Written, shape_faults
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.yamlfile import YamlDocument, plain, read_document

GENERAL = "general"
"""The mark of a fact that nobody has verified against a published form."""


class Fact(Struct, frozen=True):
    """Something an edition file says. `verified` is read-in-handbook, read-in-form or general (not verified)."""

    name: str
    text: str
    verified: str
    note: str = ""


SLOTS = {"3.2": "specification", "5.1": "quality"}
"""The sections of the model specification that chosen clauses fill (handbook 4.2.4)."""


class Schedule(Struct, frozen=True):
    """A schedule as one edition and form has it. `columns` are column key → heading; empty where it has no table."""

    key: str
    letter: str
    title: str
    fact: Fact
    columns: Mapping[str, str]
    columns_fact: Fact | None

    @property
    def heading(self) -> str:
        """`Schedule 2A: Service Specifications`."""
        return f"Schedule {self.letter}: {self.title}"


class SpecificationHeading(Struct, frozen=True):
    """A heading of the model service specification."""

    number: str
    title: str
    fact: Fact


class PartyWords(Struct, frozen=True):
    """How an agreement of this form, its parties and its parts are called. `fact` says whether the parties' names were
    verified.

    A form without schedules is made up of documents.
    """

    agreement: str = "contract"
    commissioner: str = "Commissioner"
    commissioners: str = "Commissioners"
    provider: str = "Provider"
    schedule: str = "schedule"
    schedules: str = "schedules"
    fact: Fact | None = None


class Edition(Struct, frozen=True):
    """One contract year and form.

    `foreign_words` have no meaning in an agreement of this form; `needs` are clauses that each of its documents needs;
    `rules_set_aside` are rules that do not fit it, with the reason; `other_schedules` are the letters of schedules that
    specgen does not make.
    """

    edition: str
    form: str
    known_from: str
    schedules: Mapping[str, Schedule]
    absent: Mapping[str, str]
    headings: tuple[SpecificationHeading, ...]
    terms: Mapping[str, Fact]
    file: str
    words: PartyWords = PartyWords()
    foreign_words: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    rules_set_aside: Mapping[str, str] = field(default_factory=dict)
    other_schedules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.edition} {self.form}"

    def facts(self) -> dict[str, Fact]:
        """Every fact of the edition by its name."""
        found = [schedule.fact for schedule in self.schedules.values()]
        found += [schedule.columns_fact for schedule in self.schedules.values() if schedule.columns_fact]
        found += [heading.fact for heading in self.headings]
        found += list(self.terms.values())
        found += [self.words.fact] if self.words.fact is not None else []
        return {fact.name: fact for fact in found}


VERIFIED = ("read-in-handbook", "read-in-form", GENERAL)
_COLUMNS = ("columns", "columns_fact", "columns_verified")


@cache
def _shape() -> Names:
    """What an edition file may hold."""
    # Imported where an edition is not kept yet: the contract's fields take longer than most commands.
    from specgen.assembly.names import COLUMNS, TERMS

    schedule = Names(
        needed={
            "letter": Written(pattern="[0-9A-Za-z]{1,6}", says="letters and digits"),
            "title": LINE,
            "fact": LINE,
            "verified": OneOf(VERIFIED),
        },
        optional={
            "note": LINES,
            "columns": Names(optional=dict.fromkeys(COLUMNS, LINE)),
            "columns_fact": LINE,
            "columns_verified": OneOf(VERIFIED),
        },
    )
    term_shape = Names({"fact": LINE, "text": LINE, "verified": OneOf(VERIFIED)}, {"note": LINES})
    return Names(
        needed={"edition": LINE, "form": OneOf(get_args(Form)), "known_from": LINES, "schedules": EachName(schedule)},
        optional={
            "specification_headings": ListOf(
                Names(
                    {
                        "number": Written(pattern=r"[0-9]{1,2}(\.[0-9]{1,2})*", says="a number such as 3.2"),
                        "title": LINE,
                        "fact": LINE,
                        "verified": OneOf(VERIFIED),
                    }
                )
            ),
            "terms": Names(optional=dict.fromkeys((term.replace("_", "-") for term in TERMS), term_shape)),
            "absent": EachName(LINES),
            "words": Names(
                {
                    "agreement": LINE,
                    "commissioner": LINE,
                    "commissioners": LINE,
                    "provider": LINE,
                    "fact": LINE,
                    "verified": OneOf(VERIFIED),
                },
                {"note": LINES},
            ),
            "foreign_words": ListOf(LINE),
            "other_schedules": ListOf(Written(pattern="[0-9]{1,2}[A-Z]{0,1}i{0,3}", says="a letter such as 2B")),
            "needs": ListOf(
                Written(
                    pattern="[a-z0-9-]+/[a-z]+/[a-z0-9-]+",
                    says="a clause’s id such as co-production/specification/local-terms",
                )
            ),
            "rules_set_aside": EachName(LINES),
        },
    )


def read_editions(folder: Path) -> tuple[tuple[Edition, ...], list[Problem]]:
    """Every edition file of `folder`, oldest edition first, and their faults. A file with a fault gives no edition."""
    try:
        files = everything(folder)
    except OSError:
        return _read_editions(folder)  # which tells what cannot be read
    return kept("editions", files, _KEPT, lambda: _read_editions(folder))


_KEPT = (Edition, Fact, Schedule, SpecificationHeading, PartyWords, Location, Problem)


def _read_editions(folder: Path) -> tuple[tuple[Edition, ...], list[Problem]]:
    editions: list[Edition] = []
    problems: list[Problem] = []
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        document, faults = read_document(read_plain(path), str(path))
        faults = faults or shape_faults(document, _shape(), "edition-file")
        given = plain(document.root)
        if not faults and isinstance(given, dict):
            faults = [*_column_faults(given, document), *_repeated(given, document, editions)]
            if not faults:
                editions.append(_edition(given, str(path)))
        problems += faults
    return tuple(sorted(editions, key=lambda edition: (edition.edition, edition.form))), problems


def _column_faults(given: Mapping[str, Any], document: YamlDocument) -> Iterator[Problem]:
    """A table's columns without the fact that stands for them, or the other way round."""
    for key, there in given["schedules"].items():
        if (
            missing := [name for name in _COLUMNS if not there.get(name)]
            if any(there.get(name) for name in _COLUMNS)
            else []
        ):
            place = document.place(("schedules", key))
            yield document.problem(
                "edition-file",
                f"the table of “{key}” lacks {' and '.join(f'“{name}”' for name in missing)}",
                place,
                cure="give the columns, the name of the fact that stands for them, and how it was verified; or "
                "none of the three",
            )


def _repeated(given: Mapping[str, object], document: YamlDocument, editions: Iterable[Edition]) -> Iterator[Problem]:
    for other in editions:
        if (other.edition, other.form) == (given["edition"], given["form"]):
            place = document.place(("edition",))
            yield document.problem(
                "edition-file",
                f"{other.name} is described in {Path(other.file).name} as well",
                place,
                cure="keep one of the two files",
            )


def _edition(given: Mapping[str, Any], file: str) -> Edition:
    plainly = ("edition", "form", "known_from", "foreign_words", "other_schedules", "needs")
    return Edition(
        **said_in({name: given.get(name) for name in plainly}),
        schedules={key: _schedule(key, entry) for key, entry in given["schedules"].items()},
        absent=said_in(given.get("absent") or {}),
        headings=_headings(given.get("specification_headings") or []),
        terms={
            key: Fact(entry["fact"], entry["text"], entry["verified"], entry.get("note") or "")
            for key, entry in (given.get("terms") or {}).items()
            if entry is not None
        },
        file=file,
        words=_words(given["words"], bool(given["schedules"])) if given.get("words") else PartyWords(),
        rules_set_aside=said_in(given.get("rules_set_aside") or {}),
    )


def _words(given: Mapping[str, str], has_schedules: bool) -> PartyWords:
    commissioner, provider = given["commissioner"], given["provider"]
    called = f"the parties are called {commissioner} and {provider}"
    fact = Fact(given["fact"], called, given["verified"], given.get("note") or "")
    part = "schedule" if has_schedules else "document"
    return PartyWords(given["agreement"], commissioner, given["commissioners"], provider, part, f"{part}s", fact)


def _headings(rows: list[dict[str, str]]) -> tuple[SpecificationHeading, ...]:
    """The headings; one fact may stand for several of them, and then says so instead of naming the last."""
    names = [row["fact"] for row in rows]
    found = []
    for row in rows:
        alone = names.count(row["fact"]) == 1
        says = f"{row['number']} {row['title']}" if alone else "the headings of the model specification"
        fact = Fact(row["fact"], says, row["verified"])
        found.append(SpecificationHeading(row["number"], row["title"], fact))
    return tuple(found)


def _schedule(key: str, given: Mapping[str, Any]) -> Schedule:
    letter, title, columns = given["letter"], given["title"], said_in(given.get("columns") or {})
    of_columns = f"the columns of the table in Schedule {letter}"
    columns_fact = Fact(given["columns_fact"], of_columns, given["columns_verified"]) if columns else None
    fact = Fact(given["fact"], f"Schedule {letter}: {title}", given["verified"], given.get("note") or "")
    return Schedule(key, letter, title, fact, columns, columns_fact)

"""The pack of a contract: which documents it gets and which clauses each prints. Pure values, no Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from specgen.assembly.choices import CONTRACT_PLACES
from specgen.assembly.choose import ChosenClause, choose
from specgen.assembly.document_type import DocumentType
from specgen.assembly.edition import GENERAL, SLOTS, Edition, Fact, Schedule
from specgen.assembly.left_open import KeyPath, LeftIn, Open, left_as_examples, what_is_open, written_texts
from specgen.assembly.marks import file_stem
from specgen.assembly.paragraphs import SPECIFICATION, with_references
from specgen.contract.contract import Contract
from specgen.kept import kept_with_it
from specgen.library.duties.verify import reading_of
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Problem, a_few, did_you_mean, has_errors

# Which facts of an edition a document prints: its schedule's, and those that its template takes from elsewhere.

CONSEQUENCE = "consequence"


def printed_facts(edition: Edition, document: Document) -> Iterator[Fact]:
    """Every fact, some perhaps more than once."""
    schedule = document.schedule
    if schedule is not None:
        yield schedule.fact
        # A schedule that does not apply, or lists other schedules' reports alone, does not print the form's own table;
        # the condition on consequences stands in a column of its own.
        if document.applicable and document.clauses and schedule.columns_fact is not None:
            yield schedule.columns_fact
            if CONSEQUENCE in schedule.columns and (consequence := edition.terms.get(CONSEQUENCE)):
                yield consequence
    if edition.words.fact is not None:
        yield edition.words.fact
    yield from _cited(edition, document)


def _cited(edition: Edition, document: Document) -> Iterator[Fact]:
    """Those behind the names that the template prints: conditions, other schedules, headings of the model
    specification."""
    cites = document.type.cites
    places = {clause.place for clause in document.clauses}
    for group, name in sorted(cites):
        key = name.replace("_", "-")
        if group == "terms" and (term := edition.terms.get(key)) is not None and not _only_in_a_column(key, document):
            yield term
        elif (
            group == "schedules"
            and (other := edition.schedules.get(key)) is not None
            and not _only_beside_measures(key, document, places)
        ):
            yield other.fact
    if document.type.when == "asked" or ("sections", "text") in cites:
        yield from (heading.fact for heading in edition.headings)
    elif any(group == "sections" for group, _ in cites):
        # Without the sections' texts a document prints the headings above its clauses alone.
        yield from (heading.fact for heading in edition.headings if SLOTS.get(heading.number) in places)


def _only_in_a_column(key: str, document: Document) -> bool:
    """Whether the condition stands in a column of the schedule's table, which has been seen to."""
    return key == CONSEQUENCE and document.schedule is not None and document.schedule.columns_fact is not None


def _only_beside_measures(key: str, document: Document, places: set[str]) -> bool:
    """Whether the schedule is referred to for measures, of which the document prints none."""
    return key == "quality-requirements" and "quality" in document.type.prints and "quality" not in places


GAP_SLUGS = ("missing-value", "missing-section")
"""Problems that a draft may be built with: each shows as a visible gap."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a pack. `clauses` are those it prints, in order; `applicable` is False for a schedule that the
    contract declares not applicable.

    `runs` are the runs of numbers of its paragraphs: service → the number below which they are counted, as 3.2 or “”.
    Without one a clause's paragraphs are numbered by themselves, as in packs that were issued so.
    `kept` is for `page_values`: what it works out once of a document.
    """

    type: DocumentType
    service: int | None
    schedule: Schedule | None
    file_name: str
    title: str
    clauses: tuple[ChosenClause, ...]
    applicable: bool = True
    runs: Mapping[int | None, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Pack:
    """All documents of one contract, with everything they are made of.

    `draft` says that DRAFT stands on every page: a clause is not approved, a value is missing or open, or the
    contract's status is not agreed. `open` is what of the contract file is left open. `kept` holds what later stages
    work out once for all documents or rules.
    """

    contract: Contract
    library: Library
    edition: Edition
    chosen: tuple[ChosenClause, ...]
    documents: tuple[Document, ...]
    draft: bool
    open: tuple[Open, ...] = ()
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def at(self, place: str, service: int | None = None) -> tuple[ChosenClause, ...]:
        """The clauses chosen for `place`; for one service if it is named."""
        return _places(self).get((place, service), ())


def why_draft(pack: Pack) -> str:
    """Why DRAFT stands on every page, and what takes it away; what took it away where it does not stand there."""
    if not pack.draft:
        return "its status is “agreed”, every clause is approved and no value is missing"
    reasons = []
    if (status := pack.contract.content.contract.status) != "agreed":
        reasons.append(f"its status is “{status}” (make it “agreed” when it is)")
    if named := list(dict.fromkeys(clause.version.name for clause in pack.chosen if not clause.approval)):
        what = f"{len(named)} clauses are not approved" if len(named) > 1 else "a clause is not approved"
        read = "" if pack.library.approvals else ", since no approvals were read"
        reasons.append(f"{what}{read} (have approved: {a_few(named, 3)})")
    # A notice prints no clause: only the contract's status makes it a draft.
    open_ = bool(pack.chosen) and (bool(pack.open) or any(clause.gaps for clause in pack.chosen))
    if open_ or not reasons:
        reasons.append("a value is missing or left open (give it)")
    return "; ".join(reasons)


TEXTS: Final = "texts"
EXAMPLES: Final = "examples"
"""Under which a pack keeps the texts of its contract file, and what was left there as an example."""


@kept_with_it
def _places(pack: Pack) -> Mapping[tuple[str, int | None], tuple[ChosenClause, ...]]:
    return by_place(pack.chosen)


@kept_with_it
def each_once(pack: Pack) -> tuple[ChosenClause, ...]:
    """The chosen clauses without those whose version came before: a contract with many services says a fault once a
    version."""
    first: dict[ClauseVersion, ChosenClause] = {}
    for clause in pack.chosen:
        first.setdefault(clause.version, clause)
    return tuple(first.values())


def texts_of(pack: Pack) -> list[tuple[KeyPath, str]]:
    """Each text of the pack's contract file and the path at which it stands."""
    if TEXTS not in pack.kept:
        pack.kept[TEXTS] = written_texts(pack.contract)
    found: list[tuple[KeyPath, str]] = pack.kept[TEXTS]
    return found


def examples_in(pack: Pack) -> tuple[LeftIn, ...]:
    """The examples that stand where the contract's own facts belong."""
    if EXAMPLES not in pack.kept:
        pack.kept[EXAMPLES] = tuple(left_as_examples(pack.contract, pack.chosen, texts_of(pack)))
    found: tuple[LeftIn, ...] = pack.kept[EXAMPLES]
    return found


def by_place(chosen: Iterable[ChosenClause]) -> Mapping[tuple[str, int | None], tuple[ChosenClause, ...]]:
    """The clauses by their place with their service, and by the place alone (with None)."""
    found: dict[tuple[str, int | None], list[ChosenClause]] = {}
    for clause in chosen:
        for service in {clause.service, None}:
            found.setdefault((clause.place, service), []).append(clause)
    return {key: tuple(clauses) for key, clauses in found.items()}


def assemble(
    contract: Contract,
    library: Library,
    editions: Iterable[Edition],
    types: Iterable[DocumentType],
    *,
    cautions: bool = True,
) -> tuple[Pack | None, list[Problem]]:
    """The contract's pack, and every problem of its choices, values and schedules; without `cautions` those that keep
    something out of the pack.

    The pack is there even with errors, so that the checks can say more in the same run; nothing of a pack with an
    error is written. It is None only when the edition is not known.
    """
    edition, problems = _edition(contract, tuple(editions))
    chosen, faults = choose(contract, library, cautions=cautions)
    problems += faults
    if edition is None:
        return None, problems
    kinds = tuple(kind for kind in types if kind.belongs_to(edition.form))
    documents: list[Document] = []
    asked = tuple(clause for clause in chosen if _asks_for_reports(clause, library))
    placed = by_place(chosen)
    for kind in kinds:
        found, faults = _documents_of(kind, contract, edition, placed, kinds, lists_reports=bool(asked))
        documents += found
        problems += faults
    documents = _one_of_whole_and_insert(contract, documents)
    documents, chosen, faults = with_references(documents, chosen, contract)
    problems += faults
    problems += _whole_specification_faults(contract, edition, chosen)
    problems += _unverified(contract, edition, documents)
    problems += _repeated_names(contract, documents)
    approved = all(clause.approval for clause in chosen) and not any(clause.gaps for clause in chosen)
    texts = written_texts(contract)
    examples = tuple(left_as_examples(contract, chosen, texts))
    still_open = what_is_open(contract, texts, examples, problems)
    draft = not approved or bool(still_open) or contract.content.contract.status != "agreed" or has_errors(problems)
    pack = Pack(contract, library, edition, chosen, tuple(documents), draft, still_open)
    pack.kept.update({TEXTS: texts, EXAMPLES: examples})
    return pack, problems


BOTH = "insert"
"""What a whole specification says, beside its sections, where the insert is to be made too: `insert: yes`."""


def _one_of_whole_and_insert(contract: Contract, documents: list[Document]) -> list[Document]:
    """Without the insert of a service whose whole specification is made: the terms would go out twice.

    Where both are asked for, both are made.
    """
    whole: dict[tuple[int | None, str], set[str]] = {
        (document.service, document.type.schedule): set(document.type.prints)
        for document in documents
        if document.type.when == "asked" and document.service is not None and not _both(contract, document.service)
    }
    return [
        document
        for document in documents
        if document.type.when != "chosen"
        or not set(document.type.prints) <= whole.get((document.service, document.type.schedule), set())
    ]


def _both(contract: Contract, service: int) -> bool:
    texts = contract.content.services[service].whole_specification or {}
    return str(texts.get(BOTH, "")).casefold() in ("yes", "true")


def as_draft(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with gaps as warnings, for a draft that may be built with them."""
    return [replace(problem, severity="warning") if problem.slug in GAP_SLUGS else problem for problem in problems]


def _edition(contract: Contract, editions: tuple[Edition, ...]) -> tuple[Edition | None, list[Problem]]:
    whole = contract.content.contract
    for edition in editions:
        if (edition.edition, edition.form) == (whole.edition, whole.form):
            return edition, []
    where = contract.place("contract", "edition")
    known = list(dict.fromkeys(edition.edition for edition in editions if edition.form == whole.form))
    return None, [
        contract.problem(
            "edition-unknown",
            f"there is no edition “{whole.edition}” in the form “{whole.form}”",
            where,
            cure=f"use one of: {', '.join(known)}"
            if known
            else "no edition has that form; “specgen editions” lists them",
            suggestion=did_you_mean(whole.edition, known),
        )
    ]


def _documents_of(
    kind: DocumentType,
    contract: Contract,
    edition: Edition,
    placed: Mapping[tuple[str, int | None], tuple[ChosenClause, ...]],
    kinds: tuple[DocumentType, ...],
    *,
    lists_reports: bool,
) -> tuple[list[Document], list[Problem]]:
    """The documents of one type. One that lists reports is made where other schedules ask for some, as
    `lists_reports` says, whether or not any is chosen for it and whatever is declared: it is not empty."""
    content = contract.content
    declared = next(
        (place for place in kind.prints if place in CONTRACT_PLACES and getattr(content, place).not_applicable), None
    )
    documents: list[Document] = []
    services: list[int | None] = list(range(len(content.services))) if kind.per == "service" else [None]
    for service in services:
        clauses = tuple(c for place in kind.prints for c in placed.get((place, service), ()))
        asked = service is not None and content.services[service].whole_specification is not None
        lists = lists_reports and LISTED_IN in kind.prints and kind.schedule in edition.schedules
        wanted = {
            "chosen": bool(clauses) or declared is not None or lists, "asked": asked, "always": True
        }.get(kind.when, False)  # fmt: skip
        if not wanted:
            continue
        if kind.schedule and kind.schedule not in edition.schedules:
            elsewhere = {
                place for other in kinds if not other.schedule and other.audience == "parties" for place in other.prints
            }
            if kind.when == "chosen" and declared is None and all(clause.place in elsewhere for clause in clauses):
                continue  # a form without schedules prints them in a document of its own
            return [], [_absent(kind, contract, edition, clauses, declared)]
        schedule = edition.schedules.get(kind.schedule)
        documents.append(
            Document(
                kind,
                service,
                schedule,
                _file_name(kind, contract, schedule, service),
                _title(kind, contract, service),
                clauses,
                applicable=declared is None or bool(clauses) or lists,
                runs=_runs(kind, contract, edition, service),
            )
        )
    return documents, []


def _runs(kind: DocumentType, contract: Contract, edition: Edition, service: int | None) -> Mapping[int | None, str]:
    """Below which number the paragraphs of each service are counted: that of the section which holds them, or, in a
    document of all services, of the service, which heads them there."""
    if SPECIFICATION not in kind.prints:
        return {}
    if service is None:
        numbers = {index: contract.service_number(index) for index in range(len(contract.content.services))}
        return {index: number if _SHORT.fullmatch(number) else "" for index, number in numbers.items()}
    section = next((head.number for head in edition.headings if SLOTS.get(head.number) == SPECIFICATION), "")
    return {service: section}


_SHORT = re.compile(r"[0-9A-Za-z]{1,4}(?:\.[0-9A-Za-z]{1,4}){0,2}")
"""A number that reads well before another, as 3.2 or P1."""


LISTED_IN = "reporting"
"""The place whose clauses are reports; the schedule that prints it lists those of other schedules too."""


def _asks_for_reports(clause: ChosenClause, library: Library) -> bool:
    """Whether the clause, which is of another schedule, asks for a report."""
    reading = reading_of(clause.version, library) if clause.place != LISTED_IN else None
    return reading is not None and any(entry.reported for entry in reading.readings)


def _absent(
    kind: DocumentType, contract: Contract, edition: Edition, clauses: tuple[ChosenClause, ...], declared: str | None
) -> Problem:
    where = contract.place(*clauses[0].path[:-1]) if clauses else contract.place(declared or "contract")
    reason = edition.absent.get(kind.schedule, "the edition's data does not list it")
    return contract.problem(
        "schedule-absent",
        f"the {edition.form} form of {edition.edition} has no place for “{kind.title}”: {reason}",
        where,
        cure="take the items out, or use the full-length form",
    )


def _title(kind: DocumentType, contract: Contract, service: int | None) -> str:
    about = contract.content.services[service].name if service is not None else contract.content.contract.title
    return f"{kind.title}: {about}"


def _file_name(kind: DocumentType, contract: Contract, schedule: Schedule | None, service: int | None) -> str:
    letter = f"Schedule {schedule.letter}" if schedule else ""
    name = contract.content.services[service] if service is not None else None
    number = f"service {contract.service_number(service)}" if service is not None and name else ""
    return f"{file_stem(contract.reference, letter, kind.name, number)}.docx"


def folder_name(contract: Contract) -> str:
    """The folder of the contract's pack, from its reference."""
    return file_stem(contract.reference)


def _repeated_names(contract: Contract, documents: list[Document]) -> Iterator[Problem]:
    """Two documents that would have one file name on Windows."""
    seen: dict[str, Document] = {}
    for document in documents:
        other = seen.setdefault(document.file_name.casefold(), document)
        if other is not document:
            where = contract.place("services", document.service or 0)
            yield Problem(
                "same-file-name",
                f"“{other.title}” ({other.type.key}) and “{document.title}” ({document.type.key}) would both "
                f"be called {document.file_name}",
                where,
                cure="give the services numbers that differ in letters or digits; give document types different names",
            )


def leaf_headings(edition: Edition) -> tuple[str, ...]:
    """The numbers of the model specification's headings that have text of their own, not only headings below them."""
    return _leaves(tuple([heading.number for heading in edition.headings]))


@cache
def _leaves(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(number for number in numbers if not any(other.startswith(f"{number}.") for other in numbers))


def section_default(contract: Contract, service: int, number: str) -> str:
    """What the contract file already says elsewhere for a section, so that it is not asked twice; "" when nothing."""
    given = contract.content.services[service]
    return {"3.3": given.population or given.cohort or "", "6": "\n".join(given.premises)}.get(number, "")


def _whole_specification_faults(
    contract: Contract, edition: Edition, chosen: Iterable[ChosenClause]
) -> Iterator[Problem]:
    numbers = [heading.number for heading in edition.headings]
    titles = {heading.number: heading.title for heading in edition.headings}
    filled = {(clause.service, clause.place) for clause in chosen}
    for index, service in enumerate(contract.content.services):
        texts = service.whole_specification
        if texts is None:
            continue
        where = contract.place("services", index, "whole_specification")
        for number in _written_numbers(contract, index):
            if number not in (*numbers, BOTH):
                place = contract.place("services", index, "whole_specification", number)
                yield contract.problem(
                    "unknown-section",
                    f"the model specification has no section “{number}”",
                    place,
                    cure=f"use the numbers of its headings: {', '.join(numbers)}",
                )
        for number in leaf_headings(edition):
            if (
                number not in texts
                and (index, SLOTS.get(number)) not in filled
                and not section_default(contract, index, number)
            ):
                yield contract.problem(
                    "missing-section",
                    f"the whole specification has no text for {number} {titles[number]}",
                    where,
                    cure=contract.to_fill_in("services", index, "whole_specification", number)
                    or f"add “{number}:” with its text, or “Not Applicable”",
                )
        for name in ("commissioner_lead", "provider_lead", "review_date"):
            if getattr(service, name) is None:
                yield Problem(
                    "missing-value",
                    f"the whole specification needs “{name}” for the table at its head",
                    contract.place("services", index, name),
                    cure=contract.to_fill_in("services", index, name) or f"add “{name}:” to the service",
                )


def _written_numbers(contract: Contract, service: int) -> list[str]:
    """The numbers under the service's whole specification; in a contract file those without a text too."""
    above = ("services", service, "whole_specification")
    texts = contract.content.services[service].whole_specification or {}
    return sorted(
        {
            *texts,
            *(str(path[-1]) for path, place in contract.places.items() if path[:-1] == above and place.sheet is None),
        }
    )


def facts_to_confirm(contract: Contract, edition: Edition, documents: Iterable[Document]) -> tuple[Fact, ...]:
    """The facts of the edition that a document prints, nobody has verified and the contract does not confirm."""
    printed: dict[str, Fact] = {}
    for document in documents:
        printed.update((fact.name, fact) for fact in printed_facts(edition, document))
    confirmed = contract.content.contract.confirmed
    return tuple(fact for fact in printed.values() if fact.verified == GENERAL and fact.name not in confirmed)


def _unverified(contract: Contract, edition: Edition, documents: list[Document]) -> Iterator[Problem]:
    """A warning for each fact to confirm, and an error for each name that is confirmed and that the edition does not
    have."""
    where = contract.place("contract", "edition")
    for fact in facts_to_confirm(contract, edition, documents):
        yield contract.problem(
            "edition-not-verified",
            f"“{fact.text}” ({edition.name}) was not checked against the published form",
            where,
            severity="warning",
            cure=f"check it; then add “{fact.name}” under contract, confirmed",
        )
    known = edition.facts()
    for index, name in enumerate(contract.content.contract.confirmed):
        if name not in known:
            place = contract.place("contract", "confirmed", index)
            yield contract.problem(
                "unknown-fact",
                f"the edition {edition.name} has no fact “{name}” to confirm",
                place,
                suggestion=did_you_mean(name, known),
                cure="“specgen editions” shows them",
            )

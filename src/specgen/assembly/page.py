"""What a template can print: the names and values of a document, plain and nested, for every type the same.

docs/reference/template-names.md lists them for template authors. Internal points (`note`) are there only for a type
whose audience is the Commissioner.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from typing import Final

from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.edition import SLOTS, Fact, Schedule
from specgen.assembly.marks import bookmark, tag
from specgen.assembly.names import COLUMNS, SCHEDULES, SERVICE_NAMES, TERMS, WORDS, Name, of_fields
from specgen.assembly.pack import LISTED_IN, Document, Pack, facts_to_confirm, leaf_headings, section_default
from specgen.assembly.paragraphs import run_of
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_date_term
from specgen.contract.fields import part_of
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.particulars import Term
from specgen.contract.parties import Commissioner, Organisation, Section75
from specgen.contract.quantities import Situations, pounds
from specgen.contract.services import Period
from specgen.kept import kept_with_it
from specgen.library.model import PLACES, Approval, ClauseVersion, DatedTerm, Library
from specgen.library.version_file import PLACE_MAY
from specgen.problems import Problem, in_a_row, in_reading_order
from specgen.wording.wording import Block, Blocks, Passage, Run, gap_text, plain_text

# What the internal drafting note prints: every clause with its provenance, what is open, and points for the
# Commissioner.


def note_values(pack: Pack, problems: Iterable[Problem]) -> dict[str, object]:
    """The note's rows. Nothing of this may travel to the other party."""
    return {
        "clauses": tuple(_provenance(pack, clause) for clause in pack.chosen),
        "sources": tuple(_sources(pack)),
        "open": tuple(_open(pack, problems)),
        "not_applicable": tuple(
            {"schedule": _schedule_of(pack, place), "reason": reason}
            for place in ("development", "improvement", "system", "reporting")
            if (reason := getattr(pack.contract.content, place).not_applicable)
        ),
        "rights": tuple(_rights(pack)),
        "confirm": tuple(
            {"fact": fact.text, "name": fact.name, "verified": fact.verified, "note": fact.note}
            for fact in _to_confirm(pack)
        ),
        "dated": tuple(_dated(pack)),
        "points": tuple(_points(pack)),
        "edition": pack.edition.known_from,
        "approved": "Yes" if all(clause.approval for clause in pack.chosen) else "No",
    }


LISTED_ELSEWHERE = ("clause-not-approved", "edition-not-verified")
"""Kinds of problem that the note has a table of its own for; among what is open they are counted."""


def _open(pack: Pack, problems: Iterable[Problem]) -> Iterator[dict[str, object]]:
    """What is still to be done, each point once."""
    unapproved = sum(clause.approval is None for clause in pack.chosen)
    if unapproved:
        yield _row(
            "Warning",
            f"{unapproved} of {len(pack.chosen)} clauses {'is' if unapproved == 1 else 'are'} not approved; "
            f"the table of clauses says which",
            "have them approved; until then every page says DRAFT",
        )
    if facts := len(_to_confirm(pack)):
        counted = (
            "1 fact of the edition that these documents print was"
            if facts == 1
            else f"{facts} facts of the edition that these documents print were"
        )
        yield _row(
            "Warning",
            f"{counted} not checked against the published form; the table of facts says which",
            "check them, then name them under contract, confirmed",
        )
    found = in_reading_order(map(_without_row, problems), folders=False)
    # Notes come last and by their words: where they stand differs between a contract file and a row of a register.
    for problem in sorted(found, key=lambda each: (each.severity == "note") * each.message):
        if problem.slug not in LISTED_ELSEWHERE:
            yield _row(problem.severity.capitalize(), problem.message, problem.cure, problem.source)


def _without_row(problem: Problem) -> Problem:
    """The problem without the row of a register, so that one which is sorted anew gives the same note."""
    where = problem.location
    return replace(problem, location=replace(where, line=None)) if where.sheet is not None else problem


def _row(severity: str, message: str, cure: str, source: str = "") -> dict[str, object]:
    return {
        "severity": severity,
        "message": f"{message[:1].upper()}{message[1:]}",
        "cure": f"{cure[:1].upper()}{cure[1:]}",
        "source": source,
    }


def _to_confirm(pack: Pack) -> tuple[Fact, ...]:
    return facts_to_confirm(pack.contract, pack.edition, pack.documents)


def _rights(pack: Pack) -> Iterator[dict[str, object]]:
    """What each service says of the legal rights to choice; the clause on choice says it to the other party too."""
    for service in pack.contract.content.services:
        if (rights := service.legal_rights_to_choice) is not None:
            yield {
                "service": service.name,
                "answer": "They apply." if rights.applies else f"They do not apply: {rights.not_applicable}",
            }


def _schedule_of(pack: Pack, place: str) -> str:
    """The schedule that holds the clauses of `place`, as this edition calls it."""
    headings = (
        document.schedule.heading for document in pack.documents if place in document.type.prints and document.schedule
    )
    return next(headings, place.capitalize())


def _sources(pack: Pack) -> Iterator[dict[str, object]]:
    """The documents that the clauses come from."""
    for key in dict.fromkeys(clause.version.source.document for clause in pack.chosen):
        if source := pack.library.sources.get(key):
            yield {"key": key, "title": f"{source.title}, {source.publisher}, version {source.version}, {source.date}"}


def approved_by(approval: Approval) -> str:
    """The people who approved a clause, each with role and day."""
    return in_a_row(
        [f"{each.approved_by}, {each.role}, on {long_date(each.approved_on)}" for each in approval.together]
    )


def _provenance(pack: Pack, clause: ChosenClause) -> dict[str, object]:
    version = clause.version
    sections = ", ".join(version.source.sections)
    page = f" (its chapter begins on page {version.source.page})" if version.source.page else ""
    approval = clause.approval
    origin = "Quoted word for word" if version.origin == "national" else "Drafted"
    if version.origin == "national" and clause.place in ("quality", "reporting"):
        origin = "Measure quoted word for word; how it is measured is drafted"
    if version.based_on:
        until = version.deviation_until
        origin += f", based on {version.based_on}" + (f", to hold until {long_date(until)}" if until else "")
    services = pack.contract.content.services
    return {
        "title": version.title,
        "id": version.clause_id,
        "version": str(version.number),
        "fingerprint": version.fingerprint[:12],
        "place": clause.place,
        "service": services[clause.service].name if clause.service is not None else "whole contract",
        "origin": origin,
        "source": f"{version.source.document}, section {sections}{page}",
        "why": clause.why,
        "approval": f"Approved by {approved_by(approval)}" if approval else "Not approved",
        "source_note": version.source_note,
    }


def _dated(pack: Pack) -> Iterable[dict[str, object]]:
    """Terms of the quoted wording that have dated, where they stand."""
    for clause in pack.chosen:
        if clause.version.origin != "national":
            continue
        for term in _standing_in(clause.blocks, pack.library.dated_terms):
            offered = _offered(pack.library, clause.version, term)
            yield {"title": clause.version.title, "term": term.term, "now": f"{term.now}{offered}", "since": term.since}


def _offered(library: Library, version: ClauseVersion, term: DatedTerm) -> str:
    """The adaptations of the version that leave the term out, in a sentence: they are offered, and nobody puts them in
    but the user."""
    name = version.name
    found = [
        clause.id
        for clause in library.clauses.values()
        if (newest := clause.versions[-1]).based_on == name
        and term not in _standing_in(newest.blocks, library.dated_terms)
    ]
    return f". An adaptation is offered and not used here: {', '.join(found)}" if found else ""


@lru_cache(maxsize=512)
def _standing_in(blocks: Blocks, terms: tuple[DatedTerm, ...]) -> tuple[DatedTerm, ...]:
    """Those of the terms that stand in the words."""
    text = plain_text(blocks)
    return tuple(term for term in terms if any(word in text for word in term.match))


def _points(pack: Pack) -> Iterable[dict[str, object]]:
    """The handbook's points for the components that the contract uses, and those for every contract."""
    used = {clause.component for clause in pack.chosen} | {"personalised-care"}
    for component in pack.library.components:
        if component.id in used and component.notes:
            yield {
                "component": component.title,
                "notes": tuple(
                    {"heading": note.heading, "text": note.text, "section": note.section} for note in component.notes
                ),
            }


Values = dict[str, object]

DRAFT_LABEL = "DRAFT: not for signature"
NOT_APPLICABLE = "Not Applicable"
REVIEW = "Review"
"""The heading of a column of our own beside the form's, where an item says when it is reviewed (handbook 4.2.3)."""


def page_values(pack: Pack, document: Document, problems: Iterable[Problem] = ()) -> Values:
    """The values for `document`. `problems` are the run's, for the drafting note."""
    values: Values = {
        **_of_pack(pack),
        "document": _document(pack, document),
        "schedule": _schedule(document),
        "service": _services(pack)[document.service] if document.service is not None else nothing(SERVICE_NAMES),
        "sections": _sections(pack, document),
        "further_reports": (),
        "cited_reports": (),
    }
    items: dict[str, list[Values]] = {place: [] for place in PLACES}
    for clause, passage in printed_passages(document):
        at_place = items[clause.place]
        at_place.append(_item(pack, clause, passage, len(at_place) + 1))
    values.update((place, tuple(found)) for place, found in items.items())
    values["groups"] = {place: _by_component(found) for place, found in items.items()}
    if document.type.audience == "commissioner":
        values["note"] = note_values(pack, problems)
    return values


@kept_with_it
def _of_pack(pack: Pack) -> Values:
    """What is the same in every document of the pack. It is shared: nobody may change it."""
    return {
        "contract": _contract(pack),
        "commissioners": tuple(_commissioner(party, pack) for party in pack.contract.content.commissioners),
        "co_ordinating_commissioner": _commissioner(pack.contract.co_ordinating, pack),
        "provider": _provider(pack),
        "services": _services(pack),
        "schedules": _schedules(pack),
        "words": {name: getattr(pack.edition.words, name) for name in WORDS},
        "terms": {
            **dict.fromkeys(TERMS, ""),
            **{key.replace("-", "_"): fact.text for key, fact in pack.edition.terms.items()},
        },
    }


Passages = tuple[tuple[ChosenClause, Passage], ...]


@kept_with_it
def printed_passages(document: Document) -> Passages:
    """The clauses that the document prints, place by place, each with its words and the marks by which it is found."""
    ordinals: dict[str, int] = {}
    found = []
    for clause in (clause for place in PLACES for clause in document.clauses if clause.place == place):
        name = clause.version.name
        ordinals[name] = ordinal = ordinals.get(name, 0) + 1
        in_table = clause.place != "specification"
        passage = _passage(clause.version, clause.blocks, in_table, ordinal, run_of(document, clause))
        found.append((clause, passage))
    return tuple(found)


@lru_cache(maxsize=256)
def _passage(version: ClauseVersion, blocks: Blocks, in_table: bool, ordinal: int, run: str | None) -> Passage:
    """The words in their place: one passage for all documents that print the same, so that what is made of it can be
    kept."""
    heading = () if in_table else (Block("heading", (Run(version.title),)),)
    marks = tag(version), bookmark(version, ordinal)
    return Passage((*heading, *blocks), *marks, version.title[:64], inline=in_table, run=run)


def _document(pack: Pack, document: Document) -> Values:
    whole = pack.contract.content.contract
    return {
        "title": document.title,
        "type": document.type.title,
        "draft": pack.draft,
        "label": DRAFT_LABEL if pack.draft else "",
        "status": {"draft": "Draft", "for agreement": "For agreement", "agreed": "Agreed"}[whole.status],
        "version": whole.draft_version,
        "applicable": document.applicable,
        "not_applicable": "" if document.applicable else NOT_APPLICABLE,
        "internal": document.type.audience == "commissioner",
    }


@cache
def _printed_fields(part: type[ContractPart]) -> tuple[tuple[str, type[ContractPart] | None], ...]:
    """The fields of a part that have names in templates; with the part within, where its fields have them instead."""
    found: list[tuple[str, type[ContractPart] | None]] = []
    for name, field in part_fields(part).items():
        inner = part_of(field.annotation)
        if field.declared.prints:
            found.append((name, None))
        elif inner is not None and of_fields(inner):
            found.append((name, inner))
    return tuple(found)


def field_values(part: ContractPart) -> Values:
    """What a part says under the names of its fields (`names.of_fields`)."""
    found: Values = {}
    for name, inner in _printed_fields(type(part)):
        value = getattr(part, name)
        if inner is None:
            found[name] = _printed(value)
        else:
            found |= field_values(value) if value is not None else nothing(of_fields(inner))
    return found


def _printed(value: object) -> object:
    if value is None or isinstance(value, (str, tuple)):
        return "" if value is None else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Decimal):
        return pounds(value)
    if isinstance(value, Section75):
        return f"{value.reference} (lead: {value.lead})"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"no document can print a {type(value).__name__}")


def nothing(names: Mapping[str, Name]) -> Values:
    """Empty values for these names."""
    return {name: () if entry.kind == "list" else "" for name, entry in names.items()}


def _contract(pack: Pack) -> Values:
    return {
        **field_values(pack.contract.content.contract),
        "service_commencement_date": long_date(pack.contract.commencement),
    }


def _schedule(document: Document) -> Values:
    schedule = document.schedule
    columns = {**dict.fromkeys(COLUMNS, ""), **(schedule.columns if schedule else {})}
    if any(clause.fields.get("review") for clause in document.clauses):
        columns["review"] = REVIEW
    return {**_headed(schedule), "columns": columns}


def _headed(schedule: Schedule | None) -> Values:
    if schedule is None:
        return {"letter": "", "title": "", "heading": ""}
    return {"letter": schedule.letter, "title": schedule.title, "heading": schedule.heading}


def _schedules(pack: Pack) -> Values:
    """Every schedule by its key with underscores; empty texts where the edition and form lack it."""
    keys = [*SCHEDULES, *(key.replace("-", "_") for key in pack.edition.schedules)]
    found = {key.replace("-", "_"): schedule for key, schedule in pack.edition.schedules.items()}
    return {key: _headed(found.get(key)) for key in dict.fromkeys(keys)}


def _by_component(items: Iterable[Values]) -> tuple[Values, ...]:
    """The items by component, components in the order of their first item, numbered as they then stand."""
    groups: dict[object, list[Values]] = {}
    for item in items:
        groups.setdefault(item["component"], []).append(item)
    numbers = count(1)
    return tuple(
        {"title": title, "entries": tuple({**item, "number": str(next(numbers))} for item in found)}
        for title, found in groups.items()
    )


def identity_of(party: Organisation) -> str:
    """The party's code, or why it has none."""
    return f"ODS code {party.ods_code}" if party.ods_code else f"no ODS code: {party.no_ods_code}"


def _commissioner(party: Commissioner, pack: Pack) -> Values:
    role = f"{party.role.capitalize()} {pack.edition.words.commissioner}"
    return {**field_values(party), "identity": identity_of(party), "role": role}


def _provider(pack: Pack) -> Values:
    provider = pack.contract.content.provider
    return {**field_values(provider), "identity": identity_of(provider)}


def _service(pack: Pack, index: int) -> Values:
    service = pack.contract.content.services[index]
    period = service.period or pack.contract.content.contract.term
    term = parse_date_term(service.review_date, period.start) if service.review_date else None
    # The whole specification has these in the table at its head: a draft shows what is missing there.
    asked = service.whole_specification is not None
    return {
        **field_values(service),
        "number": pack.contract.service_number(index),
        "commissioner_lead": service.commissioner_lead or _missing("commissioner lead", asked),
        "provider_lead": service.provider_lead or _missing("provider lead", asked),
        "start": long_date(period.start),
        "end": long_date(period.end),
        "period": _days_of(period),
        "own_period": _own_period(pack.contract, index),
        "months": first_month(pack, index),
        "review_date": term.printed if term else _missing("date of review", asked),
    }


def _days_of(period: Period | Term) -> str:
    return f"{long_date(period.start)} to {long_date(period.end)}"


def _own_period(contract: Contract, index: int) -> str:
    """The days of a service that are not those of the contract's term; where it begins on another day than the others,
    that times which the wording counts from the Service Commencement Date are counted from its own."""
    period = contract.content.services[index].period
    if period is None or _days_of(period) == _days_of(contract.content.contract.term):
        return ""
    begins = contract.expected_start(index) != contract.expected_start()
    return f"{_days_of(period)}{BEGINS_APART if begins else ''}"


def first_month(pack: Pack, index: int) -> str:
    """What “each period of 1 month” is in the specification of a service that begins within a month, as the ledger
    counts it and the list of reports dates it; "" where the specification has no such period."""
    first = pack.contract.start_of(index)
    if first.day == 1 or not any(
        clause.place == "specification" and clause.service == index and _EACH_MONTH.search(plain_text(clause.blocks))
        for clause in pack.chosen
    ):
        return ""
    last = min(first.replace(day=monthrange(first.year, first.month)[1]), pack.contract.ends(index))
    return f"{CALENDAR_MONTH}{long_date(first)} to {long_date(last)}"


_EACH_MONTH: Final = re.compile(r"\bperiod of [^.;,]*?\b(?:1|one) month\b", re.IGNORECASE)
CALENDAR_MONTH: Final = "a calendar month; that in which the service begins is counted from "
"""What is said of each period of 1 month, before the days of the first."""
BEGINS_APART: Final = "; its first day is the expected Service Commencement Date of this service"
"""What is said behind the days of a service that begins on another day than the others."""


@kept_with_it
def _services(pack: Pack) -> tuple[Values, ...]:
    """The values of every service. They are shared: nobody may change them."""
    return tuple(_service(pack, index) for index in range(len(pack.contract.content.services)))


def _missing(name: str, asked: bool) -> str:
    return gap_text(name) if asked else ""


def _item(pack: Pack, clause: ChosenClause, passage: Passage, number: int) -> Values:
    component = pack.library.component(clause.component)
    return {
        "number": str(number),
        "title": clause.version.title,
        "component": component.title if component else clause.component,
        "wording": passage,
        "service": pack.contract.content.services[clause.service].name if clause.service is not None else "",
        "service_number": pack.contract.service_number(clause.service) if clause.service is not None else "",
        **dict.fromkeys(PLACE_MAY.get(clause.place, ()), ""),
        **clause.fields,
        **({"first": ""} if clause.place == LISTED_IN else {}),
    }


def _sections(pack: Pack, document: Document) -> tuple[Values, ...]:
    """The model specification's sections in their order, with the texts that the contract gives.

    `slot` names what belongs there: `specification` under 3.2, `quality` under 5.1, else nothing. `level` is 1 or 2.
    """
    if document.service is None:
        return ()
    service = document.service
    texts = pack.contract.content.services[service].whole_specification or {}
    leaves = leaf_headings(pack.edition)
    filled = {clause.place for clause in document.clauses}
    return tuple(
        {
            "number": heading.number,
            "title": heading.title,
            "level": heading.number.count(".") + 1,
            "slot": SLOTS.get(heading.number, ""),
            "text": section_blocks(
                texts.get(heading.number),
                section_default(pack.contract, service, heading.number),
                gap=heading.number in leaves and SLOTS.get(heading.number) not in filled,
                title=heading.title,
            ),
        }
        for heading in pack.edition.headings
    )


def section_blocks(given: object, default: str, *, gap: bool, title: str) -> Blocks:
    """A section's text as paragraphs: a line each for text, a bullet each for a list. Never read as markup.

    A line keeps its spaces and tabs; one that holds nothing else sets paragraphs apart, which the page does anyway.
    Where nothing is given and `gap` says that something is needed, a visible gap; the contract's problems name it.
    """
    if isinstance(given, tuple) and not isinstance(given, Situations):
        return tuple(Block("bullet", (Run(str(entry)),)) for entry in given)
    text = default if given is None else str(given)
    blocks = tuple(Block("paragraph", (Run(line),)) for line in text.split("\n") if line.strip())
    return blocks or ((Block("paragraph", (Run(gap_text(title), gap=True),)),) if gap else ())

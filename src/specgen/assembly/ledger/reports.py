"""Every report that the contract's other schedules ask for, as Schedule 6A lists it: once, with basis and first day.

A report of Schedule 6A itself that another schedule asks for too, counted in the same way, by the same party to the
same and on the same days, is one report: the schedule says by what it is also required, and there is no further row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import THE_OTHERS, DueDay, Ledger, LedgerRow
from specgen.assembly.ledger.when import about_words
from specgen.assembly.marks import reading_bookmark, reading_tag
from specgen.assembly.pack import LISTED_IN, Document, Pack
from specgen.contract.dates import long_date
from specgen.kept import kept_with_it
from specgen.library.duties.model import ACTORS
from specgen.problems import in_a_row
from specgen.wording.wording import Block, Passage, Run


class FurtherReport(Struct, frozen=True):
    """A report that another schedule asks for. `number` counts on from the schedule's own reports; `wording` is the
    sentence that asks for it, with the marks of its reading: clause, version and sentence."""

    number: int
    title: str
    wording: Passage
    basis: str
    period: str
    first: str
    to: str
    required_by: str


FURTHER_REPORT = FurtherReport.__struct_fields__


class CitedReport(Struct, frozen=True):
    """A report of the schedule itself, by its title, that another schedule asks for as well."""

    title: str
    required_by: str


def reports_listed_in(pack: Pack, document: Document) -> tuple[FurtherReport, ...]:
    """The reports that the document lists beside its own: all of other schedules in the schedule that lists reports;
    where the contract has none, in the inserts those that their own paragraphs ask for."""
    if not lists_reports(pack, document):
        return ()
    kept = f"reports of {document.file_name}"
    if kept not in pack.kept:
        pack.kept[kept] = further_reports(pack, None if LISTED_IN in document.type.prints else document)
    found: tuple[FurtherReport, ...] = pack.kept[kept]
    return found


def lists_reports(pack: Pack, document: Document) -> bool:
    """Whether the document is one that lists the reports of the contract."""
    if LISTED_IN in document.type.prints:
        return document.applicable
    if document.type.audience != "parties" or "specification" not in document.type.prints:
        return False
    return not has_list_of_reports(pack)


@kept_with_it
def has_list_of_reports(pack: Pack) -> bool:
    return any(LISTED_IN in document.type.prints and document.applicable for document in pack.documents)


def further_reports(pack: Pack, document: Document | None = None) -> tuple[FurtherReport, ...]:
    """Every report of another schedule that Schedule 6A does not hold itself, in the order of the contract; those of
    the document's service alone where it is of one."""
    rows = [
        row for row in _reported(pack)
        if document is None or document.service is None or row.service in (document.service, None)
    ]  # fmt: skip
    own = [row for row in rows if _listed(row)]
    asked = [row for row in rows if not _listed(row)]
    together: dict[tuple[str, ...], list[LedgerRow]] = {}
    for row in asked:
        if not any(_one_report(row, other) for other in own):
            # Two services with one report, counted and due alike, have one row.
            together.setdefault((row.object, row.reading.reported, row.when, row.sentence, _first(row)), []).append(row)
    count = sum(1 for clause in pack.chosen if clause.place == LISTED_IN)
    return tuple(
        FurtherReport(
            number=count + number,
            title=f"{found[0].object[:1].upper()}{found[0].object[1:]}",
            wording=_passage(found[0], number),
            basis=f"Counted {found[0].reading.reported}"
            if not found[0].reading.reported.startswith("an account")
            else "An account in words",
            period=_period(found[0]),
            first=_first(found[0]),
            to=_to(found[0]),
            required_by=f"As required by {_paragraphs(pack, found, document)}; not a further report",
        )
        for number, found in enumerate(together.values(), 1)
    )


@kept_with_it
def _reported(pack: Pack) -> tuple[LedgerRow, ...]:
    """The rows that ask for an account."""
    return tuple(row for row in ledger_of(pack).rows if row.reading.reported)


def _passage(row: LedgerRow, number: int) -> Passage:
    """The sentence between marks that name its reading. They are not those of a clause: the words are said again."""
    blocks = (Block("paragraph", (Run(row.sentence),)),)
    marks = reading_tag(row.clause_id, row.version, row.reading.sentence), reading_bookmark(row.clause_id, number)
    return Passage(blocks, *marks, f"{row.object[:1].upper()}{row.object[1:]}", inline=True)


def _to(row: LedgerRow) -> str:
    """To whom, a party as the schedule's own rows name it."""
    named = (f"the {who}" if who in ACTORS and not who.startswith("each") else who for who in row.to.split(", "))
    said = ", ".join(named)
    return f"{said[:1].upper()}{said[1:]}"


def cited_reports(pack: Pack) -> tuple[CitedReport, ...]:
    """The schedule's own reports that another schedule asks for as well."""
    return tuple(_cited(pack))


def _cited(pack: Pack) -> Iterator[CitedReport]:
    rows = _reported(pack)
    asked = [row for row in rows if not _listed(row)]
    for own in rows:
        if not _listed(own):
            continue
        others = [row for row in asked if _one_report(row, own)]
        if others:
            said = (
                f"also required by {_paragraphs(pack, others)}, and holds what is asked for there; not a further report"
            )
            yield CitedReport(own.paragraph.heading, said)


@kept_with_it
def owed_once(pack: Pack) -> Ledger:
    """The ledger with each duty once: a report of the schedule that another paragraph asks for is one with it, and says
    where it is also asked for."""
    ledger = ledger_of(pack)
    listed = [row for row in ledger.rows if _listed(row) and row.days]
    asked: dict[tuple[str, int | None], list[LedgerRow]] = {}
    rows: list[LedgerRow] = []
    for row in ledger.rows:
        own = next((other for other in listed if not _listed(row) and _one_report(row, other)), None)
        if own is None:
            rows.append(row)
        else:
            asked.setdefault((own.key, own.service), []).append(row)
    return replace(ledger, rows=tuple(_also_asked(row, asked.get((row.key, row.service), ())) for row in rows))


def _occasion(day: DueDay) -> tuple[object, ...]:
    return day.day, day.before, day.about, day.party, day.period


def _also_asked(own: LedgerRow, others: Sequence[LedgerRow]) -> LedgerRow:
    """A report of the schedule that was done is done for whoever asks for it."""
    if not others:
        return own
    done = own.done or next((row.done for row in others if row.done), None)
    also = tuple({str(row.paragraph): row.paragraph for row in others}.values())  # two services have one paragraph
    sentences = dict.fromkeys(f"{row.paragraph}: {row.sentence}" for row in others)
    evidence = dict.fromkeys(filter(None, (own.evidence, *(row.evidence for row in others))))
    return replace(
        own,
        paragraph=replace(own.paragraph, also=also),
        sentence=" ".join([own.sentence, *sentences]),
        evidence="; ".join(evidence),
        done=done,
    )


def _listed(row: LedgerRow) -> bool:
    return row.clause_id.split("/")[1] == LISTED_IN


def _one_report(row: LedgerRow, own: LedgerRow) -> bool:
    """Whether who makes the report of the schedule has made the other: nothing of it is asked for from or to another,
    under another condition, of more, or on a day or for a period that the schedule does not name."""
    one, other = ((each.object, each.reading.reported, each.who, each.to, each.condition) for each in (row, own))
    whole = not row.much or row.much == own.much
    return bool(own.reading.reported) and one == other and whole and due_alike(row, own)


def due_alike(row: LedgerRow, own: LedgerRow) -> bool:
    """Whether all times of the row are times of the other too; by their words where no days are known."""
    if row.days and own.days:
        return {_occasion(day) for day in row.days} <= {_occasion(day) for day in own.days}
    return not row.days and not own.days and row.when == own.when


def _period(row: LedgerRow) -> str:
    """When it is due, as a sentence begins. The schedule has numbers of its own, so that a paragraph beside the one
    that asks for the report is said to be of its schedule, or of the same terms where these count by themselves."""
    through = "." in row.paragraph.number and row.paragraph.schedule.startswith("Schedule")
    whose = row.paragraph.schedule if through else "the same terms"
    when = re.sub(r"what (paragraph \d\S*) asks for", rf"what \1 of {whose} asks for", row.when)
    return f"{when[:1].upper()}{when[1:]}"


def _first(row: LedgerRow) -> str:
    """The first day on which it is due, with that of each Commissioner who has another; where it follows an event, that
    it has none."""
    if not row.days:
        return "On each such occasion" if row.part == "whenever" else ""
    first: dict[str, str] = {}
    for due in row.days:
        if due.party not in first:
            said = about_words(due) if due.about or due.before else f"on {long_date(due.day)}"
            first[due.party] = f"{said}{_cut_short(due)}"
    of_all = first.pop(THE_OTHERS, first.pop("", ""))
    if not of_all:
        return f"First due {in_a_row([f'{day} for {party}' for party, day in first.items()])}"
    own = "; ".join(f"for {party}: {day.removeprefix('on ')}" for party, day in first.items())
    return f"First due {of_all}{f' ({own})' * bool(own)}"


def _cut_short(due: DueDay) -> str:
    """For which days a first report is that is of no whole period; the paragraph that asks for it does not say so."""
    if due.period is None or not due.period.short:
        return ""
    return f", for the period from {long_date(due.period.first)} to {long_date(due.period.last)}"


def first_due(pack: Pack, clause: ChosenClause) -> str:
    """When a report of the schedule itself is first due; nothing where its reading gives no day."""
    return _first_days(pack).get((clause.id, clause.service), "")


@kept_with_it
def _first_days(pack: Pack) -> Mapping[tuple[str, int | None], str]:
    days: dict[tuple[str, int | None], str] = {}
    for row in _reported(pack):
        if row.days and _listed(row):
            days.setdefault((row.clause_id, row.service), _first(row))
    return days


def _paragraphs(pack: Pack, rows: list[LedgerRow], here: Document | None = None) -> str:
    """`paragraph 6 of “Personalised care” in Schedule 2A (services 01 and 02)`; without the name of the document that
    it stands in itself."""
    heads: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        schedule = row.paragraph.schedule if here is None or row.paragraph.document != here.file_name else ""
        services = heads.setdefault((row.paragraph.number, row.paragraph.heading, schedule), [])
        if row.service is not None:
            services.append(pack.contract.service_number(row.service))
    several = len(pack.contract.content.services) > 1
    said = []
    for (number, heading, schedule), services in heads.items():
        where = f"paragraph {number} of “{heading}”" if number else f"“{heading}”"
        named = f" in {schedule}" if schedule else ""
        whose = f" (service{'s' * (len(services) > 1)} {in_a_row(services)})" if several and services else ""
        said.append(f"{where}{named}{whose}")
    return in_a_row(said)

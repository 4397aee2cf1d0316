"""The facts of a contract as its Particulars, its specifications and its schedules state them beside their labels.

A fact is taken only where a label says what it is and its words have the form of such a fact. Two places that differ
make it unknown; both are named.

Source: the Particulars of the NHS Standard Contract (labels of its first table and of “Contract Term”), the model
Service Specification (header table), and the pages that specgen itself writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from specgen.adopt.papers import LONGEST_LABEL, Labelled, Paper, folded
from specgen.assembly.page import BEGINS_APART, CALENDAR_MONTH
from specgen.contract.dates import add_time, parse_day
from specgen.contract.model import closed_list, part_fields
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.quantities import read_interval
from specgen.word.document.lines import Line
from specgen.wording.gaps import gap_left_by_a_person

FactPath = tuple[str, ...]
"""Names of the contract file; a party or a service stands in it by its own name: ("services", "01", "name")."""


class Read(Struct, frozen=True):
    """A fact that was read: where it belongs, its words, and where they stand; or words beside its label that were not
    `understood`."""

    path: FactPath
    value: str
    place: str
    understood: bool = True


_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})"
_PERIOD = re.compile(rf"(?:[Ff]rom\s+)?(?P<start>{_DAY})\s+(?:to|until|–|-)\s+(?P<end>{_DAY})")
_LENGTH = re.compile(
    rf"(?P<count>\d{{1,2}})\s+(?P<unit>year|month)s?,?\s+(?:commencing|starting|beginning|from)\s+(?:on\s+)?(?P<start>{_DAY})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*,?\s*inclusive)?"
    r"(?:\s*\((?:inclusive|or as [^()]*|(?:for )?(?P<length>[^()]*(?:\(\d{1,3}\)[^()]*)?(?:year|month)s?))\))?[.;\s]*",
    re.IGNORECASE,
)
"""What may stand after a term and changes nothing of it."""
_NAME = r"(?P<name>[^;(]{3,200}?)"
_NO_CODE = r"(?!(?:TBC|TBA|TBD|NIL|NONE|XXX+)\b)"
_CODE = rf"ODS(?:\s+code)?:?\s*(?P<code>{_NO_CODE}[A-Za-z0-9]{{3,12}})"
_REST = r"(?:,\s*(?P<rest>.*))?"
_PARTY = (
    re.compile(
        rf"{_NAME}\s*\((?:{_CODE}|no ODS code:\s*(?P<none>.*?))(?P<more>; (?:company|charity) number[^)]*)?\){_REST}"
    ),
    re.compile(rf"{_NAME}\s*[,–-]\s*{_CODE}(?P<none>)(?P<more>){_REST}"),
)
"""“NHS Northbrook Integrated Care Board (ODS code X9A01), Co-ordinating Commissioner”, and with no code the reason."""
_BETWEEN_PARTIES = re.compile(
    r"(?<=[)\w]);\s*(?![^(]*\))|\n|(?<=\))(?:\s*,|\s+and)\s+(?=[^(),;\n]{3,200}\((?:ODS|no ODS))"
)
_ITEM_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]\s+")
_NOT_SURE = re.compile(
    r"[\[\]?]|\b(?:formerly|previously|until|then|or|and/or|to be (?:confirmed|agreed)|tbc|tba)\b", re.IGNORECASE
)
"""What says that a name beside a label is not the one name of a party today."""
_BODIES = re.compile(
    r"\b(?:NHS (?:Foundation )?Trust|Integrated Care Board|ICB|Council|Limited|Ltd|LLP|PLC|CIC"
    r"|Community Interest Company)\b(?=\s*(?:$|[,;/&]|and\b))",
    re.IGNORECASE,
)
"""The end of a body's legal name; two of them beside each other are two bodies."""
_ANY_BODY = re.compile(r"(?:the )?(?:board|council|group|partnership|trust|nhs|hospice)", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:\d{1,2}|one|two|three|four|five|six|twelve|eighteen|twenty-four|thirty-six)\b[^.]{0,20}?"
    r"\b(?:year|month|week|day)s?\b",
    re.IGNORECASE,
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12}
_VERSION = re.compile(r"v(?:ersion)?\.?\s*\d+(?:\.\d+)*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}(?:[/–-]\d{2,4})?")
_ORGANISATION = re.compile(
    r"\b(?:NHS|Board|Trust|Council|Ltd|Limited|LLP|PLC|CIC|Community Interest Company|Hospice|Group|Partnership)\b"
)
"""What a party's name holds that stands without a code."""
_BRACKETED = re.compile(r"^\[.*\]$|\[insert|\[enter|_{3,}", re.IGNORECASE)
_KIND_WORDS = (
    (re.compile(r"\bNHS\b.*\bFoundation Trust\b", re.IGNORECASE), "NHS foundation trust"),
    (re.compile(r"\bNHS Trust\b", re.IGNORECASE), "NHS trust"),
    (re.compile(r"\bIntegrated Care Board\b", re.IGNORECASE), "integrated care board"),
    (re.compile(r"\bCouncil\b", re.IGNORECASE), "local authority"),
    (re.compile(r"\bC\.?I\.?C\.?$|\bCommunity Interest Company\b", re.IGNORECASE), "community interest company"),
)
"""What a party's own name says of its kind."""
_RECORDS = (
    (re.compile(r"(?P<rest>.*), signed by the (?P<signatory>.+)"), {"signatory": ("signatory",)}),
    (
        re.compile(r"(?P<rest>.*?), section 75 agreement (?P<reference>.+) \(lead: (?P<lead>.+)\)"),
        {"reference": ("section_75", "reference"), "lead": ("section_75", "lead")},
    ),
)
"""What our own drafting note says of a Commissioner behind its kind, from the end."""
_ROLES = {
    "co-ordinating commissioner": "co-ordinating",
    "associate commissioner": "associate",
    "co-ordinating grantor": "co-ordinating",
    "associate grantor": "associate",
}
_LINE_LABELS = {
    "award route": "award_route",
    "lifetime value": "lifetime_value",
    "equality assessment": "equality_assessment",
    "data protection impact assessment": "dpia",
    "information sharing agreement": "sharing_agreement",
    "notice of a change during the year": "in_year_notice",
}
_NOTHING = ("not recorded", "none recorded", "none", "not applicable", "n/a", "no", "")
_ENDS = ("expiry date", "expected expiry date", "contract expiry date", "contract end date", "end of contract term")
_OPTIONS = ("option to extend contract term", "option to extend", "extension of contract term")


_BELONGS: dict[str, FactPath] = {
    **dict.fromkeys(("contract reference", "contract ref", "contract number"), ("contract", "reference")),
    **dict.fromkeys(("commissioners", "commissioner", "the commissioners", "grantor", "grantors"), ("commissioners",)),
    **dict.fromkeys(("co-ordinating commissioner", "coordinating commissioner"), ("commissioners",)),
    **dict.fromkeys(("provider", "the provider", "name of provider", "recipient"), ("provider", "name")),
    **dict.fromkeys(("term", "contract term", "period of the grant"), ("contract", "term")),
    **dict.fromkeys(_ENDS, ("contract", "term", "end")),
    **dict.fromkeys(
        ("service commencement date", "expected service commencement date"), ("contract", "service_commencement_date")
    ),
    "date of contract": ("contract", "date"),
    **dict.fromkeys(_OPTIONS, ("contract", "term", "extension")),
}
"""Labels of Particulars → the fact that stands behind each, in whatever words."""


def facts_in(paper: Paper) -> Iterator[Read]:
    """Every fact that the paper states beside a label, and does not leave open (“TBC”)."""
    return (read for read in _stated_in(paper) if read.understood)


def not_understood(paper: Paper) -> Iterator[Read]:
    """What stands beside the label of a fact and has not the form of one."""
    return (read for read in _stated_in(paper) if not read.understood)


def _stated_in(paper: Paper) -> Iterator[Read]:
    """But for what is left open; that a text is a draft is its status, and no gap."""
    for read in _facts_in(paper):
        if read.path == ("contract", "status") or gap_left_by_a_person(read.value) is None:
            yield read


def _facts_in(paper: Paper) -> Iterator[Read]:
    for labelled in paper.labelled:
        if _BRACKETED.search(labelled.value):
            continue
        found = list(_of_label(paper, labelled))
        yield from found
        path = _BELONGS.get(labelled.label, ())
        read_already = any(read.path[: len(path)] == path for read in found)
        if path and not read_already and folded(labelled.value) not in _NOTHING:
            yield Read(path, labelled.value, paper.place(labelled.line), understood=False)
    yield from _of_specification(paper)
    yield from _of_grant(paper)
    if paper.is_note:
        yield from _of_services_table(paper)
        yield from _of_rights_table(paper)


def _of_label(paper: Paper, labelled: Labelled) -> Iterator[Read]:
    label, value, place = labelled.label, labelled.value, paper.place(labelled.line)
    if label in ("contract", "contract reference", "contract ref", "contract number", "grant agreement") or (
        label == "reference" and paper.is_note
    ):
        found = re.fullmatch(r"(?P<reference>\S*\d\S*?)(?:,\s+(?P<title>\S.*))?", value, re.DOTALL)
        if found is not None and not any(each.fullmatch(found["reference"]) for each in (_YEAR, _VERSION)):
            yield Read(("contract", "reference"), found["reference"], place)
            if found["title"]:
                yield Read(("contract", "title"), found["title"], place)
            if label == "grant agreement":
                yield Read(("contract", "form"), "grant", place)
    elif label in ("contract title", "title of contract"):
        yield Read(("contract", "title"), value, place)
    elif label in ("commissioners", "commissioner", "the commissioners", "grantor", "grantors"):
        for party in filter(str.strip, _BETWEEN_PARTIES.split(value)):
            found_of_it = list(_party("commissioners", party, place))
            yield from found_of_it or [Read(("commissioners",), party.strip(), place, understood=False)]
    elif label in ("co-ordinating commissioner", "coordinating commissioner"):
        found = _as_party(value)
        name = (found["name"] if found is not None else _ITEM_NUMBER.sub("", value, count=1)).strip()
        yield from _party("commissioners", value, place)
        if found is not None or _is_name(name):
            yield Read(("commissioners", folded(name), "role"), "co-ordinating", place)
    elif label in ("provider", "the provider", "name of provider", "recipient"):
        if len([each for each in _BETWEEN_PARTIES.split(value) if _as_party(each) is not None]) < 2:
            yield from _party("provider", value.split("\n")[0], place)
            yield from _provider_details(value, place)
    elif label in ("term", "contract term", "period of the grant"):
        yield from _term(value, place)
    elif label in ("service commencement date", "expected service commencement date"):
        if (day := parse_day(value)) is not None:
            yield Read(("contract", "service_commencement_date"), day.isoformat(), place)
    elif label in ("date of contract", "date that decides the versions of clauses"):
        if (day := parse_day(value)) is not None:
            yield Read(("contract", "date"), day.isoformat(), place)
    elif label in _ENDS:
        if (day := parse_day(value)) is not None:
            yield Read(("contract", "term", "end"), day.isoformat(), place)
    elif label in _OPTIONS:
        if _TIME.search(value) and not re.search(r"[\[\]]|_{3,}", value):
            yield Read(("contract", "term", "extension"), value, place)
    elif label == "edition":
        if found := re.match(r"(\d{4}/\d{2})(?:,\s+(full-length|shorter|grant))?", value):
            yield Read(("contract", "edition"), found[1], place)
            if found[2]:
                yield Read(("contract", "form"), found[2], place)
    elif paper.is_note:
        yield from _of_note(label, value, place)


def _of_note(label: str, value: str, place: str) -> Iterator[Read]:
    """What only our own drafting note states."""
    if label in _LINE_LABELS and folded(value) not in _NOTHING:
        yield Read(("contract", _LINE_LABELS[label]), value, place)
    elif label == "status":
        found = re.fullmatch(r"(draft|for agreement|agreed)(?:, version (\S+))?", value, re.IGNORECASE)
        if found is not None:
            yield Read(("contract", "status"), found[1].lower(), place)
            if found[2]:
                yield Read(("contract", "draft_version"), found[2], place)
    elif label.startswith("local policies") and folded(value) not in _NOTHING:
        yield Read(("contract", "local_policies"), value, place)
    elif label == "sub-contractors" and folded(value) not in _NOTHING:
        yield Read(("provider", "sub_contractors"), value, place)
    elif label in ("provider's office and signatory", "recipient's office and signatory"):
        found = re.fullmatch(r"(?:(?P<address>.*?); )?signed by (?:the )?(?P<post>[^;]+)", value)
        if found is not None:
            if found["address"] and folded(found["address"]) not in _NOTHING:
                yield Read(("provider", "address"), found["address"], place)
            yield Read(("provider", "signatory"), found["post"], place)


def _term(value: str, place: str) -> Iterator[Read]:
    words, _, option = value.partition("Extension:")
    words = words.strip(" ;.\n")
    if (found := _PERIOD.match(words)) is not None:
        start, end = parse_day(found["start"]), parse_day(found["end"])
    elif (found := _LENGTH.match(words)) is not None:
        start = parse_day(found["start"])
        end = _last_day(start, int(found["count"]), found["unit"].lower()) if start is not None else None
    else:
        return
    # Another term, or a doubt, after the first: nobody can tell which of them holds.
    tail = _TAIL.fullmatch(words, found.end())
    if tail is not None and start is not None and end is not None and start < end and _as_long(tail, start, end):
        yield Read(("contract", "term", "start"), start.isoformat(), place)
        yield Read(("contract", "term", "end"), end.isoformat(), place)
    if option.strip() and folded(option) not in _NOTHING:
        yield Read(("contract", "term", "extension"), option.strip(), place)


def _as_long(tail: re.Match[str], start: date, end: date) -> bool:
    """Whether a length in brackets is that from the first day to the last."""
    if not tail["length"]:
        return True
    found = read_interval(re.sub(r"^\w+ \((\d{1,3})\)", r"\1", tail["length"]))
    if found is None or found.unit not in ("year", "month"):
        return False
    count = int(found.count) if found.count.isdigit() else _COUNTS.get(found.count.casefold(), 0)
    return _last_day(start, count, found.unit) == end


def _last_day(start: date, count: int, unit: str) -> date | None:
    try:
        return add_time(start, count, unit) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _as_party(words: str) -> re.Match[str] | None:
    named = _ITEM_NUMBER.sub("", words.strip(), count=1)
    found = next((found for pattern in _PARTY if (found := pattern.fullmatch(named)) is not None), None)
    # A second party behind the first: one of them alone would be the list of them.
    several = found is not None and "ODS" in (found["rest"] or "")
    return None if found is None or several or not _one_body(found["name"]) else found


def _one_body(name: str) -> bool:
    """Whether nothing in the words says that they are not the one name of one party today."""
    return _NOT_SURE.search(name) is None and len(_BODIES.findall(name)) < 2


def _is_name(words: str) -> bool:
    """Whether the words are the name of an organisation and nothing else."""
    return (
        len(words) <= 120
        and "\n" not in words
        and "(" not in words
        and _ORGANISATION.search(words) is not None
        and _one_body(words)
        and _ANY_BODY.fullmatch(words) is None
    )


def _party(part: str, words: str, place: str) -> Iterator[Read]:
    found = _as_party(words)
    if found is None:
        name = _ITEM_NUMBER.sub("", words.strip(), count=1)
        if _is_name(name):
            yield Read((part, folded(name), "name") if part == "commissioners" else (part, "name"), name, place)
        return
    name = found["name"].strip()
    path: FactPath = (part, folded(name)) if part == "commissioners" else (part,)
    yield Read((*path, "name"), name, place)
    if found["code"]:
        yield Read((*path, "ods_code"), found["code"].upper(), place)
    elif found["none"]:
        yield Read((*path, "no_ods_code"), found["none"].strip(), place)
    rest = found["rest"] or ""
    for pattern, names in _RECORDS if part == "commissioners" else ():
        if (record := pattern.fullmatch(rest)) is not None:
            yield from (Read((*path, *below), record[name], place) for name, below in names.items())
            rest = record["rest"]
    for words in re.split(r"[;,]\s*", f"{found['more'] or ''},{rest}"):
        if number := re.fullmatch(r"(company|charity) number:? (\S+)", words.strip(), re.IGNORECASE):
            yield Read((*path, f"{number[1].lower()}_number"), number[2], place)
    kinds = closed_list(part_fields(Provider if part == "provider" else Commissioner)["kind"].annotation)
    said = [folded(each) for each in rest.split(",")]
    for role, value in _ROLES.items():
        if role in said:
            yield Read((*path, "role"), value, place)
    told = [kind for kind in kinds if folded(kind) in said]
    by_name = [kind for pattern, kind in _KIND_WORDS if kind in kinds and pattern.search(name)]
    for kind in (told or by_name)[:1]:
        yield Read((*path, "kind"), kind, place)


def _provider_details(value: str, place: str) -> Iterator[Read]:
    """The lines below a Provider's name in the Particulars."""
    for line in value.split("\n")[1:]:
        label, colon, words = line.partition(":")
        if not colon or not words.strip() or _BRACKETED.search(words.strip()):
            continue
        if "office" in folded(label):
            yield Read(("provider", "address"), words.strip(), place)
        elif folded(label) == "company number":
            yield Read(("provider", "company_number"), words.strip(), place)


def _of_specification(paper: Paper) -> Iterator[Read]:
    """The header tables of Service Specifications, or the line “Service: 01 Community diabetes service”. What a label
    has a second time in one table is read too, since it may say something else."""
    tables: dict[int, list[Labelled]] = {}
    for each in paper.labelled:
        if each.line.cell is not None:
            tables.setdefault(each.line.cell[0], []).append(each)
    headers = [told for told in tables.values() if {"service specification no", "service"} <= {t.label for t in told}]
    for told in headers:
        number = next(each.value.strip() for each in told if each.label == "service specification no")
        for each in told:
            yield from _of_header(("services", number), each, paper.place(each.line))
    service = next((each for each in paper.labelled if each.label == "service"), None)
    if not headers and service is not None and service.line.cell is None:
        yield from _named_service(service.value, paper.place(service.line))
        if (named := _NUMBERED.fullmatch(service.value.strip())) is not None:
            yield from _below(paper, paper.story.lines.index(service.line) + 1, ("services", named["number"]))


_OF_THE_WHOLE = frozenset(("contract", "commissioners", "provider"))
"""Labels below the line of a service that say something of the whole contract."""


def _below(paper: Paper, first: int, key: FactPath) -> Iterator[Read]:
    """What the lines with labels say of a service from there to the next heading. A label that is not known is a fact
    that was not read, so that none is passed over."""
    for line in paper.story.lines[first:]:
        label, colon, words = line.text.partition(": ")
        if line.heading or line.cell is not None:
            return
        if not colon or not words.strip() or len(label) > LONGEST_LABEL or folded(label) in _OF_THE_WHOLE:
            continue
        if _PERIOD.fullmatch(words.strip().removeprefix(CALENDAR_MONTH)) and words.startswith(CALENDAR_MONTH):
            continue  # it follows from the day on which the service begins, and is printed again where that is read
        if folded(label) == "period":
            yield from _period(key, words.strip(), paper.place(line))
        else:
            known = _GRANT_LABELS.get(folded(label))
            yield Read((*key, known or folded(label)), words.strip(), paper.place(line), understood=known is not None)


_HEADER_LABELS = {
    "service specification no": "number",
    "service": "name",
    "commissioner lead": "commissioner_lead",
    "provider lead": "provider_lead",
}


def _of_header(key: FactPath, told: Labelled, place: str) -> Iterator[Read]:
    name, value = _HEADER_LABELS.get(told.label), told.value
    if name is not None and (name in ("number", "name") or not _BRACKETED.search(value)):
        yield Read((*key, name), value.strip() if name == "number" else value, place)
    elif told.label == "date of review":
        yield from _review(key, value, place)
    elif told.label == "period":
        yield from _period(key, value, place)


def _review(key: FactPath, value: str, place: str) -> Iterator[Read]:
    day = parse_day(value)
    if day is not None:
        yield Read((*key, "review_date"), day.isoformat(), place)
    elif folded(value) not in _NOTHING and not _BRACKETED.search(value):
        yield Read((*key, "review_date"), value, place)


def _period(key: FactPath, value: str, place: str) -> Iterator[Read]:
    found = _PERIOD.match(value)
    tail = _TAIL.fullmatch(value.removesuffix(BEGINS_APART), found.end()) if found is not None else None
    start, end = (parse_day(found[name]) for name in ("start", "end")) if found is not None else (None, None)
    if tail is not None and start is not None and end is not None and _as_long(tail, start, end):
        yield Read((*key, "period", "start"), start.isoformat(), place)
        yield Read((*key, "period", "end"), end.isoformat(), place)
    elif folded(value) not in _NOTHING and not _BRACKETED.search(value):
        yield Read((*key, "period"), value, place, understood=False)


_NUMBERED = re.compile(r"(?P<number>\S*\d\S*)\s+(?P<name>\S.*)")


def _named_service(value: str, place: str) -> Iterator[Read]:
    if (found := _NUMBERED.fullmatch(value.strip())) is not None:
        key = ("services", found["number"])
        yield Read((*key, "number"), found["number"], place)
        yield Read((*key, "name"), found["name"], place)


_GRANT_LABELS = {"for": "cohort", "where": "premises", "extent": "activity"}


def _of_grant(paper: Paper) -> Iterator[Read]:
    """The activities of our own insert for a grant agreement: a numbered heading, and lines with labels below it."""
    if not any(each.label == "grant agreement" for each in paper.labelled):
        return
    for place, line in enumerate(paper.story.lines):
        number, tab, name = line.text.partition("\t")
        if line.heading and tab and number.strip().isdigit():
            key = ("services", number.strip())
            yield Read((*key, "number"), number.strip(), paper.place(line))
            yield Read((*key, "name"), name.strip(), paper.place(line))
            yield from _below(paper, place + 1, key)


_CELL_LABELS = {
    "commissioner lead": "commissioner_lead",
    "provider lead": "provider_lead",
    "grantor lead": "commissioner_lead",
    "recipient lead": "provider_lead",
    "cohort": "cohort",
    "population": "population",
    "premises": "premises",
    "activity": "activity",
}


def _of_services_table(paper: Paper) -> Iterator[Read]:
    """The table of services of our own drafting note."""
    for row in paper.rows("Service", "Leads, period and review"):
        first: Line | None = row[0][0] if row and row[0] else None
        found = _NUMBERED.fullmatch(first.text.strip()) if first is not None else None
        if first is None or found is None:
            continue
        key = ("services", found["number"])
        yield from _named_service(first.text, paper.place(first))
        for line in (line for cell in row[1:] for line in cell):
            label, colon, words = line.text.partition(":")
            if not colon:
                yield from _period(key, line.text, paper.place(line))
            elif folded(label) == "review":
                yield from _review(key, words.strip(), paper.place(line))
            elif folded(label) in _CELL_LABELS and folded(words) not in _NOTHING:
                value, _, groups = words.strip().partition(". Among them: ")
                yield Read((*key, _CELL_LABELS[folded(label)]), value, paper.place(line))
                if groups:
                    yield Read((*key, "cohort_includes"), groups, paper.place(line))


def _of_rights_table(paper: Paper) -> Iterator[Read]:
    """The table of our own drafting note that says whether the legal rights to choice apply, service by service."""
    numbers = {read.value: read.path for read in _of_services_table(paper) if read.path[-1] == "name"}
    for row in paper.rows("Service", "Whether they apply"):
        name, answer = ("\n".join(line.text.strip() for line in cell) for cell in row[:2])
        found = re.fullmatch(r"They (?P<says>(?:do not )?apply)(?:\.|(?P<reason>: .+))", answer, re.DOTALL)
        if name in numbers and found is not None:
            reason = f", for this reason{found['reason']}" if found["reason"] else "."
            said = f"{found['says']} to the services described in this specification{reason}"
            yield Read((*numbers[name][:-1], "legal_rights_to_choice"), said, paper.place(row[1][0]))


class Settled(Struct, frozen=True):
    """The facts that the papers agree on, in the order in which they were met; those on which they do not; and what
    stands beside a label and was not understood."""

    facts: dict[FactPath, Read]
    differing: tuple[tuple[Read, Read], ...]
    unread: tuple[Read, ...] = ()


def settled(reads: Iterable[Read], unread: Iterable[Read] = ()) -> Settled:
    facts: dict[FactPath, Read] = {}
    differing: dict[FactPath, tuple[Read, Read]] = {}
    for read in reads:
        first = facts.setdefault(read.path, read)
        if folded(first.value) != folded(read.value):
            differing.setdefault(read.path, (first, read))
    odd = tuple(unread)
    for read in odd:
        for path, first in facts.items():
            if path[: len(read.path)] == read.path and _says_otherwise(read, first):
                differing.setdefault(path, (first, read))
    named = {id(read) for _, read in differing.values()}
    return Settled(
        {path: read for path, read in facts.items() if path not in differing},
        tuple(differing.values()),
        tuple(read for read in odd if id(read) not in named),
    )


def _says_otherwise(odd: Read, first: Read) -> bool:
    """Whether words that were not understood name another party, or a day beside the one that was read."""
    if odd.path == ("provider", "name"):
        return folded(first.value) not in folded(odd.value)
    return odd.path[0] == "contract" and odd.path[-1] != "reference" and re.search(_DAY, odd.value) is not None

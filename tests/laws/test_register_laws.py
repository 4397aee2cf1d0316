"""Laws of the register: written and read back it is the same contracts; order of rows is nothing; bad rows stop
nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.contract.registers import base_of

from specgen.assembly.document_type import DocumentType
from specgen.contract.contract import Contract
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, closed_list, part_fields, read_part
from specgen.contract.particulars import Particulars, Variation
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.quantities import Situations
from specgen.contract.read import faults_between_fields
from specgen.contract.register.cells import points_elsewhere
from specgen.contract.register.register import Register, open_register
from specgen.contract.register.write import register_pages
from specgen.contract.services import Service
from specgen.excel import workbook_bytes
from specgen.issue.build import prepare, write
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.writing import Disk

EXAMPLES = Path(__file__).parents[2] / "examples"
KINDS = {
    "sdm_cohort": "text",
    "sp_people": "list",
    "sdm_ready_date": "date",
    "pcsp_agreed_target": "percentage",
    "sdm_champion_post": "post",
}
FORBIDDEN = "".join(map(chr, [*range(9), 11, 12, *range(13, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0x2028, 0x2029]))
SPOILED = "ÂÃÅâ\ufffd"
"""Letters with which a text begins that was read in the wrong encoding, which a register refuses."""
LINES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN + SPOILED + "\n"), min_size=1, max_size=25
).filter(
    lambda text: text.strip() not in ("", "0", "TRUE", "FALSE") and not points_elsewhere(text)
) | st.sampled_from(  # told where words belong
    [
        "=1+1",
        "a; b",
        "- x",
        "• y",
        "46113",
        "01/04/2026",
        "1.0",
        "007",
        "NO",
        "80%",
        "_x000D_",
        "# REF",
        "null",
        "~",
        "{{ x }}",
        "applies",
    ]
)
TEXTS = (
    LINES
    | st.lists(LINES, min_size=2, max_size=3).map("\n".join)
    | st.lists(LINES, min_size=2, max_size=3).map("\n\n  ".join)
)
DAYS = st.dates().map(str)
VALUES = (
    TEXTS
    | st.lists(TEXTS, min_size=1, max_size=4)
    | st.fixed_dictionaries({"situations": st.lists(LINES, min_size=1, max_size=3)})
)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def both(
    needed: dict[str, st.SearchStrategy[Any]], **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=fields)


def closed(model: type[ContractPart], field: str) -> st.SearchStrategy[str]:
    return st.sampled_from(closed_list(part_fields(model)[field].annotation))


NAMED_VALUES = st.dictionaries(st.sampled_from(sorted(KINDS)), VALUES, max_size=4)
CHOICES = st.lists(LINES | both({"clause": LINES}, values=NAMED_VALUES), max_size=4)
SCHEDULE = CHOICES | st.fixed_dictionaries({"not_applicable": TEXTS})
TERM = both({"start": st.just("2026-04-01"), "end": st.just("2029-03-31")}, extension=TEXTS)
AMOUNTS = st.decimals(0, 10**13, places=2).map(str) | st.integers(0, 10**15 - 1).map(str)
PARTICULARS = both(
    {"title": LINES, "edition": LINES, "term": TERM},
    form=closed(Particulars, "form"),
    status=closed(Particulars, "status"),
    draft_version=LINES,
    date=DAYS,
    service_commencement_date=DAYS,
    award_route=closed(Particulars, "award_route"),
    lifetime_value=AMOUNTS,
    local_policies=st.lists(TEXTS, max_size=3),
    equality_assessment=TEXTS,
    dpia=TEXTS,
    sharing_agreement=TEXTS,
    in_year_notice=TEXTS,
    confirmed=st.lists(LINES, max_size=3),
    began_on=DAYS,
    done=st.lists(TEXTS, max_size=2),
    reasons=st.lists(TEXTS, max_size=2),
)
COUNTS = st.integers(1, 9999).map(str)
VARIATION = both(
    {"reason": TEXTS},
    reference=LINES,
    number=COUNTS,
    proposed_by=closed(Variation, "proposed_by"),
    proposed_on=DAYS,
    agreed_on=DAYS,
    ground=closed(Variation, "ground"),
    value=AMOUNTS,
    earlier_value=AMOUNTS,
    notice=TEXTS,
)
CODES = st.fixed_dictionaries({"ods_code": st.from_regex("[A-Z0-9]{2,6}", fullmatch=True)}) | st.fixed_dictionaries(
    {"no_ods_code": TEXTS}
)
PARTY = st.builds(
    lambda name, code, more: {"name": name, **code, **more},
    LINES,
    CODES,
    maybe(
        kind=closed(Commissioner, "kind"),
        section_75=both({"reference": LINES, "lead": LINES}),
        delegation=both({"reference": LINES, "holder": LINES}),
        signatory=LINES,
        values=NAMED_VALUES,
    ),
)
PROVIDER = st.builds(
    lambda name, code, more: {"name": name, **code, **more},
    LINES,
    CODES,
    both(
        {"kind": closed(Provider, "kind")},
        company_number=LINES,
        charity_number=LINES,
        address=TEXTS,
        sub_contractors=st.lists(LINES, max_size=3),
        signatory=LINES,
    ),
)
SERVICE = both(
    {"name": LINES},
    number=LINES,
    commissioner_lead=LINES,
    provider_lead=LINES,
    period=st.just({"start": "2026-10-01", "end": "2029-03-31"}),
    began_on=DAYS,
    cohort=LINES,
    population=TEXTS,
    activity=TEXTS,
    review_date=st.sampled_from(
        ["2028-09-30", "30 September 2028", "Q2 2026/27", "3 months from Service Commencement Date"]
    ),
    cohort_includes=st.lists(closed(Service, "cohort_includes"), max_size=2),
    premises=st.lists(TEXTS, max_size=3),
    link_worker_service=st.sampled_from(["yes", "no"]),
    legal_rights_to_choice=st.just("applies") | st.fixed_dictionaries({"not_applicable": TEXTS}),
    specification=CHOICES,
    quality=CHOICES,
    values=NAMED_VALUES,
    whole_specification=st.dictionaries(st.sampled_from(["1.1", "2.1", "3.1", "6"]), VALUES, min_size=1, max_size=3),
)


@st.composite
def contracts(draw: st.DrawFn) -> list[ContractFile]:
    """Contracts without a fault, of references that differ."""
    found = []
    for reference in draw(st.lists(LINES, min_size=1, max_size=3, unique_by=str.strip)):
        parties = draw(st.lists(PARTY, min_size=1, max_size=3))
        leading = draw(st.integers(0, len(parties) - 1))
        tree = {
            **draw(
                maybe(
                    development=SCHEDULE,
                    improvement=SCHEDULE,
                    system=SCHEDULE,
                    reporting=SCHEDULE,
                    variation=VARIATION,
                    values=NAMED_VALUES,
                )
            ),
            "contract": {**draw(PARTICULARS), "reference": reference},
            "provider": draw(PROVIDER),
            "commissioners": [
                {**party, "role": "co-ordinating" if index == leading else "associate"}
                for index, party in enumerate(parties)
            ],
            "services": draw(st.lists(SERVICE, min_size=1, max_size=3)),
        }
        content = read_part(ContractFile, tree)
        if not any(faults_between_fields(Contract("contract.yaml", content, {}))):
            found.append(content)
    return found


def shown(value: object) -> object:
    """The content with the type of every value, names in the order of the alphabet."""
    if isinstance(value, dict):
        return {name: shown(value[name]) for name in sorted(value)}
    if isinstance(value, Situations):
        return ("situations", *value)
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    return (
        {name: shown(getattr(value, name)) for name in part_fields(type(value))}
        if isinstance(value, ContractPart)
        else value
    )


def read_back(register: Register) -> dict[str, object]:
    assert [problem for problem in register.problems if problem.severity == "error"] == []
    found = {}
    for entry in register.entries(lambda name: "no base is named"):
        assert entry.contract is not None, entry.problems
        found[entry.contract.reference] = shown(entry.contract.content)
    return found


@given(contracts(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_contracts_written_as_a_register_and_read_back_are_the_same_whatever_the_order_of_rows(
    contents: list[ContractFile], chance: random.Random
) -> None:
    pages = register_pages(contents, KINDS)
    expected = {content.contract.reference: shown(content) for content in contents}
    assert (
        not contents or read_back(open_register(workbook_bytes(pages, "Register"), "register.xlsx", KINDS)) == expected
    )
    for page in pages[:-1]:
        chance.shuffle(page.rows)  # type: ignore[arg-type]
    assert (
        not contents or read_back(open_register(workbook_bytes(pages, "Register"), "register.xlsx", KINDS)) == expected
    )


@given(st.binary(max_size=200), st.sampled_from(["register.csv", "register.xlsx"]))
@settings(max_examples=80, deadline=None)
@example(b"Reference,Title\n\x00,\xff", "register.csv")
@example("Reference;value ²\n²;²\n".encode(), "register.csv")
@example(b"Reference,Service number,Service\nA,\xc2\xb2,x\nA,3,y\n", "register.csv")
def test_no_bytes_end_the_program(data: bytes, file: str) -> None:
    register = open_register(data, file, KINDS)
    assert register.problems or register.contracts
    for entry in register.entries(lambda name: "no"):
        assert entry.contract is not None or entry.problems


HEADINGS = [
    "Reference",
    "Title",
    "Edition",
    "Start",
    "Expiry",
    "Owner",
    "Supplier",
    "Service",
    "Service number",
    "Base",
    "value sp_people",
    "section 3.1",
    "Lifetime value",
    "Cohort includes",
    "Legal rights to choice",
    "Why no legal rights to choice",
    "Development plan",
    "Development plan: why not applicable",
    "Commissioner",
    "Review date",
]


@given(
    st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8, unique=True),
    st.lists(st.lists(LINES | st.just("") | st.sampled_from(["A", "A", "2026-04-01"]), max_size=8), max_size=5),
)
@settings(max_examples=80, deadline=None)
def test_no_row_ends_the_program_with_a_base_or_without(headings: list[str], rows: list[list[str]]) -> None:
    lines = [["Reference", *(heading for heading in headings if heading != "Reference")], *rows]
    data = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines).encode()
    register = open_register(data, "register.csv", KINDS)
    for base in (None, base_of((EXAMPLES / "two-services" / "contract.yaml").read_text(encoding="utf-8"))):
        for entry in register.entries(lambda name: "no", base):
            assert entry.contract is not None or entry.problems
            assert all(problem.location.file for problem in entry.problems)


# --- scale ----------------------------------------------------------------------------------------------------------


def thousand(bad: dict[int, str]) -> bytes:
    """A thousand contracts that take most from a base; `bad` is row → what it has in place of its first day."""
    lines = ["Reference,Title,Start,Expiry"]
    lines += [f"R-{number:04d},Podiatry {number},{bad.get(number, '01/04/2026')},31/03/2027" for number in range(1000)]
    return "\n".join(lines).encode()


def only_the_insert(precedents: Precedents) -> Precedents:
    """Contracts of one document each, so that a thousand take seconds."""
    types: tuple[DocumentType, ...] = tuple(kind for kind in precedents.types if kind.key == "specification-insert")
    return replace(precedents, types=types)


def test_a_thousand_contracts_with_three_bad_rows_give_997_packs_and_three_named_problems(
    tmp_path: Path, precedents: Precedents
) -> None:
    bad = {17: "31/02/2026", 500: "", 999: "soon"}
    text = (EXAMPLES / "podiatry-services" / "contract.yaml").read_text(encoding="utf-8")
    base = base_of(text.replace("reporting:\n  - personalised-care/personalised-approaches", ""))
    register = open_register(thousand(bad).replace(b"R-0500,Podiatry 500", b"R-0501,Podiatry 501"), "register.csv", {})
    readings = [
        Reading(entry.where, entry.contract, entry.problems, entry.reference)
        for entry in register.entries(lambda name: "no", base)
    ]
    wrong = [
        (reading.reference, problem.slug, str(problem.location))
        for reading in readings
        if reading.contract is None
        for problem in reading.problems
        if problem.severity == "error"
    ]
    assert wrong == [
        ("R-0017", "wrong-value", "register.csv, sheet register, row 19, column C (Start)"),
        ("R-0501", "repeated-reference", "register.csv, sheet register, row 502, column A (Reference)"),
        ("R-0501", "repeated-reference", "register.csv, sheet register, row 503, column A (Reference)"),
        ("R-0999", "wrong-value", "register.csv, sheet register, row 1001, column C (Start)"),
    ]
    good = open_register(thousand({17: "31/02/2026", 500: "x", 999: "soon"}), "register.csv", {})
    readings = [
        Reading(entry.where, entry.contract, entry.problems, entry.reference)
        for entry in good.entries(lambda name: "no", base)
    ]
    disk, issuing = Disk(durable=False), only_the_insert(precedents)
    outcomes = [write(outcome, disk) for outcome in prepare(readings, issuing, tmp_path)]
    assert [outcome.reference for outcome in outcomes if outcome.failed] == ["R-0017", "R-0500", "R-0999"]
    assert [
        len([problem for problem in outcome.problems if problem.severity == "error"])
        for outcome in outcomes
        if outcome.failed
    ] == [1, 1, 1]
    assert len(list(tmp_path.iterdir())) == 997 and all(
        len(outcome.written) == 1 for outcome in outcomes if not outcome.failed
    )

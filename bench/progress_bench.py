"""How long the progress of a portfolio takes, over `specgen check` of the same contracts: `figures()` makes 500
contract files, what was issued for each, and a workbook of returns for each, and runs both commands in turns.

Every contract is an example with another reference, Provider and figures, and has a year of returns. The records are
written without their documents, which neither command reads. Each run is a process of its own; of either command the
quickest of three counts, in seconds of processor over all of its processes, since whatever else the machine does only
ever adds to it.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import assemble
from specgen.contract.facts import facts_of
from specgen.contract.read import read_contract
from specgen.issue.issued import IssuedPack
from specgen.issue.records import (
    RECORD_FILE,
    InputFile,
    Inputs,
    IssuedContract,
    IssueRecord,
    issued_document,
    record_bytes,
)
from specgen.library.read import read_library
from specgen.reported_figures.asked import AskedRow, asked_of
from specgen.reported_figures.forms import read_forms
from specgen.reported_figures.workbook import ALL, HEADINGS, measure_words, rows_of_year, service_words
from specgen.shipped import shipped

CONTRACTS = 500
ROUNDS = 3
EXAMPLES = ("community-respiratory", "musculoskeletal-outpatients", "wheelchair-services", "link-worker-service")
ON = "2027-05-01"


def portfolio(folder: Path, contracts: int) -> None:
    """So many contracts in `contracts`, what was issued for them in `issued`, and their returns in `returned`."""
    library, _ = read_library(shipped("clauses"))
    editions, _ = read_editions(shipped("editions"))
    types, _ = read_document_types(shipped("templates"))
    forms, _ = read_forms([shipped("clauses")])
    for number in range(1, contracts + 1):
        text = (shipped("examples") / EXAMPLES[number % len(EXAMPLES)] / "contract.yaml").read_text(encoding="utf-8")
        reference = f"P-{number:04}"
        text = re.sub(r"(?m)^  reference: \S+", f"  reference: {reference}", text, count=1)
        text = re.sub(r"(?m)^(provider:\n  name: ).*", rf"\g<1>Trust {number % 60}", text, count=1)
        file = folder / "contracts" / f"{reference}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        contract, problems = read_contract(text.encode("utf-8"), file.name)
        assert contract is not None, problems
        pack, _ = assemble(contract, library, editions, types)
        assert pack is not None
        whole = contract.content.contract
        record = IssueRecord(
            contract=IssuedContract(
                draft_version=whole.draft_version,
                edition=whole.edition,
                form=whole.form,
                provider=contract.content.provider.name,
                reference=reference,
                status=whole.status,
                title=whole.title,
            ),
            documents=tuple(issued_document(pack, document, "0" * 64) for document in pack.documents),
            draft=pack.draft,
            facts=facts_of(contract.content),
            inputs=Inputs(
                clauses=(),
                contract=InputFile(file=file.name, sha256=contract.sha256),
                edition=InputFile(file="edition.yaml", sha256="0" * 64),
                templates={},
            ),
        )
        place = folder / "issued" / reference
        place.mkdir(parents=True)
        (place / RECORD_FILE).write_bytes(record_bytes(record))
        asked, problems = asked_of(IssuedPack(place, reference, record, ""), library, forms)
        assert asked is not None, problems
        returned = folder / "returned" / f"{reference}.xlsx"
        returned.parent.mkdir(exist_ok=True)
        returned.write_bytes(filled(rows_of_year(asked, date(2026, 4, 1)), number))


def filled(rows: tuple[AskedRow, ...], number: int) -> bytes:
    """A workbook of returns with a figure in every row that is due."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Returns")
        day = book.add_format({"num_format": "d mmmm yyyy"})
        sheet.write_row(0, 0, [heading.text for heading in HEADINGS])
        for index, row in enumerate(rows, 1):
            words = (row.id, row.reference, service_words(row), row.party or ALL, row.schedule, measure_words(row))
            sheet.write_row(index, 0, words)
            for column, of in ((6, row.first), (7, row.last)):
                sheet.write_datetime(index, column, datetime(of.year, of.month, of.day), day)
            if row.party:
                continue
            sheet.write_number(index, 9, 40 + (number + index) % 50)
            if row.kind == "share":
                sheet.write_number(index, 11, 100)
            sheet.write_string(index, 12, "final")
    return made.getvalue()


def processor(folder: Path, said: str, *words: str) -> float:
    """Seconds of processor of one run of the command and all processes that it starts; it says what it is to say."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "specgen", *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in (0, 1) or said not in run.stdout:
        sys.exit(f"specgen {words[0]} ended with exit code {run.returncode}: {run.stderr[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def figures(contracts: int = CONTRACTS) -> dict[str, object]:
    """The figures of the comparison; prints a table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        portfolio(folder, contracts)
        checks: list[float] = []
        reports: list[float] = []
        for number in range(ROUNDS):
            checks.append(processor(folder, f"{contracts} contracts checked", "check", "contracts"))
            options = ("--issued", "issued", "--returns", "returned", "--on", ON, "-o", f"report-{number}.xlsx")
            reports.append(processor(folder, f"{contracts} contracts with", "progress", "contracts", *options))
            assert (folder / f"report-{number}.xlsx").is_file()
    ratio = min(reports) / min(checks)
    print(f"\nProgress of {contracts} contracts with returns, seconds of processor")
    print(f"  specgen check     {min(checks):8.1f}")
    print(f"  specgen progress  {min(reports):8.1f}   {ratio:.2f} of it")
    return {f"progress_{contracts}": round(ratio, 3)}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[1] / "src"))
    start = time.perf_counter()
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else CONTRACTS)))
    print(f"{time.perf_counter() - start:.0f} s")

"""How fast documents are made, against a plain docxtpl loop and against the floor, in one run: `make bench`.

On every document of the example that has two services and all components, twelve rounds, no fsync. Every run is of
another contract: the example with other names, posts and values, so that nothing is measured twice.

- this tool: from the contract's values to the checked file on disk (choosing clauses, rules, values, rendering, the
  gate, the records, holding against what lies there, writing), on one core;
- docxtpl: `DocxTemplate(…)`, `render`, `save` for each document, as its manual shows, given the same values made ready
  and the wording as ready-made XML (never a Subdoc); every document's text must equal ours;
- the floor: every part that changes drawn and deflated, the others copied as they are, the file written. Values,
  records and templates are ready; nothing is hashed or checked;
- the gate: this tool's, of documents that are drawn and compressed already;
- the libraries: zlib, libxml2, SHA-256 and the disk alone, given every part's bytes: each changed part deflated, read
  back, parsed, the file hashed and written. No Python program with this gate can be faster, however it draws.

Then the other files of this folder. Prints every table, and last one line of JSON with every ratio: `*_before` is this
tool's processor time over that of commit f22e11e. `--keep` keeps that line in table.json; `--quick` measures what takes
two minutes, and fails where a ratio is more than 15% worse than there.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup, escape

from bench import (
    audit_bench,
    desk,
    growth,
    insert_bench,
    plot,
    progress_bench,
    redline_bench,
    scale_bench,
    single_bench,
)
from bench.against import COMMIT, then
from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import Document, Pack, folder_name
from specgen.assembly.page import page_values
from specgen.cli.main import RUBBISH
from specgen.contract.contract import Contract
from specgen.contract.read import read_contract
from specgen.issue.build import drafted, finish, listed_reports, prepare, properties_of, write
from specgen.issue.document_record import DocumentRecord, document_record, record_xml
from specgen.issue.precedents import Precedents, open_precedents
from specgen.issue.sources import Reading
from specgen.library.organisation import find_settings, load_library, read_organisation
from specgen.problems import Problem, has_errors, render_text
from specgen.shipped import shipped
from specgen.word.package.archive import join
from specgen.word.package.archive import pack as packed
from specgen.word.package.ooxml import refuse_broken, w
from specgen.word.package.properties import Properties, core_properties
from specgen.word.template import gate
from specgen.word.template.blocks import Writer
from specgen.word.template.parts import WRITER, Template, drawn
from specgen.word.template.render import Rendered, render
from specgen.wording.wording import Block, Passage
from specgen.writing import Disk

ROUNDS = 12
USUAL = gc.get_threshold()
REPEATS = 4
"""Runs in a round of this tool and of the floor, so that a round is long enough to be timed."""

EXAMPLE = "two-services"
HERE = Path(__file__).parent


def opened(contract_file: Path) -> Precedents:
    """The precedents of the example, its organisation's approvals included."""
    settings = find_settings(contract_file)
    organisation, problems = read_organisation(settings) if settings else (None, [])
    library, faults = load_library(shipped("clauses"), organisation)
    editions, more = read_editions(shipped("editions"))
    types, also = read_document_types(shipped("templates"))
    precedents, last = open_precedents(library, editions, types)
    refuse([*problems, *faults, *more, *also, *last])
    return precedents


def refuse(problems: list[Problem]) -> None:
    if has_errors(problems):
        sys.exit("\n".join(render_text(problem) for problem in problems if problem.severity == "error"))


def times(*works: tuple[Callable[[], object], int]) -> list[Times]:
    """For each piece of work what one run takes; each goes so often in a round.

    The pieces take turns, so that what else the machine does troubles all alike.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for (work, repeats), found in zip(works, taken, strict=True):
            gc.collect()
            start, cpu = time.perf_counter(), time.process_time()
            for _ in range(repeats):
                work()
            found.append((1000 * (time.process_time() - cpu) / repeats, 1000 * (time.perf_counter() - start) / repeats))
    return [
        Times(min(cpu for cpu, _ in found), statistics.median(cpu for cpu, _ in found), min(wall for _, wall in found))
        for found in taken
    ]


class Times(NamedTuple):
    """Milliseconds of one run: the least and the median of the processor, and the least elapsed."""

    cpu: float
    median: float
    wall: float


def contract_text(file: Path, precedents: Precedents, number: int) -> bytes:
    """The contract file with another number at the end of each text that its author chose; the file itself for 0."""
    data = file.read_bytes()
    kinds = {
        name: placeholder.kind
        for clause in precedents.library.clauses.values()
        for name, placeholder in clause.placeholders.items()
    }

    def other(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: other(entry, key) for key, entry in value.items()}
        if isinstance(value, list):
            return [other(entry, name) for entry in value]
        free = kinds.get(name) in ("text", "post", "list") or name in (
            "reference",
            "title",
            "name",
            "cohort",
            "population",
            "address",
        )
        return f"{value} {number}" if free and isinstance(value, str) else value

    return yaml.safe_dump(other(yaml.safe_load(data)), sort_keys=False).encode() if number else data


def variants(file: Path, precedents: Precedents, count: int) -> Iterator[Contract]:
    """The contract of `file`, then others like it."""
    for number in range(count):
        contract, problems = read_contract(contract_text(file, precedents, number), str(file))
        assert contract is not None, [render_text(problem) for problem in problems]
        yield contract


def values_of(pack: Pack, document: Document, problems: tuple[Problem, ...]) -> dict[str, object]:
    """The values that the document is drawn with."""
    values = page_values(pack, document, problems)
    return {**values, **listed_reports(pack, document, values)}


class Tool:
    """This tool: another contract and a new folder each time, so that every document is written."""

    def __init__(self, contracts: list[Contract], precedents: Precedents, out: Path) -> None:
        self.contracts, self.precedents, self.out = contracts, precedents, out
        self.count = -1

    def __call__(self) -> Path:
        self.count += 1
        out = self.out / str(self.count)
        for outcome in prepare([self.reading()], self.precedents, out):
            done = write(outcome, Disk(durable=False))
            refuse(list(done.problems))
            assert done.folder is not None and len(done.written) == len(done.verdicts)
            return done.folder
        raise AssertionError("no contract")

    def reading(self) -> Reading:
        contract = self.contracts[self.count % len(self.contracts)]
        return Reading(contract.file, contract)


def ready_made(values: Any, document_xml: str) -> Any:
    """The values for docxtpl: texts as they are, a clause's words as the XML that our document holds for them."""
    if isinstance(values, Passage):
        marked = re.escape(str(escape(values.tag)))
        # A content control that holds the tag and, before it, no other control.
        found = re.search(rf"<w:sdt>(?:(?!<w:sdt>).)*?<w:tag w:val=\"{marked}\"/>.*?</w:sdt>", document_xml, re.DOTALL)
        assert found, values.tag
        xml = found[0]
        return Markup(f'</w:t></w:r>{xml}<w:r><w:t xml:space="preserve">' if values.inline else xml)
    if isinstance(values, Mapping):
        return {name: ready_made(value, document_xml) for name, value in values.items()}
    if isinstance(values, tuple) and values and isinstance(values[0], Block):
        return Markup(
            "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(block.text)}</w:t></w:r></w:p>' for block in values)
        )
    if isinstance(values, tuple):
        return [ready_made(value, document_xml) for value in values]
    return values


class PlainLoop:
    """docxtpl as its manual shows it, in a Python that looks for rubbish as often as it does by itself."""

    def __init__(self, pack: Pack, finished: Mapping[str, bytes], problems: tuple[Problem, ...], out: Path) -> None:
        self.out = out
        self.work = []
        for document in pack.documents:
            xml = zipfile.ZipFile(BytesIO(finished[document.file_name])).read("word/document.xml").decode("utf-8")
            self.work.append((document, ready_made(values_of(pack, document, problems), xml)))

    def __call__(self) -> None:
        gc.set_threshold(*USUAL)
        for document, values in self.work:
            template = DocxTemplate(document.type.template)
            template.render(values, autoescape=True)
            template.save(self.out / document.file_name)
        gc.set_threshold(*RUBBISH)


class Floor:
    """What no program can go below that makes the same file: the parts that change drawn and deflated, the rest
    copied."""

    def __init__(self, contracts: list[Contract], precedents: Precedents, out: Path) -> None:
        self.out = out
        self.count = -1
        self.packs = []
        for contract in contracts:
            pack, problems = drafted(contract, precedents)
            assert pack is not None
            self.packs.append(
                [self.made_ready(pack, document, tuple(problems), precedents) for document in pack.documents]
            )

    @staticmethod
    def made_ready(
        pack: Pack, document: Document, problems: tuple[Problem, ...], precedents: Precedents
    ) -> tuple[str, Template, dict[str, object], DocumentRecord, Properties]:
        form = precedents.forms[document.type.key]
        record = document_record(pack, document, form.printed)
        return (
            document.file_name,
            form.template,
            values_of(pack, document, problems),
            record,
            properties_of(pack, document),
        )

    def __call__(self) -> None:
        self.count += 1
        for file_name, template, values, record, properties in self.packs[self.count % len(self.packs)]:
            writer = Writer(template.first, template.looks, template.places, template.run_looks)
            known = {**values, WRITER: writer}
            entries = {**template.entries, **template.recorded}
            for part in template.parts:
                entries[part.name] = packed(part.name, drawn(part, known))
            entries[template.core_part] = packed(template.core_part, core_properties(template.core, properties))
            if writer.lists and template.numbering is not None:
                entries[template.numbering.part] = template.numbering.with_lists(tuple(writer.lists))[0]
            entries[template.record.part] = packed(template.record.part, record_xml(record, "0" * 64))
            (self.out / file_name).write_bytes(join(entries.values()))


def rendered_packs(contracts: list[Contract], precedents: Precedents) -> list[list[tuple[Rendered, bytes]]]:
    """Each contract's documents as they come to the gate, each with the record that goes into it."""
    packs = []
    for contract in contracts:
        pack, problems = drafted(contract, precedents)
        assert pack is not None
        packs.append([rendered(pack, document, tuple(problems), precedents) for document in pack.documents])
    return packs


def rendered(
    pack: Pack, document: Document, problems: tuple[Problem, ...], precedents: Precedents
) -> tuple[Rendered, bytes]:
    form = precedents.forms[document.type.key]
    found = render(form.template, values_of(pack, document, problems), properties_of(pack, document))
    return found, record_xml(document_record(pack, document, form.printed), found.content_hash)


class Gate:
    """The gate alone."""

    def __init__(self, packs: list[list[tuple[Rendered, bytes]]]) -> None:
        self.packs = packs
        self.count = -1

    def __call__(self) -> None:
        self.count += 1
        for document, _ in self.packs[self.count % len(self.packs)]:
            assert not gate.check(document)


class Libraries:
    """What is left of this tool when everything that is written in Python takes no time."""

    def __init__(self, packs: list[list[tuple[Rendered, bytes]]], out: Path) -> None:
        self.packs = [
            [
                (document.data, record, [(name, entry.opened()) for name, entry in document.changed.items()])
                for document, record in pack
            ]
            for pack in packs
        ]
        self.out = out
        self.count = -1

    def __call__(self) -> None:
        self.count += 1
        for number, (data, record, parts) in enumerate(self.packs[self.count % len(self.packs)]):
            packed("record", record)
            for name, part in parts:
                refuse_broken(packed(name, part).opened())
            hashlib.sha256(data).hexdigest()
            (self.out / f"{number}.docx").write_bytes(data)


def text_of(path: Path) -> dict[str, list[str]]:
    """The paragraphs of the body, headers and footers."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name)]
        return {name: list(paragraphs(etree.fromstring(archive.read(name)))) for name in names}


def paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(w("p")):
        text = "".join(each.text or "" if each.tag == w("t") else "\n" for each in paragraph.iter(w("t"), w("br")))
        if text:
            yield text


def compare(one: Path, other: Path, pack: Pack) -> int:
    """The number of characters in the documents; it ends the run when their texts differ."""
    characters = 0
    for document in pack.documents:
        ours, theirs = text_of(one / document.file_name), text_of(other / document.file_name)
        if ours != theirs:
            part = next(part for part in ours if ours[part] != theirs.get(part))
            odd = next(
                ((a, b) for a, b in zip(ours[part], theirs.get(part, []), strict=False) if a != b),
                (len(ours[part]), len(theirs.get(part, []))),
            )
            sys.exit(f"the texts of {document.file_name} differ in {part}: {odd}")
        characters += sum(len(text) for part in ours.values() for text in part)
    return characters


def frozen_floor() -> float | None:
    """Least processor milliseconds that the floor of commit f22e11e takes for 10,000 printed characters of its own
    documents; None without that commit."""
    before = then()
    if before is None:
        return None
    command = [sys.executable, "-c", FROZEN, str(before.examples.parent / "bench" / "bench.py")]
    found = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(before.package)}, capture_output=True, text=True, check=True
    )
    return float(found.stdout.strip().splitlines()[-1])


FROZEN = """
import importlib.util, pathlib, sys, tempfile, time
spec = importlib.util.spec_from_file_location("frozen", sys.argv[1])
frozen = sys.modules["frozen"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frozen)
file = frozen.shipped("examples") / frozen.EXAMPLE / "contract.yaml"
precedents = frozen.opened(file)
out = pathlib.Path(tempfile.mkdtemp())
floor = frozen.Floor(list(frozen.variants(file, precedents, 4)), precedents, out)
floor()
characters = sum(len(text) for path in out.glob("*.docx") for part in frozen.text_of(path).values() for text in part)
taken = []
for _ in range(12):
    start = time.process_time()
    floor()
    taken.append(time.process_time() - start)
print(10_000 * 1000 * min(taken) / characters)
"""


def machine() -> dict[str, object]:
    model = platform.processor()
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file() and (named := re.search(r"model name\s*:\s*(.*)", cpu.read_text(encoding="utf-8"))):
        model = named[1]
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def documents(picture: Path | None = None) -> dict[str, object]:
    """`document_docxtpl` and `document_frozen_floor`, with their table; and a `picture` of it, where one is asked
    for."""
    gc.set_threshold(*RUBBISH)  # as the command does
    file = shipped("examples") / EXAMPLE / "contract.yaml"
    precedents = opened(file)
    contracts = list(variants(file, precedents, 2 + ROUNDS * REPEATS))
    pack, found = drafted(contracts[0], precedents)
    assert pack is not None
    refuse(found)
    finished, faults = finish(pack, found, precedents)
    refuse(faults)
    folder = Path(tempfile.mkdtemp(prefix="specgen-bench-"))
    try:
        for name in ("ours", "docxtpl", "floor", "libraries"):
            (folder / name).mkdir()
        tool = Tool(contracts, precedents, folder / "ours")
        loop = PlainLoop(pack, {each.issued.file: each.data for each in finished}, tuple(found), folder / "docxtpl")
        floor = Floor(contracts, precedents, folder / "floor")
        packs = rendered_packs(contracts, precedents)
        gate_alone = Gate(packs)
        libraries = Libraries(packs, folder / "libraries")
        loop()
        floor()
        gate_alone()
        libraries()
        characters = compare(tool(), folder / "docxtpl", pack)
        compare(folder / "ours" / "0" / folder_name(contracts[0]), folder / "floor", pack)
        size = sum(len(each.data) for each in finished)
        ours, lowest, gated, least, plain = times(
            (tool, REPEATS), (floor, REPEATS), (gate_alone, REPEATS), (libraries, REPEATS), (loop, 1)
        )
    finally:
        shutil.rmtree(folder)
    count = len(pack.documents)
    print(
        f"{count} documents of examples/{EXAMPLE}: {characters:,} characters of equal text, {size:,} bytes; "
        f"{ROUNDS} rounds, a document"
    )
    print(f"{'':<44}{'CPU, least ms':>15}{'CPU, median ms':>16}{'elapsed, least ms':>19}")
    for name, taken in (
        ("specgen, contract to checked file on disk", ours),
        ("docxtpl, plain loop", plain),
        ("floor", lowest),
        ("the gate alone", gated),
        ("libraries alone", least),
    ):
        print(f"{name:<44}{taken.cpu / count:>15.3f}{taken.median / count:>16.3f}{taken.wall / count:>19.3f}")
    if picture is not None:
        pictured = {"docxtpl, plain loop": plain, "specgen, checked": ours, "the libraries alone": least}
        taken_each = {name: taken.cpu / count for name, taken in pictured.items()}
        picture.write_text(plot.bars(taken_each, PICTURED.format(characters // count)), encoding="utf-8")
    frozen = frozen_floor()
    ratio = 10_000 * ours.cpu / characters / frozen if frozen is not None else None
    print(f"docxtpl takes {plain.cpu / ours.cpu:.2f} times as long (5.8 asked)")
    print(f"the floor of {COMMIT}, for as many characters: {f'{ratio:.2f}' if ratio else 'not known'} (2.5 allowed)")
    return {
        "document_docxtpl": round(plain.cpu / ours.cpu, 2),
        "document_frozen_floor": None if ratio is None else round(ratio, 2),
    }


PICTURED = "Processor time of a document of {:,} characters (logarithmic scale)"


def main(arguments: Sequence[str]) -> None:
    """Every table, or those that take two minutes with `--quick`; last one line of JSON with every ratio.

    Each table comes as soon as it is measured. With `--keep` its figures are kept at once, so that a run that is broken
    off leaves what it has; what it did not come to stays as an earlier run had it, and is named under `earlier`."""
    quick, keep = "--quick" in arguments, "--keep" in arguments
    figures: dict[str, object] = {}
    earlier = json.loads(TABLE.read_text(encoding="utf-8")) if keep and TABLE.is_file() else {}
    begun = time.perf_counter()
    for name, found in sections(quick=quick, picture=plot.PICTURE if keep else None):
        figures |= found
        print(f"-- {name}: {(time.perf_counter() - begun) / 60:.1f} minutes after the start\n", flush=True)
        if keep:
            left = sorted(earlier.keys() - figures.keys() - {"machine", "day", "earlier"})
            TABLE.write_text(said({**earlier, **figures}, left) + "\n", encoding="utf-8")
    if keep:
        TABLE.write_text(said(figures) + "\n", encoding="utf-8")
    print(said(figures))
    if quick:
        sys.exit(worse(figures, json.loads(TABLE.read_text(encoding="utf-8"))))


def sections(*, quick: bool, picture: Path | None) -> Iterator[tuple[str, dict[str, object]]]:
    """Each part of the bench with its figures, measured when it is asked for."""
    yield "documents", documents(picture)
    yield "single commands", single_bench.figures(quick=quick)
    if quick:
        return
    yield "redline_bench", redline_bench.figures(plot.PICTURE_OF_REDLINE if picture else None)
    for bench in (insert_bench, audit_bench, desk, progress_bench, growth):
        yield bench.__name__.rpartition(".")[2], bench.figures()
    yield from scale_bench.parts()


def said(figures: Mapping[str, object], earlier: Sequence[str] = ()) -> str:
    """The figures as a line of JSON; `earlier` are those of a run before."""
    known = {key: figure for key, figure in figures.items() if key not in ("machine", "day", "earlier")}
    left = {"earlier": list(earlier)} if earlier else {}
    whole = {**known, "machine": machine(), "day": date.today().isoformat(), **left}
    return json.dumps(whole, ensure_ascii=False)


TABLE = HERE / "table.json"
"""The last whole run whose figures are kept."""
SLACK = 1.15
LARGER_IS_BETTER = frozenset({"document_docxtpl", "redline_python_redlines"})


def worse(now: Mapping[str, object], kept: Mapping[str, object]) -> str | None:
    """What is more than 15% worse than in the table that is kept; None for nothing."""
    found = []
    for key, figure in now.items():
        before = kept.get(key)
        if isinstance(figure, float) and isinstance(before, float):
            ratio = before / figure if key in LARGER_IS_BETTER else figure / before
            if ratio > SLACK:
                found.append(f"{key}: {figure} now, {before} in {TABLE.name}")
    return "\n".join(found) or None


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main(sys.argv[1:])

"""The record inside a document."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from specgen.issue.build import drafted, finish
from specgen.issue.document_record import (
    DocumentRecord,
    RecordedBlock,
    RecordedClause,
    document_record,
    read_document_record,
    record_xml,
)
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.word.package.package import package_hash, read_package, record_part

Read = Callable[..., Reading]
ODD = "a < b & “c” > d's ]]> \r\n\t\u00a0\u2028😀"

RECORD = DocumentRecord(
    reference='A & "B" <1>',
    draft_version="0.1",
    type="insert",
    schedule="2A",
    service="01",
    template="a" * 64,
    clauses=(
        RecordedClause(
            id="co-production/specification/national",
            version=2,
            fingerprint="f" * 64,
            tag="specgen:x:2:ffff",
            bookmark="sg_x_2_1",
            values={"cop_lead": ODD, "cop_people": ("one", ODD)},
            fields={"threshold": ODD},
            blocks=(RecordedBlock("heading", 0, "A title"), RecordedBlock("bullet", 1, ODD)),
        ),
    ),
    lines={"word/document.xml": ("Provider: Moorland (ODS code X9T01)", ODD), "word/header1.xml": ("Contract",)},
)


def test_a_record_is_read_as_it_was_written_whatever_characters_it_holds() -> None:
    assert read_document_record(record_xml(RECORD, "ab"), "a.docx") == (replace(RECORD, content_hash="ab"), [])


def test_a_record_of_the_first_schema_is_read_and_names_no_template() -> None:
    older = SECOND.replace('schema="2"', 'schema="1"').replace(f' template="{RECORD.template}"', "")
    read = replace(RECORD, content_hash="ab", template="", lines={})
    assert read_document_record(older.encode(), "a.docx") == (read, [])


def test_a_record_of_the_second_schema_is_read_and_holds_no_lines_beside_the_clauses() -> None:
    assert read_document_record(SECOND.encode(), "a.docx") == (replace(RECORD, content_hash="ab", lines={}), [])


def test_the_same_record_gives_the_same_bytes() -> None:
    assert record_xml(RECORD, "ab") == record_xml(replace(RECORD), "ab")


WHOLE = record_xml(RECORD, "ab").decode()
SECOND = WHOLE[: WHOLE.index("<beside")].replace('schema="3"', 'schema="2"') + "</record>\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "is not"),
        ("<record", "is not"),
        (WHOLE.replace("</record>", ""), "is not well-formed"),
        (WHOLE.replace("urn:specgen:record:1", "urn:another"), "does not begin as a record of specgen"),
        (WHOLE.replace('schema="3"', 'schema="4"'), "is of version 4"),
        (WHOLE.replace('schema="3"', 'schema="2"'), "holds something that does not belong there"),
        (WHOLE.replace("<line>", "<row>").replace("</line>", "</row>"), "holds something that does not belong there"),
        (WHOLE.replace(' part="', ' of="'), "lacks “part”"),
        (WHOLE.replace(' template="', ' form="'), "lacks “template”"),
        (WHOLE.replace("<contract ", "<party "), "lacks its contract"),
        (
            WHOLE.replace("<block ", "<paragraph ").replace("</block>", "</paragraph>"),
            "holds something that does not belong there",
        ),
        (WHOLE.replace("A title", "A <b>title</b>"), "inside words"),
        (WHOLE.replace(' version="2"', ' version="²"'), "where a whole number belongs"),
        (WHOLE.replace(' version="2"', ""), "lacks “version”"),
        (WHOLE.replace("?>", '?><!DOCTYPE r [<!ENTITY e "x">]>', 1), "document type definition"),
        (WHOLE + " " * (8 * 2**20), "is larger than 8 MiB"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(data: str, reason: str) -> None:
    record, problems = read_document_record(data.encode(), "returned.docx")
    assert record is None
    (problem,) = problems
    assert (problem.slug, problem.location.file) == ("document-record", "returned.docx")
    assert reason in problem.message


def test_the_record_in_a_document_holds_its_own_content_hash_and_its_clauses_in_order(
    precedents: Precedents, reading: Read
) -> None:
    contract = reading("community-respiratory").contract
    assert contract is not None
    pack, problems = drafted(contract, precedents)
    assert pack is not None
    finished, _ = finish(pack, problems, precedents)
    package, _ = read_package(finished[0].data, "a.docx")
    assert package is not None
    name = record_part(package)
    assert name is not None
    record, faults = read_document_record(package.part(name), "a.docx")
    assert record is not None and faults == []
    assert record.content_hash == finished[0].issued.content_hash == package_hash(package)
    assert [clause.id for clause in record.clauses] == [clause.id for clause in pack.documents[0].clauses]
    assert record.clauses[0].blocks[0].kind == "heading"
    assert "Provider: Northbrook Community Health NHS Foundation Trust (ODS code X9T01)" in record.lines[package.main]
    assert record.lines["word/footer1.xml"] == ("Page {page} of {page}",)
    assert not set(record.lines[package.main]) & {block.text for clause in record.clauses for block in clause.blocks}


def test_a_field_that_the_template_does_not_print_stays_out_with_its_values(
    precedents: Precedents, reading: Read
) -> None:
    contract = reading("community-respiratory").contract
    assert contract is not None
    pack, _ = drafted(contract, precedents)
    assert pack is not None
    document = next(document for document in pack.documents if document.type.key == "quality-requirements")

    def told(*printed: tuple[str, str]) -> tuple[set[str], set[str]]:
        record = document_record(pack, document, frozenset(printed))
        return (
            {name for clause in record.clauses for name in clause.fields},
            {name for clause in record.clauses for name in clause.values},
        )

    fields, values = told()
    more_fields, more_values = told(("quality", "baseline"), ("quality", "accountable"))
    assert (fields, more_fields) == (set(), {"baseline", "accountable"})
    assert values < more_values

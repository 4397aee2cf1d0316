"""Hosts into which nothing is put: each refused by name, whole, and in bounded time."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.issue.inserting import attempt, clause, heading, main, parts, refusal, specification
from tests.word.making import OFFICE, WORD, docx_bytes, p, table, zipped

HOST = specification(p("The service sees people at home."))
SETTINGS_TYPE = f'<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/></Types>'


def changed(*replacements: tuple[str, bytes, bytes], added: dict[str, str] | None = None, host: bytes = HOST) -> bytes:
    """The host with bytes of some parts replaced."""
    held: dict[str, str | bytes] = dict(parts(host))
    for name, old, new in replacements:
        found = held[name]
        assert isinstance(found, bytes) and old in found, (name, old)
        held[name] = found.replace(old, new)
    return zipped({**held, **(added or {})})


def with_settings(inner: str) -> bytes:
    return changed(
        ("[Content_Types].xml", b"</Types>", SETTINGS_TYPE.encode()),
        (
            "word/_rels/document.xml.rels",
            b"</Relationships>",
            f'<Relationship Id="rs" Type="{OFFICE}/settings" Target="settings.xml"/></Relationships>'.encode(),
        ),
        added={
            "word/settings.xml": f'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"{inner}</w:settings>"
        },
    )


def test_a_protected_file_is_refused_by_name() -> None:
    assert (
        refusal(with_settings('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>')).slug == "protected-file"
    )
    assert refusal(with_settings('<w:writeProtection w:hashValue="abc"/>')).slug == "protected-file"
    assert (
        attempt(
            with_settings('<w:documentProtection w:edit="readOnly" w:enforcement="0"/><w:trackRevisions/>'),
            clause("Words."),
        )[0]
        is not None
    )


def test_a_signed_file_is_refused_by_name() -> None:
    signed = changed(
        (
            "_rels/.rels",
            b"</Relationships>",
            b'<Relationship Id="rz" '
            b'Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" '
            b'Target="_xmlsignatures/origin.sigs"/></Relationships>',
        ),
        added={("_xmlsignatures/origin.sigs"): ""},
    )
    assert refusal(signed).slug == "signed-file"


def test_a_file_with_macros_is_refused_by_name() -> None:
    assert refusal(
        changed(
            ("[Content_Types].xml", b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
        )
    ).slug in ("macros", "not-a-word-file")
    assert refusal(changed(added={"word/vbaProject.bin": "x"})).slug == "macros"


def test_a_strict_file_is_refused_by_name() -> None:
    strict = changed(
        (
            "_rels/.rels",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
        )
    )
    assert refusal(strict).slug == "strict-file"


def test_an_encrypted_file_is_refused_by_name() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).slug == "encrypted-or-old-file"


@pytest.mark.parametrize(
    "data", [HOST[: len(HOST) // 2], HOST.replace(b"PK\x03\x04", b"PK\x03\x05", 1), b"PK\x03\x04", b""]
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert refusal(data).slug in ("damaged-file", "not-a-word-file")


def test_a_part_that_is_not_well_formed_is_refused() -> None:
    assert refusal(changed(("word/document.xml", b"</w:body>", b""))).slug == "damaged-file"
    assert refusal(changed(("word/document.xml", b"w:body", b"w:odd"))).slug == "damaged-file"
    assert refusal(changed(("word/styles.xml", b"</w:styles>", b""))).slug == "damaged-file"


def test_entity_tricks_are_refused_before_anything_is_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document'
    assert refusal(changed(("word/document.xml", b"<w:document", bomb))).slug == "hostile-file"


def test_a_part_whose_name_leads_out_of_the_file_is_refused() -> None:
    assert refusal(changed(added={"../outside.xml": "<a/>"})).slug == "hostile-file"


def test_a_bomb_is_refused_unopened() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, found in parts(HOST).items():
            archive.writestr(name, found)
        archive.writestr("word/media/image1.bin", b"\0" * (60 * 2**20))
    assert refusal(held.getvalue()).slug == "file-too-large"


def test_deep_nesting_is_refused_rather_than_followed() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000
    assert refusal(specification(deep)).slug == "damaged-file"


def test_revision_ids_at_the_limit_are_refused() -> None:
    marked = (
        '<w:p><w:ins w:id="2147483646" w:author="B" w:date="2026-01-01T00:00:00Z"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
    )
    assert refusal(specification(marked)).slug == "ids-used-up"


def test_control_ids_drawn_by_lot_leave_room() -> None:
    control = '<w:sdt><w:sdtPr><w:id w:val="2147483000"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    made, problems = attempt(specification(control), clause("Words."))
    assert made is not None and not problems and b'w:id w:val="100000001"' in main(made.data)


@pytest.mark.parametrize(("author", "date"), [("\x01", "2026-05-04"), ("Ada", "4 May"), ("x" * 300, "2026-05-04")])
def test_an_author_or_date_that_word_cannot_hold_is_refused(author: str, date: str) -> None:
    from specgen.issue.insertion.insert import Request, insert

    made, problems = insert(HOST, "specification.docx", Request((clause("Words."),), author, date), {})
    assert made is None and problems[0].slug in ("author-unfit", "date-unfit")


def test_a_prefix_of_its_own_for_the_names_of_the_standard_is_no_matter() -> None:
    from tests.issue.inserting import canonical

    from specgen.word.document.resolve import reject_all

    host = specification(p("The service sees people at home."))
    other = changed(
        *(
            ("word/document.xml", old, new)
            for old, new in ((b"xmlns:w=", b"xmlns:ns0="), (b"<w:", b"<ns0:"), (b"</w:", b"</ns0:"), (b" w:", b" ns0:"))
        ),
        host=host,
    )
    made, problems = attempt(other, clause("Plans are made together."))
    assert made is not None and not problems
    assert canonical(reject_all(main(made.data))) == canonical(main(other))


def test_a_main_part_in_utf_16_stays_in_it() -> None:
    text = main(HOST).decode()
    host = zipped(
        {**parts(HOST), "word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")}
    )
    made, problems = attempt(host, clause("Plans – made together."))
    assert made is not None and not problems
    data = main(made.data)
    assert data[:2] == b"\xff\xfe" and "Plans – made together." in data.decode("utf-16")


def test_a_template_and_a_file_without_the_section_are_refused() -> None:
    assert refusal(docx_bytes(heading("1 Aims"))).slug == "no-place"


def test_a_place_whose_end_somebody_struck_is_refused_by_name_where_it_cannot_be_proved() -> None:
    struck = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="Ben Okafor" w:date="2026-01-01T00:00:00Z"/></w:rPr></w:pPr></w:p>'
    )
    cell = f"{p('3.2 Service description/care pathway', run='<w:b/>')}<w:p/>{struck}"
    assert refusal(docx_bytes(table((cell,)) + p("End."))).slug == "place-struck"

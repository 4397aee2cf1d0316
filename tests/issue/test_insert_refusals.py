"""Hosts into which nothing is put: each refused by name, whole, and in bounded time."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import etree
from tests.issue.inserting import (
    accepted,
    attempt,
    clause,
    heading,
    inserted,
    item,
    main,
    paragraph,
    parts,
    refusal,
    settled,
    specification,
    style_of,
)
from tests.word.making import OFFICE, WORD, docx_bytes, p, table, zipped

PICTURE = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r></w:p>'
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


@pytest.mark.parametrize(
    "line",
    [
        "The criteria are:", "The Provider must do the following", "The service meets the following criteria.",
        "Referrals are answered within two working days, and", "adults who live at home; or", "at home,",
        "People are seen by –", "The criteria are as follows.", "The criteria are listed below.",
        "It sees many people, including",
        "Mae’r meini prawf fel a ganlyn", "There are three steps, namely", "The criteria are:-", "at home and/or",
    ],
)  # fmt: skip
def test_a_section_that_ends_in_an_unfinished_line_is_asked_about_and_each_answer_can_be_given(line: str) -> None:
    host = specification(p("The service sees people at home."), p(line))
    problem = refusal(host)
    assert problem.slug == "end-not-sure" and f"“{line}”, is unfinished" in problem.message
    before, behind = [each.cure for each in attempt(host, clause("Words."))[1] if each.slug == "may-be-meant"]
    assert before == '--after "line:The service sees people at home."'
    assert behind.startswith('--after "line:')
    for option in (before, behind):
        inserted(host, clause("Words."), after={"3.2": option.removeprefix('--after "').removesuffix('"')})


@pytest.mark.parametrize(
    "under",
    [
        (p("The criteria are:"), table((p("Adults"), p("At home")))),
        (p("The criteria are:"), item("adults", 1), item("at home", 1)),
        (p("The criteria are:"), PICTURE),
        (p("The criteria are as follows."), p("Adults who live at home.")),
        (p("The team answers on the following day."),),
        (p("The team answers in the following week."),),
        (p("It is described in the pathway below."),),
        (p("adults who live at home;"),),
        (p("------"),),
        (),
    ],
)
def test_a_finished_line_or_one_with_what_it_leads_in_is_not_asked_about(under: tuple[str, ...]) -> None:
    inserted(specification(*under), clause("Words."))


def test_a_heading_that_ends_with_a_colon_and_has_nothing_under_it_is_not_asked_about() -> None:
    host = docx_bytes(
        heading("3 Scope", 1) + heading("3.2 Service description/care pathway:") + heading("3.3 Population") + p("All.")
    )
    inserted(host, clause("Words."))


def bold(text: str) -> str:
    return p(text, run="<w:b/>")


NUMBERED = (
    bold("3. Scope"), bold("3.2 Service description/care pathway"), p("People are seen at home."),
    bold("3.2.1 Referral route"), p("By letter."), bold("3.2.2 Discharge"), p("With a plan."),
    bold("3.3 Population covered"), p("Adults."),
)  # fmt: skip
PLAIN = tuple(re.sub(r">3\.2\.\d ", ">", each) for each in NUMBERED)
OUTLINE = (
    heading("3 Scope", 1), heading("3.2 Service description/care pathway"), p("People are seen at home."),
    heading("3.2.1 Referral route", 3), p("By letter."), heading("3.2.2 Discharge", 3), p("With a plan."),
    heading("3.3 Population covered"), p("Adults."),
)  # fmt: skip
DESCRIPTION = "Service description/care pathway"


def read_deeper(host: tuple[str, ...], place: str = "specification") -> list[str]:
    made, problems = attempt(docx_bytes("".join(host)), clause("Plans are made.", place=place))
    assert made is not None, problems
    assert [each.severity for each in problems if each.slug == "under-another-heading"] in ([], ["warning"])
    return [f"{each.message} {each.cure}" for each in problems if each.slug == "under-another-heading"]


def test_clauses_that_a_reader_takes_for_part_of_another_subject_are_told_with_a_way_out() -> None:
    (said,) = read_deeper(NUMBERED)
    assert "“3.2.2 Discharge”" in said and '--after "3.2=line:People are seen at home."' in said
    measured = tuple(
        each.replace("3.2", "5.1").replace(DESCRIPTION, "Applicable Quality Requirements") for each in OUTLINE
    )
    (said,) = read_deeper(measured, "quality")
    assert "“5.1.2 Discharge”" in said and '--after "5.1=line:People are seen at home."' in said
    host = docx_bytes("".join(NUMBERED))
    made, problems = attempt(host, clause("Plans are made."), after={"3.2": "line:People are seen at home."})
    assert made is not None and not [each for each in problems if each.slug == "under-another-heading"]


def test_clauses_whose_headings_stand_beside_the_last_heading_of_the_section_are_not_told() -> None:
    assert read_deeper(OUTLINE) == []
    assert read_deeper(PLAIN) == []


@pytest.mark.parametrize("marks", ["<w:b/>", '<w:i/><w:u w:val="single"/>'])
@pytest.mark.parametrize("title", [heading("3.2 Service description/care pathway"), bold("3.2 Service description")])
def test_a_heading_takes_the_make_of_short_lines_that_come_again_in_the_section(title: str, marks: str) -> None:
    lines = (p("Triage", run=marks), p("By phone."), p("Review", run=marks), p("Each year."))
    after = title.replace("3.2 Service description", "3.3 Population").replace("/care pathway", "")
    host = docx_bytes("".join((title, *lines, after, p("Adults."))))
    made, problems = attempt(host, clause("Plans are made."))
    assert made is not None and not [each for each in problems if each.slug == "under-another-heading"]
    ours = paragraph(main(made.data), "Our terms")
    assert style_of(ours) == "" and all(name in etree.tostring(ours).decode() for name in marks.split(">")[:-1])
    once = settled(made.data)
    again = inserted(once, clause("Reviews are held.", name="reviews", title="Our reviews"))
    assert accepted(again.data)[-6:] == [
        "Our terms",
        "Plans are made.",
        "Our reviews",
        "Reviews are held.",
        *accepted(host)[-2:],
    ]

"""Everything refused is as it was issued: over each kind of silent change, the clean file differs from what was issued
in nothing but what the run named as standing as they made it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.review.answering import package_of, par, reply_to, report, row, run, table, units_of
from tests.word.making import docx_bytes

from specgen.review.answer.answer import Reply
from specgen.word.document.comments import W14
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.redline.redline import write_redline

LEAD = par(run("The rates that follow apply to each year of the contract."))
FOOT = par(run("They are reviewed every year with the Provider."))
HEAD = row(par(run("Rate")), par(run("Pounds")))
ONE, TWO, THREE = (
    row(par(run(words)), par(run(figure))) for words, figure in (("Calls", "9"), ("Visits", "8"), ("Ends", "7"))
)
EMPTY = row(par(), par())


def box(on: bool) -> str:
    sign = "☒" if on else "☐"
    held = (
        f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{int(on)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" '
        'w14:font="MS Gothic"/></w14:checkbox>'
    )
    return par(f"<w:sdt><w:sdtPr>{held}</w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>", run(" Agreed"))


def day(said: str, held: str) -> str:
    date = f'<w:date w:fullDate="{held}T00:00:00Z"><w:dateFormat w:val="d MMMM yyyy"/></w:date>'
    return par(run("From "), f"<w:sdt><w:sdtPr>{date}</w:sdtPr><w:sdtContent>{run(said)}</w:sdtContent></w:sdt>")


def choice(said: str) -> str:
    entries = "".join(f'<w:listItem w:displayText="{each}" w:value="{each[0]}"/>' for each in ("Monthly", "Weekly"))
    held = f'<w:dropDownList w:lastValue="{said[0]}">{entries}</w:dropDownList>'
    return par(f"<w:sdt><w:sdtPr>{held}</w:sdtPr><w:sdtContent>{run(said)}</w:sdtContent></w:sdt>", run(" in arrears"))


KINDS = {
    "a word": (LEAD + FOOT, LEAD.replace("each year", "one year") + FOOT),
    "a figure": (table(HEAD, ONE, TWO), table(HEAD, ONE.replace(">9<", ">90<"), TWO)),
    "a paragraph put in": (LEAD + FOOT, LEAD + par(run("They may fall.")) + FOOT),
    "a paragraph taken out": (LEAD + par(run("They never fall.")) + FOOT, LEAD + FOOT),
    "a paragraph moved": (
        LEAD + par(run("They never fall, not in any year.")) + FOOT + par(run("End.")),
        LEAD + FOOT + par(run("They never fall, not in any year.")) + par(run("End.")),
    ),
    "a paragraph split": (
        LEAD + FOOT,
        LEAD + par(run("They are reviewed ")) + par(run("every year with the Provider.")),
    ),
    "a row put in": (table(HEAD, ONE, TWO), table(HEAD, ONE, THREE, TWO)),
    "a row put in at the end": (table(HEAD, ONE, TWO), table(HEAD, ONE, TWO, THREE)),
    "a row with an empty cell put in": (table(HEAD, ONE), table(HEAD, ONE, row(par(run("Ends")), par()))),
    "two rows put in": (table(HEAD, ONE), table(HEAD, ONE, TWO, THREE)),
    "an empty row filled in": (table(HEAD, ONE, EMPTY), table(HEAD, ONE, THREE)),
    "an empty row filled in and another put in": (table(HEAD, ONE, EMPTY), table(HEAD, ONE, TWO, THREE)),
    "an empty row put in": (table(HEAD, ONE, TWO), table(HEAD, ONE, EMPTY, TWO)),
    "a table put in": (LEAD + FOOT, LEAD + table(HEAD, ONE) + FOOT),
    "a column put in": (
        table(HEAD, ONE),
        table(
            row(par(run("Rate")), par(run("Pounds")), par(run("Cap"))),
            row(par(run("Calls")), par(run("9")), par(run("7"))),
        ),
    ),
    "a row taken out": (table(HEAD, ONE, TWO, THREE), table(HEAD, ONE, THREE)),
    "a row moved": (table(HEAD, ONE, TWO, THREE), table(HEAD, TWO, THREE, ONE)),
    "a cell emptied": (table(HEAD, ONE, TWO), table(HEAD, ONE, row(par(run("Visits")), par()))),
    "a cell filled in": (table(HEAD, ONE, row(par(run("Ends")), par())), table(HEAD, ONE, THREE)),
    "a box ticked": (LEAD + box(False), LEAD + box(True)),
    "a tick taken out": (LEAD + box(True), LEAD + box(False)),
    "another day": (LEAD + day("1 May 2026", "2026-05-01"), LEAD + day("1 June 2026", "2026-06-01")),
    "another entry": (LEAD + choice("Monthly"), LEAD + choice("Weekly")),
    "words hidden": (
        LEAD + FOOT,
        LEAD + par(run("They are reviewed every year "), run("with the Provider.", "<w:vanish/>")),
    ),
    "white words put in": (
        LEAD + FOOT,
        LEAD
        + par(
            run("They are reviewed every year with the Provider."), run(" At most £100.", '<w:color w:val="FFFFFF"/>')
        ),
    ),
    "a white paragraph put in": (
        LEAD + FOOT,
        LEAD + par(run("At most £100 is paid.", '<w:color w:val="FFFFFF"/>')) + FOOT,
    ),
}


def all_refused(folder: Path, issued: bytes, returned: bytes) -> tuple[Reply, Path]:
    file = folder / "issued.docx"
    file.write_bytes(issued)
    units = units_of(returned, file)
    assert units, "it is told"
    reply, problems = reply_to(returned, report(returned, units, dict.fromkeys(range(len(units)), ("reject", ""))))
    assert reply is not None and reply.clean is not None, problems
    return reply, file


def states(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """What the controls hold beside their words."""
    root = parse_xml(package_of(data).part("word/document.xml"))
    kept = (f"{{{W14}}}checked", w("date"), w("dropDownList"))
    return [(str(each.tag), {str(k): str(v) for k, v in each.attrib.items()}) for each in root.iter(*kept)]


@pytest.mark.parametrize("kind", KINDS)
def test_where_everything_is_refused_the_clean_file_is_as_issued_but_for_what_the_run_names(
    tmp_path: Path, kind: str
) -> None:
    issued, returned = (docx_bytes(body) for body in KINDS[kind])
    reply, file = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None
    named = [(unit.told.kind, unit.told.removed, unit.told.added) for unit in reply.by_comment]
    assert {unit.id for unit in reply.open} == {unit.id for unit in reply.by_comment}
    left = [unit for unit in units_of(reply.clean, file) if unit.told.kind != "comment"]
    assert sorted((unit.told.kind, unit.told.removed, unit.told.added) for unit in left) == sorted(named)
    if not named:
        made, problems = write_redline(package_of(issued), package_of(reply.clean), "A", "2026-05-12T00:00:00Z")
        assert made is not None, problems
        xml = package_of(made).part("word/document.xml")
        assert b"<w:ins " not in xml and b"<w:del " not in xml and b"<w:moveFrom " not in xml
        assert states(reply.clean) == states(issued)


def form_field(code: str, data: str) -> str:
    begin, between, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}">{data if kind == "begin" else ""}</w:fldChar></w:r>'
        for kind in ("begin", "separate", "end")
    )
    return par(begin, f"<w:r><w:instrText> {code} </w:instrText></w:r>", between, end, run(" in the year"))


def form_box(on: bool) -> str:
    held = f'<w:checkBox><w:sizeAuto/><w:checked w:val="{int(on)}"/></w:checkBox>'
    return form_field("FORMCHECKBOX", f'<w:ffData><w:name w:val="Agreed"/>{held}</w:ffData>')


def form_list(chosen: int) -> str:
    entries = "".join(f'<w:listEntry w:val="{each}"/>' for each in ("Monthly", "Weekly"))
    held = f'<w:ddList><w:result w:val="{chosen}"/>{entries}</w:ddList>'
    return form_field("FORMDROPDOWN", f'<w:ffData><w:name w:val="How"/>{held}</w:ffData>')


STATES = {
    "a box ticked whose sign stands": (box(False), box(False).replace('checked w14:val="0"', 'checked w14:val="1"')),
    "a day held beside another one": (day("1 May 2026", "2026-05-01"), day("1 May 2026", "2026-06-01")),
    "an entry chosen beside the words": (
        choice("Monthly"),
        choice("Monthly").replace('lastValue="M"', 'lastValue="W"'),
    ),
    "a form's box ticked": (form_box(False), form_box(True)),
    "an entry of a form's list": (form_list(0), form_list(1)),
}


@pytest.mark.parametrize("kind", STATES)
def test_a_state_beside_the_words_that_is_refused_is_as_issued_in_the_clean_file(tmp_path: Path, kind: str) -> None:
    issued, returned = (docx_bytes(LEAD + body) for body in STATES[kind])
    reply, file = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None
    assert [unit.told.kind for unit in reply.by_comment] != []
    assert reply.open == ()
    assert [unit.told.kind for unit in units_of(reply.clean, file)] == []
    assert package_of(reply.clean).part("word/document.xml") != package_of(returned).part("word/document.xml")
    # In the reply it stands as they set it, with our comment.
    assert [unit.told.kind for unit in units_of(reply.data, file) if unit.told.kind != "comment"] == [
        unit.told.kind for unit in reply.by_comment
    ]


def test_a_state_beside_a_row_that_is_put_in_again_is_as_issued_in_the_clean_file(tmp_path: Path) -> None:
    """The control in the row that they struck stands in the reply twice, before the one that is resolved."""
    struck = row(box(True), par(run("Calls")), mark="del").replace("<w:r>", '<w:del w:id="3" w:author="B"><w:r>')
    struck = struck.replace("</w:r>", "</w:r></w:del>").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    issued, returned = (
        docx_bytes(LEAD + table(first, row(par(run("Visits")), par(run("8")))) + last + FOOT)
        for first, last in (
            (row(box(True), par(run("Calls"))), box(False)),
            (struck, box(False).replace('checked w14:val="0"', 'checked w14:val="1"')),
        )
    )
    reply, _ = all_refused(tmp_path, issued, returned)
    assert reply.clean is not None
    held = [dict(each)[f"{{{W14}}}val"] for _, each in states(reply.clean)]
    assert held == ["1", "0"]


def test_a_state_that_comes_from_data_in_the_file_is_put_right_by_hand(tmp_path: Path) -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/><w14:checkbox'
    issued, returned = (
        docx_bytes(LEAD + body.replace("<w14:checkbox", bound)) for body in STATES["a box ticked whose sign stands"]
    )
    reply, _ = all_refused(tmp_path, issued, returned)
    assert [unit.id for unit in reply.open] == [unit.id for unit in reply.by_comment] != []

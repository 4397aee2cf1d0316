#!/usr/bin/env bash
# Four comparisons of two .docx (Python): the two engines of python-redlines 2.0.0 (XmlPowerTools and Docxodus),
# docx-trackdiff 1.0.0 and jubarte-redlines 0.14.0; the two files differ in one place.
#
# Guessed before it was run: “revisions found: 0” means that the files say the same; a place that a comparison does not look
# at (a header, a footer, the choice in a drop-down field, the number that a list begins with) is named.
# Seen: in none of those four places do XmlPowerTools and docx-trackdiff find anything where 60% became 80% or clause 1 became
# clause 5, and they count no revision; jubarte passes over the choice and the list, Docxodus over the list. Nothing says
# so. What the redline shows differs too: XmlPowerTools' has the old header, so that who accepts everything does not
# get the new file, and docx-trackdiff's has the new one, unmarked, as if it had always stood there.
# Standard contracts have the reference, the version and the word DRAFT in headers and the threshold in fields of a form.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 python-redlines==2.0.0 \
    python-redlines-docxodus==2.0.0 python-redlines-ooxmlpowertools==2.0.0 docx-trackdiff==1.0.0 jubarte-redlines==0.14.0
venv/bin/python -W ignore - <<'PY'
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import jubarte_redlines
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from python_redlines.engines import DocxodusEngine, XmlPowerToolsEngine

NAMES = nsdecls("w")
PLACES = ("the body", "the header", "the footer", "a drop-down field", "the list's first number")


def make(name, changed):
    def share(place):
        return "80%" if place == changed else "60%"

    file = docx.Document()
    file.add_paragraph(f"Body: at least {share('the body')}.")
    file.sections[0].header.paragraphs[0].text = f"Header: at least {share('the header')}."
    file.sections[0].footer.paragraphs[0].text = f"Footer: at least {share('the footer')}."
    field = file.add_paragraph("Field: at least ")._p
    chosen = 1 if changed == "a drop-down field" else 0
    field.append(
        parse_xml(
            f'<w:r {NAMES}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="share"/><w:enabled/>'
            f'<w:calcOnExit w:val="0"/><w:ddList><w:result w:val="{chosen}"/><w:listEntry w:val="60%"/>'
            '<w:listEntry w:val="80%"/></w:ddList></w:ffData></w:fldChar></w:r>'
        )
    )
    field.append(parse_xml(f'<w:r {NAMES}><w:instrText> FORMDROPDOWN </w:instrText></w:r>'))
    field.append(parse_xml(f'<w:r {NAMES}><w:fldChar w:fldCharType="end"/></w:r>'))
    file.add_paragraph("Clause", style="List Number")
    if changed == "the list's first number":
        number = file.styles["List Number"].element.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]
        kept = file.part.numbering_part.element.xpath(f'./w:num[@w:numId="{number}"]')[0]
        kept.append(parse_xml(f'<w:lvlOverride {NAMES} w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'))
    file.save(name)


def by_engine(engine):
    return engine().run_redline("A. Example", Path("old.docx").read_bytes(), Path("new.docx").read_bytes())[0]


def trackdiff():
    command = ["venv/bin/docx-trackdiff", "old.docx", "new.docx", "out.docx"]
    subprocess.run(command, check=True, capture_output=True)
    return Path("out.docx").read_bytes()


TOOLS = {
    "XmlPowerTools": lambda: by_engine(XmlPowerToolsEngine),
    "Docxodus": lambda: by_engine(DocxodusEngine),
    "docx-trackdiff": trackdiff,
    "jubarte": lambda: jubarte_redlines.compare_documents(*(Path(each).read_bytes() for each in ("old.docx", "new.docx"))),
}
make("old.docx", None)
found, headers = {}, {}
for place in PLACES:
    make("new.docx", place)
    for tool, compare in TOOLS.items():
        with zipfile.ZipFile(BytesIO(compare())) as redline:
            parts = {name: redline.read(name).decode() for name in redline.namelist() if name.endswith(".xml")}
        marks = sum(len(re.findall("<w:(?:ins|del) ", text)) for text in parts.values())
        found[tool, place] = marks > 0
        if place == "the header":
            shown = "".join(re.sub("<[^>]*>", "", text) for name, text in parts.items() if "header" in name)
            headers[tool] = shown.replace("\ufeff", "").strip()
for tool in TOOLS:
    told = [place for place in PLACES if found[tool, place]]
    print(f"{tool:15} finds a change in: {', '.join(told)}; its redline's header after a change there: {headers[tool]}")
blind = {tool: [place for place in PLACES if not found[tool, place]] for tool in TOOLS}
every = list(PLACES)
if blind != {"XmlPowerTools": every[1:], "Docxodus": every[4:], "docx-trackdiff": every[1:], "jubarte": every[3:]}:
    raise SystemExit("this has changed")
if "60%" not in headers["XmlPowerTools"] or "80%" not in headers["docx-trackdiff"]:
    raise SystemExit("this has changed")
PY

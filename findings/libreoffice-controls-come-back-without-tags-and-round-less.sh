#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with content controls (w:sdt, ECMA-376 part 1, 17.5.2), opened and saved again.
#
# Guessed before it was run: a control whose words nobody touched is saved with the name by which programs find it (w:tag,
# 17.5.2.42), with its setting that it may not be edited or deleted (w:lock, 17.5.2.23), and round the same words; what LibreOffice
# cannot do with a kind of control is lost with the whole control, so that one sees it.
# Seen: every control is still there and has its title (w:alias, but for the list to choose from, which loses that too); none has
# its tag or its lock. The control round a clause of two paragraphs is now round the first alone, the one round a row of two
# cells round the words of its first cell. Nothing is said.
# A program that fills “days” by its tag finds nothing to fill and leaves the old figure; one that takes out the clause takes out
# its first paragraph and leaves the exception behind; and wording that was not to be edited is open.
#
# Needs `soffice` (Debian: libreoffice-writer).
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > controls.py <<'PY'
"""Prints the controls of the main part: name, tag, lock and the words in each."""

import sys
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(control, name):
    found = control.find(f"{W}sdtPr/{W}{name}")
    return found.get(f"{W}val") if found is not None else None


with zipfile.ZipFile(sys.argv[1]) as archive:
    root = ElementTree.fromstring(archive.read("word/document.xml"))
for control in root.iter(f"{W}sdt"):
    paragraphs = list(control.iter(f"{W}p")) or [control]
    lines = ["".join(text.text or "" for text in each.iter(f"{W}t")) for each in paragraphs]
    print([said(control, name) for name in ("alias", "tag", "lock")], " / ".join(lines))
PY
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside):
    return f"<w:p>{inside}</w:p>"


def cell(text):
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{paragraph(run(text))}</w:tc>'


def control(number, name, lock, kind, inside):
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{name.title()}"/><w:tag w:val="{name}"/><w:id w:val="{number}"/><w:lock w:val="{lock}"/>'
        f"{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


choice = "".join(f'<w:listItem w:displayText="{each}" w:value="{each}"/>' for each in ("monthly", "quarterly"))
row = f"<w:tr>{cell('Plans')}{cell('60%')}</w:tr>"
clause = paragraph(run("The Provider must report each death.")) + paragraph(run("This does not apply in August."))
body = (
    paragraph(run("Pay within ") + control(1, "days", "sdtLocked", "<w:text/>", run("60 days")) + run("."))
    + paragraph(
        run("Report ") + control(2, "often", "sdtLocked", f"<w:dropDownList>{choice}</w:dropDownList>", run("monthly")) + run(".")
    )
    + control(3, "clause", "sdtContentLocked", "", clause)
    + '<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>'
    + f"</w:tblGrid>{control(4, 'row', 'sdtLocked', '', row)}</w:tbl><w:p/>"
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{KIND}.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body>'
    "</w:document>",
}
with zipfile.ZipFile("sent.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to docx:"MS Word 2007 XML" --outdir saved sent.docx \
    >/dev/null 2>&1
echo "sent:"
python3 controls.py sent.docx
echo "saved:"
python3 controls.py saved/sent.docx | tee seen.txt
cat > expected.txt <<'SEEN'
['Days', None, None] 60 days
[None, None, None] monthly
['Clause', None, None] The Provider must report each death.
['Row', None, None] Plans
SEEN
cmp -s seen.txt expected.txt || { echo "this has changed"; exit 1; }

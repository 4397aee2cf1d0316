#!/usr/bin/env bash
# Six readers of Word's words (pandoc 3.9 by pypandoc_binary 1.17, docx2txt 0.9, docx2python 3.7.1, python-docx 1.2.0,
# mammoth 1.13.0; npm officeparser 7.8.0): a clause with a text box beside it.
#
# Guessed before it was run: a text box, which Word writes twice, for newer and for older programs (mc:AlternateContent with
# mc:Choice and mc:Fallback, ECMA-376 part 3, 10.2.1), is read once, or left out with its words; the paragraph that it is
# fastened to is read in any case.
# Seen: pandoc gives the words of the box in the place of the paragraph, so that the clause itself, “Pay within 30 days”, is
# nowhere; without the box it is there, and so it is beside a box that is written in one form alone. docx2txt and docx2python
# give the box twice, docx2python before the clause it stands beside; python-docx and officeparser not at all; mammoth
# gives both once. Nothing is said by any of them.
# “Agreed: 60 days”, typed into a box beside a clause in negotiation, takes the clause out of the text that is compared.
#
# With `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils) the printed page is looked at too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 docx2txt==0.9 docx2python==3.7.1 \
    python-docx==1.2.0 mammoth==1.13.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 >/dev/null
cat > read.js <<'JS'
require("officeparser").parseOffice("sent.docx").then((read) => console.log(read.toText()));
JS
venv/bin/python - <<'PY'
import pathlib
import re
import shutil
import subprocess
import zipfile

import docx
import docx2txt
import mammoth
import pypandoc
from docx2python import docx2python

SPACE = "http://schemas.openxmlformats.org"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMES = (
    f'xmlns:w="{SPACE}/wordprocessingml/2006/main" xmlns:mc="{SPACE}/markup-compatibility/2006" xmlns:wps="{SHAPE}" '
    f'xmlns:wp="{SPACE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{SPACE}/drawingml/2006/main" '
    f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{SPACE}/officeDocument/2006/relationships"'
)


def paragraph(text, box=""):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{box}</w:p>"


words = f"<w:txbxContent>{paragraph('Agreed: 60 days')}</w:txbxContent>"
drawing = (
    '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>3000000'
    '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="2000000" cy="600000"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapSquare wrapText="bothSides"/>'
    f'<wp:docPr id="1" name="Text Box 1"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr '
    'txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="600000"/></a:xfrm><a:prstGeom prst="rect">'
    f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{words}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing>"
)
older = (
    f'<w:pict><v:shape id="s" type="#_x0000_t202" style="position:absolute;width:157pt;height:47pt"><v:textbox>{words}'
    "</v:textbox></v:shape></w:pict>"
)
both = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
    "</mc:AlternateContent></w:r>"
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def write(box):
    body = paragraph("First clause.") + paragraph("Pay within 30 days.", box) + paragraph("Last clause.")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    with zipfile.ZipFile("sent.docx", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


def found(text):
    """The clause and the words of the box, in the order in which they are given."""
    return re.findall("Pay within 30 days|Agreed: 60 days", text)


def read():
    node = subprocess.run(["node", "read.js"], capture_output=True, check=True, text=True)
    with docx2python("sent.docx") as by_docx2python, open("sent.docx", "rb") as file:
        texts = {
            "pandoc": pypandoc.convert_file("sent.docx", "plain"),
            "docx2txt": docx2txt.process("sent.docx"),
            "docx2python": by_docx2python.text,
            "python-docx": "\n".join(each.text for each in docx.Document("sent.docx").paragraphs),
            "mammoth": mammoth.extract_raw_text(file).value,
            "officeparser": node.stdout,
        }
    return {name: found(text) for name, text in texts.items()}


write("")
without = read()
write(f"<w:r>{older}</w:r>")
in_one_form = read()["pandoc"]
write(both)
seen = read()
print("pandoc", pypandoc.get_pandoc_version())
print("with no box:", without)
print("beside a box as older programs alone write it, by pandoc:", in_one_form)
print("beside a box as Word writes it:")
for name, each in seen.items():
    print("   ", name, each)
clause, box = "Pay within 30 days", "Agreed: 60 days"
if shutil.which("soffice") and shutil.which("pdftotext"):
    profile = f"-env:UserInstallation={pathlib.Path('profile').resolve().as_uri()}"
    made = ["soffice", profile, "--headless", "--convert-to", "pdf", "sent.docx"]
    subprocess.run(made, capture_output=True, check=True)
    page = subprocess.run(["pdftotext", "-raw", "sent.pdf", "-"], capture_output=True, check=True, text=True).stdout
    print("printed by LibreOffice:", sorted(found(page)))
if (
    set(map(tuple, without.values())) != {(clause,)}
    or in_one_form != [clause]
    or seen
    != {
        "pandoc": [box],
        "docx2txt": [clause, box, box],
        "docx2python": [box, box, clause],
        "python-docx": [clause],
        "mammoth": [clause, box],
        "officeparser": [clause],
    }
):
    raise SystemExit("this has changed")
PY

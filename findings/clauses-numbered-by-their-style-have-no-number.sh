#!/usr/bin/env bash
# docx2python 3.7.1 (Python) and officeparser 7.8.0 (npm), beside mammoth 1.13.0 and pandoc 3.9 (pypandoc_binary 1.17): clauses
# that have their numbers from their style, as templates of contracts do.
#
# Guessed before it was run: both give numbers of lists, so a paragraph whose style says which list it belongs to (w:numPr in
# the style, ECMA-376 part 1, 17.3.1.19 and 17.7.8.1) has its number like one that says so itself; and a paragraph that says
# that it has none (w:numId 0, 17.9.18) has none.
# Seen: it is the other way round. No clause has a number, nor a place in a list (docx2python's list_position), and the one
# paragraph without a number is the only one of a list: “--” before it for docx2python, “1.” in officeparser's Markdown. Where
# each paragraph says its list itself, docx2python gives all numbers. mammoth, pandoc and LibreOffice know the list of the style
# and pass over the paragraph without a number. Nothing is said.
# “Subject to clause 1.2” then points at nothing, and the one numbered clause is that which has no number on the page.
#
# With `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils) the printed page is looked at too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0 \
    pypandoc_binary==1.17
npm init -y > /dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 > /dev/null
cat > write.py <<'PY'
import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))
CLAUSES = (
    (1, "Payment"),
    (2, "Pay in 30 days."),
    (3, "The sum"),
    (3, "The day"),
    (0, "No clause"),
    (2, "Report in 10 days."),
    (1, "Term"),
)


def belongs(level: int, number: int) -> str:
    return f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


for name, by_style in (("style", True), ("itself", False)):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for element in list(numbering):
        numbering.remove(element)
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + (f'<w:pStyle w:val="Clause{level + 1}"/>' if by_style else "")
        + f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (kind, words) in enumerate(LEVELS)
    )
    multi = '<w:multiLevelType w:val="multilevel"/>'
    numbering.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="0">{multi}{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    for level in range(len(LEVELS)):
        document.styles.element.append(
            parse_xml(
                f'<w:style {W} w:type="paragraph" w:customStyle="1" w:styleId="Clause{level + 1}">'
                f'<w:name w:val="Clause {level + 1}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
                + (f"<w:pPr>{belongs(level, 1)}</w:pPr>" if by_style else "")
                + "</w:style>"
            )
        )
    for level, words in CLAUSES:
        paragraph = document.add_paragraph(words, style=f"Clause {level or 2}")
        if not level:
            paragraph._p.get_or_add_pPr().append(parse_xml(belongs(0, 0)))
        elif not by_style:
            paragraph._p.get_or_add_pPr().append(parse_xml(belongs(level - 1, 1)))
    document.save(f"{name}.docx")
PY
venv/bin/python write.py
cat > read.js <<'JS'
const officeparser = require('officeparser');
(async () => {
  const read = await officeparser.parseOffice('style.docx');
  const listed = read.content.filter((node) => node.type === 'list').map((node) => node.text);
  const markdown = (await read.to('md')).value.split('\n').map((line) => line.trim()).filter((line) => /^\d+\./.test(line));
  console.log('officeparser: of a list', JSON.stringify(listed), 'and in Markdown', JSON.stringify(markdown));
  if (JSON.stringify([listed, markdown]) !== '[["No clause"],["1. No clause"]]') {
    console.log('this has changed');
    process.exit(1);
  }
})();
JS
node read.js
cat > read.py <<'PY'
import pathlib
import shutil
import subprocess

import mammoth
import pypandoc
from docx2python import docx2python

PLAIN = ["Payment", "Pay in 30 days.", "The sum", "The day", "-- No clause", "Report in 10 days.", "Term"]
NUMBERS = ["1)", "1)", "a)", "b)", "--", "2)", "2)"]


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


with docx2python("style.docx") as read:
    style = lines(read.text)
    places = [par.list_position[1] for table in read.body_pars for row in table for cell in row for par in cell]
with docx2python("itself.docx") as read:
    itself = lines(read.text)
print("docx2python, by the style:", style, "places", places)
print("docx2python, by itself:", itself)
with open("style.docx", "rb") as file:
    html = mammoth.convert_to_html(file).value
print("mammoth:", html)
text = lines(pypandoc.convert_file("style.docx", "plain"))
print("pandoc:", text)
if style != PLAIN or [line.split()[0] for line in itself] != NUMBERS or [bool(place) for place in places].count(True) > 1:
    raise SystemExit("this has changed")
whole = ["1. Payment", "1. Pay in 30 days.", "(a) The sum", "(b) The day", "No clause", "2. Report in 10 days.", "2. Term"]
if "<ol><li>Payment<ol><li>Pay in 30 days.<ol><li>The sum</li><li>The day</li>" not in html or text != whole:
    raise SystemExit("this has changed")
if shutil.which("soffice") and shutil.which("pdftotext"):
    profile = f"-env:UserInstallation={pathlib.Path('profile').resolve().as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "style.docx"], check=True, capture_output=True)
    page = subprocess.run(["pdftotext", "-layout", "style.pdf", "-"], check=True, capture_output=True, text=True).stdout
    print("LibreOffice prints:", lines(page))
    printed = ["1. Payment", "1.1 Pay in 30 days.", "(a) The sum", "(b) The day", "No clause", "1.2 Report in 10 days.", "2. Term"]
    if lines(page) != printed:
        raise SystemExit("this has changed")
PY
venv/bin/python read.py

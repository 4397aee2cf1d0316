#!/usr/bin/env bash
# python-docx 1.2.0, officeparser 7.8.0 and docx-preview 0.4.1 (npm), beside mammoth 1.13.0 and pandoc 3.9 (pypandoc_binary 1.17):
# a table of targets in which a row may be repeated and a figure be filled in.
#
# Guessed before it was run: a row or a cell that stands in a content control (w:sdt round w:tr or w:tc, ECMA-376 part 1,
# 17.5.2.30 and 17.5.2.32), as Word writes for “Repeating Section” and for a control put round a whole cell, is a row or a
# cell of its table like any other; at worst it is empty, in its place, as words of controls are in a line.
# Seen: for these three it is not there. The row “Reviews” is missing, and of the row “Plans” the 70% of the first year is
# missing and the 80% of the second stands in its place, under the first: python-docx's row.cells has two cells in a table of
# three columns, docx-preview shows 80% under 2026/27, officeparser gives “Plans” and 80%. mammoth and pandoc give all of them.
# Nothing is said.
# Tables of forms are made so; whoever reads or shows them so has a year's target under another year and a measure fewer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 \
    pypandoc_binary==1.17
npm init -y >/dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 docx-preview@0.4.1 jsdom@29.1.1 >/dev/null
cat > read.js <<'JS'
const fs = require("fs");
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<div></div>");
const { document, DOMParser, XMLSerializer, Node } = window;
Object.assign(globalThis, { document, DOMParser, XMLSerializer, Node });
const docx = require("docx-preview");
const { parseOffice } = require("officeparser");
(async () => {
  const office = (await parseOffice("targets.docx")).toText().split("\n").filter((line) => line);
  const page = document.body.firstChild;
  await docx.renderAsync(fs.readFileSync("targets.docx"), page, null, { ignoreFonts: true });
  const rows = [...page.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.textContent.trim()));
  console.log(JSON.stringify([office, rows]));
})();
JS
venv/bin/python - <<'PY'
import html
import json
import re
import subprocess
import zipfile

import docx
import mammoth
import pypandoc

SPACE = "http://schemas.openxmlformats.org"
NAMES = (
    f'xmlns:w="{SPACE}/wordprocessingml/2006/main" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    f'xmlns:mc="{SPACE}/markup-compatibility/2006" mc:Ignorable="w15"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
COLUMN = '<w:gridCol w:w="2000"/>'


def control(number, inside, kind=""):
    return f'<w:sdt><w:sdtPr><w:id w:val="{number}"/>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def cell(text):
    width = '<w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{width}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


repeated = row(cell("Reviews"), cell("50%"), cell("60%"))
rows = (
    row(cell("Measure"), cell("2026/27"), cell("2027/28")),
    row(cell("Plans"), control(1, cell("70%")), cell("80%")),
    control(2, control(3, repeated, "<w15:repeatingSectionItem/>"), "<w15:repeatingSection/>"),
    row(cell("Surveys"), cell("90%"), cell("95%")),
)
table = (
    f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{COLUMN * 3}</w:tblGrid>'
    f"{''.join(rows)}</w:tbl>"
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f"<w:document {NAMES}><w:body>{table}<w:p/><w:sectPr/></w:body></w:document>",
}
with zipfile.ZipFile("targets.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


def rows_of(page):
    found = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", each, re.DOTALL) for each in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
    return [[html.unescape(re.sub(r"<.*?>", "", each)).strip() for each in cells] for cells in found]


node = subprocess.run(["node", "read.js"], capture_output=True, check=True, text=True)
office, preview = json.loads(node.stdout.splitlines()[-1])
with open("targets.docx", "rb") as file:
    by_mammoth = rows_of(mammoth.convert_to_html(file).value)
seen = {
    "python-docx": [[each.text for each in line.cells] for line in docx.Document("targets.docx").tables[0].rows],
    "docx-preview": preview,
    "officeparser": office,
    "mammoth": by_mammoth,
    "pandoc": rows_of(pypandoc.convert_file("targets.docx", "html")),
}
for name, each in seen.items():
    print(name, *each, sep="\n    ")
head, last = ["Measure", "2026/27", "2027/28"], ["Surveys", "90%", "95%"]
whole = [head, ["Plans", "70%", "80%"], ["Reviews", "50%", "60%"], last]
short = [head, ["Plans", "80%"], last]
if seen != {
    "python-docx": short,
    "docx-preview": short,
    "officeparser": [*head, "Plans", "80%", *last],
    "mammoth": whole,
    "pandoc": whole,
}:
    raise SystemExit("this has changed")
PY

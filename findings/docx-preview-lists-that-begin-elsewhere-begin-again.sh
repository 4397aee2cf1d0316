#!/usr/bin/env bash
# docx-preview 0.4.1 (npm), which shows .docx in web pages and portals: numbers of clauses, seen in Chromium.
#
# Guessed before it was run: list numbers that are no text of the file are made as the standard says, since it makes 3.1,
# (a) and “Part 1” from the definitions of the lists; or none are shown.
# Seen: what makes a list begin elsewhere (w:startOverride, ECMA-376 part 1, 17.9.26) is passed over, so that clause 7 is
# shown as clause 3; two lists of one definition (17.9.15) each count for themselves, so that the clause after it is 3 again,
# and the one behind that 5; and a hyphen that never breaks (17.3.3.18) is left out. Three clauses of one page have the
# number 3, and nothing shows that any is wrong.
#
# Needs `chromium` (Debian: chromium); LibreOffice, where it is installed, prints 3, 4, 7, 8, 9.
set -euo pipefail
program=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    { echo "chromium is not installed: nothing was tried"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WML = f'xmlns:w="{SPACE}/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def clause(of_list, words):
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{of_list}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>"
    )


body = (
    clause(1, "Reports")
    + clause(1, "Notices")
    + clause(2, "Payment")
    + clause(3, "Charges")
    + clause(1, "Records")
    + "<w:p><w:r><w:t>The sum is pre</w:t><w:noBreakHyphen/><w:t>paid.</w:t></w:r></w:p>"
)
level = (
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl>'
)
begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
lists = (
    f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{begins}</w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)
with zipfile.ZipFile("clauses.docx", "w") as package:
    package.writestr(
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{SPACE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{KIND}.numbering+xml"/></Types>',
    )
    for part, kind, target in (
        ("_rels/.rels", "officeDocument", "word/document.xml"),
        ("word/_rels/document.xml.rels", "numbering", "numbering.xml"),
    ):
        package.writestr(
            part,
            f'{HEAD}<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{SPACE}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>',
        )
    package.writestr("word/document.xml", f"{HEAD}<w:document {WML}><w:body>{body}<w:sectPr/></w:body></w:document>")
    package.writestr("word/numbering.xml", f"{HEAD}<w:numbering {WML}>{lists}</w:numbering>")
PY
npm init -y > /dev/null
npm install --silent --no-audit --no-fund docx-preview@0.4.1 jszip@3.10.2 > /dev/null
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check playwright==1.65.2 pypdf==7.1.1
PROGRAM=$program venv/bin/python - <<'PY'
import base64
import os
import pathlib

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

scripts = [
    pathlib.Path("node_modules", *path).read_text(encoding="utf-8")
    for path in (("jszip", "dist", "jszip.min.js"), ("docx-preview", "dist", "docx-preview.min.js"))
]
page_file = pathlib.Path("page.html").resolve()
page_file.write_text(
    "<div id=shown></div>" + "".join(f"<script>{each}</script>" for each in scripts), encoding="utf-8"
)
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=os.environ["PROGRAM"], args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.evaluate(
        "data => docx.renderAsync(Uint8Array.from(atob(data), each => each.charCodeAt(0)), document.getElementById('shown'))",
        base64.b64encode(pathlib.Path("clauses.docx").read_bytes()).decode(),
    )
    page.pdf(path="page.pdf")
    browser.close()
lines = [" ".join(line.split()) for each in PdfReader("page.pdf").pages for line in each.extract_text().splitlines()]
lines = [line for line in lines if line]
print(*lines, sep="\n")
if lines != ["3. Reports", "4. Notices", "3. Payment", "3. Charges", "5. Records", "The sum is prepaid."]:
    raise SystemExit("this has changed")
PY

#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with the two list settings that legal templates use: what numbers the PDF has.
#
# Guessed before it was run: the numbers are those that the standard gives, as they are for an ordinary list.
# Seen: “legal numbering” (w:isLgl, ECMA-376 part 1, 17.9.4: all levels in figures) is passed over, so that clause 2.1
# under Part II is printed “II.1”; and paragraphs that are numbered on through all headings (w:lvlRestart 0, 17.9.10) begin
# again at 1 under each. “Subject to paragraph 3” then points at a paragraph that the PDF calls 1, and paragraph 1 stands
# there twice.
#
# Needs `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils).
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WML = f'xmlns:w="{SPACE}/wordprocessingml/2006/main"'


def level(number, kind, text, setting=""):
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{setting}<w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
    )


lists = (
    level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    level(0, "upperRoman", "Part %1") + level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'),
)
numbering = "".join(
    f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    for at, levels in enumerate(lists)
) + "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at, _ in enumerate(lists))


def item(number, depth, words):
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{place}<w:r><w:t>{words}</w:t></w:r></w:p>"


body = "".join(
    item(number, 0, "General") + item(number, 1, "first") + item(number, 1, "second") + item(number, 0, "Special")
    + item(number, 1, "third")
    for number in (1, 2)
)
rels = f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" Type="{SPACE}/officeDocument/2006/relationships'
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{KIND}.document.main+xml"/><Override PartName="/word/numbering.xml" '
    f'ContentType="{KIND}.numbering+xml"/></Types>',
    "_rels/.rels": f'{rels}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{rels}/numbering" Target="numbering.xml"/></Relationships>',
    "word/numbering.xml": f"<w:numbering {WML}>{numbering}</w:numbering>",
    "word/document.xml": f"<w:document {WML}><w:body>{body}<w:sectPr/></w:body></w:document>",
}
with zipfile.ZipFile("sent.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
PY
soffice --version
soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf sent.docx >/dev/null 2>&1
python3 - <<'PY'
import re
import subprocess

page = subprocess.run(["pdftotext", "-raw", "sent.pdf", "-"], capture_output=True, check=True, text=True).stdout
numbers = re.findall(r"(\S+) (?:first|second|third)", page)
print("legal numbering, printed (the standard: 1.1, 1.2, 2.1):", numbers[:3])
print("numbered on through the parts, printed (the standard: (1), (2), (3)):", numbers[3:])
if numbers != ["I.1", "I.2", "II.1", "(1)", "(2)", "(1)"]:
    raise SystemExit("this has changed")
PY

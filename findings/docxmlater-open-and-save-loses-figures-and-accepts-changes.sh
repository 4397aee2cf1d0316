#!/usr/bin/env bash
# docxmlater 10.1.0 (npm): what Document.load and Document.save do to a file between which nothing is edited.
#
# Guessed before it was run: a file that is opened and saved says what it said, with its proposed changes still proposed.
# Seen: a content control inside a line (w:sdt among runs, ECMA-376 part 1, 17.5.2.31) goes with its words, so that “At
# least 60% of people.” reads “At least  of people.”; and tracked changes (17.13.5) are accepted without being asked, so
# that the struck 30 is gone and the proposed 60 stands as agreed text of nobody's. With revisionHandling: 'preserve' the
# changes stay tracked, and the words of the control are gone all the same. No warning is printed either time.
# Who sends a contract through it returns other figures and other terms than came in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PY'
import zipfile

SPACE = "http://schemas.openxmlformats.org"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BY = 'w:author="A. Example" w:date="2026-05-04T09:30:00Z"'


def run(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


control = f'<w:sdt><w:sdtPr><w:tag w:val="share"/></w:sdtPr><w:sdtContent>{run("60%")}</w:sdtContent></w:sdt>'
struck = f'<w:del w:id="1" {BY}><w:r><w:delText>30</w:delText></w:r></w:del>'
body = (
    f'<w:p>{run("At least ")}{control}{run(" of people.")}</w:p>'
    f'<w:p>{run("Pay in ")}{struck}<w:ins w:id="2" {BY}>{run("60")}</w:ins>{run(" days.")}</w:p>'
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body>'
    "</w:document>",
}
with zipfile.ZipFile("sent.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
PY
npm init -y > /dev/null
npm install --silent --no-audit --no-fund docxmlater@10.1.0 > /dev/null
node -e "
const { Document } = require('docxmlater');
(async () => {
  await (await Document.load('sent.docx')).save('plain.docx');
  await (await Document.load('sent.docx', { revisionHandling: 'preserve' })).save('preserve.docx');
})();
"
python3 - <<'PY'
import re
import zipfile

SEEN = {
    "sent.docx": ["At least 60% of people.", "Pay in [-30-]{+60+} days."],
    "plain.docx": ["At least  of people.", "Pay in 60 days."],
    "preserve.docx": ["At least  of people.", "Pay in [-30-]{+60+} days."],
}
changed = []
print("docxmlater 10.1.0")
for name, expected in SEEN.items():
    xml = zipfile.ZipFile(name).read("word/document.xml").decode()
    lines = []
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, re.S):
        paragraph = re.sub(r"<w:del .*?>(.*?)</w:del>", r"[-\1-]", paragraph, flags=re.S)
        paragraph = re.sub(r"<w:ins .*?>(.*?)</w:ins>", r"{+\1+}", paragraph, flags=re.S)
        lines.append(re.sub(r"<[^>]*>", "", paragraph))
    print(f"{name}: {lines}")
    if lines != expected:
        changed.append(name)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY

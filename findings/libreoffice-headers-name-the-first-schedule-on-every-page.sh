#!/usr/bin/env bash
# LibreOffice 7.4.7 and docx-preview 0.4.1 (npm), a .docx whose header repeats the heading of the page: “Schedule 2A”, “4C”.
#
# Guessed before it was run: a STYLEREF field in a header (ECMA-376 part 1, 17.16.5.59), which Word works out anew for each
# page, shows the heading of its page, as LibreOffice works out the PAGE field beside it; or nothing; or it says that it cannot.
# Seen: the words that the file happens to hold, those of the page where it was last worked out, are printed on every page: all
# three schedules are headed “Schedule 2A”, with the right page number beside it. docx-preview shows the same. The field is
# still in the file when LibreOffice saves it, and Word puts it right. Nothing is said.
# Particulars are printed for signature, scanned and filed by what stands at the top of each page.
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
LINKS = f"{SPACE}/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{SPACE}/wordprocessingml/2006/main" xmlns:r="{LINKS}"'


def words(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code, result):
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{middle}{words(result)}{end}'


def heading(text, before=""):
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/>{before}</w:pPr>{words(text)}</w:p>'


heads = (words("["), field('STYLEREF "heading 1"', "Schedule 2A"), words(", page "), field("PAGE", "1"), words("]"))
header = f"<w:p>{''.join(heads)}</w:p>"
body = heading("Schedule 2A") + "".join(heading(each, "<w:pageBreakBefore/>") for each in ("Schedule 4C", "Schedule 6A"))
styles = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>'
)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("header1", "header"))
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{LINKS}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{LINKS}/header" Target="header1.xml"/>'
    "</Relationships>",
    "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr>"
    '<w:headerReference w:type="default" r:id="rId2"/></w:sectPr></w:body></w:document>',
    "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
    "word/header1.xml": f"<w:hdr {NAMES}>{header}</w:hdr>",
}
with zipfile.ZipFile("contract.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
PY
soffice --version
profile="-env:UserInstallation=file://$folder/profile"
soffice "$profile" --headless --convert-to pdf contract.docx >/dev/null 2>&1
soffice "$profile" --headless --convert-to docx:"MS Word 2007 XML" --outdir saved contract.docx >/dev/null 2>&1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund docx-preview@0.4.1 jsdom@29.1.1 >/dev/null
cat > read.js <<'JS'
const fs = require("fs");
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<div></div>");
const { document, DOMParser, XMLSerializer, Node } = window;
Object.assign(globalThis, { document, DOMParser, XMLSerializer, Node });
const page = document.body.firstChild;
require("docx-preview").renderAsync(fs.readFileSync("contract.docx"), page, null, { ignoreFonts: true }).then(() => {
  console.log(JSON.stringify([...page.querySelectorAll("header")].map((each) => each.textContent.trim())));
});
JS
python3 - <<'PY'
import json
import re
import subprocess
import zipfile

text = subprocess.run(["pdftotext", "-raw", "contract.pdf", "-"], capture_output=True, check=True, text=True).stdout
pages = [re.findall(r"\[.*?\]|^Schedule .*$", each, re.MULTILINE) for each in text.split("\f") if each.strip()]
node = subprocess.run(["node", "read.js"], capture_output=True, check=True, text=True)
preview = [each.partition(",")[0].strip("[") for each in json.loads(node.stdout.splitlines()[-1])]
with zipfile.ZipFile("saved/contract.docx") as archive:
    kept = any(b"STYLEREF" in archive.read(name) for name in archive.namelist() if name.startswith("word/header"))
print("header and heading of each page that LibreOffice prints:", pages)
print("headers that docx-preview shows:", preview)
print("the field after a save:", "kept" if kept else "gone")
if pages != [
    ["[Schedule 2A, page 1]", "Schedule 2A"],
    ["[Schedule 2A, page 2]", "Schedule 4C"],
    ["[Schedule 2A, page 3]", "Schedule 6A"],
] or set(preview) != {"Schedule 2A"} or not kept:
    raise SystemExit("this has changed")
PY

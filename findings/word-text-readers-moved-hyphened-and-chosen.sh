#!/usr/bin/env bash
# Six readers of Word's words (docx2txt 0.9, docx2python 3.7.1, mammoth 1.13.0, pandoc 3.9; npm officeparser 7.8.0 and
# word-extractor 1.0.4): a hyphen that never breaks, a clause that was moved, a choice from a list.
#
# Guessed before it was run: “10-15 days” with Word's hyphen of Ctrl+Shift+Hyphen (w:noBreakHyphen, ECMA-376 part 1,
# 17.3.3.18) reads as a range; of a tracked move (w:moveFrom and w:moveTo, 17.13.5) the words are given once, since these
# readers leave out what was struck; and of a drop-down form field (w:ddList, 17.16.9) the entry that Word prints is given.
# Seen: docx2txt, docx2python, officeparser and word-extractor read “1015 days”, and give the moved clause twice, though
# each of them leaves a struck figure out. For the entry “60 days” all but docx2python give nothing at all, with no message:
# the words stand in the field's settings alone, and no run holds them.
# Who counts clauses or compares thresholds by such a text finds a term of 1,015 days, a clause twice and a gap.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 \
    pypandoc_binary==1.17
npm init -y > /dev/null
npm install --silent --no-audit --no-fund officeparser@7.8.0 word-extractor@1.0.4 > /dev/null
cat > read.py <<'PY'
import json
import re
import subprocess
import warnings
import zipfile

warnings.simplefilter("ignore")
import docx2python
import docx2txt
import mammoth
import pypandoc

SPACE = "http://schemas.openxmlformats.org"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BY = 'w:author="A. Example" w:date="2026-05-04T09:30:00Z"'


def words(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def moved(way, number):
    return (
        f'<w:move{way}RangeStart w:id="{number}" w:name="move1" {BY}/><w:move{way} w:id="{number + 1}" {BY}>'
        f'{words("A report is due.")}</w:move{way}><w:move{way}RangeEnd w:id="{number}"/>'
    )


choice = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Days"/><w:enabled/><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="30 days"/><w:listEntry w:val="60 days"/></w:ddList></w:ffData></w:fldChar></w:r><w:r>'
    '<w:instrText xml:space="preserve"> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
struck = f'<w:del w:id="9" {BY}><w:r><w:delText>45</w:delText></w:r></w:del>'
lines = (
    words("Reply in 10") + "<w:r><w:noBreakHyphen/></w:r>" + words("15 days."),
    moved("From", 1) + words("First."),
    words("Second.") + moved("To", 3),
    words("Pay in [") + choice + words("]."),
    words("Stay for ") + struck + f'<w:ins w:id="10" {BY}>{words("75")}</w:ins>' + words(" days."),
)
body = "".join(f"<w:p>{line}</w:p>" for line in lines)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main" '
    f'xmlns:r="{SPACE}/officeDocument/2006/relationships"><w:body>{body}<w:sectPr/></w:body>'
    "</w:document>",
}
with zipfile.ZipFile("sent.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')

NODE = """
const parser = require('officeparser'), Extractor = require('word-extractor');
(async () => {
  const one = await parser.OfficeParser.parseOffice('sent.docx');
  const two = await new Extractor().extract('sent.docx');
  console.log(JSON.stringify({officeparser: one.toText(), 'word-extractor': two.getBody()}));
})();
"""
with open("sent.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file)
texts = {
    "docx2txt": docx2txt.process("sent.docx"),
    "docx2python": docx2python.docx2python("sent.docx").text,
    "mammoth": by_mammoth.value,
    "pandoc": pypandoc.convert_file("sent.docx", "plain", extra_args=["--wrap=none"]),
    **json.loads(subprocess.run(["node", "-e", NODE], check=True, capture_output=True, text=True).stdout),
}
SEEN = {
    "docx2txt": ("1015", 2, "", "75"),
    "docx2python": ("1015", 2, "60 days", "75"),
    "mammoth": ("10\u201115", 1, "", "75"),
    "pandoc": ("10\u201115", 1, "", "75"),
    "officeparser": ("1015", 2, "", "75"),
    "word-extractor": ("1015", 2, "", "75"),
}
print("pandoc", pypandoc.get_pandoc_version(), "; messages of mammoth:", by_mammoth.messages)
changed = []
for name, expected in SEEN.items():
    text = texts[name].replace("\\", "")
    found = (
        re.search("Reply in (.*?) days", text)[1],
        text.count("A report is due."),
        re.search(r"Pay in \[(.*?)\]", text)[1],
        re.search("Stay for (.*?) days", text)[1],
    )
    print(f"{name}: reply in {found[0]!r} days; the moved clause {found[1]}×; chosen: {found[2]!r}; struck and new: {found[3]!r}")
    if found != expected:
        changed.append(name)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY
venv/bin/python read.py

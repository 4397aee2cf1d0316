#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17) and mammoth 1.13.0 (Python and npm alike): a figure in a simple field.
#
# Guessed before it was run: the words of a field are in the text whichever of its two forms the file uses (w:fldSimple,
# ECMA-376 part 1, 17.16.19, or w:fldChar, 17.16.18), since both readers give those of the second form, and of a link.
# Seen: with w:fldSimple they are left out: “At least 60% of people within 30 days.” reads “At least of people within 30
# days.” So does pandoc with words in w:customXml (17.5.1), which an add-in puts round them. pandoc says nothing; mammoth's text
# has no mark, and the list of messages beside it names the element, not the words. docx2python 3.7.1 gives both forms.
# docx 9.15.2 (npm) writes its SimpleField so; a threshold that was put in so is no part of the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 \
    docx2python==3.7.1 python-docx==1.2.0
npm init -y > /dev/null
npm install --silent --no-audit --no-fund mammoth@1.13.0 > /dev/null
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

names = nsdecls("w")
document = docx.Document()
line = document.add_paragraph("At least ")
line._p.append(
    parse_xml(f'<w:fldSimple {names} w:instr=" DOCPROPERTY Target "><w:r><w:t>60%</w:t></w:r></w:fldSimple>')
)
line.add_run(" of people within ")
for inner in (
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:instrText xml:space="preserve"> DOCPROPERTY Term </w:instrText>',
    '<w:fldChar w:fldCharType="separate"/>',
    "<w:t>30 days</w:t>",
    '<w:fldChar w:fldCharType="end"/>',
):
    line._p.append(parse_xml(f"<w:r {names}>{inner}</w:r>"))
line.add_run(", in ")
line._p.append(parse_xml(f'<w:customXml {names} w:element="Area"><w:r><w:t>Eastmere</w:t></w:r></w:customXml>'))
line.add_run(".")
document.save("target.docx")
PY
node -e "
require('mammoth').extractRawText({ path: 'target.docx' }).then(({ value, messages }) => {
  require('fs').writeFileSync('npm.txt', value.trim());
  console.log('mammoth (npm), messages:', messages.length);
});
"
venv/bin/python - <<'PY'
from pathlib import Path

import mammoth
import pypandoc
from docx2python import docx2python

with open("target.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file)
seen = {
    "pandoc": pypandoc.convert_file("target.docx", "plain", extra_args=["--wrap=none"]),
    "mammoth": by_mammoth.value,
    "mammoth (npm)": Path("npm.txt").read_text(encoding="utf-8"),
    "docx2python": docx2python("target.docx").text,
}
seen = {name: " ".join(text.split()) for name, text in seen.items()}
for name, text in seen.items():
    print(f"{name}: {text}")
print("messages of mammoth:", [message.message for message in by_mammoth.messages])
without = "At least of people within 30 days, in Eastmere."
whole = "At least 60% of people within 30 days, in Eastmere."
said = [message.message for message in by_mammoth.messages]
if said != ["An unrecognised element was ignored: w:fldSimple"] or seen != {
    "pandoc": "At least of people within 30 days, in .",
    "mammoth": without,
    "mammoth (npm)": without,
    "docx2python": whole,
}:
    raise SystemExit("this has changed")
PY

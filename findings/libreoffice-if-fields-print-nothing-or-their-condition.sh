#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with an IF field: what is printed, and what is saved.
#
# Guessed before it was run: an IF field (ECMA-376 part 1, 17.16.5.23) prints the result that the file holds, as fields
# that LibreOffice does not know do (a DOCVARIABLE beside it keeps its “60 days”), or the result worked out again.
# Seen: the PDF prints nothing in its place; and where the condition holds a DOCPROPERTY field, the value of that inner
# field is printed as if it were the result: “within 66%” for “within 60 days”. Saved as .docx
# again, the field is IF "" "": the condition and both texts are gone, so the next update in Word empties it.
# Contracts made by a mail merge hold such fields; their PDF lacks the figure without a word of warning.
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
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def words(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def mark(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text):
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def field(inside, result):
    return mark("begin") + inside + mark("separate") + words(result) + mark("end")


inner = field(code(" DOCPROPERTY Share "), "66%")
lines = (
    field(code(" DOCVARIABLE Days "), "60 days"),
    field(code(' IF 1 = 1 "60 days" "30 days" '), "60 days"),
    field(code(" IF ") + inner + code(' = "66%" "60 days" "30 days" '), "60 days"),
)
body = "".join(f"<w:p>{words('Pay within [')}{line}{words('].')}</w:p>" for line in lines)
parts = {
    "[Content_Types].xml": f'<Types xmlns="{SPACE}/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{TYPE}"/><Override PartName="/docProps/custom.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
    f'Type="{SPACE}/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>',
    "docProps/custom.xml": f'<Properties xmlns="{SPACE}/officeDocument/2006/custom-properties" '
    f'xmlns:vt="{SPACE}/officeDocument/2006/docPropsVTypes"><property pid="2" name="Share" '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"><vt:lpwstr>66%</vt:lpwstr></property></Properties>',
    "word/document.xml": f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body>'
    "</w:document>",
}
with zipfile.ZipFile("sent.docx", "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
PY
soffice --version
profile="-env:UserInstallation=file://$folder/profile"
soffice "$profile" --headless --convert-to pdf sent.docx >/dev/null 2>&1
soffice "$profile" --headless --convert-to docx:"MS Word 2007 XML" --outdir saved sent.docx >/dev/null 2>&1
python3 - <<'PY'
import html
import re
import subprocess
import zipfile

page = subprocess.run(["pdftotext", "-raw", "sent.pdf", "-"], capture_output=True, check=True, text=True).stdout
printed = re.findall(r"\[(.*?)\]", page)
xml = zipfile.ZipFile("saved/sent.docx").read("word/document.xml").decode()
codes = [" ".join(html.unescape(code).split()) for code in re.findall("<w:instrText[^>]*>(.*?)</w:instrText>", xml)]
print("printed for a DOCVARIABLE, an IF, an IF on a field, each with the result “60 days”:", printed)
print("codes of the fields after a save:", codes)
kept = [code for code in codes if code.startswith("IF")]
if printed != ["60 days", "", "66%"] or set(kept) != {'IF "" ""'}:
    raise SystemExit("this has changed")
PY

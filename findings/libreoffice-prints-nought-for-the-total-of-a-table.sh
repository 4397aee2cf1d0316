#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx with a table of payments whose last row is summed by Word's formula field.
#
# Guessed before it was run: a field =SUM(ABOVE) (ECMA-376 part 1, 17.16.3) prints the result that the file holds,
# £225,000.00, or the sum worked out again; amounts with a sign of pounds count, as they do in Word.
# Seen: cells that begin with £ count for nothing, so that the total of £157,500.00 and £67,500.00 is printed as 0, and for
# an average the PDF says “** Expression is faulty **”. Without the sign the sum is right and printed without its commas
# and pence (the field's picture is passed over); 60% and 40% are 1. Saved as .docx again, the field keeps no picture.
# Nothing is said. The payment schedule that goes out for signature has a total of 0 under the right amounts.
#
# Needs `soffice` (Debian: libreoffice-writer) and `pdftotext` (poppler-utils).
set -euo pipefail
for tool in soffice pdftotext; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed: nothing was tried"; exit 77; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
for first, second, name, picture, total in (
    ("£157,500.00", "£67,500.00", "SUM", "£#,##0.00", "£225,000.00"),
    ("£157,500.00", "£67,500.00", "AVERAGE", "£#,##0.00", "£112,500.00"),
    ("157,500.00", "67,500.00", "SUM", "#,##0.00", "225,000.00"),
    ("60%", "40%", "SUM", "0%", "100%"),
):
    table = document.add_table(rows=3, cols=2)
    for row, (words, amount) in zip(
        table.rows, (("On signing", first), ("In October", second), (f"{name}, held as {total}", "")), strict=True
    ):
        row.cells[0].text, row.cells[1].text = words, amount
    paragraph = table.cell(2, 1).paragraphs[0]._p
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> ={name}(ABOVE) \\# "{picture}" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{total}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph.append(parse_xml(f'<w:r {nsdecls("w")}>{inner}</w:r>'))
    document.add_paragraph()
document.save("payments.docx")
PY
soffice --version
for kind in pdf docx; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$kind" --outdir made payments.docx \
        >/dev/null 2>&1
done
pdftotext -layout made/payments.pdf - | grep -v '^[[:space:]]*$' | tr -s ' ' > page.txt
sed 's/^/    /' page.txt
diff page.txt - <<'END' || { echo "this has changed"; exit 1; }
On signing £157,500.00
In October £67,500.00
SUM, held as £225,000.00 0
On signing £157,500.00
In October £67,500.00
AVERAGE, held as £112,500.00 ** Expression is faulty **
On signing 157,500.00
In October 67,500.00
SUM, held as 225,000.00 225000
On signing 60%
In October 40%
SUM, held as 100% 1
END
venv/bin/python - <<'PY'
import re
import zipfile

words = zipfile.ZipFile("made/payments.docx").read("word/document.xml").decode()
kept = re.findall(r"<w:instrText[^>]*>([^<]*)<", words)
print("fields of the file saved again:", kept)
if [field.strip() for field in kept] != ["=SUM(ABOVE)", "=AVERAGE(ABOVE)", "=SUM(ABOVE)", "=SUM(ABOVE)"]:
    raise SystemExit("this has changed")
PY

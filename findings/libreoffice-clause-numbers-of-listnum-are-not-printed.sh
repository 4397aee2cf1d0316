#!/usr/bin/env bash
# LibreOffice 7.4.7, a .docx whose numbers stand in fields: LISTNUM within a sentence, SEQ for annexes.
#
# Guessed before it was run: a LISTNUM field (ECMA-376 part 1, 17.16.5.31), which holds no result since Word works it out
# each time, is numbered as AUTONUMLGL beside it is, or its place is marked; SEQ (17.16.5.56) with \h counts and
# prints nothing, and its result “first” (\* OrdText) is printed as it is held.
# Seen: LISTNUM prints nothing at all, so that “the Provider must: a) plan; b) review” has no letters and “paragraph b)” points
# at none; the hidden SEQ is printed as its number, so that a heading “Payment” reads “2Payment”; “the first” is printed “the
# 1”. Saved as .docx again, the fields are still there. Nothing is said.
# Clauses that are numbered within a paragraph lose their numbers in the PDF for signature.
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


def line(*parts):
    paragraph = document.add_paragraph()
    for part in parts:
        if isinstance(part, str):
            paragraph.add_run(part)
            continue
        code, held = part
        inner = ['<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {code} </w:instrText>']
        if held is not None:
            inner += ['<w:fldChar w:fldCharType="separate"/>', f"<w:t>{held}</w:t>"]
        inner += ['<w:fldChar w:fldCharType="end"/>']
        for each in inner:
            paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{each}</w:r>'))


line(("AUTONUMLGL", None), " Duties")
line("The Provider must: ", ("LISTNUM NumberDefault \\l 2", None), " plan; ", ("LISTNUM NumberDefault \\l 2", None), " review.")
line("This is the ", ("SEQ Annex \\* OrdText", "first"), " annex.")
line(("SEQ Annex \\h", ""), "Payment")
document.save("sent.docx")
PY
soffice --version
for kind in pdf docx; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$kind" --outdir made sent.docx \
        >/dev/null 2>&1
done
pdftotext -layout made/sent.pdf - | grep -v '^[[:space:]]*$' | tr -s ' ' > page.txt
sed 's/^/    /' page.txt
kept=$(unzip -p made/sent.docx word/document.xml | grep -o 'LISTNUM NumberDefault' | wc -l)
echo "LISTNUM fields in the file saved again: $kept"
diff page.txt - <<'END' || { echo "this has changed"; exit 1; }
1 Duties
The Provider must: plan; review.
This is the 1 annex.
2Payment
END
[ "$kept" -eq 2 ] || { echo "this has changed"; exit 1; }

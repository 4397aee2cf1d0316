#!/usr/bin/env bash
# docxcompose 2.2.0: two contracts made of one template, put one after the other, in which a sentence repeats a defined
# term by a cross reference.
#
# Guessed before it was run: each file's bookmarks and the fields that name them (REF, ECMA-376 part 1, 17.16.5.50) keep
# belonging together, under new names where both files use one, as styles, lists and footnotes do.
# Seen: the bookmarks get new numbers (w:id) and keep their names, so that the file holds two of the name Period. The words
# are right until the fields are worked out: then both contracts show the first one's term, “within 30 days” in the contract
# that agrees 60. LibreOffice does so as it makes the PDF, and a word processor does when fields are brought up to date,
# which many do before printing. No error, no warning.
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
venv/bin/python -m pip install --quiet --disable-pip-version-check docxcompose==2.2.0 python-docx==1.2.0 lxml==6.1.3
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxcompose.composer import Composer


def made(name, term):
    document = docx.Document()
    agreed = document.add_paragraph("The period agreed is ")
    agreed._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="0" w:name="Period"/>'))
    agreed.add_run(term)
    agreed._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="0"/>'))
    agreed.add_run(".")
    duty = document.add_paragraph("The Provider must reply within ")
    duty._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" REF Period \\h "><w:r><w:t>{term}</w:t></w:r></w:fldSimple>'
        )
    )
    duty.add_run(".")
    document.save(name)
    return docx.Document(name)


joined = Composer(made("first.docx", "30 days"))
joined.append(made("second.docx", "60 days"))
joined.save("joined.docx")
PY
soffice --version
for name in second joined; do
    soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir pdf "$name.docx" >/dev/null 2>&1
    pdftotext -layout "pdf/$name.pdf" - | grep -v '^[[:space:]]*$' > "$name.txt"
    echo "$name:"; sed 's/^/    /' "$name.txt"
done
diff second.txt - <<'END' || { echo "this has changed"; exit 1; }
The period agreed is 60 days.
The Provider must reply within 60 days.
END
diff joined.txt - <<'END' || { echo "this has changed"; exit 1; }
The period agreed is 30 days.
The Provider must reply within 30 days.
The period agreed is 60 days.
The Provider must reply within 30 days.
END

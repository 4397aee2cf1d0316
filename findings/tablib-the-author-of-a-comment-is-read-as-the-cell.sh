#!/usr/bin/env bash
# tablib 3.10.0 (Python), a register as .ods: cells with a comment, and cells of two lines.
#
# Guessed before it was run: a comment on a cell (office:annotation, OpenDocument 1.2 part 1, 14.1) is no part of its value,
# and the text of a cell is the whole of its paragraph, with what stands behind a line break (text:line-break, 6.1.5) or
# behind more than one blank (text:s, 6.1.3).
# Seen: of a cell with a comment, the name of the comment's author is read in the place of what the cell says, so that a
# contract's reference becomes “J Example”; text ends at the first line break and at the first double blank. Nothing is said.
# pyexcel-ods3 0.6.1 reads the same file as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check tablib==3.10.0 odfpy==1.4.1 pyexcel-ods3==0.6.1
venv/bin/python - <<'PY'
import zipfile

import pyexcel_ods3
import tablib

ODF = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def row(*cells: str) -> str:
    said = (f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in cells)
    return f"<table:table-row>{''.join(said)}</table:table-row>"


comment = (
    "<office:annotation><dc:creator>J Example</dc:creator><dc:date>2026-01-05T09:00:00</dc:date>"
    "<text:p>was EST-7</text:p></office:annotation>"
)
content = (
    f'{HEAD}<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
    f'xmlns:text="{ODF}:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Contracts">'
    + row("<text:p>reference</text:p>", "<text:p>title</text:p>", "<text:p>threshold</text:p>")
    + row(
        f"{comment}<text:p>EST-1</text:p>",
        "<text:p>Home care<text:line-break/>not for children</text:p>",
        '<text:p>60%<text:s text:c="2"/>from 2027</text:p>',
    )
    + "</table:table></office:spreadsheet></office:body></office:document-content>"
)
with zipfile.ZipFile("register.ods", "w") as package:
    package.writestr("mimetype", KIND)
    package.writestr("content.xml", content)
    package.writestr(
        "META-INF/manifest.xml",
        f'{HEAD}<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    )
with open("register.ods", "rb") as file:
    read = list(tablib.Dataset().load(file, format="ods").dict[0].values())
whole = pyexcel_ods3.get_data("register.ods")["Contracts"][1]
print("tablib:", read)
print("pyexcel-ods3:", whole)
if read != ["J Example", "Home care", "60%"] or whole != ["EST-1", "Home care\nnot for children", "60%  from 2027"]:
    raise SystemExit("this has changed")
PY

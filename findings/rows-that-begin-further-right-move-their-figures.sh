#!/usr/bin/env bash
# python-docx 1.2.0, pandoc 3.9 (pypandoc_binary 1.17) and mammoth 1.13.0: a table of targets in which one row begins under
# the second heading.
#
# Guessed before it was run: a row whose first place is left out (w:gridBefore, ECMA-376 part 1, 17.4.15), which Word writes
# when a cell is dragged away or deleted, keeps its figures under the headings over them; python-docx's Table.cell(row,
# column) counts by the table's grid, as it does for merged cells, and the rows below are not touched by it.
# Seen: from that row on, Table.cell gives every place the cell to its right, over the ends of rows: the place of “Plans” holds
# 70%, its last year the word “Reviews”, and the last place of the table does not exist. Whoever writes 75% into a year's
# place writes it into another year's. pandoc leaves the whole last year out of the table, in all rows. mammoth
# prints the short row's figures one year too early. Nothing is said by any of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 \
    pypandoc_binary==1.17
venv/bin/python - <<'PY'
import html
import re

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

made = docx.Document()
table = made.add_table(rows=4, cols=3)
for row, words in zip(
    table.rows,
    (("Measure", "2026/27", "2027/28"), ("", "50%", "60%"), ("Plans", "70%", "80%"), ("Reviews", "90%", "95%")),
    strict=True,
):
    for cell, word in zip(row.cells, words, strict=True):
        cell.text = word
short = table.rows[1]._tr
short.remove(short.tc_lst[0])
short.get_or_add_trPr().insert(0, parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
made.save("targets.docx")


def rows_of(page):
    found = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.DOTALL) for row in found]
    return [[html.unescape(re.sub(r"<.*?>", "", cell)).strip() for cell in row] for row in cells]


read = docx.Document("targets.docx").tables[0]
python_docx = []
for row in range(4):
    try:
        python_docx.append([read.cell(row, column).text for column in range(3)])
    except IndexError as said:
        python_docx.append(str(said))
pandoc = rows_of(pypandoc.convert_file("targets.docx", "html"))
with open("targets.docx", "rb") as file:
    by_mammoth = rows_of(mammoth.convert_to_html(file).value)
print("pandoc", pypandoc.get_pandoc_version())
for name, rows in (("Table.cell", python_docx), ("pandoc", pandoc), ("mammoth", by_mammoth)):
    print(name)
    for row in rows:
        print("   ", row)
early = [["Measure", "2026/27", "2027/28"], ["50%", "60%"], ["Plans", "70%", "80%"], ["Reviews", "90%", "95%"]]
if (
    python_docx
    != [
        ["Measure", "2026/27", "2027/28"],
        ["50%", "60%", "Plans"],
        ["70%", "80%", "Reviews"],
        "list index out of range",
    ]
    or pandoc != [["Measure", "2026/27"], ["50%", "60%"], ["Plans", "70%"], ["Reviews", "90%"]]
    or by_mammoth != early
):
    raise SystemExit("this has changed")
PY

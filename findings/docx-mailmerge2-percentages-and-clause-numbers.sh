#!/usr/bin/env bash
# docx-mailmerge2 1.0.3: fields with a number's picture, and several contracts merged into one file.
#
# Guessed before it was run: a MERGEFIELD with \# "0%" prints 85 as 85%, as Word does (in the numeric pictures of fields, ECMA-376
# part 1, 17.16.4.2, “%” is a sign like “$” that is printed as it stands: Word's help has \# "##%" for 33%), and the text
# "85", as a CSV file gives it, likewise; and merge_templates begins the numbered clauses of each contract at 1.
# Seen: 85 is printed as 8500%, since the picture is taken for one of Python's; the text "85" is printed as 85 without the
# sign, with a warning; only 0.85 gives 85%. Of two contracts with two numbered paragraphs each, the second has the numbers 3 and 4, with
# each of the separators (a page, a section): “as paragraph 1 says” then means the other provider's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check docx-mailmerge2==1.0.3 python-docx==1.2.0
venv/bin/python -W ignore - <<'PY'
from importlib.metadata import version

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from mailmerge import MailMerge

print("docx-mailmerge2", version("docx-mailmerge2"))


def field(instruction):
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} "><w:r><w:t>«x»</w:t></w:r></w:fldSimple>')


blank = docx.Document()
blank.add_paragraph("At least ", style="List Number")._p.append(field("MERGEFIELD share \\# &quot;0%&quot;"))
blank.add_paragraph("As paragraph 1 says, for ", style="List Number")._p.append(field("MERGEFIELD provider"))
blank.save("blank.docx")


def merged(shares, separator):
    with MailMerge("blank.docx") as merge:
        rows = [{"share": share, "provider": f"provider {at}"} for at, share in enumerate(shares, 1)]
        merge.merge_templates(rows, separator=separator)
        merge.write("made.docx")
    made = docx.Document("made.docx")
    words = [each.text for each in made.paragraphs if each.text]
    # One style, and no paragraph with a list of its own: one list, numbered through (17.9.15, 17.9.18).
    lists = {(each.style.name, tuple(each._p.xpath(".//w:numId/@w:val"))) for each in made.paragraphs if each.text}
    return words, lists


printed = {}
for share in (85, "85", 0.85):
    printed[repr(share)] = merged([share], "page_break")[0][0]
print(printed)
one_list = True
for separator in ("page_break", "nextPage_section"):
    words, lists = merged([0.85, 0.6], separator)
    print(separator, list(enumerate(words, 1)) if len(lists) == 1 else lists)
    one_list = one_list and len(lists) == 1
if printed != {"85": "At least 8500%", "'85'": "At least 85", "0.85": "At least 85%"} or not one_list:
    raise SystemExit("this has changed")
PY

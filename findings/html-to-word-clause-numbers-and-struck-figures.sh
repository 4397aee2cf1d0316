#!/usr/bin/env bash
# Four makers of .docx from HTML (Python: htmldocx 0.0.6, html2docx 1.6.0; npm: html-to-docx 1.8.0, @turbodocx/html-to-docx
# 1.23.1): numbered clauses, a struck figure and a cell over two rows.
#
# Guessed before it was run: each <ol> begins at 1 or at its start=, with letters where its type= says so, as in a browser and by
# pandoc; <del>30</del> is struck through; a cell with rowspan stands beside both rows.
# Seen: all but turbodocx print the struck figure like any other, so that <del>30</del><ins>60</ins> reads 3060. htmldocx and
# html2docx give all lists one style, so that the second list goes on at 3 and the clause that is to be 5 is 4, and in the
# second row of a table move the cells to the left, 80% under the names. html-to-docx begins every list at 1, and both it
# and turbodocx print 1. for a list of letters. No error and no warning from any of them.
# “Subject to clause 5” then points at nothing, and a term of 30 days that was changed to 60 is printed as 3,060 days.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check htmldocx==0.0.6 html2docx==1.6.0 python-docx==1.2.0 \
    pypandoc_binary==1.17
npm init -y > /dev/null
npm install --silent --no-audit --no-fund html-to-docx@1.8.0 @turbodocx/html-to-docx@1.23.1 > /dev/null
cat > page.html <<'HTML'
<ol><li>one</li><li>two</li></ol><p>Between.</p><ol><li>one again</li></ol><p>Between.</p><ol start="5"><li>five</li></ol>
<p>Between.</p><ol type="a"><li>letter a</li></ol><p>Pay in <del>30</del><ins>60</ins> days.</p>
<table><tr><td rowspan="2">Share</td><td>60%</td></tr><tr><td>80%</td></tr></table>
HTML
node -e "
const { readFileSync, writeFileSync } = require('fs');
const page = readFileSync('page.html', 'utf8');
(async () => {
  for (const name of ['html-to-docx', '@turbodocx/html-to-docx']) {
    const make = require(name);
    writeFileSync(name.replace('/', '-') + '.docx', Buffer.from(await (make.default || make)(page)));
  }
})();
"
venv/bin/python -W ignore - <<'PY'
import docx
import html2docx
import htmldocx
import pypandoc
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = open("page.html").read()
blank = docx.Document()
htmldocx.HtmlToDocx().add_html_to_document(PAGE, blank)
blank.save("htmldocx.docx")
open("html2docx.docx", "wb").write(html2docx.html2docx(PAGE, title="Invented").getvalue())
pypandoc.convert_text(PAGE, "docx", "html", outputfile="pandoc.docx")


def at(element, path):
    return etree._Element.xpath(element, path, namespaces={"w": W})


def numbers(file):
    """The number that each list paragraph prints (ECMA-376 part 1, 17.9), its own list or that of its style."""
    part = file.part.numbering_part.element
    counted, shown = {}, {}
    for paragraph in file.paragraphs:
        own = at(paragraph._p, "./w:pPr/w:numPr/w:numId/@w:val")
        named = at(paragraph._p, "./w:pPr/w:pStyle/@w:val")
        path = f"./w:style[@w:styleId='{named[0] if named else ''}']/w:pPr/w:numPr/w:numId/@w:val"
        of_style = at(file.part._styles_part.element, path)
        if not (own or of_style):
            continue
        number = (own or of_style)[0]
        kept = at(part, f'./w:num[@w:numId="{number}"]')[0]
        kind = at(kept, "./w:abstractNumId/@w:val")[0]
        level = at(part, f'./w:abstractNum[@w:abstractNumId="{kind}"]/w:lvl[@w:ilvl="0"]')[0]
        start = at(kept, "./w:lvlOverride/w:startOverride/@w:val") or at(level, "./w:start/@w:val") or ["1"]
        counted[number] = counted.get(number, int(start[0]) - 1) + 1
        letters = at(level, "./w:numFmt/@w:val")[0] == "lowerLetter"
        shown[paragraph.text] = "abcdef"[counted[number] - 1] if letters else str(counted[number])
    return " ".join(shown[words] for words in ("one", "two", "one again", "five", "letter a"))


def seen(name):
    file = docx.Document(f"{name}.docx")
    line = next(each for each in file.paragraphs if each.text.startswith("Pay in"))
    struck = any(run.font.strike for run in line.runs) or bool(at(line._p, ".//w:strike"))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    return numbers(file), f"{line.text} ({'30 struck' if struck else 'nothing struck'})", rows[1]


PLAIN, STRUCK = "Pay in 3060 days. (nothing struck)", "Pay in 3060 days. (30 struck)"
SEEN = {
    "htmldocx": ("1 2 3 4 5", PLAIN, ["80%", ""]),
    "html2docx": ("1 2 3 4 5", PLAIN, ["80%", ""]),
    "html-to-docx": ("1 2 1 1 1", PLAIN, ["Share", "80%"]),
    "@turbodocx-html-to-docx": ("1 2 1 5 1", STRUCK, ["Share", "80%"]),
    "pandoc": ("1 2 1 5 a", STRUCK, ["Share", "80%"]),
}
found = {name: seen(name) for name in SEEN}
print("asked for:", "1 2 1 5 a")
for name, each in found.items():
    print(f"{name:24}", *each)
if found != SEEN:
    raise SystemExit("this has changed")
PY

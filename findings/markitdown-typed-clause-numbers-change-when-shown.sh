#!/usr/bin/env bash
# markitdown 0.1.9 beside pandoc 3.9 (pypandoc_binary 1.17): the Markdown of a .docx whose clause numbers were typed, shown
# by markdown-it-py 4.0.0.
#
# Guessed before it was run: words that mean something to Markdown are written so that the page says what the document
# said: a paragraph “7. Report” as “7\. Report”, <SC13> as \<SC13\>, as pandoc does and mammoth, through which it reads .docx.
# Seen: stars and underscores are, numbers and the rest are not. Clauses 5, 7 and 9 (6 and 8 are no longer used) are shown as
# 5, 6 and 7, “- 5% is held back” is an entry that says “5% is held back”, “# 3 reports” is a heading “3 reports”, and <SC13>
# is taken for an element of HTML and is not shown at all. Nothing is said.
# “Subject to clause 7” then means the clause that was the ninth.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check 'markitdown[docx]==0.1.9' pypandoc_binary==1.17 \
    markdown-it-py==4.0.0 python-docx==1.2.0 lxml
venv/bin/python - <<'PY'
import docx
import lxml.html
import pypandoc
from markdown_it import MarkdownIt
from markitdown import MarkItDown

document = docx.Document()
for words in (
    "5. Pay within 30 days.",
    "7. Report each Quarter.",
    "9. Subject to clause 7, keep records.",
    "The Provider must follow <SC13> and SC20.",
    "- 5% is held back",
    "# 3 reports",
):
    document.add_paragraph(words)
document.save("typed.docx")


def shown(markdown):
    lines = []
    for block in lxml.html.fromstring(f"<div>{MarkdownIt().render(markdown)}</div>"):
        number = int(block.get("start", "1"))
        if block.tag == "ol":
            lines += [f"{number + at}. {entry.text_content().strip()}" for at, entry in enumerate(block)]
        elif block.tag == "ul":
            lines += [f"• {entry.text_content().strip()}" for entry in block]
        else:
            lines.append(f"{block.tag}: {block.text_content().strip()}")
    return lines


by_markitdown = shown(MarkItDown().convert("typed.docx").text_content)
by_pandoc = shown(pypandoc.convert_file("typed.docx", "gfm"))
print("markitdown:", *by_markitdown, sep="\n    ")
print("pandoc:", *by_pandoc, sep="\n    ")
if by_markitdown != [
    "5. Pay within 30 days.",
    "6. Report each Quarter.",
    "7. Subject to clause 7, keep records.",
    "p: The Provider must follow  and SC20.",
    "• 5% is held back",
    "h1: 3 reports",
] or by_pandoc != [
    "p: 5. Pay within 30 days.",
    "p: 7. Report each Quarter.",
    "p: 9. Subject to clause 7, keep records.",
    "p: The Provider must follow <SC13> and SC20.",
    "p: - 5% is held back",
    "p: # 3 reports",
]:
    raise SystemExit("this has changed")
PY

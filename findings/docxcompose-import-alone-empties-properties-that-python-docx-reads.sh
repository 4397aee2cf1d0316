#!/usr/bin/env bash
# docxcompose 2.2.0 beside python-docx 1.2.0: what a bare import changes in another library.
#
# Guessed before it was run: importing a library that joins documents changes nothing in how python-docx reads a
# document's own properties; at most it reads more of them (custom properties).
# Seen: after “import docxcompose.composer”, with nothing called, python-docx reads keywords, category, status, version
# and who saved last as empty text, the revision as 0 and the day of printing as none, of a file that holds them all and
# gave them a moment before. The title and the author are still there, so nothing looks broken. Keywords that are set
# then do not replace those of the file: a second element with the same name is written beside it, in the namespace of
# custom properties (ECMA-376 part 2, 11 and part 1, 22.3), where Word does not look.
# Who files contracts by a reference in the keywords reads none in a program that joins documents too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 docxcompose==2.2.0 lxml==6.1.0
"$folder/venv/bin/python" - <<'PY'
import io
import re
import zipfile
from datetime import datetime
from importlib.metadata import version

import docx

GIVEN = {
    "title": "Community podiatry",
    "author": "Invented Commissioner",
    "keywords": "INV-2026-014",
    "category": "Schedule 2A",
    "content_status": "agreed",
    "version": "2",
    "last_modified_by": "Contracts team",
    "revision": 7,
    "last_printed": datetime(2026, 4, 3),
}
document = docx.Document()
for name, value in GIVEN.items():
    setattr(document.core_properties, name, value)
saved = io.BytesIO()
document.save(saved)


def read():
    properties = docx.Document(io.BytesIO(saved.getvalue())).core_properties
    return {name: getattr(properties, name) for name in GIVEN}


before = read()
import docxcompose.composer  # noqa: E402, F401

after = read()
print("python-docx", version("python-docx"), "docxcompose", version("docxcompose"))
for name in GIVEN:
    print(f"{name}: {before[name]!r} before the import, {after[name]!r} after")
again = docx.Document(io.BytesIO(saved.getvalue()))
again.core_properties.keywords = "INV-2026-015"
out = io.BytesIO()
again.save(out)
part = zipfile.ZipFile(out).read("docProps/core.xml").decode()
written = re.findall(r"<cp:keywords[^>]*>[^<]*</cp:keywords>", part)
print("set after the import:", *written, sep="\n  ")
lost = {name for name in GIVEN if before[name] and not after[name]}
if lost != set(GIVEN) - {"title", "author"} or len(written) != 2 or "custom-properties" not in written[1]:
    raise SystemExit(f"this has changed: {sorted(lost)}, {written}")
PY

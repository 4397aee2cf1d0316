#!/usr/bin/env bash
# PyYAML 6.0.4: its two loaders and a tab between two words.
#
# Guessed before it was run: SafeLoader (written in Python) and CSafeLoader (libyaml) read the same files, since PyYAML's
# page offers the second as the same thing, only faster; and a tab between two words is a space like another (YAML 1.2.2,
# rule 133: ns-plain-char may be parted by s-white, which is a space or a tab).
# Seen: CSafeLoader reads a value with a tab in it, or before a comment, and SafeLoader refuses the file at that very
# place; between quotation marks and in a block of text both read it.
# A cell copied from a spreadsheet, or a line from a Word table, brings tabs; the same contract file is then read on one
# machine and refused on the next that has no libyaml.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check PyYAML==6.0.4
"$folder/venv/bin/python" - <<'PY'
import yaml

FILES = {
    "a tab between two words": ("target: 60%\tof people\n", "60%\tof people", "refused"),
    "the same in quotation marks": ('target: "60%\tof people"\n', "60%\tof people", "60%\tof people"),
    "the same in a block of text": ("target: |-\n  60%\tof people\n", "60%\tof people", "60%\tof people"),
    "a tab before a comment": ("target: 60%\t# of people\n", "60%", "refused"),
    "a tab between two entries": ("- 60%\tof people\n- 70%\n", ["60%\tof people", "70%"], "refused"),
}


def read(text, loader):
    try:
        found = yaml.load(text, Loader=loader)
    except yaml.YAMLError as fault:
        return f"refused: {fault.problem}"
    return found["target"] if isinstance(found, dict) else found


print("PyYAML", yaml.__version__, "with libyaml", yaml._yaml.get_version_string())
changed = []
for what, (text, by_c, by_python) in FILES.items():
    one, other = read(text, yaml.CSafeLoader), read(text, yaml.SafeLoader)
    print(f"{what}: CSafeLoader {one!r}, SafeLoader {other!r}")
    if one != by_c or (not str(other).startswith("refused") if by_python == "refused" else other != by_python):
        changed.append(what)
if changed:
    raise SystemExit(f"this has changed: {', '.join(changed)}")
PY

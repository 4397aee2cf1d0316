#!/usr/bin/env bash
# ruamel.yaml 0.19.1 beside yaml 2.9.1 (npm): remarks in a contract file that a program changes and writes again.
#
# Guessed before it was run: ruamel.yaml, chosen for keeping remarks, keeps each beside the line that it speaks of: one that
# stands over a key, after an empty line, belongs to that key, and one beside an entry goes where the entry goes.
# Seen: a remark belongs to what stands before it. A clause that is added to a list stands under the remark on the target
# that follows the list; with the key `days` the remark over the next key, “signed by both”, is gone, and the remark on
# the days stands over that key in its place; in a list that is turned round or whose entries change places, each remark
# stays where it was and speaks of another clause. yaml for npm keeps the first two where they belong. Nothing is said.
# “Agreed by the Board on 3 March” is then written beside a clause that no board has seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check ruamel.yaml==0.19.1
npm init -y > /dev/null
npm install --silent --no-audit --no-fund yaml@2.9.1 > /dev/null
cat > sent.yaml <<'END'
clauses:
- sdm/process
- phb/process

# 60% was agreed with the Provider
target: 60%
# the days are a proposal
days: 30

# signed by both
parties: two
END
cat > wanted.yaml <<'END'
clauses:
- sdm/process
- phb/process

# 60% was agreed with the Provider
- link-workers/general
target: 60%
# the days are a proposal
parties: two
END
venv/bin/python - <<'PY'
import io
from pathlib import Path

from ruamel.yaml import YAML

yaml = YAML()


def written(value):
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


contract = yaml.load(Path("sent.yaml").read_text(encoding="utf-8"))
contract["clauses"].append("link-workers/general")
del contract["days"]
changed = written(contract)
print(changed)
turned = yaml.load("- sdm/process  # agreed by the Board\n- phb/process  # not agreed\n")
turned.reverse()
swapped = yaml.load("- sdm/process  # agreed by the Board\n- phb/process  # not agreed\n")
swapped[0], swapped[1] = swapped[1], swapped[0]
print(written(turned))
other = "- phb/process  # agreed by the Board\n- sdm/process  # not agreed\n"
if changed != Path("wanted.yaml").read_text(encoding="utf-8") or not written(turned) == written(swapped) == other:
    raise SystemExit("this has changed")
PY
node -e "
const { parseDocument } = require('yaml');
const contract = parseDocument(require('fs').readFileSync('sent.yaml', 'utf8'));
contract.addIn(['clauses'], 'link-workers/general');
contract.delete('days');
const text = String(contract);
console.log(text);
if (!text.includes('# 60% was agreed with the Provider\ntarget') || !text.includes('# signed by both\nparties')) {
  console.log('this has changed');
  process.exit(1);
}
"

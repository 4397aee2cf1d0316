# Needs Python 3.11 or later and nothing else; every target sets up what it needs in .venv, from requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := .venv-uv/bin/uv
PYTEST := python -m pytest -n auto --dist worksteal

.PHONY: demo test quick lint format search bench bench-quick validate hooks lock test-lowest test-newest clean

demo: $(STAMP)
	$(BIN)/specgen build examples -o out/demo
	$(BIN)/specgen build examples/documents/person-level/statement.yaml examples/documents/person-level/budget.yaml -o out/demo
	$(BIN)/specgen vary examples/variation/changes.csv --base examples/variation/contract.yaml --effective 2026-10-01 --since out/demo -o out/demo-variation
	$(BIN)/specgen intentions examples/variation/changes.csv --base examples/variation/contract.yaml --effective 2026-10-01 --since out/demo -o out/demo-intentions
	$(BIN)/specgen succeed examples --party X9A01 --name "NHS Northbrook and Harbour Integrated Care Board" --ods X9B77 --transfer-scheme "the invented Northbrook and Harbour transfer scheme 2027" --effective 2027-04-01 -o out/demo-succession
	rm -f out/demo-progress.docx
	$(BIN)/specgen progress examples --issued out/demo --returns docs/returns.csv -o out/demo-progress.docx
	@echo "The documents of the examples are in out/demo, a variation of one of them in out/demo-variation, a letter of commissioning intentions in"
	@echo "out/demo-intentions, notices of a board's succession in out/demo-succession, and the progress of the portfolio is out/demo-progress.docx;"
	@echo "what is about one person is in out/demo/person-level"

test: lint
	$(BIN)/$(PYTEST)

# For the loop, in half a minute: all checks, and the rooms whose tests draw no document and start no command, but what is
# slow in them, and but the shipped wording, which seldom changes.
quick: lint
	$(BIN)/$(PYTEST) -m 'not slow' --ignore-glob='*/test_shipped_*' tests/checks tests/contract tests/library $(filter-out %/test_examples.py %/test_kept.py %/test_one_difference.py %/test_shared_work.py %/test_wheel.py,$(wildcard tests/test_*.py))

lint: $(STAMP)
	$(BIN)/ruff check src tests bench tools
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format src tests bench tools

# The laws with other draws on every call; `make test` draws the same ones every time.
search: $(STAMP)
	$(BIN)/$(PYTEST) --hypothesis-profile=search tests/laws

bench: $(STAMP)
	$(BIN)/python -m bench.bench --keep

# Under two minutes: fails when a ratio is more than 15% worse than in bench/table.json.
bench-quick: $(STAMP)
	$(BIN)/python -m bench.bench --quick

# Needs Node: runs the Open XML SDK validator over every document of the examples.
validate: $(STAMP)
	$(BIN)/python tools/validate.py

# Lint and types before every commit.
hooks: $(STAMP)
	$(BIN)/pre-commit install

# Renews requirements.lock with the newest of everything that the ranges in pyproject.toml allow, and holds that Windows
# and Linux find a ready-made file of each for every Python.
lock: $(UV)
	$(UV) pip compile pyproject.toml --extra desk --extra fast --extra dev --universal --python-version 3.11 --generate-hashes --upgrade --custom-compile-command "make lock" --quiet -o requirements.lock
	set -e; for system in windows x86_64-manylinux_2_28; do for version in 3.11 3.12 3.13 3.14; do \
		$(UV) pip install --dry-run --quiet --require-hashes --only-binary :all: --python-platform $$system --python-version $$version --target .venv-uv/none -r requirements.lock; \
	done; done

# The lower end of every range in pyproject.toml, and the newest of everything: each in an environment of its own.
test-lowest: $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv-lowest
	sed -n 's/^    "\([A-Za-z0-9_-]*\)>=\([0-9.]*\)",.*/\1==\2/p' pyproject.toml > .venv-lowest/lower-ends.txt
	$(UV) pip install --quiet --python .venv-lowest/bin/python -c .venv-lowest/lower-ends.txt -r pyproject.toml --extra desk --extra fast --extra dev
	$(UV) pip install --quiet --python .venv-lowest/bin/python --no-deps --no-build-isolation -e .
	cat .venv-lowest/lower-ends.txt
	.venv-lowest/bin/$(PYTEST)

test-newest: $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv-newest
	$(UV) pip install --quiet --python .venv-newest/bin/python --upgrade -e ".[desk,fast,dev]"
	$(UV) pip freeze --python .venv-newest/bin/python
	.venv-newest/bin/mypy
	.venv-newest/bin/$(PYTEST)

clean:
	rm -rf .venv .venv-* out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'specgen needs Python 3.11 or later; say which with: make PYTHON=python3.11')"
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(UV):
	$(PYTHON) -m venv --clear .venv-uv
	.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check uv

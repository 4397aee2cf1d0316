# Needs Python 3.11 or later and nothing else; every target sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint bench validate clean

demo: $(STAMP)
	$(BIN)/specgen build examples -o out/demo
	$(BIN)/specgen vary examples/variation/changes.csv --base examples/variation/contract.yaml --effective 2026-10-01 --since out/demo -o out/demo-variation
	$(BIN)/specgen intentions examples/variation/changes.csv --base examples/variation/contract.yaml --effective 2026-10-01 --since out/demo -o out/demo-intentions
	$(BIN)/specgen succeed examples --party X9A01 --name "NHS Northbrook and Harbour Integrated Care Board" --ods X9B77 --transfer-scheme "the invented Northbrook and Harbour transfer scheme 2027" --effective 2027-04-01 -o out/demo-succession
	@echo "The documents of the examples are in out/demo, a variation of one of them in out/demo-variation, a letter of commissioning intentions in"
	@echo "out/demo-intentions, and notices of a board's succession in out/demo-succession"

test: $(STAMP)
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: $(STAMP)
	$(BIN)/python bench/bench.py

# Needs Node: runs the Open XML SDK validator over every document of the examples.
validate: $(STAMP)
	$(BIN)/python tools/validate.py

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'specgen needs Python 3.11 or later; say which with: make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $(STAMP)

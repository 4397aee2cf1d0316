# Needs Python 3.11 or later and nothing else; every target sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint bench validate clean

demo: $(STAMP)
	$(BIN)/specgen build examples -o out/demo
	$(BIN)/specgen vary examples/variation/changes.csv --base examples/variation/contract.yaml --effective 2026-10-01 --since out/demo -o out/demo-variation
	@echo "The documents of the examples are in out/demo, and a variation of one of them in out/demo-variation"

test: $(STAMP)
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/python -m pytest

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

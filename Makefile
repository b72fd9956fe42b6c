# On a fresh machine: `make demo`, then `make test`. README.md says the same in plain Python and pip.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q -c constraints.txt
PACKAGING := pyproject.toml setup.py constraints.txt

.PHONY: demo test test-slow check clean

demo: .venv/.installed
	$(BIN)/kg build examples -o output
	@echo
	@echo "Open $(CURDIR)/output/graph.html in a browser; the graph itself is $(CURDIR)/output/graph.ttl."

test: .venv/.installed-dev check
	$(BIN)/python -m pytest -n auto --dist worksteal

# What builds dozens of times: kill -9 at every stage, full disks, each of fifty articles changed in turn.
test-slow: .venv/.installed-dev
	$(BIN)/python -m pytest -m slow

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf .venv output build dist *.egg-info

.venv/.installed: $(PACKAGING)
	$(PYTHON) -m venv .venv
	$(PIP) -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(PIP) -e ".[dev]"
	@touch $@

# Two commands do everything on a fresh machine with Python ≥ 3.11, make and git:
#   make demo    install, read the sample reports, say where the tables are
#   make test    install with the development tools, run the tests
# make bundle PLATFORM=win (linux, linux-arm, mac) packs all for machines without a network, into dist/.
# VENV=dir and PYTHON=python3.12 override what is chosen here.

VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= demo-out
PLATFORM ?= win

# The newest Python that runs and is new enough; a version manager's stub is on the path but may not run.
ifndef PYTHON
PYTHON := $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)
endif

.PHONY: help demo test bundle check lint types imports format docs clean
.DEFAULT_GOAL := help

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

# A developer's installation stays as it is: what is edited must be what runs.
demo: $(or $(wildcard $(VENV)/.developing),$(VENV)/.installed)  ## Install and run the main job on the sample reports
	$(BIN)/reporttext run corpora/sample -o $(OUT)
	@echo
	@echo "Look at $(OUT)/reports.xlsx (the workbook), $(OUT)/csv/ (the tables) and $(OUT)/reports.duckdb (the store)."
	@echo "Next: $(BIN)/reporttext run YOUR_FOLDER -o OUT"

test: $(VENV)/.developing  ## Install with the development tools and run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

bundle: $(VENV)/.developing  ## Pack everything for machines without a network (PLATFORM=win)
	$(BIN)/python scripts/make_bundle.py $(PLATFORM)

check: lint types imports  ## Lint, types and the import contract

lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developing
	$(BIN)/mypy

imports: $(VENV)/.developing
	$(BIN)/lint-imports

format: $(VENV)/.developing  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.developing  ## Write the documents that are made from the program
	$(BIN)/python scripts/make_docs.py

clean:  ## Remove the virtual environment and what was built
	rm -rf $(VENV) build dist demo-out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "reporttext needs Python 3.11 or newer, and none was found on the path."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		v=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu this mends it:"; \
		echo "    sudo apt install python$$v-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

# Compiled where there is a C compiler, which takes one to three minutes.
$(VENV)/.installed: pyproject.toml $(shell find src -name '*.py' -o -name '*.toml') | $(BIN)/python
	$(BIN)/python -m pip install --quiet .
	@touch $@

$(VENV)/.developing: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

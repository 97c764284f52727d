# Needs nothing but Python 3.11 or newer; `make help` lists the targets.
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
SHOP ?= demo-shop
# of the long tests, which wait for servers and browsers half of their time
JOBS ?= 3
BIN := $(VENV)/bin
# core's rules, and what each plugin tests of itself
QUICK := tests/unit tests/plugins

.DEFAULT_GOAL := help
.PHONY: help run test check unit bench clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

run: $(VENV)/.run $(SHOP)/.filled ## fill the demo shop once and serve it on http://localhost:8000 (PORT=…)
	STOREFRONT_HOME=$(SHOP) $(BIN)/storefront migrate
	STOREFRONT_HOME=$(SHOP) $(BIN)/storefront serve --host 127.0.0.1 --port $(PORT)

test: check ## every check and every test (set STOREFRONT_TEST_ALL=1 to fail on what would be skipped)
	$(BIN)/python -m pytest -n 2 --dist worksteal $(QUICK)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --durations=40 tests $(QUICK:%=--ignore=%)

check: $(VENV)/.test ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir $(VENV)/.import_linter_cache

unit: $(VENV)/.test ## the quick tests only
	$(BIN)/python -m pytest -q -m "not slow" $(QUICK)

bench: $(VENV)/.test ## our pages beside what this machine can do, written into docs/bench.md (needs wrk; fills two shops once, in .bench/)
	$(BIN)/python tests/bench --write docs/bench.md

clean: ## remove the demo shop and the virtual environment
	rm -rf $(SHOP) $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml $(wildcard tests/model_plugin/pyproject.toml) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,postgres,redis]'
	@if [ -f tests/model_plugin/pyproject.toml ]; then \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable tests/model_plugin; \
	fi
	@touch $@

# Made beside its place and moved there: a stop halfway leaves no half shop behind.
$(SHOP)/.filled: | $(VENV)/.run
	rm -rf $(SHOP).new
	$(BIN)/storefront init $(SHOP).new --name "Harbour & Field"
	STOREFRONT_HOME=$(SHOP).new $(BIN)/storefront demo
	touch $(SHOP).new/.filled
	rm -rf $(SHOP)
	mv $(SHOP).new $(SHOP)

# Two commands matter: `make run` and `make test`. Both work in a fresh clone with Python 3.11 or newer and make.

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(firstword $(foreach name,$(CANDIDATES),$(shell $(name) -c '$(RECENT)' 2>/dev/null && echo $(name))))
endif
ARGS ?=
PYTEST ?= -n 2

.DEFAULT_GOAL := help
.PHONY: help run test check format lock clean python

help:
	@echo "Bedside: meet a simulated patient, act, and learn from what was written down."
	@echo
	@echo "  make run      set everything up, start the server, print its address (ARGS=\"--port 9000\")"
	@echo "  make test     set everything up, then every check and every test (ARGS=\"tests/mind -k pain\")"
	@echo "  make check    formats, lint, types and the fast tests, in less than two minutes"
	@echo "  make format   rewrite files the way the formatters like them"
	@echo "  make lock     take the newest versions of the Python packages into constraints.txt"
	@echo "  make clean    remove everything that can be made again (.venv and node_modules too)"

python:
	@if ! $(or $(PYTHON),false) -c '$(RECENT)' 2>/dev/null; then \
	  echo "Bedside needs Python 3.11 or newer; this is $$($(or $(PYTHON),python3) --version 2>/dev/null || echo none)."; \
	  echo "Debian 12, Ubuntu 24.04 and newer: sudo apt-get install python3 python3-venv. macOS: brew install python."; \
	  echo "Elsewhere: python.org. With another name: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; fi

run: python
	@$(PYTHON) scripts/prepare.py run
	@.venv/bin/bedside serve $(ARGS)

test: python
	@$(PYTHON) scripts/prepare.py test
	@static=0; $(PYTHON) scripts/check.py static || static=$$?; \
	  tests=0; .venv/bin/python -m pytest $(PYTEST) $(ARGS) || tests=$$?; \
	  if [ $$static -ne 0 ]; then echo "A check before the tests failed: scroll up, or run make check." >&2; exit 1; fi; exit $$tests

check: python
	@$(PYTHON) scripts/prepare.py check
	@$(PYTHON) scripts/check.py

format: python
	@$(PYTHON) scripts/prepare.py check
	@$(PYTHON) scripts/check.py format

lock: python
	@$(PYTHON) scripts/lock.py

clean:
	@rm -rf .venv .make web/node_modules src/bedside/server/static dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Clean. Encounters and other data are kept where they are."

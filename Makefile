# Two commands: `make demo` and `make test`. Each sets up what it needs, in .venv, from the package index.

PYTHON ?= python3
BIN := .venv/bin

# Python keeps what it has compiled, or every start costs half a second more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint clean

demo: .venv/demo
	$(BIN)/inzage demo

test: .venv/dev
	$(BIN)/python -m pytest -n auto

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "inzage needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make an environment here; on Debian run: apt install python3-venv"; exit 2; }
	@touch $@

# --no-compile: Python compiles what a command imports when it first runs, not all there is
.venv/demo: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[demo]'
	@touch $@

.venv/dev: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	@touch $@ .venv/demo

clean:
	rm -rf .venv demo

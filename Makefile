# Everything happens in .venv; stamp files in it make repeated runs quick. The versions of packages are those of constraints.txt.
# Needs Python 3.11 or later, pip, git and make; `make PYTHON=python3.12 test` picks another Python.
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
KNOWN := --constraint $(CURDIR)/constraints.txt
CODE := $(shell find cli rules -type f -not -name '*.pyc') $(wildcard *.md)
# The distribution is built from a clean slate and tried out of sight of the checkout.
FRESH := build/wheel-check
NEWEST := build/newest

.PHONY: demo test newest constraints lint format bench wheel-check clean

demo: $(VENV)/.demo
	$(BIN)/quoth analyze --format table seeds/2017-10-08-idlib.txt
	$(BIN)/quoth summary --format table --only speakers --top 3 seeds/

test: $(VENV)/.test
	$(BIN)/python -m pytest

# The tests with the newest releases that pyproject.toml allows, in an environment of its own.
newest:
	rm -rf $(NEWEST)
	$(PYTHON) -m venv $(NEWEST)
	$(NEWEST)/bin/python -m pip --disable-pip-version-check --quiet install --upgrade --editable '.[test]'
	$(NEWEST)/bin/python -m pytest

# Writes constraints.txt anew: the newest releases for each Python from 3.11 on. Run `make newest` first, and `make test` after it.
constraints:
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip --disable-pip-version-check --quiet install --upgrade uv
	build/constraints/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra test --extra dev --extra graph \
	  --no-annotate --no-emit-index-url --no-emit-find-links --no-header --output-file build/constraints/versions.txt pyproject.toml
	{ grep '^#' constraints.txt; cat build/constraints/versions.txt; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

lint: $(VENV)/.dev
	$(BIN)/ruff check cli tests
	$(BIN)/ruff format --check cli tests
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix cli tests
	$(BIN)/ruff format cli tests

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench

wheel-check: $(FRESH)/.installed
	rm -rf $(FRESH)/empty && mkdir -p $(FRESH)/empty
	cp seeds/2017-10-08-idlib.txt $(FRESH)/article.txt
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth --version
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth analyze --format table ../article.txt
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth rules check
	echo '<html><p>The mayor said so.' > $(FRESH)/page.html
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth analyze ../page.html 2>&1 | grep -F "pip install 'quoth[html]'"
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth analyze s3://bucket/a.txt 2>&1 | grep -F "pip install 'quoth[remote]'"
	cd $(FRESH)/empty && env -u PYTHONPATH ../venv/bin/quoth batch ../page.html --engine dask --scheduler tcp://127.0.0.1:1 2>&1 | grep -F "pip install 'quoth[dask]'"

clean:
	rm -rf $(VENV) build dist

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "quoth needs Python 3.11 or later (make PYTHON=python3.11)")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.demo: pyproject.toml constraints.txt $(VENV)/.made
	$(PIP) install $(KNOWN) --editable .
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt $(VENV)/.made
	$(PIP) install $(KNOWN) --editable '.[test]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.made
	$(PIP) install $(KNOWN) --editable '.[test,dev]'
	touch $@

# `build` makes the sdist and then the wheel from it, so a file that the sdist lacks shows here.
dist/.built: pyproject.toml $(CODE) $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	touch $@

$(FRESH)/.installed: dist/.built
	rm -rf $(FRESH)
	$(PYTHON) -m venv $(FRESH)/venv
	$(FRESH)/venv/bin/python -m pip --disable-pip-version-check --quiet install $(KNOWN) dist/quoth-*.whl
	touch $@

# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test test-all test-browser bench lint clean
.DELETE_ON_ERROR:

demo: $(VENV)/.run-stamp
	$(BIN)/python tools/demo.py demo-output

test: $(VENV)/.dev-stamp lint
	$(BIN)/python -m pytest -n 2 -m "not long" tests

test-all: $(VENV)/.dev-stamp lint
	$(BIN)/python -m pytest -n 2 tests

# Needs a Chromium on the path, or named by LIENTHONG_CHROMIUM.
test-browser: $(VENV)/.browser-stamp
	LIENTHONG_REQUIRE_BROWSER=1 $(BIN)/python -m pytest tests/reports/test_browser.py

lint: $(VENV)/.dev-stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev-stamp .venv-bench/.stamp
	$(BIN)/python benchmarks/gs1.py --peers .venv-bench/bin/python
	$(BIN)/python benchmarks/convert.py --peers .venv-bench/bin/python
	$(BIN)/python benchmarks/epcis.py --peers .venv-bench/bin/python
	$(BIN)/python benchmarks/profiles.py

$(VENV)/.run-stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Debian's venv package is missing. As root: apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --check-build-dependencies -e .
	touch $@

$(VENV)/.dev-stamp: requirements-dev.lock $(VENV)/.run-stamp
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	touch $@

$(VENV)/.browser-stamp: requirements-browser.lock $(VENV)/.dev-stamp
	$(PIP) install --require-hashes --only-binary :all: -r requirements-browser.lock
	touch $@

.venv-bench/.stamp: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check -q install --require-hashes --only-binary :all: -r requirements-bench.lock
	touch $@

clean:
	rm -rf $(VENV) .venv-bench demo-output

# Two commands on a fresh machine: `make demo` and `make test`. Both make .venv with the versions of constraints.txt.
# Those pin torch 2.13.0, of which pip takes a build for the CPU alone (2.13.0+cpu) wherever its index or a folder of wheels
# (pip's find-links) has one; any other index gives the build that brings CUDA along.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP_INSTALL = .venv/bin/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable
REPORT = reports/seeds.md

.PHONY: demo test clean

demo: .venv/.installed
	@mkdir -p reports
	.venv/bin/factcheck compare seeds/verge-gothamist.txt seeds/cnn.txt -o $(REPORT)
	@echo "The report is in $(REPORT)."

test: .venv/.installed-for-tests
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/pytest --numprocesses=2 --dist=loadfile

clean:
	rm -rf .venv

.venv/.made:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: pyproject.toml constraints.txt | .venv/.made
	@echo "Installing factcheck and what it needs into .venv (minutes the first time) ..."
	@$(PIP_INSTALL) .
	@touch $@

.venv/.installed-for-tests: pyproject.toml constraints.txt | .venv/.made
	@echo "Installing factcheck and what its tests need into .venv (minutes the first time) ..."
	@$(PIP_INSTALL) ".[test]"
	@touch .venv/.installed $@

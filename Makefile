# Two commands on a fresh machine: `make demo` and `make test`. Both make .venv with the versions of constraints.txt.
# Those pin torch 2.13.0, of which pip takes a build for the CPU alone (2.13.0+cpu) wherever its index or a folder of wheels
# (pip's find-links) has one; any other index gives the build that brings CUDA along.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP_INSTALL = .venv/bin/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable
REPORT = reports/seeds.md
STORY = reports/story.md
STORY_PAGE = reports/story.html
# What the tests want of others: the schema that SARIF is held against, the rules that pages are held against.
SARIF_SCHEMA = .venv/sarif-2.1.0.json
AXE = .venv/axe.min.js

.PHONY: demo test clean

demo: .venv/.installed
	@mkdir -p reports
	.venv/bin/factcheck compare seeds/verge-gothamist.txt seeds/cnn.txt -o $(REPORT)
	.venv/bin/factcheck compare seeds/verge.txt seeds/gothamist.txt seeds/cnn.txt -o $(STORY) --output html=$(STORY_PAGE)
	@echo "The report of two articles is in $(REPORT), that of three in $(STORY), as a page in $(STORY_PAGE)."

test: .venv/.installed-for-tests $(SARIF_SCHEMA) $(AXE)
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

# Without it a test is skipped and says so: a machine that has no npm, or no network, builds all the same.
$(SARIF_SCHEMA): NPM_PACKAGE = @microsoft/sarif-multitool-linux@5.7.0
$(AXE): NPM_PACKAGE = axe-core@4.14.1
$(SARIF_SCHEMA) $(AXE): | .venv/.made
	@echo "Fetching $(@F) ..."
	@rm -rf $@.d && mkdir $@.d
	@cd $@.d && npm pack --silent $(NPM_PACKAGE) >/dev/null \
		&& tar -xzf *.tgz package/$(@F) && mv package/$(@F) .. \
		|| echo "$(@F) could not be fetched: the tests that need it will be skipped."
	@rm -rf $@.d

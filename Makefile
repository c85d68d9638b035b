# make demo   JupyterLab with the sample course, as trainer and as learner
# make test   everything that CI runs
# make wheel  the installable package
# make mutants  how many small changes of the grading rules the tests notice (an hour)
# make bench  how fast grading is, beside nbgrader and otter-grader (eight minutes)
# make clean  remove all that these made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
SOURCES := $(filter-out tests/% docs/% .ci/% tools/% benchmarks/%,$(shell git ls-files -co --exclude-standard))

.PHONY: demo test wheel chromium mutants bench clean
.DELETE_ON_ERROR:

demo: $(VENV)/.author
	@$(BIN)/jupyter hybrid demo --dir .demo

test: $(VENV)/.test chromium
	@$(BIN)/python tools/check.py

wheel: dist/.built

$(BIN)/python:
	@echo "Making an environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install -qq --upgrade pip

# The build looks only at src for changes.
dist/.built: $(SOURCES) | $(BIN)/python
	@if [ -d jupyter_hybrid/labextension ] && [ -n "$$(find labextension -path labextension/node_modules -prune -o -path labextension/lib -prune -o -type f -newer jupyter_hybrid/labextension/package.json -print | head -1)" ]; then touch labextension/src/index.ts; fi
	@echo "Building the package (half a minute the first time) ..."
	@rm -rf dist && $(PIP) wheel -qq --no-deps --wheel-dir dist .
	@touch $@

$(VENV)/.author: dist/.built
	@echo "Installing it with JupyterLab ..."
	@$(PIP) install -qq "$$(ls dist/*.whl)[author]"
	@$(PIP) install -qq --force-reinstall --no-deps dist/*.whl
	@touch $@

$(VENV)/.test: dist/.built
	@echo "Installing it with JupyterLab and what the tests need ..."
	@$(PIP) install -qq "$$(ls dist/*.whl)[author,test]"
	@$(PIP) install -qq --force-reinstall --no-deps dist/*.whl
	@touch $@

chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v $$name >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-noto-color-emoji >/dev/null; \
	else echo "the browser tests need Chrome or Chromium: install one and run make test again"; exit 1; fi

mutants: $(VENV)/.test
	@$(PIP) install -qq 'mutmut>=3.8,<4'
	@$(BIN)/python tools/mutants.py

bench: $(VENV)/.test
	@$(BIN)/python -m benchmarks.grading $(BENCH)

clean:
	rm -rf $(VENV) dist .demo jupyter_hybrid/labextension jupyter_hybrid/_version.py labextension/lib labextension/node_modules labextension/*.tsbuildinfo

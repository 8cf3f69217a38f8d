# Two commands: `make publish` does the main job, `make test` runs every check. Each sets itself up.
PYTHON ?= python3
VENV := .venv
TOX := .tox-venv
PIP_FLAGS := --quiet --disable-pip-version-check --no-deps
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate

.PHONY: publish test lock words pictures clean

publish: $(VENV)/.done
	$(VENV)/bin/localepress run

test: $(TOX)/.done
	$(TOX)/bin/tox run-parallel --parallel-no-spinner

$(VENV)/.done: requirements/run.txt requirements/build.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/run.txt
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) --require-hashes -r requirements/build.txt
	$(VENV)/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation --editable .
	touch $@

$(TOX)/.done: requirements/tox.txt
	$(PYTHON) -m venv $(TOX)
	$(TOX)/bin/python -m pip install $(PIP_FLAGS) --no-compile --require-hashes -r requirements/tox.txt
	touch $@

# Needs uv. Pins stay as they are unless pyproject.toml asks for others; add UPGRADE=--upgrade.
lock:
	$(UV_COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(UV_COMPILE) $(UPGRADE) -c requirements/run.txt pyproject.toml --group test -o requirements/test.txt
	for group in build lint types layers tox; do \
		$(UV_COMPILE) $(UPGRADE) -c requirements/run.txt --group $$group -o requirements/$$group.txt || exit 1; \
	done

# The words of the site itself: after a change of the templates. Needs gettext.
words: $(VENV)/.done
	$(VENV)/bin/python -m pipeline.outputs.words > pipeline/interface/localepress.pot
	for l in ko ja; do \
		msgmerge -q -U --backup=none --no-wrap pipeline/interface/$$l.po pipeline/interface/localepress.pot || exit 1; \
	done

# The pictures of the README: after a change of the style or of the sample. Needs Chromium and Noto CJK.
pictures: $(TOX)/.done
	$(TOX)/bin/tox run -e pictures

clean:
	rm -rf $(VENV) $(TOX) .tox .localepress .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

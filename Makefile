# What one does with the project, on a machine with Python 3.11 or later and make. `make` lists it.
#
# PYTHON=python3.12 chooses the Python of a new virtual environment, VENV=.venv-3.12 another environment.

VENV = .venv
RUN = $(VENV)/bin/python
# The sandbox and the tests talk to this machine alone; a proxy would be asked in vain.
LOCAL = env -u http_proxy -u https_proxy -u all_proxy -u HTTP_PROXY -u HTTPS_PROXY -u ALL_PROXY
TEST = $(LOCAL) $(RUN) -m pytest -n auto --maxprocesses 8
RULES = tests/handlers tests/models/test_hours.py tests/models/test_humane_sending.py tests/models/test_sending_at_once.py
INSTALL = $(RUN) -m pip install -qq --disable-pip-version-check --no-input
PIN = $(RUN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command "make pins"

# Where this is set, Python compiles everything again at each start: seconds for the bot, more for the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help try run test check check-all format docs pictures bench pins clean

help: ## list what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 17

try: $(VENV)/can-run ## open the bot in a small Slack of its own (FRESH=1 starts over)
	@$(LOCAL) $(RUN) -m bot sandbox $(if $(FRESH),--fresh)

run: $(VENV)/can-run ## serve a real workspace, with the settings in .env
	@$(RUN) -m bot run

test: $(VENV)/can-test ## run the tests, but not the slow ones and those in a browser
	@$(TEST) -m "not slow and not browser"

check: $(VENV)/can-test ## look at format, style, types and imports, then run the tests
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -c "from importlinter.cli import lint_imports_command as check; check()" --no-logo
	@$(MAKE) --no-print-directory test

# With bash and no more: each Python that is found, but the one that `check` has used.
check-all: check ## check, then the tests on every other Python found, then all that takes long
	@for version in 3.11 3.12 3.13 3.14; do \
	    $(RUN) -V | grep -qF "Python $$version." && continue; \
	    if python$$version -c "$$LOOK" this >/dev/null 2>&1; then \
	        echo "Running the tests on Python $$version:"; \
	        $(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON=python$$version || exit 1; \
	    else \
	        echo "Python $$version is not on this machine, so nothing was tried on it."; \
	    fi; \
	done
	@echo "Running the slow tests:"
	@$(TEST) -m "slow or browser"
	@echo "Looking for examples against the rules for longer:"
	@$(TEST) --hypothesis-profile=long $(RULES)

format: $(VENV)/can-test ## put the code in order
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

docs: $(VENV)/can-run ## write those parts of the docs that come from the code
	@$(RUN) -m bot docs

pictures: $(VENV)/can-test ## take pictures of what people see
	@$(LOCAL) $(RUN) -m tests.pictures

bench: $(VENV)/can-test ## measure how fast it is, and write docs/benchmarks.md
	@$(LOCAL) $(RUN) -m tests.benchmarks

pins: $(VENV)/made ## renew the pinned versions in requirements*.txt
	@$(INSTALL) uv
	$(PIN) --group dev pyproject.toml -o requirements-dev.txt
	$(PIN) --constraint requirements-dev.txt pyproject.toml -o requirements.txt

clean: ## remove what can be made again; settings and databases stay
	@rm -rf .venv .venv-3.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- The virtual environment. The empty files in it tell make what has been done. -----------------------

$(VENV)/can-run: requirements.txt $(VENV)/made
	@echo "Installing what the bot needs; the first time this takes about a minute..."
	@$(INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/can-test: requirements-dev.txt $(VENV)/made
	@echo "Installing what the tests need; the first time this takes about a minute..."
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Long, because it has to say what is missing; each command that is there is asked what it is.
$(VENV)/made:
	@found=; wrong=; incomplete=; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    said=$$("$$python" -c "$$LOOK" "$$python" 2>/dev/null); \
	    case $$? in \
	        0) found=$$python; break;; \
	        3) wrong="$${wrong:+$$wrong, }$$said";; \
	        4) incomplete=$$said;; \
	    esac; \
	done; \
	if [ "$$found" ]; then \
	    "$$found" -m venv $(VENV) && touch $@; \
	else \
	    needs="This needs Python 3.11, 3.12, 3.13 or 3.14; found here: $${wrong:-none}."; \
	    echo "$${incomplete:-$$needs Get one from your system's packages or from python.org.}"; \
	    exit 1; \
	fi

# Written so that an old Python, even Python 2, can read it. The numbers are for the recipe above.
define LOOK
import os, sys
name, version = sys.argv[1], "%d.%d" % sys.version_info[:2]
too_new = sys.version_info >= (3, 15) and not os.environ.get("PYTHON")  # who names one may try it
if sys.version_info < (3, 11) or too_new:
    print("%s (Python %s)" % (name, version))
    sys.exit(3)
try:
    import ensurepip, venv
except ImportError:
    print("%s has no venv module; on Debian or Ubuntu: sudo apt install python%s-venv" % (name, version))
    sys.exit(4)
endef
export LOOK

# make book    build the book into _build/html         make test     everything that can be checked
# make lab     open the chapters in JupyterLab         make execute  re-run the notebooks in place (NB=book/x.ipynb)
# make serve   serve the built book on localhost       make results  recompute what the chapters load as stored
# make bench   measure the library against its peers   make pdf      print the whole book (Chromium)
# make lite    add notebooks that run in the browser   make zip      pack the site to be read with no network
# make publish all that, for any web server            make explorer NAME=sigma, a page with that explorer alone
# make course  write the problem sets, and prove that they grade rightly (COURSE=a name, for other data)
# make slides  write the lectures' slides, each one file, and print them (npm brings reveal.js; N=4 for one)
# make test-engines   open every page in Firefox and WebKit
# make test-lite  run chapters by a Python in the page          make lite PYODIDE=a folder, and the site brings its own
# make book SOLUTIONS=0    the same book without the solutions of its exercises
# make lint, make lock, make clean

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITE := _build/html
TITLE := one-concept-at-a-time
FORMS := _build/$(TITLE).pdf _build/$(TITLE).zip
PORT ?= 8000
NB ?=
# What Python in the page comes from: a folder that is copied into the site, or an address; by default a public server.
PYODIDE ?=
# What may be imported without the book, and whose docstrings hold examples that are run.
FLOW := $(addprefix src/wordmodes/,text theory training evaluation vectors.py word_vectors.py grade)
NAME =
N ?=
COURSE ?=
# what the site is opened in: chromium, chrome, firefox, webkit
BROWSERS ?= chromium
SOLUTIONS ?= 1
WIKIPEDIA ?=
SOURCES := _config.yml _toc.yml CITATION.cff CHANGELOG.md $(wildcard book/* book/assets/* tools/*.py tools/site/*) $(shell find src -name '*.py' -o -path '*/ledger/*.toml')

.DELETE_ON_ERROR:
export SOLUTIONS BROWSERS
# Where a machine's image sets this, each of some hundred Pythons would compile anew all that it imports.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: book lite pdf zip publish test test-library test-notebooks test-site test-engines test-lite execute lab serve results bench lint lock clean browser \
  explorer course slides FORCE

book: $(SITE)/index.html
	@echo "The book is built. Open file://$(CURDIR)/$(SITE)/index.html, or run 'make serve' for its search."

# Made where it is missing or was left half-made; requirements.lock fills it, and the project itself is linked in.
$(READY): requirements.lock pyproject.toml
	@python=$$(sh tools/find_python.sh) && { $(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "import matplotlib.font_manager"  # builds its font cache now, not in the middle of a chapter
	@touch $@

# Changes only where the book was last built with solutions and now without, or the reverse.
_build/.solutions: FORCE
	@mkdir -p $(@D); [ "$$(cat $@ 2>/dev/null)" = "$(SOLUTIONS)" ] || echo "$(SOLUTIONS)" > $@

$(SITE)/index.html: $(READY) $(SOURCES) _build/.solutions
	$(BIN)/jupyter-book build book --config _config.yml --toc "$(CURDIR)/_toc.yml" --path-output . -W --keep-going --quiet
	$(BIN)/python tools/publish.py $(SITE) $(FORMS)
	@touch $@

test: browser test-library test-notebooks test-site

browser: $(READY)
	@[ -n "$(SKIP_BROWSER)" ] || $(BIN)/python tools/browser.py

test-library: $(READY)
	$(BIN)/python -m pytest tests --ignore=tests/site -n 2 --dist loadfile -q
	$(BIN)/python -m pytest --doctest-modules $(FLOW) -q

test-notebooks: $(READY)
	$(BIN)/python -m pytest --nbval book -n 2 --dist loadfile -q

test-site: book
	$(BIN)/python -m pytest tests/site -n 2 -q
	@[ -z "$(SKIP_BROWSER)" ] || echo "SKIP_BROWSER is set: the site was not opened in a browser."

# Every page in three browsers as readers have them, and no more; `make test BROWSERS="chromium chrome firefox webkit"`
# does all.
test-engines: export BROWSERS = chrome firefox webkit
test-engines: browser book
	$(BIN)/python -m pytest tests/site/test_engines.py -n 2 -q

# Takes minutes and 80 MB from the registry: chapters and problem sets run by the page's own Python, with no other site
# in reach.
test-lite: browser book
	PYODIDE="$(or $(PYODIDE),registry)" $(BIN)/python -m pytest tests/site/test_lite_kernel.py -q -rs

execute: $(READY)
	$(BIN)/python tools/execute.py $(NB)

lab: $(READY)
	@$(BIN)/jupyter trust book/*.ipynb > /dev/null  # untrusted notebooks don't show their stored figures
	$(BIN)/jupyter lab book/index.ipynb

lite: book
	$(BIN)/python tools/lite.py $(SITE) "$(PYODIDE)"
	@echo "Each chapter's page now links to its notebook in $(SITE)/lite; 'make serve' shows it (it doesn't run at file://)."

pdf: book
	$(BIN)/python tools/make_pdf.py $(SITE) _build/$(TITLE).pdf
	$(BIN)/python tools/publish.py $(SITE) $(FORMS)
	@echo "The book is printed: _build/$(TITLE).pdf"

zip: book
	$(BIN)/python tools/make_zip.py $(SITE) _build/$(TITLE).zip
	$(BIN)/python tools/publish.py $(SITE) $(FORMS)
	@echo "The site is packed: _build/$(TITLE).zip"

# One after the other, also under `make -j`: each changes or reads the built site.
publish: book
	$(MAKE) --no-print-directory lite
	$(MAKE) --no-print-directory slides
	$(MAKE) --no-print-directory pdf
	$(MAKE) --no-print-directory zip
	@echo "$(SITE) is ready for any web server."

explorer: $(READY)
	@$(BIN)/python tools/explorer_page.py $(NAME)

serve: book
	@echo "http://localhost:$(PORT)/ (stop with Ctrl-C)"
	@$(BIN)/python -m http.server $(PORT) --bind localhost --directory $(SITE)

results: $(READY)
	$(BIN)/python tools/results/build_gazette.py --check
	$(BIN)/python tools/results/association.py
	$(BIN)/python tools/results/results.py
	$(BIN)/python tools/results/exponents.py
	$(BIN)/python tools/results/scaling.py
	$(BIN)/python tools/results/run_times.py
	$(BIN)/python tools/results/watch.py
	$(BIN)/python tools/results/ablation.py
	$(BIN)/python tools/results/noise.py
	$(BIN)/python tools/results/concepts.py
	$(BIN)/python tools/results/families.py
	$(BIN)/python tools/results/columns.py
	$(BIN)/python tools/results/equal_score.py
	$(BIN)/python tools/results/qwem.py
	$(BIN)/python tools/results/explorer_tables.py
	$(BIN)/python tools/results/your_corpus.py
	$(BIN)/python tools/results/languages.py
	@if [ -n "$(WIKIPEDIA)" ]; then $(BIN)/python tools/results/build_wikipedia.py "$(WIKIPEDIA)" --check && \
	  $(BIN)/python tools/results/cluster.py "$(WIKIPEDIA)" && \
	  $(BIN)/python tools/results/first_mode.py "$(WIKIPEDIA)" && \
	  $(BIN)/python tools/results/concepts_wikipedia.py "$(WIKIPEDIA)" && \
	  $(BIN)/python tools/results/wikipedia.py "$(WIKIPEDIA)" && \
	  $(BIN)/python tools/results/recount.py "$(WIKIPEDIA)" && \
	  $(BIN)/python tools/results/explorer_tables.py lengths answers && \
	  $(BIN)/python tools/results/vocabulary.py "$(WIKIPEDIA)"; else \
	  echo "For the results on wikipedia: WIKIPEDIA=a clone of the repository that build_wikipedia.py names"; fi
	$(BIN)/python tools/stills.py

# Each solution must get full marks and each untouched notebook none, or nothing is written; then the wrong answers.
course: export OPENBLAS_NUM_THREADS ?= 1
course: $(READY)
	$(BIN)/python tools/course.py --course "$(COURSE)"
	$(BIN)/python -m pytest tests/course -q
	@echo "The problem sets are in _build/course: a folder a set, with student, instructor and Gradescope's archive."

slides: book
	$(BIN)/python tools/slides.py $(SITE) _build/slides $(N)
	@echo "The slides are in _build/slides, and the site's page for the lecturer leads to them; S opens the speaker's view."

bench: book
	@failed=; for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python "$$script" || failed=1; done; \
	  cat benchmarks/results.md; [ -z "$$failed" ]

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# --universal: one file for every platform and Python; no index is written into it.
lock: $(READY)
	$(BIN)/uv pip compile requirements.txt --universal --python-version 3.11 --upgrade --quiet --no-annotate \
	  --no-emit-index-url --no-emit-find-links --no-emit-package wordmodes \
	  --custom-compile-command "make lock" --output-file requirements.lock

clean:
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

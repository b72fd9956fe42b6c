# On a fresh machine: `make demo`, then `make test`. README.md says the same in plain Python and pip.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -q -c constraints.txt
PACKAGING := pyproject.toml setup.py constraints.txt

.PHONY: demo docs test test-slow mutate figures messages check clean

demo: .venv/.installed
	$(BIN)/kg build examples -o output
	@echo
	@echo "$$LOOK"
	@for question in $(QUESTIONS); do echo; echo "？ $$question"; $(BIN)/kg ask output "$$question" || exit 1; done

# What `make demo` shows, and asks of the graph that it has just built.
QUESTIONS := 谁主办了第五届川北机器人博览会？ 岷江机器人有限公司收购涪江银行了吗？ 哪些活动在重庆市举行？
define LOOK
用浏览器打开 · Open in a browser: $(CURDIR)/output/graph.html
  搜“博览会”：四篇报道、三个独立来源说谁主办，各附原句 · search 博览会: four reports, three independent sources say who organized it, each with its sentence
  实线已发生，虚线是计划或否认：搜“涪江银行” · solid lines happened, dashed ones are planned or denied: search 涪江银行
  点“时间线”“地图”“全景” · the buttons Timeline, Map and Overview
  搜“李慧敏”：是一个人还是两个人，由您判断 · search 李慧敏: one person or two is for you to decide (kg resolve output)
图谱 · The graph: $(CURDIR)/output/graph.ttl
再问三个问题 · Three questions, with their answers (kg ask):
endef
export LOOK

test: .venv/.installed-dev check
	$(BIN)/python -m pytest -n auto --dist worksteal

# The pages of docs/ as a site, output/docs/index.html; links are checked, nothing is fetched.
docs: .venv/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

# What builds dozens of times: kill -9 at every stage, full disks, each of fifty articles changed in turn.
test-slow: .venv/.installed-dev
	$(BIN)/python -m pytest -m slow

# The lines of the code and of the server's pages into the catalogues of kg/locale, which are then compiled. A new language first:
# pybabel init -i build/kg.pot -d kg/locale -D kg -l LANG
CATALOGUES := -d kg/locale -D kg
messages: .venv/.installed-dev
	@mkdir -p build
	$(BIN)/pybabel -q extract -F kg/locale/babel.cfg -k message -k marked --no-location --sort-output --omit-header -o build/kg.pot .
	$(BIN)/pybabel -q update -i build/kg.pot $(CATALOGUES) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 140
	$(BIN)/pybabel -q compile $(CATALOGUES)

figures: .venv/.installed-dev
	$(BIN)/python benchmarks/figures.py $(if $(GOLD),--gold $(GOLD) --about "$(ABOUT)")

# How many of 200 small faults in kg its tests notice; first it is recorded which test runs which line.
mutate: .venv/.installed-dev
	$(BIN)/python benchmarks/mutate.py --sample 200

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf .venv output build dist *.egg-info

.venv/.installed: $(PACKAGING)
	$(PYTHON) -m venv .venv
	$(PIP) -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(PIP) -e ".[dev]"
	@touch $@

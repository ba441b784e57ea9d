# Всё, что делают с продуктом из командной строки. Подробности: README.md.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PIP := env -u PIP_TARGET -u PIP_PREFIX -u PYTHONPATH -u PYTHONHOME PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
	PIP_ROOT_USER_ACTION=ignore $(PY) -m pip install -qq --require-hashes
LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TOOLS := caddy chromium gettext postgresql redis-server
TESTS ?= tests
ifdef PORT
export MENTORSHIP_PORT := $(PORT)
endif

# $(call apt,packages,what for): installs where it may, else says in one line what to install.
apt = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; echo "Устанавливаю $(2): $(1)"; \
		apt-get install -y -qq --no-install-recommends $(1) >/dev/null 2>&1 || \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $(1) >/dev/null; }; \
	else echo "Не хватает: $(2). Установите: sudo apt-get install $(1)" >&2; false; fi

.PHONY: help setup setup-dev tools run test lint bench shots messages lock clean

help: ## этот список
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: $(VENV)/.installed $(VENV)/.libraries ## подготовить окружение, базу и файлы страниц; ничего не запускает
	@$(PY) manage.py prepare --demo

run: $(VENV)/.installed $(VENV)/.libraries ## подготовить и запустить: сайт, фоновые задачи, расписание (Ctrl-C останавливает)
	@exec $(PY) manage.py run_all

setup-dev: $(VENV)/.installed-dev $(VENV)/.libraries
	@$(PY) manage.py compile_translations

test: setup-dev tools ## все проверки поведения: на SQLite, затем то, что хранит данные, на PostgreSQL
	@$(PY) -m tests.run $(TESTS)

lint: setup-dev ## проверки кода, шаблонов, слоёв, миграций, настроек и переводов
	@$(PY) -m tests.lint

bench: setup-dev ## измерить страницы, загрузку и печать; таблица и var/bench.json
	@$(PY) -m tests.bench

shots: setup-dev tools ## снимки главных страниц в docs/screenshots
	@$(PY) -m tests.shots

messages: setup-dev ## собрать строки для перевода в mentorship/locale
	@$(PY) manage.py messages

lock: $(VENV)/.installed-dev ## обновить файлы с закреплёнными версиями по pyproject.toml
	@$(VENV)/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
		pyproject.toml -o requirements.lock
	@$(VENV)/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## убрать окружение и временные файлы; данные в var/ остаются
	@rm -rf $(VENV) .*_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find mentorship -name '*.mo' -delete

# The newest Python of this machine that will do; Debian keeps ensurepip in a package of its own.
$(PY):
	@for candidate in "$${PYTHON:-python3}" python3.13 python3.12 python3.11; do \
		command -v "$$candidate" >/dev/null 2>&1 || continue; \
		"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue; \
		"$$candidate" -c 'import ensurepip, venv' 2>/dev/null || { $(call apt,python3-venv,модуль venv); } || exit 1; \
		rm -rf $(VENV); env -u PYTHONPATH -u PYTHONHOME "$$candidate" -m venv $(VENV) && exit 0; \
	done; echo "Нужен Python 3.11 или новее с модулем venv: sudo apt-get install python3 python3-venv" >&2; exit 1

$(VENV)/.installed: requirements.lock | $(PY)
	@echo "Устанавливаю пакеты Python: первый раз это около минуты"
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(PY)
	@echo "Устанавливаю пакеты Python для разработки"
	@$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/.installed

# WeasyPrint loads Pango when it is imported.
$(VENV)/.libraries: | $(VENV)/.installed
	@$(PY) -c 'import weasyprint' >/dev/null 2>&1 || { $(call apt,$(LIBRARIES),библиотеки для печати в PDF); }
	@touch $@

# Without them the tests that need them are skipped with the reason.
tools:
	@{ command -v caddy && command -v chromium && command -v xgettext && command -v redis-server && ls /usr/lib/postgresql/*/bin/initdb; } \
		>/dev/null 2>&1 || { $(call apt,$(TOOLS),программы для проверок); } || true

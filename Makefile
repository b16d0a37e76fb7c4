# Langbiang: `make run` builds and starts the main job, `make test` passes all tests.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
ENGINE  := pkg/clickhouse/engine
SCREENS := services/screens
LIBRARY := $(ENGINE)/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so
LINT    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUMPT   := mvdan.cc/gofumpt@v0.12.0
VULN    := golang.org/x/vuln/cmd/govulncheck@v1.9.0
ARGS    ?=

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: build ## Build everything and start the main job (ARGS="--speed 600" passes flags on)
	bin/ioc demo $(ARGS)

.PHONY: build
build: bin/libchdb.so $(SCREENS)/dist/index.html ## Build bin/ioc with its screens and its ClickHouse engine
	@echo "==> bin/ioc ($(VERSION))"
	@CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/ioc ./services/ioc

.PHONY: engine
engine: bin/libchdb.so ## Fetch the embedded ClickHouse engine

$(LIBRARY): $(ENGINE)/package-lock.json
	@echo "==> ClickHouse engine (one download of about 130 MB)"
	@cd $(ENGINE) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

bin/libchdb.so: $(LIBRARY)
	@mkdir -p bin
	@ln -f $< $@ 2>/dev/null || cp $< $@

$(SCREENS)/node_modules/.package-lock.json: $(SCREENS)/package-lock.json
	@echo "==> the screens' packages"
	@cd $(SCREENS) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SCREENS)/dist/index.html: $(SCREENS)/node_modules/.package-lock.json $(shell find $(SCREENS)/src $(SCREENS)/public $(SCREENS)/index.html $(SCREENS)/*.ts $(SCREENS)/*.js -type f 2>/dev/null)
	@echo "==> the screens"
	@cd $(SCREENS) && npm run --silent build
	@touch $@

.PHONY: check
check: $(SCREENS)/dist/index.html ## Formatting, linters, generated files, known vulnerabilities
	@.ci/check-generated
	@test -z "$$(go run $(FUMPT) -l pkg services | tee /dev/stderr)" || { echo "gofumpt: the files above are not formatted"; exit 1; }
	go vet -tags containers ./...
	go run $(LINT) run ./...
	.ci/check-lint $(LINT)
	.ci/check-vulnerabilities $(VULN)
	cd $(SCREENS) && npm run --silent lint && npm run --silent check
	.ci/check-screens-lint

.PHONY: test
test: needs build ## All tests: Go with the race detector, the screens, a real browser
	.ci/test

.PHONY: test-containers
test-containers: $(SCREENS)/node_modules/.package-lock.json ## docker compose up, its figures, a browser, faults of containers: where a Docker engine is
	@.ci/compose

.PHONY: test-quick
test-quick: $(SCREENS)/node_modules/.package-lock.json ## While one works: vet, Go and screens' units; no race detector, ClickHouse, Redis, browser, real load
	@.ci/test-quick

.PHONY: dev
dev: $(SCREENS)/node_modules/.package-lock.json ## The screens with hot reload, on a running demo: make run first, or IOC_URL=http://HOST:PORT
	@cd $(SCREENS) && npm run --silent dev

.PHONY: needs
needs: ## Install what the tests need (Debian with root), or say what is missing
	@.ci/needs

.PHONY: bench
bench: needs build ## Measure: load, append to screen, restart, memory, what a person feels of a screen; prints two tables
	bin/ioc bench $(ARGS)
	DEMO_ARGS="--live=false" .ci/with-demo npm --prefix $(SCREENS) run --silent bench

.PHONY: screenshots
screenshots: build ## Photograph every screen at wall size into SCREENSHOTS (default /tmp/ioc-screenshots)
	.ci/screenshots $${SCREENSHOTS:-/tmp/ioc-screenshots}

.PHONY: generate
generate: $(SCREENS)/dist/index.html ## Generate the TypeScript types from pkg/wire, and the NOTICE
	.ci/generate

.PHONY: clean
clean: ## Remove everything built and fetched (data/ stays)
	rm -rf bin $(SCREENS)/node_modules $(ENGINE)/node_modules
	find $(SCREENS)/dist -mindepth 1 ! -name .gitkeep -delete

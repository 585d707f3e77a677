# Two commands do everything: `make run` opens the till, `make test` passes the tests. Both install what is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UI_SOURCES := $(shell find ui/src ui/index.html ui/package.json ui/vite.config.ts -type f 2>/dev/null)
BUILD_PACKAGES := build-essential pkg-config libwebkit2gtk-4.1-dev libxdo-dev libssl-dev libayatana-appindicator3-dev librsvg2-dev libudev-dev
OFFICE_PACKAGES := build-essential postgresql
TEST_PACKAGES := xvfb dbus dbus-x11 webkit2gtk-driver chromium strace $(OFFICE_PACKAGES)

.PHONY: help run head-office pairing-code test check crash sim load bench bench-large package ui types setup setup-test

help: ## what there is to say to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: setup ui/dist/index.html ## open the till (without a display: serve it to a browser on this machine)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then cargo run --release -p mostrador; \
	else echo "There is no display here, so the till is served to a browser."; cargo run --release -p ctl -- serve; fi

head-office: ## a head office on this machine, with a demo tenant and codes for two tills
	@./scripts/install-packages $(OFFICE_PACKAGES)
	cargo build -p head-office
	@./scripts/head-office

pairing-code: ## another code for a till of the head office that runs here
	@target/debug/head-office --database "host=$(CURDIR)/target/head-office/postgres user=head_office_app dbname=head_office" \
		device pair "$$(cat target/head-office/tenant)"

# Always the whole workspace: another choice of packages has other features, and would compile every dependency again.
test: setup-test ui/dist/index.html ## all tests: Rust, the UI, and the real window
	cargo build --workspace --all-targets
	cargo test --workspace
	cd ui && npm test && npm run e2e

check: setup-test ui/dist/index.html ## formatting, lints, types and the project's own rules
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run check
	cargo test -q --workspace --test tidy

# The same tests as `make test` runs in samples; each line with the variable that says how much.
crash: setup-test ui/dist/index.html ## every way to lose a sale, tried: tables
	cargo build --workspace --all-targets
	CRASH=all cargo test -q --workspace --test crash -- --nocapture --test-threads 1
	EVERY_BYTE=1 cargo test -q --workspace --test counter dying_printer -- --nocapture
	SLIPS=5000 cargo test -q --workspace --test counter hostile_text -- --nocapture
	KILLS=$${KILLS:-40} cargo test -q --workspace --test kills -- --nocapture
	INSTANCES=$${INSTANCES:-1000} cargo test -q --workspace --test safety instances -- --nocapture
	COPIES=100 cargo test -q --workspace --test states -- --nocapture
	BITS=10000 cargo test -q --workspace --test sums -- --nocapture
	cargo test -q --workspace --test tampering -- --include-ignored --nocapture

sim: setup-test ## tills and head office under everything that goes wrong on the way: SEEDS says how many runs, SEED runs one again
	cargo build --workspace --all-targets
	SEEDS=$${SEEDS:-10000} cargo test -q --workspace --test sim -- --nocapture

ui: ui/dist/index.html ## build the screens

types: ## write the TypeScript of the door
	cargo run -q -p app --example types > ui/src/api/generated.ts.new && mv ui/src/api/generated.ts.new ui/src/api/generated.ts

setup: ## install what a build needs
	@./scripts/install-packages $(BUILD_PACKAGES)

setup-test:
	@./scripts/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

ui/node_modules/.installed: ui/package.json ui/package-lock.json
	@echo "Installing the npm packages of the screens (into ui/node_modules)"
	cd ui && npm ci --no-audit --no-fund
	@touch $@

ui/dist/index.html: ui/node_modules/.installed $(UI_SOURCES)
	cd ui && npm run build
	@touch $@

bench: setup-test ui/dist/index.html ## the promised speeds, each beside a bar measured in the same run
	cargo build --release -p mostrador
	cargo bench -p scenarios --bench till

load: setup-test ## head office under load: 500 tills come back at once, beside a bare COPY (TILLS, SALES and TENANTS say how many)
	DURABLE=1 cargo bench -p scenarios --bench load

bench-large: setup-test ## a till with a database of 5 GB: start, sales beside a copy, a drill (LARGE_GB says how large)
	cargo bench -p scenarios --bench large

package: setup ui/dist/index.html ## build the Debian package
	ui/node_modules/.bin/tauri build --bundles deb --ci
	@find target/release/bundle/deb -name '*.deb'

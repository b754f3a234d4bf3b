# `make help` lists what there is; each command does all the set-up it needs.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench stop watch fmt seed token psql prepare openapi

# Outside the checkout, so that a fresh clone builds as quickly as an old one.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/matricula/target
DEV := deploy/dev

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start everything and serve it; Ctrl-C ends the server, `make stop` the services
	@exec $(DEV)/server.sh --site dev

test: ## Formatting, lints, all Rust tests and the browser journeys
	@exec $(DEV)/test.sh

check: ## The long checks by other people's tools, each also alone: make check PARTS="openapi soak"
	@exec $(DEV)/check.sh $(PARTS)

bench: ## How fast a release server is: make bench USERS=1000000 SCENARIOS="me update"
	@USERS=$(or $(USERS),100000) exec $(DEV)/bench.sh $(SCENARIOS)

stop: ## End the services that were started here
	@$(DEV)/services.sh stop

watch: ## Rebuild and reload on every change (needs cargo-leptos)
	@exec $(DEV)/watch.sh

fmt: ## Format all Rust code
	@cargo fmt --all

seed: ## Fill the database: make seed USERS=100000
	@exec $(DEV)/server.sh seed --users $(or $(USERS),1000)

# USER is also the login name that every shell exports: only the one given to make counts.
token: ## Print a JWT for trying the API: make token USER=<id or e-mail>
	@$(if $(filter command line,$(origin USER)),,echo 'Say whose: make token USER=<id or e-mail>' >&2; exit 1;) \
	exec $(DEV)/server.sh token '$(USER)'

psql: ## A prompt at the database
	@$(DEV)/services.sh start postgres
	@eval "$$($(DEV)/services.sh env postgres)" && exec psql "$$DATABASE_URL"

prepare: ## Regenerate .sqlx after a change of a query or a migration
	@exec $(DEV)/prepare.sh

openapi: ## Print the OpenAPI document
	@exec $(DEV)/server.sh openapi

# The two commands most people need are `make demo` and `make test`; `make help` lists the rest.
# Each target installs what it lacks, says what and why, and does nothing it has already done.

.DEFAULT_GOAL := help
.PHONY: help demo test soak bench check build fmt schema prepare

help:  ## List the targets.
	@sed -n 's/^\([a-z]*\): .*## /\1\t/p' Makefile | expand -t 10

demo:  ## Build everything and serve the demo on http://127.0.0.1:7400.
	@exec scripts/demo

test:  ## Run all tests: Rust, web, browser, end to end. NEXTEST_ARGS narrows the Rust ones.
	@exec scripts/test

soak:  ## Break things for MPAKA_SOAK_MINUTES (20) and check that nothing is lost.
	@exec scripts/soak

bench:  ## Measure the event engine, about half an hour. BENCH_ARGS are those of mpaka bench.
	@exec scripts/bench

check:  ## Format, lints as errors, generated files current, licences and advisories.
	@exec scripts/check

build:  ## Build the web pages and the binary mpaka.
	@exec scripts/build

fmt:  ## Format Rust and web sources.
	@exec scripts/fmt

schema:  ## Write the GraphQL schema and the events' JSON Schemas into schema/.
	@exec scripts/schema

prepare:  ## Write the checked queries' offline data into .sqlx/.
	@exec scripts/prepare

# The commands of a day. `make run` is the first one for a newcomer, `make test` the second.

FOUNDRY_SHARED ?= ../shared
MODEL ?= $(FOUNDRY_SHARED)/data/models/tinytalk
PROMPT ?=
PREFIX ?= /usr/local
PYTHON ?= python3
BENCH_MODEL ?= .build/bench-model
FOUNDRY = .build/debug/foundry
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

.PHONY: run test build release format lint bench install uninstall verify-long

# Builds, installs the native runtime, and talks to MODEL; with PROMPT="…" it answers once.
run:
	swift build --product foundry
	$(FOUNDRY) runtime install
	$(FOUNDRY) model run "$(MODEL)" $(if $(PROMPT),--prompt "$(PROMPT)")

# All tests, those with real models included: they need the runtime, and the data beside the clone.
test:
	swift build --build-tests
	$(FOUNDRY) runtime install
	swift test

build:
	swift build

release:
	swift build -c release --static-swift-stdlib --product foundry

format:
	swift format -i -r $(SWIFT_SOURCES)

lint:
	swift format lint --strict -r $(SWIFT_SOURCES)
	Tools/check-documents

# Needs an installed runtime (`foundry runtime install`) and, to make the model of another's shape, the shared tools beside the
# clone (or FOUNDRY_SHARED) and the Python packages onnx and numpy.
bench:
	cd Benchmarks && swift build -c release --product foundry && swift build -c release --product ServiceBenchmark
	test -e $(BENCH_MODEL)/model.onnx || $(PYTHON) $(FOUNDRY_SHARED)/tools/make_decoder.py smollm135 $(BENCH_MODEL)
	Benchmarks/.build/release/ServiceBenchmark $(BENCH_MODEL)

install: release
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 .build/release/foundry $(DESTDIR)$(PREFIX)/bin/foundry

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/foundry

# What takes longer than CI may: sanitizers on the targets without a network stack, then the benchmarks.
verify-long:
	swift test --scratch-path .build/thread --sanitize thread --filter '^(InferenceTests|GenAIRuntimeTests|EngineProcessTests)\.'
	$(MAKE) bench

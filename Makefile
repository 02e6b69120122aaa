# make demo   build the program and show it in the browser (needs Go, git, make)
# make test   everything that must hold; installs what it needs when run as root on Debian
#
# make ha     kill the primary of a highly available PostgreSQL under load (test/ha)
# make soak   a day's work in twenty minutes, watching memory, goroutines and files
# make deb    a Debian package in bin/, with make sbom's bill of materials and licences in it
#
# make build · generate · assets · screenshots · licences · clean

export GOTOOLCHAIN := local
export GOFLAGS := -mod=readonly -buildvcs=false
export CGO_ENABLED := 0

module      := github.com/nha-san/nhasan
version     := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
templ       := .tools/templ-v0.3.1020
staticcheck := .tools/staticcheck-v0.8.2
pages       := $(sort $(dir $(shell find internal -name '*.templ')))

.PHONY: build demo test check units stories generate assets screenshots sbom licences deb ha soak verapdf clean

build:
	go build -trimpath -ldflags '-s -w -X $(module)/internal/app.Version=$(version)' -o bin/nhasan ./cmd/nhasan

demo:
	@sh tools/setup.sh demo
	@$(MAKE) --no-print-directory build
	bin/nhasan demo

# The server of the tests is put away whatever the tests said.
test:
	@sh tools/setup.sh test
	@$(MAKE) --no-print-directory check build
	@$(MAKE) --no-print-directory units sbom stories; status=$$?; go run ./tools/pgstop; exit $$status
	@echo 'All tests passed.'

# What can be said without running anything: form, generated files, the compiler, vet, staticcheck.
check: $(templ) $(staticcheck)
	@unformed=$$(gofmt -l $(wildcard bench cmd demo internal law stories tools)); [ -z "$$unformed" ] || { echo "not formatted (gofmt -w): $$unformed"; exit 1; }
	@for p in $(pages); do $(templ) generate -check -log-level error -path $$p -ignore-pattern "$$p[^/]+/" || { echo 'generated pages are out of date: make generate'; exit 1; }; done
	go build ./...
	go vet ./...
	$(staticcheck) ./...

# The plan, the rules, the stores on SQLite and on PostgreSQL.
units:
	go test -timeout 30m $$(go list ./... | grep -v '/stories$$')

# The program in Chromium, with axe-core on every page. Not cached: the program is no source to Go.
stories:
	NHASAN=$(CURDIR)/bin/nhasan go test -count=1 -timeout 75m ./stories

screenshots: build
	NHASAN=$(CURDIR)/bin/nhasan go test -count=1 -timeout 75m ./stories -update

# Folder by folder, as one does while working on one: the names in the generated files depend on it.
generate: $(templ)
	@for p in $(pages); do $(templ) generate -log-level error -path $$p -ignore-pattern "$$p[^/]+/" || exit 1; done

# Needs Node. What it builds is committed, so that nothing else does.
assets:
	cd tools/assets && npm ci --no-audit --no-fund && npm run build

# What the program is made of: bin/nhasan.cdx.json (CycloneDX) and bin/licences.txt.
sbom:
	@mkdir -p bin
	go run ./tools/sbom -version $(version) -out bin

licences:
	go run ./tools/sbom -list doc/licences.md

# On Debian. What it holds: doc/operate.md.
deb: build sbom
	sh tools/deb/build.sh $(version)

# The primary of a highly available PostgreSQL is killed under load: test/ha. Takes some minutes.
ha:
	@sh tools/setup.sh ha
	go test -tags ha -count=1 -v -run PrimaryIsKilled -timeout 30m ./internal/app

# Slips, sealed results and digitised papers out of the stories, held against veraPDF.
verapdf: build
	@sh tools/setup.sh test
	@sh tools/setup.sh verapdf
	rm -rf bin/pdfs && mkdir -p bin/pdfs
	NHASAN=$(CURDIR)/bin/nhasan NHASAN_PDFS=$(CURDIR)/bin/pdfs go test -count=1 -run 'TwentyWithOne|OldMan|TwoHundred' ./stories
	tools/verapdf/run.sh bin/pdfs

# A day's work in twenty minutes, watching what the process holds.
soak:
	go test -tags soak -count=1 -v -run LeavesNoTrace -timeout 2h ./internal/app

clean:
	-go run ./tools/pgstop
	rm -rf bin .tools

.tools/staticcheck-%:
	GOBIN=$(CURDIR)/.tools go install honnef.co/go/tools/cmd/staticcheck@$*
	mv .tools/staticcheck $@

.tools/templ-%:
	GOBIN=$(CURDIR)/.tools go install github.com/a-h/templ/cmd/templ@$*
	mv .tools/templ $@

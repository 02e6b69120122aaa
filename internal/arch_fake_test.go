package arch

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// Each of these small houses breaks one rule, or looks as if it did.
func TestTheReaderSeesWhatIsWrong(t *testing.T) {
	const d = module + "internal/"
	imports := func(p string) string { return "package p\nimport _ " + `"` + p + `"` }
	for _, c := range []struct{ name, file, text, want string }{
		{"up", "internal/payment/service.go", imports(d + "dossier"),
			"payment (floor 2) imports dossier (floor 3): call down, announce up (internal/payment/service.go)"},
		{"up, from a folder below", "internal/payment/vietqr/qr.go", imports(d + "dossier/intake"), "payment (floor 2) imports dossier (floor 3)"},
		{"up, in a test", "internal/payment/service_test.go", imports(d + "dossier"), "payment (floor 2) imports dossier"},
		{"down", "internal/dossier/service.go", imports(d + "payment"), ""},
		{"a folder of its own", "internal/dossier/service.go", imports(d + "dossier/intake"), ""},
		{"beside, no door", "internal/dossier/service.go", imports(d + "docs"), "dossier (floor 3) imports docs beside it: no door"},
		{"beside, through the door", "internal/catalog/service.go", imports(d + "org"), ""},
		{"beside, the door from behind", "internal/org/service.go", imports(d + "catalog"), "org (floor 1) imports catalog beside it"},
		{"to the platform", "internal/audit/service.go", imports(d + "platform/clock"), ""},
		{"out of the platform", "internal/platform/web/web.go", imports(d + "audit"), "platform imports audit (floor 0): the platform knows no room"},
		{"a program starts app", "cmd/nhasan/main.go", imports(d + "app"), ""},
		{"a program reaches inside", "cmd/nhasan/main.go", imports(d + "dossier"), "a program imports dossier: it starts app"},
		{"a room without a floor", "internal/attic/doc.go", "package p", "internal/attic has no floor"},
		{"a nameless package", "internal/dossier/utils/x.go", "package utils", "a package called utils says nothing"},
		{"testkit in the product", "internal/dossier/service.go", imports(d + "platform/testkit"), "imports testkit: only tests do"},
		{"testkit in a test", "internal/dossier/service_test.go", imports(d + "platform/testkit"), ""},
		{"a flow that speaks HTTP", "internal/dossier/flow.go", imports("net/http"),
			"internal/dossier/flow.go holds states and actions: it does not import net/http"},
		{"rules that read tables", "internal/dossier/rules_fee.go", imports(bun), "holds pure rules: it does not import github.com/uptrace/bun"},
		{"a test of rules that reads tables", "internal/dossier/rules_fee_test.go", imports(bun), ""},
		{"nouns that read tables", "internal/dossier/dossier.go", imports(bun), "holds nouns: it does not import"},
		{"a page that reads tables", "internal/portal/page_home.go", imports(bun + "/dialect/pgdialect"), "holds a page: it does not import"},
		{"a page speaks HTTP", "internal/portal/page_home.go", imports("net/http"), ""},
		{"a service that draws", "internal/dossier/service.go", imports(templ), "holds verbs: it does not import github.com/a-h/templ"},
		{"a store reads tables", "internal/dossier/store.go", imports(bun), ""},
		{"a clock of its own", "internal/dossier/service.go", "package p\nimport \"time\"\nvar x = time.Now()", "internal/dossier/service.go:3 uses time.Now"},
		{"a clock of its own, passed on", "internal/dossier/service.go", "package p\nimport \"time\"\nvar x = time.Now", "uses time.Now"},
		{"the clock itself", "internal/platform/clock/clock.go", "package p\nimport \"time\"\nvar x = time.Now()", ""},
		{"something else called time", "internal/dossier/service.go", "package p\nvar time struct{ Now int }\nvar x = time.Now", ""},
		{"debugging", "internal/dossier/service.go", "package p\nimport \"fmt\"\nfunc f() { fmt.Println(1) }", "uses fmt.Println: write to the log"},
		{"a strange table", "internal/portal/store.go", "package p\nvar q = `SELECT 1 FROM dossier_stilt e`",
			"internal/portal/store.go:2 names the table dossier_stilt: only internal/dossier/store*.go does"},
		{"its own table, in a page", "internal/dossier/page_list.go", "package p\nvar q = \"DELETE FROM dossier_stilt\"", "names the table dossier_stilt"},
		{"its own table, in a tag of the nouns", "internal/dossier/dossier.go", "package p\ntype e struct { x int `bun:\"table:dossier_stilt\"` }", "names the table"},
		{"its own table, in a store", "internal/dossier/store_event.go", "package p\nvar q = \"SELECT 1 FROM dossier_stilt\"", ""},
		{"its own table, in a test", "internal/dossier/flow_test.go", "package p\nvar q = \"DELETE FROM dossier_stilt\"", ""},
		{"a longer word", "internal/portal/page_home.go", "package p\nvar q = \"dossier_stilts_seen\"", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := house{tables: map[string]string{"dossier_stilt": "internal/dossier"}, sources: []source{fake(t, c.file, c.text)}}
			if room := roomOf(h.sources[0].folder()); room != "" && room != "platform" {
				h.sources = append(h.sources, fake(t, "internal/"+room+"/doc.go", "package p"))
			}
			got := strings.Join(h.faults(), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("%s with\n%s\n gave: %q\nwanted: %q", c.file, c.text, got, c.want)
			}
		})
	}
}

func TestTheReaderFindsTablesInSchemas(t *testing.T) {
	h := house{tables: map[string]string{}}
	h.readSchema("internal/dossier/schema/001_start.sql", "-- +goose Up\nCREATE TABLE dossier_stilt (id TEXT);\ncreate table if not exists paper (id TEXT);")
	if h.tables["dossier_stilt"] != "internal/dossier" {
		t.Errorf("found %v, want dossier_stilt of internal/dossier", h.tables)
	}
	want := "the table paper of internal/dossier: its name begins with dossier_"
	if got := strings.Join(h.faults(), "\n"); got != want {
		t.Errorf("gave: %q\nwanted: %q", got, want)
	}
}

func TestARoomSaysWhatItIs(t *testing.T) {
	h := house{sources: []source{fake(t, "internal/audit/audit.go", "package audit")}}
	if got := strings.Join(h.faults(), "\n"); !strings.Contains(got, "internal/audit has no doc.go") {
		t.Errorf("a room without doc.go gave: %q", got)
	}
}

func fake(t *testing.T, name, text string) source {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return source{name: name, set: set, file: f}
}

package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house is what the plan is held against.
type house struct {
	sources []source
	tables  map[string]string // table → the package that made it, "internal/dossier"
}

// source is one Go file.
type source struct {
	name string // "internal/dossier/flow.go"
	set  *token.FileSet
	file *ast.File
}

func (s source) folder() string { return path.Dir(s.name) }
func (s source) base() string   { return path.Base(s.name) }
func (s source) isTest() bool   { return strings.HasSuffix(s.name, "_test.go") }
func (s source) room() string   { return roomOf(s.folder()) }

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.set.Position(n.Pos()).Line)
}

// imports returns the paths of the imports.
func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

// roomOf returns "dossier" of "internal/dossier/intake", "" outside internal.
func roomOf(folder string) string {
	rest, ok := strings.CutPrefix(folder+"/", "internal/")
	if !ok {
		return ""
	}
	room, _, _ := strings.Cut(rest, "/")
	return room
}

// faults returns one sentence for each place where the house is not as planned.
func (h house) faults() []string {
	var out []string
	for _, s := range h.sources {
		for _, check := range []func(source) []string{namelessPackage, unplannedRoom, wrongWay, testkitInProduct,
			badManners, ownClock, straysOfDebugging} {
			out = append(out, check(s)...)
		}
		out = append(out, h.foreignTables(s)...)
	}
	out = append(out, h.misnamedTables()...)
	out = append(out, h.roomsWithoutDoc()...)
	slices.Sort(out)
	return slices.Compact(out)
}

func namelessPackage(s source) []string {
	if name := path.Base(s.folder()); slices.Contains(nameless, name) {
		return []string{fmt.Sprintf("%s: a package called %s says nothing: a helper lives with the owner of its subject", s.folder(), name)}
	}
	return nil
}

func unplannedRoom(s source) []string {
	room := s.room()
	if _, ok := floors[room]; ok || room == "" || room == "platform" {
		return nil
	}
	return []string{fmt.Sprintf("internal/%s has no floor: put it into the plan in internal/arch_test.go", room)}
}

// wrongWay finds imports that go up, sideways without a door, or from the platform into a room.
func wrongWay(s source) []string {
	var out []string
	for _, p := range s.imports() {
		to := roomOf(strings.TrimPrefix(p, module))
		if !strings.HasPrefix(p, module) || to == "" || to == "platform" || to == s.room() || strings.HasPrefix(s.name, "bench/") {
			continue // what measures a room may look into it
		}
		if s.isTest() && strings.Contains(p, "/trial") {
			continue // an authority and a card made for tests
		}
		if why := wrongStep(s.room(), to); why != "" {
			out = append(out, why+" ("+s.name+")")
		}
	}
	return out
}

func wrongStep(from, to string) string {
	here, there := floors[from], floors[to]
	switch {
	case from == "" && to == "app":
		return ""
	case from == "":
		return fmt.Sprintf("a program imports %s: it starts app and nothing else", to)
	case from == "platform":
		return fmt.Sprintf("platform imports %s (floor %d): the platform knows no room", to, there)
	case there > here:
		return fmt.Sprintf("%s (floor %d) imports %s (floor %d): call down, announce up", from, here, to, there)
	case there == here && !slices.Contains(doors[from], to):
		return fmt.Sprintf("%s (floor %d) imports %s beside it: no door; declare the interface you need, app passes it in", from, here, to)
	}
	return ""
}

func testkitInProduct(s source) []string {
	const kit = "internal/platform/testkit"
	if s.isTest() || strings.HasPrefix(s.name, kit) || strings.HasPrefix(s.name, "tools/") || strings.HasPrefix(s.name, "bench/") || strings.HasPrefix(s.name, "stories/") {
		return nil
	}
	for _, p := range s.imports() {
		if strings.HasPrefix(p, module+kit) {
			return []string{s.name + " imports testkit: only tests do"}
		}
	}
	return nil
}

// badManners finds files that import what their name forbids.
func badManners(s source) []string {
	if _, ok := floors[s.room()]; !ok || s.room() == "app" {
		return nil
	}
	var out []string
	holds, never := mannersOf(s)
	for _, p := range s.imports() {
		for _, n := range never {
			if p == n || strings.HasPrefix(p, n+"/") {
				out = append(out, fmt.Sprintf("%s holds %s: it does not import %s", s.name, holds, p))
			}
		}
	}
	return out
}

func mannersOf(s source) (holds string, never []string) {
	for _, m := range manners {
		if ok, _ := path.Match(m.file, s.base()); ok {
			return m.holds, m.never
		}
	}
	if s.base() == path.Base(s.folder())+".go" {
		return "nouns", []string{sqlOf, bun, http, web}
	}
	return "", nil
}

func ownClock(s source) []string {
	if s.isTest() || s.folder() == "internal/platform/clock" || s.room() == "" {
		return nil
	}
	return calls(s, "time", []string{"Now"}, "ask the clock you were given")
}

func straysOfDebugging(s source) []string {
	if s.isTest() || s.room() == "app" || s.room() == "" {
		return nil
	}
	return calls(s, "fmt", []string{"Print", "Printf", "Println"}, "write to the log, or to a writer you were given")
}

// calls finds uses of the functions of a standard package.
func calls(s source, pkg string, funcs []string, instead string) []string {
	if !slices.Contains(s.imports(), pkg) {
		return nil
	}
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == pkg && slices.Contains(funcs, sel.Sel.Name) {
			out = append(out, fmt.Sprintf("%s uses %s.%s: %s", s.at(n), pkg, sel.Sel.Name, instead))
		}
		return true
	})
	return out
}

var words = regexp.MustCompile(`[a-z][a-z0-9]*(_[a-z0-9]+)+`)

// foreignTables finds tables named elsewhere than in a store of the room that made them. A room's
// own tests may name them; the machinery of the platform may in any file of its own package.
func (h house) foreignTables(s source) []string {
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		for _, table := range words.FindAllString(lit.Value, -1) {
			owner, known := h.tables[table]
			if known && !mayName(s, owner) {
				out = append(out, fmt.Sprintf("%s names the table %s: only %s/store*.go does", s.at(n), table, owner))
			}
		}
		return true
	})
	return out
}

func mayName(s source, owner string) bool {
	if s.isTest() && (strings.HasPrefix(s.base(), "forgery_") || strings.HasPrefix(s.base(), "guess_") || strings.HasPrefix(s.base(), "crash_")) {
		return true // a forger keeps to no plan, nor does one who guesses, and what a crash left is looked at below the services
	}
	if s.folder() != owner && !strings.HasPrefix(s.folder(), owner+"/") {
		return false
	}
	return s.isTest() || s.room() == "platform" || strings.HasPrefix(s.base(), "store")
}

func (h house) misnamedTables() []string {
	var out []string
	for table, owner := range h.tables {
		if room := path.Base(owner); !strings.HasPrefix(table, room+"_") {
			out = append(out, fmt.Sprintf("the table %s of %s: its name begins with %s_", table, owner, room))
		}
	}
	return out
}

func (h house) roomsWithoutDoc() []string {
	documented := map[string]bool{}
	for _, s := range h.sources {
		if room := s.room(); floors[room] > 0 || room == "audit" {
			documented[room] = documented[room] || s.name == "internal/"+room+"/doc.go"
		}
	}
	var out []string
	for room, ok := range documented {
		if !ok {
			out = append(out, fmt.Sprintf("internal/%s has no doc.go: whose work is it, which law, what lies where?", room))
		}
	}
	return out
}

// readHouse reads the sources and schemas below root. Folders that no build reads are passed over.
func readHouse(t *testing.T, root string) house {
	t.Helper()
	h := house{tables: map[string]string{}}
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		switch rel = filepath.ToSlash(rel); {
		case e.IsDir() && unread(rel):
			return filepath.SkipDir
		case path.Ext(rel) == ".go":
			s, err := parse(rel, name)
			h.sources = append(h.sources, s)
			return err
		case path.Ext(rel) == ".sql" && path.Base(path.Dir(rel)) == "schema":
			raw, err := os.ReadFile(name)
			h.readSchema(rel, string(raw))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func unread(folder string) bool {
	base := path.Base(folder)
	return folder != "." && strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" || folder == "internal/deps"
}

// parse reads the file name, called rel in sentences.
func parse(rel, name string) (source, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
	return source{name: rel, set: set, file: f}, err
}

var createTable = regexp.MustCompile(`(?i)CREATE\s+(?:VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([a-z0-9_]+)`)

func (h house) readSchema(name, text string) {
	for _, m := range createTable.FindAllStringSubmatch(text, -1) {
		h.tables[m[1]] = path.Dir(path.Dir(name))
	}
}

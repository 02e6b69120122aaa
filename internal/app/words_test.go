package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/text"
)

func TestNoTranslationIsMissing(t *testing.T) {
	for _, m := range text.Missing() {
		t.Error(m)
	}
}

func TestEveryNoticeCanBeWritten(t *testing.T) {
	for _, d := range notify.Defects() {
		t.Error(d)
	}
	if len(notify.Events()) < 20 {
		t.Errorf("only %d events are registered", len(notify.Events()))
	}
}

// keyForm is how message keys look: a room, a dot, words with dashes.
var keyForm = regexp.MustCompile(`^(app|audit|blob|catalog|dossier|fault|identity|insight|legacy|notify|org|portal|term|ui|tickets|number|oidc|demoidp)(\.[a-z0-9-]+)+$`)

// TestEveryKeyHasAWord reads the program's own text for whole keys given to text.T, fault.New and
// fault.Field, and expects a sentence for each.
func TestEveryKeyHasAWord(t *testing.T) {
	found := 0
	for file, tree := range sources(t) {
		ast.Inspect(tree, func(n ast.Node) bool {
			key, ok := keyOf(n)
			if !ok || !keyForm.MatchString(key) {
				return true
			}
			found++
			if !text.Has(text.Vi, key) {
				t.Errorf("%s: %q has no sentence", file, key)
			}
			return true
		})
	}
	if found < 200 {
		t.Fatalf("only %d keys were found: the search is broken", found)
	}
}

// keyOf returns the key in text.T(ctx, "key", …), text.In(lang, "key", …), fault.New(kind, "key", …)
// and fault.Field{Key: "key"}.
func keyOf(n ast.Node) (string, bool) {
	switch x := n.(type) {
	case *ast.CallExpr:
		sel, ok := x.Fun.(*ast.SelectorExpr)
		if !ok || len(x.Args) < 2 {
			return "", false
		}
		pkg, _ := sel.X.(*ast.Ident)
		if pkg == nil || (pkg.Name != "text" && pkg.Name != "fault") || (sel.Sel.Name != "T" && sel.Sel.Name != "In" && sel.Sel.Name != "New") {
			return "", false
		}
		return literal(x.Args[1])
	case *ast.KeyValueExpr:
		if k, ok := x.Key.(*ast.Ident); ok && k.Name == "Key" {
			return literal(x.Value)
		}
	}
	return "", false
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	out := map[string]*ast.File{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		out[path] = tree
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

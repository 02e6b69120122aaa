// Package text is the written word: what pages say in each language, and what letters mean when
// people search, sort and type Vietnamese.
package text

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
)

// Lang is a language of the pages.
type Lang string

// The languages. Vietnamese comes first and is the fallback.
const (
	Vi Lang = "vi"
	En Lang = "en"
)

// Langs are all languages, the first one being the default.
var Langs = []Lang{Vi, En}

// words holds language → key → sentence. It is filled while packages initialise, then only read.
var words = map[Lang]map[string]string{Vi: {}, En: {}}

// Register adds a room's words: text/vi.json and text/en.json, flat objects of key → sentence, in
// which {name} stands for an argument. A key twice is a defect, so Register panics. It returns true
// so that a package can write var _ = text.Register(files).
func Register(files fs.FS) bool {
	for _, lang := range Langs {
		name := "text/" + string(lang) + ".json"
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			panic(fmt.Sprintf("words: %v", err))
		}
		var add map[string]string
		if err := json.Unmarshal(raw, &add); err != nil {
			panic(fmt.Sprintf("words: %s: %v", name, err))
		}
		for key, sentence := range add {
			if _, dup := words[lang][key]; dup {
				panic(fmt.Sprintf("words: %q stands twice in %s", key, lang))
			}
			words[lang][key] = sentence
		}
	}
	return true
}

type langKey struct{}

// WithLang puts the reader's language into the context.
func WithLang(ctx context.Context, lang Lang) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// LangOf returns the reader's language, Vietnamese when nothing else is known.
func LangOf(ctx context.Context) Lang {
	if l, ok := ctx.Value(langKey{}).(Lang); ok {
		return l
	}
	return Vi
}

// T returns the sentence of key in the reader's language; args are names and values in turn.
func T(ctx context.Context, key string, args ...any) string {
	return In(LangOf(ctx), key, args...)
}

// TMap is T with the arguments in a map, as faults carry them.
func TMap(ctx context.Context, key string, args map[string]any) string {
	flat := make([]any, 0, 2*len(args))
	for k, v := range args {
		flat = append(flat, k, v)
	}
	return T(ctx, key, flat...)
}

// In returns the sentence of key in lang. With an argument n of 1, English looks for key.one first.
// A missing English sentence falls back to Vietnamese, a missing key shows itself as ⟦key⟧; tests
// fail on both.
func In(lang Lang, key string, args ...any) string {
	sentence, ok := find(lang, key, args)
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return sentence
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", show(lang, args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// Has tells whether key has a sentence in lang.
func Has(lang Lang, key string) bool { _, ok := words[lang][key]; return ok }

func find(lang Lang, key string, args []any) (string, bool) {
	if lang == En && isOne(args) {
		if s, ok := words[lang][key+".one"]; ok {
			return s, true
		}
	}
	for _, l := range []Lang{lang, Vi} {
		if s, ok := words[l][key]; ok {
			return s, true
		}
	}
	return "", false
}

func isOne(args []any) bool {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			return fmt.Sprint(args[i+1]) == "1"
		}
	}
	return false
}

func show(lang Lang, v any) string {
	switch n := v.(type) {
	case int:
		return Integer(lang, int64(n))
	case int64:
		return Integer(lang, n)
	}
	return fmt.Sprint(v)
}

// Missing lists, for each language, the keys that another language has and it lacks; a test keeps
// it empty. English plural variants (.one) need no Vietnamese twin.
func Missing() []string {
	var missing []string
	for _, lang := range Langs {
		for _, other := range Langs {
			for key := range words[other] {
				if !Has(lang, key) && !strings.HasSuffix(key, ".one") {
					missing = append(missing, string(lang)+": "+key)
				}
			}
		}
	}
	sort.Strings(missing)
	return slices.Compact(missing)
}

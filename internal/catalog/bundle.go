package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// The kind and the number of the file in which one procedure travels between installations. The number
// grows when a reader of an older one would misunderstand it.
const (
	bundleSchema  = "nhasan.procedure"
	bundleVersion = 1
	bundleLimit   = 2 << 20
)

// Bundle is one version of one procedure, as it travels.
type Bundle struct {
	Schema        string          `json:"schema"`
	SchemaVersion int             `json:"schema_version"`
	ExportedAt    time.Time       `json:"exported_at"`
	Procedure     BundleProcedure `json:"procedure"`
	Version       BundleVersion   `json:"version"`
	Content       Content         `json:"content"`
	Digest        string          `json:"digest"` // of the content: a file that was cut or changed by hand says so
}

// BundleProcedure is what belongs to all versions.
type BundleProcedure struct {
	Code       string     `json:"code,omitempty"`
	Name       string     `json:"name"`
	NameEn     string     `json:"name_en,omitempty"`
	Level      Level      `json:"level"`
	Field      string     `json:"field"`
	Source     string     `json:"source,omitempty"`
	Confidence Confidence `json:"confidence,omitempty"`
}

// BundleVersion says which version it was where it comes from.
type BundleVersion struct {
	Number     int        `json:"number"`
	Status     Status     `json:"status"`
	From       clock.Date `json:"from,omitempty"`
	DecisionNo string     `json:"decision_no,omitempty"`
}

// bundleOf packs a version.
func bundleOf(p Procedure, v Version, now time.Time) Bundle {
	return Bundle{Schema: bundleSchema, SchemaVersion: bundleVersion, ExportedAt: now.UTC(),
		Procedure: BundleProcedure{Code: p.Code, Name: p.Name, NameEn: p.NameEn, Level: p.Level, Field: p.Field, Source: p.Source, Confidence: p.Confidence},
		Version:   BundleVersion{v.Number, v.Status, v.From, v.DecisionNo}, Content: v.Content, Digest: v.digest()}
}

// procedure is the procedure that the file names.
func (b Bundle) procedure() Procedure {
	g := b.Procedure
	return Procedure{Code: g.Code, Name: g.Name, NameEn: g.NameEn, Level: g.Level, Field: g.Field, Source: g.Source, Confidence: g.Confidence}
}

// ReadBundle reads a file with one procedure, refusing what it does not know: a rule that is
// misspelt would be no rule. Whether the content is whole, Troubles says; a draft may have some.
func ReadBundle(raw []byte) (Bundle, error) {
	var b Bundle
	if len(raw) > bundleLimit {
		return b, wrongBundle("too-large", "mb", bundleLimit>>20)
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) {
		return b, wrongBundle("not-utf8")
	}
	var head struct {
		Schema        string `json:"schema"`
		SchemaVersion int    `json:"schema_version"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return b, wrongBundle("json", "why", err.Error())
	}
	switch {
	case head.Schema != bundleSchema:
		return b, wrongBundle("schema")
	case head.SchemaVersion > bundleVersion:
		return b, wrongBundle("newer", "n", head.SchemaVersion, "know", bundleVersion)
	case head.SchemaVersion < 1:
		return b, wrongBundle("schema")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, wrongBundle("json", "why", err.Error())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return b, wrongBundle("more")
	}
	return b, b.check()
}

// check wants what the catalogue cannot do without, even in a draft.
func (b *Bundle) check() error {
	p, wrong := b.procedure().tidy()
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "catalog.bundle.procedure", Args: fault.Args("column", wrong[0].Name)}
	}
	if !slices.Contains([]Confidence{"", High, Medium, Low}, p.Confidence) {
		return wrongBundle("procedure", "column", "confidence")
	}
	b.Procedure = BundleProcedure{p.Code, p.Name, p.NameEn, p.Level, p.Field, p.Source, p.Confidence}
	if b.Digest != b.Content.digest() {
		return wrongBundle("digest")
	}
	for _, k := range b.Content.Cases {
		for _, ch := range k.Channels {
			if !ch.sound() {
				return wrongBundle("channel", "name", k.Name)
			}
		}
	}
	return nil
}

func wrongBundle(key string, args ...any) error {
	return fault.OnFields([]fault.Field{{Name: "file", Key: "catalog.bundle." + key, Args: fault.Args(args...)}})
}

package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog/finder"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// shelf is what finding looks through: all procedures in force on one day. It is never changed.
type shelf struct {
	revision int64
	on       clock.Date
	items    []Summary // by name
	index    *finder.Index
}

// current returns the shelf of today; it is filled again when the catalogue changed, here or in
// another process, and when a day begins.
func (s *Service) current(ctx context.Context) (*shelf, error) {
	revision, err := s.read().revision(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.shelf; sh != nil && sh.revision == revision && sh.on == s.today() {
		return sh, nil
	}
	sh, err := fill(ctx, s.read(), revision, s.today())
	if err == nil {
		s.shelf = sh
	}
	return sh, err
}

func fill(ctx context.Context, st store, revision int64, on clock.Date) (*shelf, error) {
	procedures, err := st.procedures(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := st.allCurrent(ctx, on)
	if err != nil {
		return nil, err
	}
	of := make(map[string]*Version, len(versions))
	for _, v := range versions {
		of[v.ProcedureID] = v
	}
	sh := &shelf{revision: revision, on: on}
	for _, p := range procedures {
		if v := of[p.ID]; v != nil {
			sh.items = append(sh.items, summaryOf(*p, v))
		}
	}
	slices.SortStableFunc(sh.items, func(a, b Summary) int { return strings.Compare(a.sort, b.sort) })
	sh.index = newIndex(sh.items)
	return sh, nil
}

func newIndex(items []Summary) *finder.Index {
	docs := make([]finder.Doc, len(items))
	for i, item := range items {
		docs[i] = item.doc()
	}
	return finder.New(docs, everyday.Everyday)
}

func summaryOf(p Procedure, v *Version) Summary {
	s := Summary{Procedure: p, VersionID: v.ID, ServiceLevel: v.ServiceLevel, HandlingUnit: v.HandlingUnit,
		Result: v.Result, Online: v.TakesOnline(), sort: text.Fold(p.Name) + "\x00" + text.Exact(p.Name)}
	k, _ := v.Case("")
	if ch, ok := k.Channel(Direct); ok {
		s.Term, s.FeeDong = ch.Term, ch.FeeDong
	}
	return s
}

func (s Summary) doc() finder.Doc {
	return finder.Doc{Code: s.Code, Texts: []finder.Text{
		{Words: s.Name, Weight: 1}, {Words: s.NameEn, Weight: 0.8}, {Words: s.Field, Weight: 0.5},
		{Words: s.Result, Weight: 0.5}, {Words: FieldEn(s.Field), Weight: 0.4}, {Words: s.HandlingUnit, Weight: 0.3},
	}}
}

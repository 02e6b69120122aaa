package catalog

import (
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/org/term"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Level is the level of government that decides a procedure. Its names are those of unit kinds.
type Level string

// The levels. Districts ended on 30 June 2025; their procedures stay readable.
const (
	Province Level = "province"
	District Level = "district"
	Commune  Level = "commune"
)

// Levels are all levels, the largest first.
var Levels = []Level{Province, District, Commune}

// Procedure is what stays the same over all versions. Its key is ours: many procedures have no
// confirmed national code, and some codes belong to two levels.
type Procedure struct {
	ID     string `json:"id"`
	Code   string `json:"code,omitempty"` // national code, 1.001193; empty while none is confirmed
	Slug   string `json:"slug"`           // its address, given once
	Name   string `json:"name"`           // unique in its level
	NameEn string `json:"name_en,omitempty"`
	Level  Level  `json:"level"`
	Field  string `json:"field"` // lĩnh vực, in Vietnamese

	Source     string     `json:"source,omitempty"` // where the data were gathered
	Confidence Confidence `json:"confidence,omitempty"`
}

// Confidence is how far whoever gathered the data trusts it.
type Confidence string

// What is not High is waiting to be compared with the decision that announces the procedure.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Key is how people and files name a procedure: its level and name.
func (p Procedure) Key() string { return string(p.Level) + "/" + p.Name }

// Title is the name in the reader's language.
func (p Procedure) Title(lang text.Lang) string { return inLang(lang, p.Name, p.NameEn) }

// Status is where a version stands.
type Status string

// A draft can be read by editors only; abolished means that no version follows.
const (
	StatusDraft     Status = "draft"
	StatusPublished Status = "published"
	StatusAbolished Status = "abolished"
)

// ServiceLevel says how far a procedure can be done online. law: online/levels
type ServiceLevel string

// None is information only; Partial needs a visit; Full needs none.
const (
	None    ServiceLevel = "none"
	Partial ServiceLevel = "partial"
	Full    ServiceLevel = "full"
)

// ServiceLevels are all service levels, the highest first.
var ServiceLevels = []ServiceLevel{Full, Partial, None}

// Version is a procedure as it holds from a day on. Once published, its content never changes.
type Version struct {
	ID          string     `json:"id"`
	ProcedureID string     `json:"procedure_id"`
	Number      int        `json:"number"` // 1, 2, 3 … in each procedure
	Status      Status     `json:"status"`
	From        clock.Date `json:"from,omitempty"`  // first day
	Until       clock.Date `json:"until,omitempty"` // last day; none while it holds without end
	DecisionNo  string     `json:"decision_no,omitempty"`
	EndedBy     string     `json:"end_decision_no,omitempty"` // the decision that abolishes
	Content

	Edition  int       `json:"-"` // counts the changes of a draft: whoever saves names the one they saw
	EditedBy string    `json:"-"` // who changed the draft last, and when
	EditedAt time.Time `json:"-"`
}

// Ahead tells whether a published version has not begun on the day.
func (v Version) Ahead(day clock.Date) bool { return v.Status == StatusPublished && v.From > day }

// Content is what a version says.
type Content struct {
	ServiceLevel      ServiceLevel `json:"service_level"`
	HandlingUnit      string       `json:"handling_unit"` // as the decision names it: "Phòng Tư pháp"
	Result            string       `json:"result"`
	Requirements      []string     `json:"requirements,omitempty"`
	LegalBases        []string     `json:"legal_bases,omitempty"`
	SupplementReasons []string     `json:"supplement_reasons,omitempty"` // what is usually missing
	Cases             []Case       `json:"cases"`
	Steps             []Step       `json:"steps"`
	Fields            []Field      `json:"fields"`
	Notes             []string     `json:"notes,omitempty"`
	ResultEn          string       `json:"result_en,omitempty"`
	Handling
	Detailed bool `json:"detailed"` // papers, steps and form were given, not defaults
}

// Case is a variant of a procedure (trường hợp): papers hang on it, term and fee on its channels.
type Case struct {
	Key        string      `json:"key"`
	Name       string      `json:"name,omitempty"` // empty when the procedure has one case
	NameEn     string      `json:"name_en,omitempty"`
	Channels   []Channel   `json:"channels"`
	Components []Component `json:"components"`
}

// ChannelKind is a way to hand in a dossier and to get the result.
type ChannelKind string

// The channels; the national message numbers them 1, 2, 3 in this order.
const (
	Direct ChannelKind = "direct"
	Online ChannelKind = "online"
	Post   ChannelKind = "post"
)

// ChannelKinds are all channels.
var ChannelKinds = []ChannelKind{Direct, Online, Post}

// Channel is a way to hand in, with the term and fee that hold for it.
type Channel struct {
	Kind    ChannelKind `json:"kind"`
	Term    term.Term   `json:"term"`               // none when the law sets no figure
	FeeDong *int64      `json:"fee_dong,omitempty"` // 0 is free; nil when the province sets it
	FeeNote string      `json:"fee_note,omitempty"`
	Note    string      `json:"note,omitempty"`
	Groups  []GroupFee  `json:"groups,omitempty"` // who pays or waits less, or nothing
}

// GroupFee is the fee, and the term where it differs, of a group of applicants.
type GroupFee struct {
	Group   string    `json:"group"` // "hộ nghèo"
	FeeDong int64     `json:"fee_dong"`
	Term    term.Term `json:"term,omitzero"` // none: as for all
}

// Component is a paper of the dossier.
type Component struct {
	Key             string `json:"key"` // unique in its case
	Name            string `json:"name"`
	Originals       int    `json:"originals"`
	CertifiedCopies int    `json:"certified_copies"`
	PlainCopies     int    `json:"plain_copies"`
	PresentOnly     bool   `json:"present_only,omitempty"` // shown, not handed in
	Condition       string `json:"condition,omitempty"`    // wanted only when this holds
	ConditionEn     string `json:"condition_en,omitempty"`
	NameEn          string `json:"name_en,omitempty"`
	FormFile        string `json:"form_file,omitempty"`
	Electronic      bool   `json:"electronic,omitempty"` // an electronic version is taken as it is
	Optional        bool   `json:"optional,omitempty"`   // may be left out
	Reusable        bool   `json:"reusable,omitempty"`   // not asked for again where the office already holds it
}

// Step is a step of the internal process. Hours are working hours of the office.
type Step struct {
	Order    int     `json:"order"`
	Role     string  `json:"role"`      // "reception", "specialist", "division-head", "leader", "clerk"
	RoleName string  `json:"role_name"` // as the process names it: "Công chức Tư pháp - Hộ tịch"
	UnitName string  `json:"unit_name"`
	Action   string  `json:"action"`
	Hours    float64 `json:"hours"`
	Output   string  `json:"output,omitempty"`
}

// HoursPerDay is how internal steps reckon a day of the term, working or calendar.
const HoursPerDay = 8

// HoldsOn tells whether v is the version in force on the day.
func (v Version) HoldsOn(day clock.Date) bool {
	return v.Status != StatusDraft && v.From <= day && (v.Until == "" || day <= v.Until)
}

// Case returns the case with the key, or the first one; false when there is none with that key.
func (c Content) Case(key string) (Case, bool) {
	i := slices.IndexFunc(c.Cases, func(k Case) bool { return k.Key == key })
	switch {
	case i >= 0:
		return c.Cases[i], true
	case len(c.Cases) == 0:
		return Case{}, false
	}
	return c.Cases[0], key == ""
}

// Channel returns the channel of that kind.
func (c Case) Channel(kind ChannelKind) (Channel, bool) {
	i := slices.IndexFunc(c.Channels, func(ch Channel) bool { return ch.Kind == kind })
	if i < 0 {
		return Channel{}, false
	}
	return c.Channels[i], true
}

// ResultIn is the result in the reader's language.
func (c Content) ResultIn(lang text.Lang) string { return inLang(lang, c.Result, c.ResultEn) }

// Title is the name of the case in the reader's language.
func (c Case) Title(lang text.Lang) string { return inLang(lang, c.Name, c.NameEn) }

// Title is the name of the paper in the reader's language.
func (c Component) Title(lang text.Lang) string { return inLang(lang, c.Name, c.NameEn) }

// Fee returns what a group of applicants pays: its own fee where it has one, else that of all.
func (c Channel) Fee(group string) *int64 {
	for _, g := range c.Groups {
		if g.Group == group {
			return &g.FeeDong
		}
	}
	return c.FeeDong
}

// Component returns the paper with that key.
func (c Case) Component(key string) (Component, bool) {
	i := slices.IndexFunc(c.Components, func(p Component) bool { return p.Key == key })
	if i < 0 {
		return Component{}, false
	}
	return c.Components[i], true
}

// TakesOnline tells whether a dossier can be handed in online in some case.
func (c Content) TakesOnline() bool {
	return c.ServiceLevel != None && slices.ContainsFunc(c.Cases, func(k Case) bool {
		_, ok := k.Channel(Online)
		return ok
	})
}

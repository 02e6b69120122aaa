package dossier

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// DraftWork is a dossier in the making: a citizen's form filled page by page on any device, an
// officer's intake at the counter, or the corrections asked for a dossier (DossierID).
type DraftWork struct {
	ID          string              `json:"-"`
	AccountID   string              `json:"-"` // whose it is
	DossierID   string              `json:"-"` // "" for a new dossier
	ProcedureID string              `json:"-"`
	Name        string              `json:"-"` // of the procedure
	Version     int                 `json:"-"` // grows with each save; the slower of two devices is told
	CreatedAt   time.Time           `json:"-"`
	SavedAt     time.Time           `json:"-"`
	VersionID   string              `json:"version"`
	Channel     catalog.ChannelKind `json:"channel"`
	CaseKey     string              `json:"case"`
	ReceivingID string              `json:"receiving"`
	Values      catalog.Values      `json:"values"`
	Papers      []Paper             `json:"papers"`
	Owner       Party               `json:"owner"`
	Submitter   Party               `json:"submitter"`
	Owners      []Party             `json:"owners,omitempty"`  // owners beside Owner
	Mandate     *Mandate            `json:"mandate,omitempty"` // by what the submitter acts for the owner
	Done        []string            `json:"done,omitempty"`    // pages of the form that were filled in

	Consents []Consent `json:"consents,omitempty"` // to using what the house knows

}

// Start begins a draft for a procedure. A citizen's is sent online, an officer's at the counter of
// their unit.
func (s *Service) Start(ctx context.Context, procedureID, caseKey, receivingID string) (*DraftWork, error) {
	a := actor.Of(ctx)
	if a.AccountID == "" {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	now := s.Clock.Now()
	p, err := s.Catalog.ByID(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	v, err := s.Catalog.Current(ctx, procedureID, clock.DateOf(now))
	if err != nil {
		return nil, err
	}
	dr := &DraftWork{ID: id.New(), AccountID: a.AccountID, ProcedureID: p.ID, Name: p.Name, VersionID: v.ID, Version: 1,
		CreatedAt: now, SavedAt: now, Channel: catalog.Online, CaseKey: caseKey, ReceivingID: receivingID, Values: catalog.Values{}}
	if a.Kind == actor.Officer {
		dr.Channel = catalog.Direct
		err = s.mayReceiveAt(ctx, receivingID)
	} else {
		err = takesOnline(v)
	}
	if err != nil {
		return nil, err
	}
	return dr, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.insertDraft(ctx, dr) })
}

func takesOnline(v *catalog.Version) error {
	if v.TakesOnline() {
		return nil
	}
	return fault.New(fault.Conflict, "dossier.not-online")
}

func (s *Service) mayReceiveAt(ctx context.Context, unitID string) error {
	u, err := s.Org.Unit(ctx, unitID)
	if err != nil {
		return err
	}
	return actor.Need(ctx, CanReceive, u.Path)
}

// StartAnswer begins the corrections asked for a dossier, with what was sent before filled in. An
// answer that is already begun is taken up again.
func (s *Service) StartAnswer(ctx context.Context, dossierID string) (*DraftWork, error) {
	d, err := s.Mine(ctx, dossierID)
	if err != nil {
		return nil, err
	}
	if d.OpenSupplement() == nil {
		return nil, fault.New(fault.Conflict, "dossier.nothing-asked")
	}
	drafts, err := s.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	for _, dr := range drafts {
		if dr.DossierID == d.ID {
			return &dr, nil
		}
	}
	now := s.Clock.Now()
	dr := &DraftWork{ID: id.New(), AccountID: d.AccountID, DossierID: d.ID, ProcedureID: d.Procedure, Name: d.Name,
		Version: 1, CreatedAt: now, SavedAt: now, VersionID: d.VersionID, Channel: d.Channel, CaseKey: d.CaseKey,
		ReceivingID: d.Receiving.UnitID, Values: d.Values, Papers: d.Papers, Owner: d.Owner, Submitter: d.Submitter}
	return dr, s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.insertDraft(ctx, dr) })
}

// Draft returns a draft of whoever acts.
func (s *Service) Draft(ctx context.Context, draftID string) (*DraftWork, error) {
	return store{s.DB.Read()}.draft(ctx, draftID, actor.Of(ctx).AccountID)
}

// Drafts lists the drafts of whoever acts, the last saved first.
func (s *Service) Drafts(ctx context.Context) ([]DraftWork, error) {
	return store{s.DB.Read()}.drafts(ctx, actor.Of(ctx).AccountID)
}

// Save changes a draft. The change sees the draft as it is now; seen is the version the person
// worked from, 0 when the change cannot disturb another device's (one field, one file).
func (s *Service) Save(ctx context.Context, draftID string, seen int, change func(*DraftWork) error) (*DraftWork, error) {
	var out *DraftWork
	err := s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = s.saveIn(ctx, tx, draftID, seen, change)
		return err
	})
	return out, err
}

// saveIn is Save in a transaction in which something else happens too.
func (s *Service) saveIn(ctx context.Context, tx *db.Tx, draftID string, seen int, change func(*DraftWork) error) (*DraftWork, error) {
	dr, err := store{tx}.draft(ctx, draftID, actor.Of(ctx).AccountID)
	if err != nil {
		return nil, err
	}
	if seen != 0 && seen != dr.Version {
		return nil, fault.New(fault.Conflict, "dossier.draft-changed", "at", text.DateTime(ctx, dr.SavedAt))
	}
	was, owner, had := dr.Version, ownerKey(dr.Owner.PersonalNo), dr.files()
	if err := change(dr); err != nil {
		return nil, err
	}
	if owner != "" && owner != ownerKey(dr.Owner.PersonalNo) && dr.Channel != catalog.Online {
		dr.forgetReused(s.Clock.Now())
	}
	dr.Version, dr.SavedAt = was+1, s.Clock.Now()
	has := dr.files()
	gone := slices.DeleteFunc(had, func(f File) bool { return slices.ContainsFunc(has, func(h File) bool { return h.SHA256 == f.SHA256 }) })
	if err := (store{tx}).loosen(ctx, []Paper{{Files: gone}}, dr.SavedAt); err != nil {
		return nil, err
	}
	return dr, store{tx}.updateDraft(ctx, dr, was)
}

// files are all files of the papers.
func (dr *DraftWork) files() (out []File) {
	for _, p := range dr.Papers {
		out = append(out, p.Files...)
	}
	return out
}

// DropDraft throws a draft away; Restore undoes it for DroppedKept.
func (s *Service) DropDraft(ctx context.Context, draftID string) error {
	dr, err := s.Draft(ctx, draftID)
	if err != nil {
		return err
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.putAside(ctx, dr, s.Clock.Now()) })
}

// Restore brings back a draft that was thrown away.
func (s *Service) Restore(ctx context.Context, draftID string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.restoreDraft(ctx, draftID, actor.Of(ctx).AccountID, s.Clock.Now())
	})
}

// Dropped lists the drafts that whoever acts threw away and can take back.
func (s *Service) Dropped(ctx context.Context) ([]DraftWork, error) {
	return store{s.DB.Read()}.asideOf(ctx, actor.Of(ctx).AccountID, s.Clock.Now().Add(-DroppedKept))
}

// ExpiresAt is when a draft that nobody touches is thrown away.
func (dr *DraftWork) ExpiresAt() time.Time { return dr.SavedAt.Add(DraftsKept) }

// Expiring tells whether that is near enough to be said.
func (dr *DraftWork) Expiring(now time.Time) bool { return dr.ExpiresAt().Sub(now) < DraftsWarned }

// Attach stores a file and puts it under a paper of the draft.
func (s *Service) Attach(ctx context.Context, draftID string, paper Paper, name string, r io.Reader) (*DraftWork, error) {
	if _, err := s.Draft(ctx, draftID); err != nil { // whose it is, before a byte is stored
		return nil, err
	}
	f, err := s.store(ctx, name, r)
	if err != nil {
		return nil, err
	}
	return s.Save(ctx, draftID, 0, func(dr *DraftWork) error { return dr.attach(paper, f, s.MaxFiles) })
}

// attach puts a file under a paper; most bounds the files of the draft.
func (dr *DraftWork) attach(paper Paper, f File, most int) error {
	if err := dr.room(most); err != nil {
		return err
	}
	p := dr.paper(paper)
	if !slices.ContainsFunc(p.Files, func(has File) bool { return has.SHA256 == f.SHA256 }) {
		p.Files = append(p.Files, f)
	}
	return nil
}

// room refuses when the draft has as many files as it may have.
func (dr *DraftWork) room(most int) error {
	if len(dr.files()) >= most {
		return fault.New(fault.Invalid, "dossier.too-many-files", "n", most)
	}
	return nil
}

// Shift moves a file of a paper one place towards the beginning, or towards the end.
func (s *Service) Shift(ctx context.Context, draftID, paperKey, sha256 string, towards int) (*DraftWork, error) {
	return s.Save(ctx, draftID, 0, func(dr *DraftWork) error {
		i := slices.IndexFunc(dr.Papers, func(p Paper) bool { return p.Key == paperKey })
		if i < 0 {
			return nil
		}
		files := dr.Papers[i].Files
		from := slices.IndexFunc(files, func(f File) bool { return f.SHA256 == sha256 })
		if to := from + towards; from >= 0 && to >= 0 && to < len(files) {
			files[from], files[to] = files[to], files[from]
		}
		return nil
	})
}

// paper returns the draft's paper with that key, made when it is not there.
func (dr *DraftWork) paper(like Paper) *Paper {
	for i := range dr.Papers {
		if dr.Papers[i].Key == like.Key {
			return &dr.Papers[i]
		}
	}
	dr.Papers = append(dr.Papers, like)
	return &dr.Papers[len(dr.Papers)-1]
}

// Detach takes a file out of the draft.
func (s *Service) Detach(ctx context.Context, draftID, paperKey, sha256 string) (*DraftWork, error) {
	return s.Save(ctx, draftID, 0, func(dr *DraftWork) error {
		for i := range dr.Papers {
			if p := &dr.Papers[i]; p.Key == paperKey {
				p.Files = slices.DeleteFunc(p.Files, func(f File) bool { return f.SHA256 == sha256 })
				p.Reused = slices.DeleteFunc(p.Reused, func(r Reused) bool { return r.SHA256 == sha256 })
				dr.endReuse(sha256, s.Clock.Now())
			}
		}
		dr.Papers = slices.DeleteFunc(dr.Papers, func(p Paper) bool { return len(p.Files) == 0 && p.Count == 0 && p.Form != "shown" })
		return nil
	})
}

// endReuse takes back the consent to reuse a file that is taken out.
func (dr *DraftWork) endReuse(sha256 string, at time.Time) {
	for i := range dr.Consents {
		if c := &dr.Consents[i]; c.Purpose == ToReuse && c.Holds() && slices.Contains(c.Names, sha256) {
			c.UndoneAt = at
		}
	}
}

// Wrong lists what still has to be filled in before a draft can be sent.
func (s *Service) Wrong(ctx context.Context, dr *DraftWork) ([]fault.Field, error) {
	v, err := s.Catalog.Version(ctx, dr.VersionID)
	if err != nil {
		return nil, err
	}
	return s.wrongIn(ctx, dr, v), nil
}

func (s *Service) wrongIn(ctx context.Context, dr *DraftWork, v *catalog.Version) []fault.Field {
	wrong := s.wrongValues(ctx, dr, v)
	if _, ok := v.Case(dr.CaseKey); !ok && (len(v.Cases) > 0 || dr.CaseKey != "") {
		wrong = append(wrong, fault.Field{Name: "case", Key: "dossier.choose-case"}) // papers and term are those of a case
	}
	if dr.ReceivingID == "" {
		wrong = append(wrong, fault.Field{Name: "receiving", Key: "dossier.choose-unit"})
	}
	if dr.Owner.Name == "" {
		wrong = append(wrong, fault.Field{Name: "owner_name", Key: "dossier.owner-missing"})
	}
	wrong = append(wrong, dr.wrongParties(clock.DateOf(s.Clock.Now()))...)
	if dr.Channel == catalog.Online {
		wrong = append(wrong, missingPapers(dr, v)...)
	}
	return wrong
}

// wrongValues checks the form. At the counter the paper form lies on the desk: only what was typed
// is checked, nothing has to be typed.
func (s *Service) wrongValues(ctx context.Context, dr *DraftWork, v *catalog.Version) []fault.Field {
	cal, err := s.Org.Calendar(ctx, dr.ReceivingID)
	if err != nil {
		cal = nil // the check then takes Monday to Friday
	}
	found := catalog.CheckForm(v.Fields, dr.Values, catalog.Env{Now: s.Clock.Now(), Calendar: cal, Lang: text.LangOf(ctx)}).Errors()
	if dr.Channel == catalog.Online {
		return found
	}
	return slices.DeleteFunc(found, func(f fault.Field) bool { return dr.Values.One(f.Name) == "" })
}

// missingPapers names the papers an online dossier cannot go without. A paper with a form of its
// own is filled in on the pages; one with a condition is the applicant's to judge.
func missingPapers(dr *DraftWork, v *catalog.Version) []fault.Field {
	var wrong []fault.Field
	k, _ := v.Case(dr.CaseKey)
	for _, c := range k.Components {
		if !Needed(c) {
			continue
		}
		has := slices.ContainsFunc(dr.Papers, func(p Paper) bool { return p.Key == c.Key && len(p.Files) > 0 })
		if !has {
			wrong = append(wrong, fault.Field{Name: "paper:" + c.Key, Key: "dossier.paper-missing", Args: fault.Args("name", c.Name)})
		}
	}
	return wrong
}

// Needed tells whether an online dossier must carry a file for the component.
func Needed(c catalog.Component) bool {
	return !c.PresentOnly && !c.Optional && c.Condition == "" && c.FormFile == ""
}

// ReceivingUnits lists the units where a procedure can be handed in: those of its level that can give
// a dossier its code.
func (s *Service) ReceivingUnits(ctx context.Context, procedureID string) ([]org.Unit, error) {
	p, err := s.Catalog.ByID(ctx, procedureID)
	if err != nil {
		return nil, err
	}
	units, err := s.Org.OfKind(ctx, org.Kind(p.Level), clock.DateOf(s.Clock.Now()))
	return slices.DeleteFunc(units, func(u org.Unit) bool { return !u.Receives() }), err
}

package dossier

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/check"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/id"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// API registers the JSON interface of the desk.
func (s *Service) API(api huma.API) {
	bearer := []map[string][]string{{"bearer": {}}}
	huma.Register(api, huma.Operation{OperationID: "track-dossier", Method: http.MethodGet, Path: web.APIPrefix + "/dossiers/{code}",
		Summary: "Where a dossier stands: public, by code and secret, no personal data", Tags: []string{"dossiers"}}, s.apiTrack)
	huma.Register(api, huma.Operation{OperationID: "list-dossiers", Method: http.MethodGet, Path: web.APIPrefix + "/dossiers",
		Summary: "Dossiers the token may view, nearest due date first", Tags: []string{"dossiers"}, Security: bearer}, s.apiList)
	huma.Register(api, huma.Operation{OperationID: "submit-dossier", Method: http.MethodPost, Path: web.APIPrefix + "/dossiers",
		Summary: "Hand in a dossier", Tags: []string{"dossiers"}, Security: bearer, DefaultStatus: http.StatusCreated}, s.apiSubmit)
	huma.Register(api, huma.Operation{OperationID: "act-on-dossier", Method: http.MethodPost, Path: web.APIPrefix + "/dossiers/{code}/actions",
		Summary: "Do a step of the flow", Tags: []string{"dossiers"}, Security: bearer}, s.apiAct)
	huma.Register(api, huma.Operation{OperationID: "upload-file", Method: http.MethodPost, Path: web.APIPrefix + "/uploads",
		Summary: "Send a file ahead of the dossier that will name it", Tags: []string{"dossiers"}, Security: bearer,
		DefaultStatus: http.StatusCreated, MaxBodyBytes: s.MaxFile + 1<<20}, s.apiUpload)
	huma.Register(api, huma.Operation{OperationID: "upload-files", Method: http.MethodPost, Path: web.APIPrefix + "/uploads/together",
		Summary: "Send several files ahead at once: all of them are kept, or none", Tags: []string{"dossiers"}, Security: bearer,
		DefaultStatus: http.StatusCreated, MaxBodyBytes: mostTogether * s.MaxFile / 4}, s.apiUploadTogether)
}

// apiDossier is what programs see of a dossier; nothing in it names a person.
type apiDossier struct {
	Code        string     `json:"code" example:"X28.159.04-230810-0001"`
	Secret      string     `json:"secret,omitempty" doc:"Lookup secret; only in the answer to the submission"`
	Version     int        `json:"version" doc:"Send it as seen with an action, to be told when somebody was faster"`
	State       State      `json:"state"`
	National    int        `json:"national_status" doc:"Status code of the national portal"`
	Procedure   string     `json:"procedure"`
	Channel     string     `json:"channel"`
	Receiving   string     `json:"receiving_unit"`
	Competent   string     `json:"competent_unit"`
	Turn        string     `json:"turn" doc:"Whose move is awaited"`
	SubmittedAt time.Time  `json:"submitted_at"`
	ReceivedAt  *time.Time `json:"received_at,omitempty"`
	DueAt       *time.Time `json:"due_at,omitempty"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
	ReturnedAt  *time.Time `json:"returned_at,omitempty"`
	Standing    Standing   `json:"standing"`
	Paused      bool       `json:"paused"`
	Supplements int        `json:"supplement_requests"`
	Days        []apiDay   `json:"days,omitempty" doc:"How the due date was counted"`
	Events      []apiEvent `json:"events,omitempty"`
}

type apiDay struct {
	Date    clock.Date `json:"date"`
	Counted bool       `json:"counted"`
	Why     string     `json:"why"`
}

type apiEvent struct {
	Kind Action    `json:"kind"`
	At   time.Time `json:"at"`
	Unit string    `json:"unit,omitempty"`
}

func apiOf(ctx context.Context, d *Dossier, now time.Time) apiDossier {
	out := apiDossier{Code: d.Code, Version: d.Version, State: d.State, National: d.State.National(), Procedure: d.Name,
		Channel: string(d.Channel), Receiving: d.Receiving.Name, Competent: d.Competent.Name, Turn: d.Turn.Role,
		SubmittedAt: d.SubmittedAt.In(clock.Zone), ReceivedAt: given(d.ReceivedAt), DueAt: given(d.Due.At), EndedAt: given(d.EndedAt),
		ReturnedAt: given(d.ReturnedAt), Standing: d.standing(now), Paused: d.Due.Paused,
		Supplements: d.SupplementsAfter()}
	for _, day := range d.Due.Days {
		out.Days = append(out.Days, apiDay{day.Date, day.Counted, day.Why.In(ctx)})
	}
	return out
}

func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(clock.Zone)
	return &t
}

type dossierOut struct{ Body apiDossier }

func (s *Service) out(ctx context.Context, d *Dossier, err error) (*dossierOut, error) {
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	return &dossierOut{apiOf(ctx, d, s.Clock.Now())}, nil
}

func (s *Service) apiTrack(ctx context.Context, in *struct {
	Code   string `path:"code"`
	Secret string `header:"Lookup-Secret" doc:"Lookup secret from the receipt; in a header, since addresses are written down on the way"`
}) (*dossierOut, error) {
	v, err := s.Track(ctx, in.Code, in.Secret)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	out := apiOf(ctx, v.Dossier, s.Clock.Now())
	for _, e := range v.Events {
		out.Events = append(out.Events, apiEvent{e.Kind, e.At, e.UnitName})
	}
	return &dossierOut{out}, nil
}

type listOut struct {
	Body struct {
		Dossiers []apiItem `json:"dossiers"`
		Next     string    `json:"next,omitempty" doc:"Send as after to read on"`
	}
}

type apiItem struct {
	Code      string     `json:"code"`
	Procedure string     `json:"procedure"`
	State     State      `json:"state"`
	DueAt     *time.Time `json:"due_at,omitempty"`
	Standing  Standing   `json:"standing"`
}

func (s *Service) apiList(ctx context.Context, in *struct {
	Box      Box      `query:"box" enum:"turn,mine,all" default:"all"`
	State    State    `query:"state"`
	Standing Standing `query:"standing" enum:",overdue,near,paused"`
	Text     string   `query:"q"`
	After    string   `query:"after"`
	Limit    int      `query:"limit" minimum:"0" maximum:"200"`
}) (*listOut, error) {
	after, err := ParseCursor(in.After)
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	items, next, err := s.List(ctx, Query{Box: in.Box, State: in.State, Standing: in.Standing, Text: in.Text, After: after, Limit: in.Limit})
	if err != nil {
		return nil, web.Problem(ctx, err)
	}
	out := &listOut{}
	out.Body.Dossiers = []apiItem{}
	for _, it := range items {
		out.Body.Dossiers = append(out.Body.Dossiers, apiItem{it.Code, it.Name, it.State, given(it.DueAt), it.Standing})
	}
	out.Body.Next = next.String()
	return out, nil
}

// apiParty is a person in a submission.
type apiParty struct {
	Name       string `json:"name" minLength:"1" maxLength:"200"`
	PersonalNo string `json:"personal_no,omitempty" maxLength:"20"`
	Phone      string `json:"phone,omitempty" maxLength:"20"`
	Email      string `json:"email,omitempty" maxLength:"200"`
	Address    string `json:"address,omitempty" maxLength:"500"`
}

// party reads a person as the counter does. What cannot be right is named by who's field.
func (p apiParty) party(who string) (Party, []fault.Field) {
	out := Party{Name: text.Clean(p.Name), PersonalNo: check.Bare(text.Clean(p.PersonalNo)), Phone: text.Clean(p.Phone),
		Email: text.Clean(p.Email), Address: text.Clean(p.Address)}
	var wrong []fault.Field
	if out.Name == "" {
		wrong = append(wrong, fault.Field{Name: who + ".name", Key: "dossier.owner-missing"})
	}
	if out.PersonalNo != "" && !personalNo(out.PersonalNo) {
		wrong = append(wrong, fault.Field{Name: who + ".personal_no", Key: "dossier.bad-number"})
	}
	if out.Phone != "" {
		home, ok := check.Phone(out.Phone)
		if out.Phone = home; !ok {
			wrong = append(wrong, fault.Field{Name: who + ".phone", Key: "dossier.bad-phone"})
		}
	}
	return out, wrong
}

type submission struct {
	Procedure string         `json:"procedure" doc:"Key or address (slug) of the procedure"`
	Case      string         `json:"case,omitempty"`
	Unit      string         `json:"unit" doc:"Key of the receiving unit"`
	Channel   string         `json:"channel,omitempty" enum:"online,direct,post" doc:"online when left out; the others mean reception on the spot"`
	Owner     apiParty       `json:"owner"`
	Owners    []apiParty     `json:"owners,omitempty" maxItems:"20" doc:"Who owns it beside owner"`
	Submitter *apiParty      `json:"submitter,omitempty" doc:"When it is not an owner"`
	Mandate   *apiMandate    `json:"mandate,omitempty" doc:"By what the submitter acts for the owner; needed when the submitter is none of the owners"`
	Values    map[string]any `json:"values" doc:"The fields of the procedure's form"`
	Papers    []apiPaper     `json:"papers,omitempty"`
}

// apiPaper names the files of a paper, sent ahead.
type apiPaper struct {
	Key     string   `json:"key" doc:"Of the component in the procedure's case"`
	Uploads []string `json:"uploads"`
}

// apiMandate is by what somebody acts for the owner.
type apiMandate struct {
	Kind     string     `json:"kind" enum:"authorised,guardian,organisation,other"`
	Relation string     `json:"relation,omitempty" maxLength:"200" doc:"other: which tie"`
	Number   string     `json:"number,omitempty" maxLength:"60"`
	On       clock.Date `json:"on,omitempty" doc:"Day of the paper, yyyy-mm-dd; authorised: needed"`
	Until    clock.Date `json:"until,omitempty" doc:"Last day on which it holds"`
	By       string     `json:"by,omitempty" maxLength:"200" doc:"Who certified it"`
	Shown    bool       `json:"shown,omitempty" doc:"An officer has seen the paper"`
	Uploads  []string   `json:"uploads,omitempty"`
}

// parties puts into the draft the owners, whoever hands in (the owner when nobody else is named) and by
// what they act.
func (s *Service) parties(ctx context.Context, dr *DraftWork, in submission) error {
	var wrong, more []fault.Field
	dr.Owner, wrong = in.Owner.party("owner")
	dr.Submitter = dr.Owner
	if in.Submitter != nil {
		dr.Submitter, more = in.Submitter.party("submitter")
		wrong = append(wrong, more...)
	}
	for i, o := range in.Owners {
		owner, more := o.party("owners." + strconv.Itoa(i+1))
		dr.Owners, wrong = append(dr.Owners, owner), append(wrong, more...)
	}
	if err := fault.OnFields(wrong); err != nil || in.Mandate == nil {
		return err
	}
	m := in.Mandate
	files, err := s.uploads(ctx, m.Uploads)
	dr.Submitter.Relation = text.Clean(m.Relation)
	dr.Mandate = &Mandate{Kind: m.Kind, Number: text.Clean(m.Number), On: m.On, Until: m.Until, By: text.Clean(m.By),
		Shown: m.Shown, Files: files}
	return err
}

func (s *Service) apiSubmit(ctx context.Context, in *struct {
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body submission
}) (*dossierOut, error) {
	raw, err := json.Marshal(in.Body)
	if err != nil {
		return nil, err
	}
	ctx = Once(ctx, in.Key, raw)
	d, err := s.Answered(ctx)
	if d == nil && err == nil {
		d, err = s.submitWhole(ctx, in.Body)
	}
	out, err := s.out(ctx, d, err)
	if err == nil {
		out.Body.Secret = d.Secret
	}
	return out, err
}

// submitWhole hands in a dossier that arrives in one piece.
func (s *Service) submitWhole(ctx context.Context, in submission) (*Dossier, error) {
	if !actor.Of(ctx).SignedIn() {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	p, err := s.Catalog.Find(ctx, in.Procedure)
	if err != nil {
		return nil, err
	}
	v, err := s.Catalog.Current(ctx, p.ID, clock.DateOf(s.Clock.Now()))
	if err != nil {
		return nil, err
	}
	values, err := catalog.ValuesOf(in.Values)
	if err != nil {
		return nil, fault.New(fault.Invalid, "dossier.values-unreadable").Because(err)
	}
	dr := &DraftWork{ID: id.New(), ProcedureID: p.ID, Name: p.Name, VersionID: v.ID, Channel: catalog.Online, CaseKey: in.Case,
		ReceivingID: in.Unit, Values: values}
	if err := s.parties(ctx, dr, in); err != nil {
		return nil, err
	}
	if err := s.attachUploads(ctx, dr, v, in.Papers); err != nil {
		return nil, err
	}
	do := Submit
	if in.Channel != "" && in.Channel != string(catalog.Online) {
		do, dr.Channel = TakeIn, catalog.ChannelKind(in.Channel)
	}
	return s.send(ctx, dr, do, nothingFirst)
}

func (s *Service) attachUploads(ctx context.Context, dr *DraftWork, v *catalog.Version, papers []apiPaper) error {
	k, _ := v.Case(dr.CaseKey)
	for _, p := range papers {
		c, ok := k.Component(p.Key)
		if !ok {
			return fault.OnFields([]fault.Field{{Name: "papers", Key: "dossier.paper-unknown", Args: fault.Args("key", p.Key)}})
		}
		for _, up := range p.Uploads {
			f, err := s.Uploaded(ctx, up)
			if err != nil {
				return err
			}
			if err := dr.attach(Paper{Key: c.Key, Name: c.Name, Form: "electronic"}, f, s.MaxFiles); err != nil {
				return err
			}
		}
	}
	return nil
}

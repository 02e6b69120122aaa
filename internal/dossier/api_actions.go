package dossier

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func nothingFirst(context.Context, *db.Tx) error { return nil }

// order is a step of the flow that a program asks for. Which of the fields are needed depends on
// the action.
type order struct {
	Action    Action        `json:"action" doc:"receive, ask-fix, refuse, hand-over, take, assign, hand-back, advance, send-back, ask-supplement, resubmit, supplement, ask-payment, paid, consult, send-part, answer, recall, ask-extension, extend, stop, propose, approve, reject, number, return, post, post-back, withdraw, give-back, classify, correct"`
	Seen      int           `json:"seen,omitempty" doc:"Version of the dossier the decision was made on"`
	Reason    string        `json:"reason,omitempty"`
	Asks      []Ask         `json:"asks,omitempty" doc:"ask-fix, ask-supplement: what is to be mended"`
	Complete  bool          `json:"complete,omitempty" doc:"ask-supplement: the list is complete"`
	AnswerBy  string        `json:"answer_by,omitempty" doc:"ask-fix, ask-supplement: the last day for the answer, yyyy-mm-dd"`
	Result    string        `json:"result,omitempty" doc:"propose"`
	Negative  bool          `json:"negative,omitempty" doc:"propose: the request is not granted"`
	Number    string        `json:"number,omitempty" doc:"number; the next one when left out"`
	Certified []apiAttested `json:"certified,omitempty" maxItems:"50" doc:"number: what is certified, each with a number of its book; the result when left out"`
	Password  string        `json:"password,omitempty" maxLength:"200" doc:"number: of the agency's seal, where the agency has one and the result is a PDF; kept nowhere"`
	Recipient string        `json:"recipient,omitempty" doc:"return: who takes the result, and their paper"`
	Uploads   []string      `json:"uploads,omitempty" doc:"propose, number: files of the result; answer, ask-payment, paid: what shows it"`

	Person   string   `json:"person,omitempty" doc:"assign: to whom; consult: the expert asked"`
	Unit     string   `json:"unit,omitempty" doc:"consult: the unit asked"`
	Agency   string   `json:"agency,omitempty" doc:"consult: name of an agency that has no desk here"`
	Question string   `json:"question,omitempty" doc:"consult"`
	Days     int      `json:"days,omitempty" doc:"consult, ask-extension, extend: working days"`
	Errand   string   `json:"errand,omitempty" doc:"answer, recall, send-part: which"`
	Outcome  string   `json:"outcome,omitempty" doc:"answer: agreed, against, otherwise"`
	Amount   int64    `json:"amount_dong,omitempty" doc:"ask-payment"`
	Carrier  string   `json:"carrier,omitempty" doc:"post"`
	Tracking string   `json:"tracking,omitempty" doc:"post: number by which it can be followed"`
	Level    string   `json:"level,omitempty" doc:"classify: empty, restricted"`
	Given    []string `json:"given,omitempty" doc:"give-back: key and name of each paper, with a slash between"`

	Values map[string]any `json:"values,omitempty" doc:"resubmit, supplement: the whole form anew; as it was when left out"`
	Papers []apiPaper     `json:"papers,omitempty" doc:"resubmit, supplement: papers that take the place of those before"`
}

// apiAttested is one paper, signature or contract that is certified.
type apiAttested struct {
	What   string `json:"what" minLength:"1" maxLength:"300"`
	Copies int    `json:"copies,omitempty" minimum:"0" maximum:"9999"`
}

func attestedIn(all []apiAttested) []Attested {
	out := make([]Attested, len(all))
	for i, one := range all {
		out[i] = Attested{What: one.What, Copies: one.Copies}
	}
	return out
}

func (s *Service) apiAct(ctx context.Context, in *struct {
	Code string `path:"code"`
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body order
}) (*dossierOut, error) {
	said := in.Body
	said.Password = "" // no trace of it is left, not even in the digest by which a request is known again
	raw, err := json.Marshal([]any{in.Code, said})
	if err != nil {
		return nil, err
	}
	ctx = Once(ctx, in.Key, raw)
	d, err := s.Answered(ctx)
	if d == nil && err == nil {
		d, err = s.obey(ctx, in.Code, in.Body)
	}
	return s.out(ctx, d, err)
}

// obey does what an order says.
func (s *Service) obey(ctx context.Context, code string, o order) (*Dossier, error) {
	if !actor.Of(ctx).SignedIn() {
		return nil, fault.New(fault.SignIn, "fault.sign-in")
	}
	d, err := store{s.DB.Read()}.byCode(ctx, tidyCode(code))
	if err != nil {
		return nil, err
	}
	if err := s.maySee(ctx, d); err != nil {
		return nil, err
	}
	files, err := s.uploads(ctx, o.Uploads)
	if err != nil {
		return nil, err
	}
	do, ok := orders[o.Action]
	if !ok {
		return nil, fault.New(fault.Invalid, "dossier.unknown-action", "action", string(o.Action))
	}
	return do(ctx, s, At{d.ID, o.Seen}, o, files)
}

func (s *Service) uploads(ctx context.Context, ids []string) ([]File, error) {
	var out []File
	for _, id := range ids {
		f, err := s.Uploaded(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// mend sends what a dossier was asked for: what the order leaves out stays as it was.
func (s *Service) mend(ctx context.Context, at At, o order) (*Dossier, error) {
	d, err := store{s.DB.Read()}.byID(ctx, at.ID)
	if err != nil {
		return nil, err
	}
	v, err := s.Catalog.Version(ctx, d.VersionID)
	if err != nil {
		return nil, err
	}
	anew := func(p Paper) bool {
		return slices.ContainsFunc(o.Papers, func(n apiPaper) bool { return n.Key == p.Key })
	}
	dr := &DraftWork{DossierID: d.ID, VersionID: d.VersionID, Channel: d.Channel, CaseKey: d.CaseKey, ReceivingID: d.Receiving.UnitID,
		Values: d.Values, Papers: slices.DeleteFunc(d.Papers, anew), Owner: d.Owner, Submitter: d.Submitter}
	if o.Values != nil {
		if dr.Values, err = catalog.ValuesOf(o.Values); err != nil {
			return nil, fault.New(fault.Invalid, "dossier.values-unreadable").Because(err)
		}
	}
	if err := s.attachUploads(ctx, dr, v, o.Papers); err != nil {
		return nil, err
	}
	return s.correct(ctx, at, dr, o.Action, nothingFirst)
}

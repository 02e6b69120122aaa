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
	Action    Action   `json:"action" doc:"receive, ask-fix, refuse, hand-over, take, advance, send-back, ask-supplement, resubmit, supplement, propose, approve, reject, number, return, withdraw"`
	Seen      int      `json:"seen,omitempty" doc:"Version of the dossier the decision was made on"`
	Reason    string   `json:"reason,omitempty"`
	Asks      []Ask    `json:"asks,omitempty" doc:"ask-fix, ask-supplement: what is to be mended"`
	Complete  bool     `json:"complete,omitempty" doc:"ask-supplement: the list is complete"`
	Result    string   `json:"result,omitempty" doc:"propose"`
	Number    string   `json:"number,omitempty" doc:"number; the next one when left out"`
	Recipient string   `json:"recipient,omitempty" doc:"return: who takes the result, and their paper"`
	Uploads   []string `json:"uploads,omitempty" doc:"propose, number: files of the result"`

	Values map[string]any `json:"values,omitempty" doc:"resubmit, supplement: the whole form anew; as it was when left out"`
	Papers []apiPaper     `json:"papers,omitempty" doc:"resubmit, supplement: papers that take the place of those before"`
}

func (s *Service) apiAct(ctx context.Context, in *struct {
	Code string `path:"code"`
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body order
}) (*dossierOut, error) {
	raw, err := json.Marshal([]any{in.Code, in.Body})
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
	do, ok := s.orders(At{d.ID, o.Seen}, o, files)[o.Action]
	if !ok {
		return nil, fault.New(fault.Invalid, "dossier.unknown-action", "action", string(o.Action))
	}
	return do(ctx)
}

// orders are the steps that can be asked for by name.
func (s *Service) orders(at At, o order, files []File) map[Action]func(context.Context) (*Dossier, error) {
	return map[Action]func(context.Context) (*Dossier, error){
		Receive:  func(ctx context.Context) (*Dossier, error) { return s.Receive(ctx, at) },
		AskFix:   func(ctx context.Context) (*Dossier, error) { return s.AskFix(ctx, at, o.Asks, o.Reason) },
		Refuse:   func(ctx context.Context) (*Dossier, error) { return s.Refuse(ctx, at, o.Reason) },
		HandOver: func(ctx context.Context) (*Dossier, error) { return s.HandOver(ctx, at, o.Reason) },
		Take:     func(ctx context.Context) (*Dossier, error) { return s.Take(ctx, at) },
		Advance:  func(ctx context.Context) (*Dossier, error) { return s.Advance(ctx, at, o.Reason) },
		SendBack: func(ctx context.Context) (*Dossier, error) { return s.SendBack(ctx, at, o.Reason) },
		AskSupplement: func(ctx context.Context) (*Dossier, error) {
			return s.AskSupplement(ctx, at, o.Asks, o.Reason, o.Complete)
		},
		Resubmit:      func(ctx context.Context) (*Dossier, error) { return s.mend(ctx, at, o) },
		AddSupplement: func(ctx context.Context) (*Dossier, error) { return s.mend(ctx, at, o) },
		Propose:       func(ctx context.Context) (*Dossier, error) { return s.Propose(ctx, at, o.Result, files) },
		Approve:       func(ctx context.Context) (*Dossier, error) { return s.Approve(ctx, at) },
		Reject:        func(ctx context.Context) (*Dossier, error) { return s.Reject(ctx, at, o.Reason) },
		Number:        func(ctx context.Context) (*Dossier, error) { return s.Number(ctx, at, o.Number, files) },
		Return:        func(ctx context.Context) (*Dossier, error) { return s.Return(ctx, at, o.Recipient) },
		Withdraw:      func(ctx context.Context) (*Dossier, error) { return s.Withdraw(ctx, at, o.Reason) },
	}
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

package dossier

import (
	"slices"
	"strings"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org/check"
)

// mask hides what an officer need not see to know which dossier it is. law: pdp/minimise
func (v *View) mask() {
	v.Masked = true
	d := *v.Dossier
	d.Owner, d.Submitter = d.Owner.masked(), d.Submitter.masked()
	d.Owners, d.Values = slices.Clone(d.Owners), nil
	for i := range d.Owners {
		d.Owners[i] = d.Owners[i].masked()
	}
	if d.Mandate != nil {
		m := *d.Mandate
		m.Number, m.Files = maskTail(m.Number, 1, 2), nil
		d.Mandate = &m
	}
	v.Dossier = &d
	for i := range v.Events {
		e := &v.Events[i]
		e.Facts.Opening, e.Facts.Values, e.Facts.Papers, e.Data, e.FromAddr = nil, nil, nil, "", ""
	}
}

// anonymise leaves only what may be told to whoever holds the receipt: no name, no paper, no form.
func (v *View) anonymise() {
	d := *v.Dossier
	d.Owner, d.Submitter, d.Values, d.Papers, d.AccountID = Party{}, Party{}, catalog.Values{}, nil, ""
	d.Owners, d.Mandate, d.Workers, d.ExtendAsk, d.Last = nil, nil, nil, nil, Last{}
	d.Assignee, d.AssigneeID, d.Errands, d.Payments = "", "", nameless(d.Errands), unsigned(d.Payments)
	d.ReturnedTo, d.Secret, d.Supplements = "", "", wordless(d.Supplements)
	if d.State != Refused { // why it was refused is the answer itself; other reasons are the office's
		d.Reason = ""
	}
	if d.Result != nil {
		d.Result = &Result{Number: d.Result.Number, IssuedOn: d.Result.IssuedOn, ApprovedAt: d.Result.ApprovedAt, Negative: d.Result.Negative}
	}
	for i := range v.Events {
		e := &v.Events[i]
		e.FromAddr, e.Data, e.AccountID, e.PersonID, e.OnBehalfOf = "", "", "", "", ""
		if e.ActorKind == "citizen" {
			e.PersonName = ""
		}
		e.Facts = Facts{Asks: named(e.Facts.Asks), Step: e.Facts.Step, Number: e.Facts.Number, Receipt: e.Facts.Receipt, By: e.Facts.By, DueAt: e.Facts.DueAt,
			Carrier: e.Facts.Carrier, Tracking: e.Facts.Tracking, Undoes: e.Facts.Undoes, Undone: e.Facts.Undone}
	}
	v.Dossier, v.Masked = &d, true
}

// named keeps of a request which fields and papers it is about: what an officer wrote of them may
// name anybody.
func named(asks []Ask) []Ask {
	var out []Ask
	for _, a := range asks {
		if a.Name != "" {
			out = append(out, Ask{On: a.On, Name: a.Name})
		}
	}
	return out
}

// nameless keeps of errands whom and when: what was asked and answered is the offices' own.
func nameless(errands []Errand) []Errand {
	out := make([]Errand, len(errands))
	for i, e := range errands {
		out[i] = Errand{Key: e.Key, Kind: e.Kind, Agency: Place{Name: e.Agency.Name}, AskedAt: e.AskedAt, DueAt: e.DueAt, AnsweredAt: e.AnsweredAt}
		if e.Kind == ForPart { // the name of a part is the procedure's own
			out[i].Name, out[i].Outcome = e.Name, e.Outcome
		}
	}
	return out
}

// unsigned keeps of obligations that there were some, and when.
func unsigned(payments []Payment) []Payment {
	out := make([]Payment, len(payments))
	for i, p := range payments {
		out[i] = Payment{PayBy: p.PayBy, AskedAt: p.AskedAt, PaidAt: p.PaidAt}
	}
	return out
}

func wordless(requests []Supplement) []Supplement {
	out := make([]Supplement, len(requests))
	for i, s := range requests {
		s.Asks, s.Reason = named(s.Asks), ""
		out[i] = s
	}
	return out
}

func (p Party) masked() Party {
	p.PersonalNo, p.Phone = maskTail(p.PersonalNo, 3, 4), maskTail(p.Phone, 2, 3)
	if at := strings.IndexByte(p.Email, '@'); at > 0 {
		p.Email = p.Email[:1] + "***" + p.Email[at:]
	}
	if p.Address != "" {
		p.Address = "***"
	}
	if p.BirthOn != "" {
		p.BirthOn = p.BirthOn[:min(len(p.BirthOn), 4)] // what was typed may be no day
	}
	return p
}

// maskTail keeps head characters at the beginning and tail at the end: 001*****1234.
func maskTail(s string, head, tail int) string { return check.MaskMiddle(s, head, tail) }

// longestCode bounds what is taken for a code, in bytes.
const longestCode = 64

// tidyCode brings a code as typed to the form in which codes are written, without what no code has.
func tidyCode(code string) string {
	code = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, strings.ToUpper(code[:min(len(code), 4*longestCode)]))
	return code[:min(len(code), longestCode)]
}

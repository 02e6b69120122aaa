package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// For whom somebody hands in: the owner of a dossier need not be who sends it.
const (
	forSelf  = "ban-than"
	forOther = "nguoi-khac"
)

// ownerView asks whose dossier it is and how to reach whoever sends it.
type ownerView struct {
	frameView
	Whose   ui.Radios
	Owners  templ.Component // who else owns it
	Contact []templ.Component
}

// ownerFields are asked when the dossier is somebody else's; contactFields always.
func ownerFields(ctx context.Context) []catalog.Field {
	return labelled(ctx, []catalog.Field{
		{Name: "owner_name", Type: catalog.Text, Required: true, Rules: catalog.Rules{MinLength: 2, MaxLength: 100}},
		{Name: "owner_id_number", Type: catalog.IDNumber, Required: true},
		{Name: "owner_birth_date", Type: catalog.DateField, Rules: catalog.Rules{Max: "today"}},
		{Name: "owner_phone", Type: catalog.Phone},
		{Name: "owner_address", Type: catalog.Text, Required: true, Rules: catalog.Rules{MaxLength: 300}},
	})
}

func contactFields(ctx context.Context) []catalog.Field {
	return labelled(ctx, []catalog.Field{
		{Name: "submitter_phone", Type: catalog.Phone, Required: true},
		{Name: "submitter_email", Type: catalog.Email},
	})
}

// labelled gives fields of this room their labels, in the reader's language.
func labelled(ctx context.Context, fields []catalog.Field) []catalog.Field {
	for i := range fields {
		fields[i].LabelVi = text.T(ctx, "portal.owner."+fields[i].Name)
	}
	return fields
}

// owner asks for whom the dossier is.
func (p *Pages) owner(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	if k.Of != nil { // whose dossier it is does not change with a correction
		return web.SeeOther(w, r, k.at(stepCheck))
	}
	me, err := p.me(r.Context())
	if err != nil {
		return err
	}
	return web.Show(w, r, ownerPage(p.ownerView(r, k, me, web.Kept(r))))
}

func (p *Pages) ownerView(r *http.Request, k *work, me dossier.Party, held web.Held) ownerView {
	ctx := r.Context()
	v := ownerView{frameView: p.frameOf(r, k, stepOwner, text.T(ctx, "portal.owner.title"), held)}
	saved := ownerValues(k, me)
	ask := func(fields []catalog.Field) []templ.Component {
		var out []templ.Component
		for _, f := range fields {
			q := question{Field: f, Value: func(name string) string { return held.Value(name, saved.Get(name)) },
				Wrong: func(name string) string { return held.FieldError(r, name) }}
			out = append(out, q.part(ctx))
		}
		return out
	}
	v.Contact = ask(contactFields(ctx))
	v.Form.Multipart = true
	form := p.partyForm(r, k, held)
	v.Owners = foldPart(fold{text.T(ctx, "dossier.owners.fold"), len(k.Owners) > 0, form.Owners()})
	v.Whose = ui.Radios{Name: "cho", Label: text.T(ctx, "portal.owner.whose"), Value: held.Value("cho", saved.Get("cho")),
		Error: held.FieldError(r, "cho"), Required: true, Options: []ui.Option{
			{Value: forSelf, Text: text.T(ctx, "portal.owner.self"), Hint: me.Name},
			{Value: forOther, Text: text.T(ctx, "portal.owner.other"), Hint: text.T(ctx, "portal.owner.other-hint"), Reveal: partsOf(append(ask(ownerFields(ctx)), form.Mandate()...))},
		}}
	return v
}

// partyForm asks for the mandate and for further owners, as the draft has them.
func (p *Pages) partyForm(r *http.Request, k *work, held web.Held) dossier.PartyForm {
	f := dossier.PartyForm{Ctx: r.Context(), Draft: k.DraftWork, MaxMB: int(p.Dossiers.MaxFile >> 20),
		Problem: func(name string) string { return held.FieldError(r, name) }}
	if files := filesUnder(k.DraftWork, dossier.MandatePaper); len(files) > 0 {
		f.Files = filesHere(filesOf(r.Context(), files, draftPath(k.ID), true))
	}
	return f
}

// ownerValues are the page's answers as the draft has them; where it has none yet, as the form and
// the account know them.
func ownerValues(k *work, me dossier.Party) url.Values {
	v := url.Values{}
	phone := first(k.Values.One(selfOf(k.Version.Fields)+"_phone"), k.Values.One("contact_phone"))
	v.Set("submitter_phone", first(k.Submitter.Phone, first(phone, me.Phone)))
	v.Set("submitter_email", first(k.Submitter.Email, me.Email))
	switch {
	case k.Owner.Name == "":
	case k.Owner.Same(k.Submitter):
		v.Set("cho", forSelf)
	default:
		v.Set("cho", forOther)
		v.Set("owner_name", k.Owner.Name)
		v.Set("owner_id_number", k.Owner.PersonalNo)
		v.Set("owner_birth_date", string(k.Owner.BirthOn))
		v.Set("owner_phone", k.Owner.Phone)
		v.Set("owner_address", k.Owner.Address)
	}
	return v
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// saveOwner notes whose dossier it is.
func (p *Pages) saveOwner(w http.ResponseWriter, r *http.Request) error {
	k, err := p.workOf(r)
	if err != nil {
		return err
	}
	if err := readForm(r); err != nil {
		return err
	}
	ctx := r.Context()
	me, err := p.me(ctx)
	if err != nil {
		return err
	}
	dr, err := p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error { putOwner(ctx, dr, r.PostForm, me); return nil })
	if err != nil {
		return err
	}
	sha := r.PostForm.Get("bo")
	if err := p.mandateFiles(r, k.ID, sha); err != nil {
		return again(w, r, err)
	}
	if at, pressed := dossier.OwnerPressed(r.PostForm, dr); pressed || sha != "" {
		return web.SeeOther(w, r, selfPath(r)+"#"+first(at, "mandate_file"))
	}
	wrong, err := p.ownerWrong(ctx, k.ID, r.PostForm)
	if err == nil {
		err = fault.OnFields(wrong)
	}
	if err != nil {
		return again(w, r, err)
	}
	_, err = p.Dossiers.Save(ctx, k.ID, 0, func(dr *dossier.DraftWork) error { done(dr, stepOwner); return nil })
	if err != nil {
		return err
	}
	return k.goOn(w, r, stepOwner)
}

// mandateFiles takes in what shows the mandate, or takes a file of it away.
func (p *Pages) mandateFiles(r *http.Request, draftID, drop string) error {
	if drop != "" {
		_, err := p.Dossiers.Detach(r.Context(), draftID, dossier.MandatePaper, drop)
		return err
	}
	for _, u := range uploads(r, "mandate_file") {
		if err := p.attach(r.Context(), draftID, dossier.ForMandate(), u, "mandate_file"); err != nil {
			return err
		}
	}
	return nil
}

// ownerWrong is what is wrong with the page now that it is saved.
func (p *Pages) ownerWrong(ctx context.Context, draftID string, form url.Values) ([]fault.Field, error) {
	dr, err := p.Dossiers.Draft(ctx, draftID)
	if err != nil {
		return nil, err
	}
	all, err := p.Dossiers.Wrong(ctx, dr)
	if err != nil {
		return nil, err
	}
	ofParties := slices.DeleteFunc(all, func(f fault.Field) bool { return !dossier.PartyField(f.Name) })
	return append(p.ownerProblems(ctx, form), ofParties...), nil
}

func (p *Pages) ownerProblems(ctx context.Context, form url.Values) []fault.Field {
	var wrong []fault.Field
	fields := contactFields(ctx)
	switch form.Get("cho") {
	case forOther:
		fields = append(ownerFields(ctx), fields...)
	case forSelf:
	default:
		wrong = append(wrong, fault.Field{Name: "cho", Key: "portal.owner.choose"})
	}
	return append(wrong, catalog.CheckForm(fields, catalog.Values(form), p.env(ctx)).Errors()...)
}

// putOwner writes the page's answers into the draft: the submitter is who is signed in, the owner
// the same person or another.
func putOwner(ctx context.Context, dr *dossier.DraftWork, form url.Values, me dossier.Party) {
	typed := catalog.Tidy(append(ownerFields(ctx), contactFields(ctx)...), catalog.Values(form))
	dr.Submitter = me
	dr.Submitter.Phone, dr.Submitter.Email = typed.One("submitter_phone"), typed.One("submitter_email")
	switch form.Get("cho") {
	case forSelf:
		dr.Owner = dr.Submitter
	case forOther:
		born, _ := clock.ParseDate(typed.One("owner_birth_date"))
		dr.Owner = dossier.Party{Name: typed.One("owner_name"), PersonalNo: typed.One("owner_id_number"), BirthOn: born,
			Phone: typed.One("owner_phone"), Address: typed.One("owner_address")}
	default:
		dr.Owner = dossier.Party{}
	}
	dr.TakeParties(form, form.Get("cho") == forOther)
}

// settleAddress gives whoever sends the dossier the address that the form says is theirs.
func settleAddress(dr *dossier.DraftWork, fields []catalog.Field) {
	address, self := addressOf(fields, selfOf(fields), dr.Values), dr.Owner.Same(dr.Submitter)
	dr.Submitter.Address = address
	if self {
		dr.Owner.Address = address
	}
}

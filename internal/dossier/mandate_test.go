package dossier_test

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

var father = dossier.Party{Name: "Bùi Văn Dậu", PersonalNo: "017050001234", Address: "Thôn Đồng Phú"}

// represented is a draft of Lan for her father and her brother.
func (h *house) represented(m *dossier.Mandate, owners ...dossier.Party) *dossier.DraftWork {
	h.t.Helper()
	dr, err := h.Save(lan, h.draft(lan).ID, 0, func(dr *dossier.DraftWork) error {
		dr.Owner, dr.Owners, dr.Mandate = father, owners, m
		return nil
	})
	h.no(err)
	return dr
}

func wrongFields(err error) string {
	var names []string
	if f := fault.As(err); f != nil {
		for _, one := range f.Fields {
			names = append(names, one.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestWhoeverActsForAnotherSaysByWhat(t *testing.T) {
	power := func(change func(*dossier.Mandate)) *dossier.Mandate {
		m := &dossier.Mandate{Kind: dossier.ByPower, Number: "12", On: "2023-08-01", Files: []dossier.File{{SHA256: "x"}}}
		change(m)
		return m
	}
	onBoth(t, func(h *house) {
		for _, one := range []struct {
			name   string
			m      *dossier.Mandate
			owners []dossier.Party
			want   string
		}{
			{"by nothing", nil, nil, "mandate_kind"},
			{"by a word nobody knows", &dossier.Mandate{Kind: "x"}, nil, "mandate_kind"},
			{"by a power without its paper", &dossier.Mandate{Kind: dossier.ByPower}, nil, "mandate_on mandate_file"},
			{"by a paper that nobody can have seen online", power(func(m *dossier.Mandate) { m.Files, m.Shown = nil, true }), nil, "mandate_file"},
			{"by a power of tomorrow", power(func(m *dossier.Mandate) { m.On = "2023-08-11" }), nil, "mandate_on"},
			{"by a power that has ended", power(func(m *dossier.Mandate) { m.Until = "2023-08-09" }), nil, "mandate_until"},
			{"by a power that ends before it begins", power(func(m *dossier.Mandate) { m.Until = "2023-07-01" }), nil, "mandate_until"},
			{"by a tie that is not named", &dossier.Mandate{Kind: dossier.OtherTie}, nil, "submitter_relation"},
			{"by a power that ends today", power(func(m *dossier.Mandate) { m.Until = "2023-08-10" }), nil, ""},
			{"as guardian", &dossier.Mandate{Kind: dossier.AsGuardian}, nil, ""},
			{"as one of the owners", nil, []dossier.Party{person}, ""},
			{"with an owner named twice", &dossier.Mandate{Kind: dossier.AsGuardian}, []dossier.Party{father}, "owners.1_no"},
			{"with an owner without a name", &dossier.Mandate{Kind: dossier.AsGuardian}, []dossier.Party{{Phone: "12"}}, "owners.1_name owners.1_tel"},
		} {
			_, err := h.Submit(lan, h.represented(one.m, one.owners...).ID)
			if got := wrongFields(err); got != one.want || one.want == "" && err != nil {
				h.t.Errorf("%s: %v, wrong %q, want %q", one.name, err, got, one.want)
			}
		}
	})
}

func TestOwnersAndMandateStandInTheDossierAndOnTheSlip(t *testing.T) {
	onBoth(t, func(h *house) {
		brother := dossier.Party{Name: "Bùi Văn Tý", PersonalNo: "017085001235"}
		dr := h.represented(&dossier.Mandate{Kind: dossier.ByPower, Number: "12/UQ", On: "2023-08-01"}, brother)
		_, err := h.Attach(lan, dr.ID, dossier.ForMandate(), "uy-quyen.pdf", bytes.NewReader(file(h.t, "giay-to-mau.pdf")))
		h.no(err)
		d, err := h.Submit(lan, dr.ID)
		h.no(err)
		desk := as("reception", h.commune)
		d, err = h.Receive(desk, dossier.At{ID: d.ID})
		h.no(err)
		if d.Mandate == nil || d.Mandate.Number != "12/UQ" || len(d.Mandate.Files) != 1 || len(d.Owners) != 1 || d.Owners[0] != brother {
			h.t.Fatalf("the dossier keeps %+v and %+v", d.Mandate, d.Owners)
		}
		if slices.ContainsFunc(d.Papers, func(p dossier.Paper) bool { return p.Key == dossier.MandatePaper }) {
			h.t.Error("the mandate is counted among the papers of the procedure")
		}
		_, r, err := h.OpenFile(lan, d.ID, d.Mandate.Files[0].SHA256)
		h.no(err)
		h.no(r.Close())
		slips, err := h.Slips(desk, d.ID)
		h.no(err)
		for _, words := range []string{`"CoOwners":"Bùi Văn Tý"`, `"Mandate":"ủy quyền bằng văn bản, số 12/UQ, ngày 01/08/2023"`} {
			if !strings.Contains(slips[0].Data, words) {
				h.t.Errorf("slip %s does not say %s:\n%s", slips[0].Number, words, slips[0].Data)
			}
		}
		found, _, err := h.List(desk, dossier.Query{Box: "all", Text: "bui van ty"})
		h.no(err)
		if len(found) != 1 {
			h.t.Errorf("looked for by the second owner: %d found, want 1", len(found))
		}
	})
}

func TestTheCounterAsksForMandateAndOwners(t *testing.T) {
	d := newDesk(t)
	s := d.sit("reception")
	s.send("/lam-viec/tiep-nhan", url.Values{"procedure": {d.birth.ID}, "unit": {d.commune.ID}})
	draft := s.at
	typed := url.Values{"owner_name": {"Bùi Văn Dậu"}, "submitter": {"other"}, "submitter_name": {"Bùi Thị Lan"}, "missing-ok": {"1"},
		"owners.1_name": {"Bùi Văn Tý"}, "owners.1_no": {"0170"}, "mandate_kind": {"authorised"}, "mandate_on": {"31/02/2023"}, "do": {"take-in"}}
	s.send(draft, typed).reads("Số giấy tờ không hợp lệ", "Ngày lập không đúng", "đánh dấu đã kiểm tra bản giấy", `value="31/02/2023"`, `value="Bùi Văn Tý"`)

	with := func(more url.Values) url.Values {
		out := url.Values{}
		for k, v := range typed {
			out[k] = v
		}
		for k, v := range more {
			out[k] = v
		}
		out.Del("seen")
		return out
	}
	s.send(draft, with(url.Values{"owner": {"add"}, "do": nil, "owners.1_no": {"017085001235"}})).reads("Chủ hồ sơ thứ 3", `value="017085001235"`)
	s.send(draft, with(url.Values{"owner": {"1"}, "do": nil})).lacks(`value="Bùi Văn Tý"`)
	s.upload(draft, "mandate_file", "uy-quyen.pdf", file(t, "giay-to-mau.pdf"), with(url.Values{"do": {"save"}})).reads("uy-quyen.pdf")
	s.send(draft, with(url.Values{"owners.1_no": {"017085001235"}, "mandate_no": {"12"}, "mandate_on": {"1/8/2023"}, "mandate_shown": {"1"}}))
	s.reads("Đã tiếp nhận hồ sơ", "Cùng là chủ hồ sơ", "Bùi Văn Tý", "017*****1235", "Ủy quyền bằng văn bản", "01/08/2023", "Cán bộ đã kiểm tra bản giấy").lacks("017085001235")
}

package dossier_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

func TestWhatIsMaskedIsNowhereInTheView(t *testing.T) {
	onBoth(t, func(h *house) {
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		v, err := h.Open(as("supervisor", h.commune), d.ID)
		h.no(err)
		raw, err := json.Marshal(v)
		h.no(err)
		for _, secret := range []string{person.PersonalNo, person.Phone, "QUÁCH MINH AN", "192.0.2.1"} {
			if bytes.Contains(raw, []byte(secret)) {
				h.t.Errorf("opened without a purpose, the view holds %q", secret)
			}
		}
		tracked, err := h.Track(context.Background(), d.Code, d.Secret)
		h.no(err)
		raw, err = json.Marshal(tracked)
		h.no(err)
		for _, secret := range []string{person.Name, person.PersonalNo, person.Phone, "QUÁCH MINH AN", "account-lan", d.Secret} {
			if bytes.Contains(raw, []byte(secret)) {
				h.t.Errorf("tracked by the receipt, the view holds %q", secret)
			}
		}
	})
}

func TestPapersAndSlipsAreForThoseWhoMaySeePersonalData(t *testing.T) {
	onBoth(t, func(h *house) {
		desk := as("reception", h.commune)
		d, err := h.Submit(lan, h.draft(lan).ID)
		h.no(err)
		d, err = h.Receive(desk, dossier.At{ID: d.ID})
		h.no(err)
		slips, err := h.Slips(desk, d.ID)
		h.no(err)
		paper := d.Papers[0].Files[0].SHA256
		for role, may := range map[string]bool{"reception": true, "specialist": true, "supervisor": false, "clerk": false} {
			ctx := as(role, h.commune)
			_, _, err := h.SlipPDF(ctx, slips[0].ID)
			if (err == nil) != may || (!may && !fault.Is(err, fault.Forbidden)) {
				h.t.Errorf("%s prints the slip: %v, want it allowed %v", role, err, may)
			}
			_, content, err := h.OpenFile(ctx, d.ID, paper)
			if (err == nil) != may {
				h.t.Errorf("%s opens a paper: %v, want it allowed %v", role, err, may)
			}
			if err == nil {
				h.no(content.Close())
			}
		}
	})
}

func TestWhatCannotBeHandedIn(t *testing.T) {
	onBoth(t, func(h *house) {
		offline := h.offline()
		if _, err := h.Start(lan, offline.ID, "", h.commune.ID); !fault.Is(err, fault.Conflict) {
			h.t.Errorf("%s is begun online: %v, want a conflict", offline.Name, err)
		}
		dr := h.draft(lan)
		_, err := h.Save(lan, dr.ID, 0, func(dr *dossier.DraftWork) error { dr.CaseKey, dr.Papers = "no-such-case", nil; return nil })
		h.no(err)
		if d, err := h.Submit(lan, dr.ID); !fault.Is(err, fault.Invalid) {
			h.t.Errorf("a case that does not exist, and so has no papers and no term, was sent: %+v, %v", d, err)
		}
	})
}

// offline is some procedure that is not handed in online.
func (h *house) offline() *catalog.Procedure {
	h.t.Helper()
	found, err := h.catalog.Search(context.Background(), catalog.Query{Level: catalog.Level(org.Commune), PerPage: 100})
	h.no(err)
	for _, hit := range found.Items {
		v, err := h.catalog.Current(context.Background(), hit.ID, "2023-08-10")
		h.no(err)
		if !v.TakesOnline() {
			p, err := h.catalog.ByID(context.Background(), hit.ID)
			h.no(err)
			return p
		}
	}
	h.t.Fatal("all procedures are online")
	return nil
}

func TestACodeAsTypedIsBounded(t *testing.T) {
	onBoth(t, func(h *house) {
		for _, code := range []string{strings.Repeat("X", 1<<20), "X\x00-\xff", "hồ sơ"} {
			if _, err := h.Track(context.Background(), code, "AAAAAAAA"); !fault.Is(err, fault.NotFound) {
				h.t.Errorf("tracking %.20q: %v, want not found", code, err)
			}
		}
		var longest int
		h.no(h.db.Read().NewRaw("SELECT max(length(code)) FROM dossier_miss").Scan(context.Background(), &longest))
		if longest > 64 {
			h.t.Errorf("a wrong code of %d letters was kept", longest)
		}
	})
}

package dossier_test

import (
	"bytes"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
)

// flagsOf are the flags that statistics are told of a dossier, and the requests behind its signatures.
func (h *house) flagsOf(d *dossier.Dossier) dossier.Stat {
	h.t.Helper()
	all, err := h.Stats(as("reception", h.commune), []string{d.ID})
	h.no(err)
	if len(all) != 1 {
		h.t.Fatalf("%d dossiers", len(all))
	}
	return all[0]
}

func TestANumberedResultSaysWhatIsElectronicOfIt(t *testing.T) {
	onBoth(t, func(h *house) {
		all := h.approved(2)
		desk := as("reception", h.commune)
		before := h.flagsOf(all[0])
		if p := before.Flags.Papers; p == nil || p.Filed == 0 || p.Filed > p.Components || p.Reused != 0 || before.Flags.Result != nil {
			t.Errorf("before its number: %+v", before.Flags)
		}
		h.getsSeal()
		_, err := h.NumberSealed(desk, dossier.At{ID: all[0].ID}, dossier.Numbering{Password: keyPassword})
		h.no(err)
		sealed := h.flagsOf(all[0])
		if r := sealed.Flags.Result; r == nil || *r != (dossier.ResultFlags{Files: 1, Sealed: true, Issued: true}) || len(sealed.Proofs) != 1 {
			t.Errorf("sealed and in the register: %+v, requests %v", r, sealed.Proofs)
		}
		_, err = h.Number(desk, dossier.At{ID: all[1].ID}, "", nil)
		h.no(err)
		plain := h.flagsOf(all[1])
		if r := plain.Flags.Result; r == nil || *r != (dossier.ResultFlags{Files: 1, Issued: true}) || plain.Proofs != nil {
			t.Errorf("without a seal: %+v, requests %v", r, plain.Proofs)
		}
		for _, d := range all {
			h.no(h.Check(desk, d.ID))
		}
		h.leavesSay(all[0])
	})
}

// leavesSay holds the last leaf of a sealed dossier against its flags.
func (h *house) leavesSay(d *dossier.Dossier) {
	h.t.Helper()
	leaves, err := h.Leaves(as("reception", h.commune), d.ID)
	h.no(err)
	raw, err := h.Trail.Line(leaves[len(leaves)-1])
	h.no(err)
	if want := []byte(`"flags":{"result":{"files":1,"sealed":true,"issued":true}}`); !bytes.Contains([]byte(raw), want) {
		h.t.Errorf("the ledger says %s", raw)
	}
}

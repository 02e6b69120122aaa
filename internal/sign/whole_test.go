package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/sign/pades"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

// hand is a token in a PC.
type hand struct {
	key   crypto.Signer
	chain []*x509.Certificate
}

func (h *house) hand(p trial.Person) hand {
	h.t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	p.Public = private.Public()
	cert, err := h.near.Issue(p)
	h.no(err)
	return hand{private, []*x509.Certificate{cert, h.near.Issuer}}
}

// entersPlugin trusts the authority and has somebody enter a token of theirs for the signing program.
func (h *house) entersPlugin(who context.Context) hand {
	h.t.Helper()
	h.no(h.AddRoot(admin, h.near.PEM()))
	in := h.hand(trial.Person{Name: actor.Of(who).Name})
	_, err := h.AddPlugin(who, []byte(pemOf(in.chain...)))
	h.no(err)
	return in
}

// signs does what the program does with a file, at an instant of the PC's clock.
func (in hand) signs(h *house, file []byte, at time.Time) []byte {
	h.t.Helper()
	f, err := pades.Prepare(file, pades.Spec{Cert: in.chain[0], Chain: in.chain[1:], At: at, Name: in.chain[0].Subject.CommonName})
	h.no(err)
	value, err := in.key.Sign(rand.Reader, f.Digest(), f.Hash)
	h.no(err)
	out, err := pades.Complete(f, value, nil)
	h.no(err)
	return out
}

func TestAWholeFileComesBackSignedAndNothingElse(t *testing.T) {
	onBoth(t, func(h *house) {
		in := h.entersPlugin(tam)
		b := h.prepared(tam, 1)
		r := b.Requests[0]
		plain := h.content(r.Content)
		now := h.clock.Now()
		stranger, namesake := h.hand(trial.Person{Name: "Bùi Thị Liên"}), h.hand(trial.Person{Name: "Đinh Văn Tâm"})
		foreign, err := trial.New(now)
		h.no(err)
		forged := in
		forged.chain = []*x509.Certificate{h.alike(foreign, in), foreign.Issuer}
		good := in.signs(h, plain, now)
		changed := bytes.Clone(good)
		changed[len(plain)/3] ^= 1
		broken := bytes.Clone(good)
		broken[bytes.Index(broken, []byte("/Contents <"))+200] ^= 1
		for what, c := range map[string]struct {
			file []byte
			key  string
		}{
			"nothing":                           {nil, "sign.plugin.other-file"},
			"the file as it was":                {plain, "sign.plugin.other-file"},
			"changed bytes":                     {changed, "sign.plugin.other-file"},
			"another file, signed":              {in.signs(h, must(letter()), now), "sign.plugin.other-file"},
			"two revisions":                     {in.signs(h, good, now), "sign.plugin.beside"},
			"a note behind":                     {append(bytes.Clone(good), "% x\n"...), "sign.plugin.beside"},
			"another's hand":                    {stranger.signs(h, plain, now), "sign.plugin.other-key"},
			"another certificate of that name":  {namesake.signs(h, plain, now), "sign.plugin.other-key"},
			"the same key, certified elsewhere": {forged.signs(h, plain, now), "sign.plugin.other-key"},
			"a signature that does not fit":     {broken, "sign.plugin.worthless"},
			"signed yesterday":                  {in.signs(h, plain, now.AddDate(0, 0, -1)), "sign.plugin.clock"},
			"signed tomorrow":                   {in.signs(h, plain, now.AddDate(0, 0, 1)), "sign.plugin.clock"},
		} {
			wants(t, what, h.CompleteWhole(tam, h.again(tam, b), h.again(tam, b).Requests[0], c.file), c.key)
			h.states(tam, b, Asked)
		}
		wants(t, "pressed without the program", h.SignWith(tam, h.again(tam, b), "x"), "sign.plugin.left")
		h.no(h.Complete(tam, h.again(tam, b), map[string][]byte{r.ID: []byte("x")}))
		h.states(tam, b, Asked) // a signature's value is nothing to it
		twice := h.again(tam, b)
		h.no(h.CompleteWhole(tam, b, r, good))
		h.states(tam, b, Signed)
		wants(t, "a second time", h.CompleteWhole(tam, twice, twice.Requests[0], good), "sign.changed")
		if !bytes.Equal(h.content(h.again(tam, b).Requests[0].Signed), good) {
			t.Error("what is kept is not what came back")
		}
		if !bytes.Equal(h.content(r.Content), plain) {
			t.Error("the file that was given out is gone")
		}
		h.accepted(good)
	})
}

// alike is a certificate of another authority with the same key and name.
func (h *house) alike(by *trial.Authority, in hand) *x509.Certificate {
	h.t.Helper()
	cert, err := by.Issue(trial.Person{Name: in.chain[0].Subject.CommonName, Public: in.key.Public()})
	h.no(err)
	return cert
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestWhatTheHouseDoesNotTrustAnyMoreIsWorthNothing(t *testing.T) {
	onBoth(t, func(h *house) {
		in := h.entersPlugin(tam)
		b := h.prepared(tam, 1)
		good := in.signs(h, h.content(b.Requests[0].Content), h.clock.Now())
		roots, err := h.Roots(admin)
		h.no(err)
		h.no(h.EndRoot(admin, roots[0].ID))
		wants(t, "an authority that is not trusted", h.CompleteWhole(tam, b, b.Requests[0], good), "sign.plugin.worthless")
		h.no(h.AddRoot(admin, h.near.PEM()))
		h.no(h.EndKey(tam))
		wants(t, "a key out of use", h.CompleteWhole(tam, b, b.Requests[0], good), "sign.key-ended")
		h.states(tam, b, Asked)
	})
}

func TestATicketLetsInOnceAndNotForLong(t *testing.T) {
	onBoth(t, func(h *house) {
		in := h.entersPlugin(tam)
		b := h.prepared(tam, 2)
		first, second := b.Requests[0], b.Requests[1]
		nobody := context.Background()
		get := func(ticket string) error { _, _, err := h.Fetch(nobody, ticket); return err }
		put := func(ticket string, file []byte) error {
			_, err := h.Bring(nobody, ticket, func() ([]byte, error) { return file, nil })
			return err
		}
		_, _, err := h.Tickets(lien, b.ID, first.ID)
		wants(t, "another's batch", err, "sign.batch-not-found")
		_, _, err = h.Tickets(tam, b.ID, b.ID)
		wants(t, "a request of no batch", err, "sign.batch-not-found")

		toFetch, toBring, err := h.Tickets(tam, b.ID, first.ID)
		h.no(err)
		var kept []ticketRow
		h.no(h.DB.Read().NewSelect().Model(&kept).Scan(nobody))
		for _, row := range kept {
			if row.Digest == toFetch || row.Digest == toBring {
				t.Error("a ticket lies in the database as it is")
			}
		}
		wants(t, "no ticket", get("x"), "sign.plugin.ticket-gone")
		wants(t, "bringing with a ticket for fetching", put(toFetch, nil), "sign.plugin.ticket-gone")
		wants(t, "fetching with a ticket for bringing", get(toBring), "sign.plugin.ticket-gone")
		name, file, err := h.Fetch(nobody, toFetch)
		h.no(err)
		if name != "giay-xac-nhan.pdf" || !bytes.Equal(file, h.content(first.Content)) {
			t.Errorf("fetched %s of %d bytes", name, len(file))
		}
		wants(t, "fetching twice", get(toFetch), "sign.plugin.ticket-gone")

		other := in.signs(h, h.content(second.Content), h.clock.Now())
		wants(t, "the file of another request", put(toBring, other), "sign.plugin.other-file")
		if why := h.again(tam, b).Requests[0].Why; why == "" {
			t.Error("nobody is told why it was not taken")
		}
		good := in.signs(h, file, h.clock.Now())
		wants(t, "the right one with a ticket that was used", put(toBring, good), "sign.plugin.ticket-gone")
		_, toBring, err = h.Tickets(tam, b.ID, first.ID)
		h.no(err)
		_, late, err := h.Tickets(tam, b.ID, first.ID)
		h.no(err)
		h.no(put(toBring, good))
		h.states(tam, b, Signed, Asked)
		if r := h.again(tam, b).Requests[0]; r.Why != "" {
			t.Errorf("it is signed, and told why not: %s", r.Why)
		}
		wants(t, "one more ticket for what is signed", put(late, good), "sign.batch-not-found")

		toFetch, toBring, err = h.Tickets(tam, b.ID, second.ID)
		h.no(err)
		h.clock.Advance(ticketHolds)
		wants(t, "a ticket that has ended", get(toFetch), "sign.plugin.ticket-gone")
		wants(t, "bringing with one that has ended", put(toBring, other), "sign.plugin.ticket-gone")
		h.clock.Advance(time.Second)
		h.no(h.Sweep(tam))
		if n, err := h.DB.Read().NewSelect().Model((*ticketRow)(nil)).Count(nobody); n != 0 || err != nil {
			t.Errorf("%d tickets are left: %v", n, err)
		}
	})
}

func TestWhatBrokeOffIsNoFile(t *testing.T) {
	onBoth(t, func(h *house) {
		h.entersPlugin(tam)
		b := h.prepared(tam, 1)
		_, toBring, err := h.Tickets(tam, b.ID, b.Requests[0].ID)
		h.no(err)
		gone := errors.New("the line broke")
		if _, err := h.Bring(tam, toBring, func() ([]byte, error) { return nil, gone }); !errors.Is(err, gone) {
			t.Errorf("%v", err)
		}
		if _, err := h.Bring(tam, "x", func() ([]byte, error) { t.Error("a body was read for nobody"); return nil, nil }); err == nil {
			t.Error("no ticket let in")
		}
		h.states(tam, b, Asked)
	})
}

func TestAPluginKeyIsEnteredAsACardIs(t *testing.T) {
	onBoth(t, func(h *house) {
		h.no(h.AddRoot(admin, h.near.PEM()))
		in := h.hand(trial.Person{Name: "Đinh Văn Tâm"})
		raw := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: in.chain[0].Raw})
		_, err := h.AddPlugin(tam, raw)
		wants(t, "without those above it", err, "sign.not-trusted")
		_, err = h.AddPlugin(tam, []byte("x"))
		wants(t, "no certificate", err, "sign.no-certificate")
		_, err = h.AddPlugin(lien, []byte(pemOf(in.chain...)))
		wants(t, "another's", err, "sign.other-name")
		_, err = h.AddPlugin(tam, []byte(pemOf(in.chain...)))
		h.no(err)
		k, err := h.MyKey(tam)
		h.no(err)
		if k == nil || k.Kind != Plugin {
			t.Errorf("%+v", k)
		}
	})
}

func TestWhatIsSweptAwayIsNotTheFileItself(t *testing.T) {
	onBoth(t, func(h *house) {
		h.entersPlugin(tam)
		b := h.prepared(tam, 1)
		h.clock.Advance(kept + time.Minute)
		h.no(h.Sweep(tam))
		h.states(tam, b, Refused)
		if there, err := h.Blobs.Has(tam, refOf(b.Requests[0].Content)); !there || err != nil {
			t.Errorf("the file of the dossier is gone: %v", err)
		}
	})
}

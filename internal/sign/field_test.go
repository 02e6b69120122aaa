package sign

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/pades"
)

// brings is a file of the store with an empty field for a signature on its page.
func (h *house) brings(more object.Dict) Content {
	h.t.Helper()
	raw, err := letter()
	h.no(err)
	f, err := object.Open(raw)
	h.no(err)
	u, err := f.Update()
	h.no(err)
	v := f.Latest()
	page := v.Array(v.Dict(v.Root()["Pages"])["Kids"])[0].(object.Ref)
	field := object.Dict{"Type": object.Name("Annot"), "Subtype": object.Name("Widget"), "FT": object.Name("Sig"), "T": object.Text("ChuKy"), "P": page, "F": 4,
		"Rect": object.Array{300, 300, 500, 380}}
	for k, o := range more {
		field[k] = o
	}
	ref := u.Add(field)
	d := v.Dict(page)
	d["Annots"] = object.Array{ref}
	u.Set(page, d)
	root := v.Root()
	root["AcroForm"] = object.Dict{"Fields": object.Array{ref}}
	u.Set(v.Trailer()["Root"].(object.Ref), root)
	out, _ := u.Bytes()
	c, err := h.put(context.Background(), out, "giay-phep.pdf")
	h.no(err)
	return c
}

// Who decides signs in the place that the paper brings; initials and the seal stay in theirs. What the place wants and is not made here is
// told with the name of the file.
func TestAResultIsSignedInThePlaceItBrings(t *testing.T) {
	onBoth(t, func(h *house) {
		h.enters(tam)
		ask := func(place string, more object.Dict) Ask {
			a := h.asks(1)[0]
			a.Place, a.Content = place, h.brings(more)
			return a
		}
		for place, want := range map[string]string{"result": "ChuKy", "initials-1": "Signature1", "seal": "Signature1"} {
			b, err := h.Prepare(tam, "test", []Ask{ask(place, nil)})
			h.no(err)
			h.no(h.SignWith(tam, b, password))
			raw := h.content(h.again(tam, b).Requests[0].Signed)
			h.accepted(raw)
			trust, err := h.Trust(tam)
			h.no(err)
			if got := pades.Validate(raw, trust).Signatures; len(got) != 1 || got[0].Field != want || got[0].Reason != pades.RevocationUnknown {
				t.Errorf("%s: %+v, want the field %s", place, got, want)
			}
			if place == "result" && !bytes.Contains(raw, []byte("/BBox [0 0 200 80]")) {
				t.Error("what is seen does not fill the place that was brought")
			}
		}
		_, err := h.Prepare(tam, "test", []Ask{ask("result", object.Dict{"SV": object.Dict{"Ff": 2, "SubFilter": object.Array{object.Name("adbe.pkcs7.sha1")}}})})
		wants(t, "another encoding", err, "sign.field-wants")
		if err != nil && !strings.Contains(err.Error(), "adbe.pkcs7.sha1") {
			t.Errorf("%v does not say what is wanted", err)
		}
		closes := ask("result", object.Dict{"Lock": object.Dict{"Action": object.Name("All"), "P": 1}})
		_, err = h.Prepare(tam, "test", []Ask{closes})
		wants(t, "a lock before the seal", err, "sign.field-closes")
		closes.Last = true
		_, err = h.Prepare(tam, "test", []Ask{closes})
		h.no(err)
	})
}

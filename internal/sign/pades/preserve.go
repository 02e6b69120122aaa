package pades

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/nha-san/nhasan/internal/platform/pdf/object"
	"github.com/nha-san/nhasan/internal/sign/cms"
)

// Proof is what makes a signature checkable after its authorities are gone.
type Proof struct {
	Certs []*x509.Certificate
	OCSP  [][]byte // answers
	CRLs  [][]byte
}

// Preserve puts proof behind a file, beside what is there already (baseline B-LT).
func Preserve(file []byte, p Proof) ([]byte, error) {
	f, err := object.Open(file)
	if err != nil {
		return nil, fmt.Errorf("preserving signatures: %w", err)
	}
	u, err := f.Update()
	if err != nil {
		return nil, fmt.Errorf("preserving signatures: %w", err)
	}
	v := f.Latest()
	root, ok := v.Trailer()["Root"].(object.Ref)
	catalogue := maps.Clone(v.Root())
	if !ok || catalogue == nil {
		return nil, fmt.Errorf("preserving signatures: %w: no catalogue", object.ErrBroken)
	}
	store := maps.Clone(v.Dict(catalogue["DSS"]))
	if store == nil {
		store = object.Dict{"Type": object.Name("DSS")}
	}
	var certs [][]byte
	for _, c := range p.Certs {
		certs = append(certs, c.Raw)
	}
	for k, more := range map[object.Name][][]byte{"Certs": certs, "OCSPs": p.OCSP, "CRLs": p.CRLs} {
		if list := grown(v, u, store[k], more); len(list) > 0 {
			store[k] = list
		}
	}
	if at, ok := catalogue["DSS"].(object.Ref); ok {
		u.Set(at, store)
	} else {
		catalogue["DSS"] = u.Add(store)
		u.Set(root, catalogue)
	}
	if f.Err != nil {
		return nil, fmt.Errorf("preserving signatures: %w", f.Err)
	}
	out, _ := u.Bytes()
	return out, nil
}

// grown returns a list with those pieces behind it that it has not yet.
func grown(v object.View, u *object.Update, list any, more [][]byte) object.Array {
	out, have := slices.Clone(v.Array(list)), pieces(v, list)
	for _, raw := range more {
		if !slices.ContainsFunc(have, func(h []byte) bool { return bytes.Equal(h, raw) }) {
			have = append(have, raw)
			packed := object.Pack(raw)
			out = append(out, u.Add(object.Stream{Dict: object.Dict{"Filter": object.Name("FlateDecode"), "Length": len(packed)}, Raw: packed}))
		}
	}
	return out
}

// PrepareStamp freezes a file for a time stamp of the whole document (baseline B-LTA). The stamp wanted is of Covered.
func PrepareStamp(file []byte) (*Frozen, error) {
	f, err := freeze(file, &Spec{}, func(Spec) object.Dict {
		return object.Dict{"Type": object.Name("DocTimeStamp"), "Filter": object.Name("Adobe.PPKLite"), "SubFilter": object.Name("ETSI.RFC3161")}
	})
	if err != nil {
		return nil, fmt.Errorf("stamping a pdf: %w", err)
	}
	f.Hash = crypto.SHA256
	return f, nil
}

// Covered returns the digest of the file without the hole.
func (f *Frozen) Covered() []byte { return f.covered(f.Hash) }

// CompleteStamp puts the time stamp into its file.
func CompleteStamp(f *Frozen, token []byte) ([]byte, error) {
	t, err := cms.ParseToken(token)
	if err != nil {
		return nil, fmt.Errorf("stamping a pdf: %w", err)
	}
	if !bytes.Equal(t.Imprint, f.Covered()) {
		return nil, errors.New("stamping a pdf: the time stamp is of something else")
	}
	return f.fill(token)
}

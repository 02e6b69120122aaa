package blob

import (
	"crypto/sha256"
	"encoding/hex"
)

// Ref says which file it is, in the store and on paper.
type Ref struct {
	SHA256 string // of the kept bytes, 64 hex digits
	Size   int64  // of the kept bytes
	Type   string // one of the accepted media types, found by content
}

// Short is the beginning of the hash that people can compare by eye, as it stands on receipts.
func (r Ref) Short() string { return r.SHA256[:min(12, len(r.SHA256))] }

// Ext is the usual ending of such a file's name, with its dot.
func (r Ref) Ext() string { return accepted[r.Type] }

// IsImage tells whether the file is a picture.
func (r Ref) IsImage() bool { return r.Type == JPEG || r.Type == PNG }

// object is the file's name in the store: two levels of folders keep each of them short.
func (r Ref) object() string { return r.SHA256[:2] + "/" + r.SHA256[2:4] + "/" + r.SHA256 }

// valid guards the store against a name that is not one.
func (r Ref) valid() bool {
	sum, err := hex.DecodeString(r.SHA256)
	return err == nil && len(sum) == sha256.Size && hex.EncodeToString(sum) == r.SHA256
}

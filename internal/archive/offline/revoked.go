package offline

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// markSize is how many bytes stand for a revoked paper. Among a million papers and ten thousand revoked, one
// valid paper in a hundred million is taken for a revoked one; whoever is online learns better.
const markSize = 6

func markOf(code string) [markSize]byte {
	sum := sha256.Sum256([]byte(code))
	return [markSize]byte(sum[:markSize])
}

// Revoked is the list of papers that are no longer valid, as of a moment.
type Revoked struct {
	At    time.Time
	marks [][markSize]byte // sorted
}

// RevokedOf makes the list of the papers with these codes.
func RevokedOf(at time.Time, codes []string) Revoked {
	r := Revoked{At: at.UTC().Truncate(time.Second)}
	for _, c := range codes {
		r.marks = append(r.marks, markOf(c))
	}
	slices.SortFunc(r.marks, func(a, b [markSize]byte) int { return bytes.Compare(a[:], b[:]) })
	r.marks = slices.Compact(r.marks)
	return r
}

// Has tells whether the paper with the code is on the list.
func (r Revoked) Has(code string) bool {
	m := markOf(code)
	_, found := slices.BinarySearchFunc(r.marks, m, func(a, b [markSize]byte) int { return bytes.Compare(a[:], b[:]) })
	return found
}

// Len is how many papers are on it.
func (r Revoked) Len() int { return len(r.marks) }

// revokedJSON is /kiem-tra/thu-hoi.json.
type revokedJSON struct {
	At        time.Time `json:"at"`
	Marks     string    `json:"marks"` // base64, markSize bytes each, sorted
	Key       string    `json:"key"`
	Signature string    `json:"signature"`
}

func (r Revoked) message() ([]byte, []byte) {
	marks := bytes.Join(sliced(r.marks), nil)
	return fmt.Appendf(nil, "%s%s\n%s", ofRevoked, r.At.Format(time.RFC3339), marks), marks
}

func sliced(marks [][markSize]byte) [][]byte {
	out := make([][]byte, len(marks))
	for i := range marks {
		out[i] = marks[i][:]
	}
	return out
}

// List writes the list with its signature.
func (k Key) List(r Revoked) ([]byte, error) {
	message, marks := r.message()
	signature, err := k.sign(message)
	if err != nil {
		return nil, err
	}
	id, b64 := k.Public().ID(), base64.StdEncoding.EncodeToString
	return json.Marshal(revokedJSON{r.At, b64(marks), b64(id[:]), b64(signature)})
}

// ReadRevoked reads a list that one of the keys has signed.
func (ks Keys) ReadRevoked(raw []byte) (Revoked, error) {
	var in revokedJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return Revoked{}, fmt.Errorf("a list of revoked papers: %w", err)
	}
	marks, err1 := base64.StdEncoding.DecodeString(in.Marks)
	id, err2 := base64.StdEncoding.DecodeString(in.Key)
	signature, err3 := base64.StdEncoding.DecodeString(in.Signature)
	if err1 != nil || err2 != nil || err3 != nil || len(id) != 4 || len(marks)%markSize != 0 {
		return Revoked{}, fmt.Errorf("a list of revoked papers: not well formed")
	}
	r := Revoked{At: in.At.UTC().Truncate(time.Second)}
	for m := range slices.Chunk(marks, markSize) {
		r.marks = append(r.marks, [markSize]byte(m))
	}
	message, _ := r.message()
	key, known := ks.byID([4]byte(id))
	if !known || !key.verifies(message, signature) {
		return Revoked{}, fmt.Errorf("a list of revoked papers: no known key has signed it")
	}
	if !slices.IsSortedFunc(r.marks, func(a, b [markSize]byte) int { return bytes.Compare(a[:], b[:]) }) {
		return Revoked{}, fmt.Errorf("a list of revoked papers: not in order")
	}
	return r, nil
}

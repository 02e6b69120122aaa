package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
)

// Witness is another house that signs our checkpoints.
type Witness struct {
	URL string // without /add-checkpoint
	Key string // "name+hash+key"
}

// ParseWitness reads "KEY URL", as `nhasan witness` prints it.
func ParseWitness(s string) (Witness, error) {
	key, url, ok := strings.Cut(strings.TrimSpace(s), " ")
	if _, err := f_note.NewVerifierForCosignatureV1(key); err != nil || !ok || !strings.HasPrefix(url, "http") {
		return Witness{}, fmt.Errorf("%q is not the key and the address of a witness: name+hash+key https://…", s)
	}
	return Witness{strings.TrimRight(url, "/"), key}, nil
}

// Cosign asks each witness for its signature below the newest checkpoint, unless it is there. A witness
// that does not answer, or will not sign, is an error; the others are asked all the same.
func (l *Ledger) Cosign(ctx context.Context) error {
	st := store{l.DB.Read()}
	c, err := st.newest(ctx)
	if fault.Is(err, fault.NotFound) || len(l.Witnesses) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	var errs []error
	for _, w := range l.Witnesses {
		if err := l.ask(ctx, st, w, c); err != nil {
			errs = append(errs, fmt.Errorf("witness %s: %w", w.URL, err))
		}
	}
	return errors.Join(errs...)
}

func (l *Ledger) ask(ctx context.Context, st store, w Witness, c checkpointRow) error {
	v, err := f_note.NewVerifierForCosignatureV1(w.Key)
	if err != nil {
		return err
	}
	old, err := st.cosigned(ctx, v.Name())
	if err != nil || old == c.Size {
		return err
	}
	line, knows, err := l.post(ctx, w, old, c)
	if knows >= 0 { // it has signed another size than we remember
		line, _, err = l.post(ctx, w, knows, c)
	}
	if err != nil {
		return err
	}
	at, err := checkLine(c.Note, line, v)
	if err != nil {
		return err
	}
	return l.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		return store{tx}.addCosignature(ctx, cosignatureRow{Size: c.Size, Witness: v.Name(), At: at, Line: line})
	})
}

// post sends a checkpoint with the proof that it continues an older size. knows is the size that the
// witness says it has signed, -1 when it does not say.
func (l *Ledger) post(ctx context.Context, w Witness, old int64, c checkpointRow) (line string, knows int64, err error) {
	if old > c.Size {
		return "", -1, fmt.Errorf("it has signed %d entries, we have %d: this ledger was cut off", old, c.Size)
	}
	proof, err := l.Consistent(ctx, old, c.Size)
	if err != nil {
		return "", -1, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n" + c.Note)
	ctx, stop := context.WithTimeout(ctx, 15*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+"/add-checkpoint", strings.NewReader(b.String()))
	if err != nil {
		return "", -1, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", -1, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 16<<10))
	switch {
	case err != nil:
		return "", -1, err
	case res.StatusCode == http.StatusConflict:
		size, err := strconv.ParseInt(strings.TrimSpace(string(body)), 10, 64)
		if err != nil || size < 0 {
			return "", -1, fmt.Errorf("it says it has signed %q entries", body)
		}
		return "", size, fmt.Errorf("it has signed %d entries", size)
	case res.StatusCode != http.StatusOK:
		return "", -1, fmt.Errorf("%s: %s", res.Status, strings.TrimSpace(string(body)))
	}
	return string(body), -1, nil
}

// checkLine wants the line to be the witness's signature below the checkpoint, and returns its time.
func checkLine(checkpoint, line string, v note.Verifier) (time.Time, error) {
	n, err := note.Open([]byte(checkpoint+line), note.VerifierList(v))
	if err != nil {
		return time.Time{}, fmt.Errorf("what it sent back is not its signature: %w", err)
	}
	return f_note.CoSigV1Timestamp(n.Sigs[0])
}

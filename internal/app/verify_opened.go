package app

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/audit/ledger/reader"
	"github.com/nha-san/nhasan/internal/dossier"
)

// verifyOpenedCmd is what a citizen, or whoever they ask, runs on the file from the page of a dossier.
type verifyOpenedCmd struct {
	File   string `arg:"" type:"existingfile" help:"File so-cai.json from the page of a dossier."`
	Ledger string `required:"" help:"Address of the ledger, or a folder with a copy of it."`
	Key    string `help:"Key of the ledger as you got it from somewhere else."`
}

// Run checks that each event in the file is the one behind the commitment of its leaf, and that the leaf
// stands in the ledger where the file says.
func (c verifyOpenedCmd) Run(ctx context.Context, io std) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var all []dossier.Opened
	if err := json.Unmarshal(raw, &all); err != nil || len(all) == 0 {
		return usageError{fmt.Errorf("%s is not a file from the page of a dossier", c.File)}
	}
	at, found, err := hashesOf(ctx, c.Ledger, c.Key)
	if err != nil {
		return err
	}
	faults := len(found)
	for _, f := range found {
		fmt.Fprintln(io.out, "DOES NOT HOLD ", sentence(f))
	}
	for i, o := range all {
		if err := holds(o, at); err != nil {
			faults++
			fmt.Fprintf(io.out, "DOES NOT HOLD  event %d: %v\n", i+1, err)
			continue
		}
		fmt.Fprintf(io.out, "holds  event %d is leaf %d\n", i+1, o.Index)
	}
	if faults > 0 {
		return fmt.Errorf("%d things do not hold", faults)
	}
	return nil
}

// hashesOf reads a ledger, checked, and returns the hash of each of its leaves.
func hashesOf(ctx context.Context, source, key string) (map[int64]string, []reader.Finding, error) {
	l, found, err := reader.Open(ctx, reader.Lies(source), reader.Trust{Key: key})
	if err != nil {
		return nil, nil, err
	}
	at := map[int64]string{}
	more, err := l.Walk(ctx, func(e []byte) any { return ledger.HashOf(string(e)) }, func(i int64, _ []byte, hash any) { at[i] = hash.(string) })
	return at, append(found, more...), err
}

// holds tells what is wrong with an event that was opened, if anything is.
func holds(o dossier.Opened, at map[int64]string) error {
	var line audit.Published
	if err := json.Unmarshal([]byte(o.Entry), &line); err != nil {
		return fmt.Errorf("its entry cannot be read: %w", err)
	}
	salt, err := base64.RawURLEncoding.DecodeString(o.Salt)
	switch {
	case err != nil:
		return fmt.Errorf("its salt cannot be read: %w", err)
	case audit.Commitment(salt, []byte(o.Event)) != line.Commit:
		return fmt.Errorf("it is not the event that was committed to")
	case ledger.HashOf(o.Entry) != o.Hash:
		return fmt.Errorf("its entry does not have the hash %s", o.Hash)
	case o.Index < 0:
		return fmt.Errorf("it has not been sealed yet; fetch the file again")
	case at[o.Index] != o.Hash:
		return fmt.Errorf("leaf %d of the ledger is another", o.Index)
	}
	return nil
}

package app

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
)

// verifyQRCmd checks the square on an issued paper as the page of the house does, with what was fetched before: it needs
// neither a database nor a network.
type verifyQRCmd struct {
	Code    string `arg:"" help:"What the square says: a link or the code in it."`
	Keys    string `required:"" type:"existingfile" help:"Keys of the house, as it publishes them at /kiem-tra/khoa.json."`
	Revoked string `type:"existingfile" help:"List of papers that no longer hold, from /kiem-tra/thu-hoi.json; without it, it is not known whether this one does."`
	File    string `type:"existingfile" help:"Electronic file that should be the one of this paper."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// checkedSquare is what is told of a square.
type checkedSquare struct {
	Verdict   offline.Verdict    `json:"verdict"`
	Statement *offline.Statement `json:"statement,omitempty"` // nothing is said of what is forged
	ListOf    *time.Time         `json:"revoked_list_of,omitempty"`
	FileIsIt  *bool              `json:"file_is_it,omitempty"`

	FileBegins bool `json:"file_begins,omitempty"` // as the paper's, and goes on: with its seal, or with anything
}

// Run prints what the square says and whether a house said it, and ends with status 1 unless the paper is genuine and, when
// a file is given, its own.
func (c verifyQRCmd) Run(s std) error {
	out, err := c.check(clock.DateOf(clock.System{}.Now()))
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(s.out)
		e.SetIndent("", "  ")
		err = e.Encode(out)
	} else {
		out.print(s.out)
	}
	switch {
	case err != nil:
		return err
	case out.Verdict != offline.Genuine:
		return fmt.Errorf("%s", out.Verdict)
	case out.FileBegins:
		return fmt.Errorf("what stands behind the paper in the file is for its seal to vouch for: nhasan verify pdf")
	case out.FileIsIt != nil && !*out.FileIsIt:
		return fmt.Errorf("the file is not the one of this paper")
	}
	return nil
}

func (c verifyQRCmd) check(today clock.Date) (out checkedSquare, err error) {
	raw, err := os.ReadFile(c.Keys)
	if err != nil {
		return out, err
	}
	var keys offline.Keys
	if err := json.Unmarshal(raw, &keys); err != nil {
		return out, usageError{fmt.Errorf("%s: %w", c.Keys, err)}
	}
	var revoked offline.Revoked
	if c.Revoked != "" {
		if raw, err = os.ReadFile(c.Revoked); err != nil {
			return out, err
		}
		if revoked, err = keys.ReadRevoked(raw); err != nil {
			return out, fmt.Errorf("%s: %w", c.Revoked, err)
		}
		out.ListOf = &revoked.At
	}
	said := keys.Check(c.Code, revoked, today)
	out.Verdict = said.Verdict
	if said.Statement.Code == "" {
		return out, nil
	}
	out.Statement = &said.Statement
	if c.File != "" {
		raw, err := readUpTo(c.File, blob.DefaultLimit)
		if err != nil {
			return out, err
		}
		same := said.Statement.IsOf(raw)
		out.FileIsIt, out.FileBegins = &same, said.Statement.Begins(raw)
	}
	return out, nil
}

func (s checkedSquare) print(w io.Writer) {
	fmt.Fprintln(w, s.Verdict)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "   %-10s %s\n", label, printableText(text))
		}
	}
	if st := s.Statement; st != nil {
		line("paper", st.Title)
		line("number", st.Number)
		line("issued", string(st.On))
		line("until", string(st.Until))
		line("by", st.Issuer)
		line("to", st.Holder)
		line("code", st.Code)
	}
	if s.ListOf == nil {
		line("revoked?", "not known: no list was given")
	} else {
		line("revoked?", "as of "+s.ListOf.In(clock.Zone).Format("2006-01-02 15:04"))
	}
	if s.FileBegins {
		line("file", "begins with this paper; check its seal with nhasan verify pdf")
	} else if s.FileIsIt != nil {
		line("file", map[bool]string{true: "is the one of this paper", false: "IS NOT the one of this paper"}[*s.FileIsIt])
	}
}

package dossier

import (
	"slices"

	"github.com/nha-san/nhasan/internal/catalog"
)

// Flags are what the set of indicators counts of what is electronic in a dossier. They are set when the event happens,
// stand in it and, in clear, in the ledger: the figures follow from what was true then, not from what the record says
// today. What was brought in from another system has none, nor have events from before there were flags. law: index-766/4
type Flags struct {
	Papers *PaperFlags  `json:"papers,omitempty"` // of whatever changes the papers: all of them as they now are
	Result *ResultFlags `json:"result,omitempty"` // number; digitise, of a result on paper
}

// PaperFlags are how many components of the procedure were handed in, and what is electronic of them.
type PaperFlags struct {
	Components int `json:"components"`
	Filed      int `json:"filed,omitempty"`  // with a file: DuocSoHoa
	Reused     int `json:"reused,omitempty"` // with a file that was here already: DuocTaiSuDung
}

// ResultFlags are what is electronic of a result in the moment in which it gets its number, or is digitised.
type ResultFlags struct {
	Files  int  `json:"files,omitempty"`
	Signed bool `json:"signed,omitempty"` // by who approved; not when the clerk put other files in place of the signed ones
	Sealed bool `json:"sealed,omitempty"` // by the agency
	Issued bool `json:"issued,omitempty"` // entered in the register, where it can be used again

	Certifies bool `json:"certifies,omitempty"` // of a procedure that certifies copies of originals, granted or refused
	Copy      bool `json:"copy,omitempty"`      // an electronic copy that was certified
}

// flagsOf are the flags of what is about to happen to d, nil when it has none.
func (s *Service) flagsOf(d *Dossier, do Action, f Facts) *Flags {
	var out Flags
	switch {
	case f.Opening != nil && f.Declared == nil:
		out.Papers = paperFlags(f.Opening.Papers)
	case f.Opening == nil && f.Papers != nil:
		out.Papers = paperFlags(f.Papers)
	}
	if do == Number {
		files := f.Files
		if len(files) == 0 {
			files = d.Result.Files
		}
		out.Result = &ResultFlags{Files: len(files), Signed: len(files) > 0 && d.Result.Signature != nil && !f.replaced,
			Sealed: len(files) > 0 && f.Signature != nil, Issued: s.Archive != nil && !d.Result.Negative,
			Certifies: d.Book == catalog.BookCopies, Copy: d.isCopy() && !d.Result.Negative}
	}
	if do == Digitise && slices.ContainsFunc(f.Digitised, func(x Digitised) bool { return x.Paper == theResult }) {
		out.Result = &ResultFlags{Files: 1, Issued: s.Archive != nil, Certifies: d.Book == catalog.BookCopies}
	}
	if out == (Flags{}) {
		return nil
	}
	return &out
}

func paperFlags(papers []Paper) *PaperFlags {
	var out PaperFlags
	for _, p := range papers {
		if p.Key == "" { // a further paper is no component
			continue
		}
		out.Components++
		if len(p.Files) > 0 {
			out.Filed++
		}
		if p.IsReused() {
			out.Reused++
		}
	}
	return &out
}

// flagged are the flags that events leave: the last of each, without those that a correction has undone.
func flagged(events []Event, undone []int) (out Flags) {
	for _, e := range events {
		f := e.Facts.Flags
		if f == nil || slices.Contains(undone, e.Seq) {
			continue
		}
		if f.Papers != nil {
			out.Papers = f.Papers
		}
		if f.Result != nil {
			out.Result = f.Result
		}
	}
	return out
}

// proofs are the keys of the requests by which the files of a numbered result were signed last.
func (d *Dossier) proofs(f Flags) []string {
	switch {
	case f.Result == nil || d.Result == nil:
	case f.Result.Sealed && d.Result.Seal != nil:
		return d.Result.Seal.Requests
	case f.Result.Signed && d.Result.Signature != nil:
		return d.Result.Signature.Requests
	}
	return nil
}

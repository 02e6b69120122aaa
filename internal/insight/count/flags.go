package count

// Flags are what of a dossier is electronic, as its events said when they happened.
type Flags struct {
	Told       bool // what gave it its number said what the result is; not of what another system declares
	Components int  // of the procedure, handed in
	Filed      int  // of them with a file
	Reused     int  // of them with a file that was here already
	File       bool // the result is a file
	Signed     bool // by who approved
	Sealed     bool // by the agency
	Issued     bool // entered in the register of issued papers
	Certifies  bool // of a procedure that certifies copies of originals
	Copy       bool // an electronic copy that was certified
}

// Flagged are the figures of group 4 of the set of indicators, and what stands behind them. A dossier of which
// nothing is told counts as one without anything electronic, and is counted apart. law: index-766/4
type Flagged struct {
	Reused int `json:"reused"` // received in the period, with a component that was here already

	Done         int `json:"done"`       // ended in the period with a result: neither stopped nor withdrawn
	Untold       int `json:"untold"`     // of them: their events say nothing of files
	Results      int `json:"results"`    // of them: the result is a file
	Digitised    int `json:"digitised"`  // of them: a component is a file, and so is the result
	Components   int `json:"components"` // of the done
	Filed        int `json:"components_filed"`
	Signed       int `json:"signed"` // of the results
	Sealed       int `json:"sealed"` // of the results
	SignedSealed int `json:"signed_sealed"`
	Issued       int `json:"issued"` // of the results: entered in the register

	Certifying       int `json:"certifying"`        // of the done: of procedures that certify copies of originals
	ElectronicCopies int `json:"electronic_copies"` // of them: certified as a file
}

// Came is what a dossier adds where it was received.
func (f Flags) Came() Flagged { return Flagged{Reused: one(f.Reused > 0)} }

// Went is what a dossier adds where it ended, and how.
func (f Flags) Went(end End) Flagged {
	if end != Done {
		return Flagged{}
	}
	out := Flagged{Done: 1, Untold: one(!f.Told), Components: f.Components, Filed: f.Filed, Certifying: one(f.Certifies)}
	if f.File {
		out.Results, out.Digitised = 1, one(f.Filed > 0)
		out.Signed, out.Sealed, out.SignedSealed, out.Issued = one(f.Signed), one(f.Sealed), one(f.Signed && f.Sealed), one(f.Issued)
		out.ElectronicCopies = one(f.Certifies && f.Copy)
	}
	return out
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Times is the figures n times over; -1 takes them away.
func (f Flagged) Times(n int) Flagged {
	for _, c := range f.flags() {
		*c *= n
	}
	return f
}

// And is the figures with others.
func (f Flagged) And(g Flagged) Flagged {
	for i, c := range g.flags() {
		*f.flags()[i] += *c
	}
	return f
}

// flags are all figures, in one order.
func (f *Flagged) flags() []*int {
	return []*int{&f.Reused, &f.Done, &f.Untold, &f.Results, &f.Digitised, &f.Components, &f.Filed, &f.Signed, &f.Sealed, &f.SignedSealed, &f.Issued, &f.Certifying, &f.ElectronicCopies}
}

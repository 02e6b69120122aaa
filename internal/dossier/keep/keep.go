package keep

import "time"

// CanShare is the right to make what all of a unit see: labels, filters, reasons.
const CanShare = "dossier.share-desk"

// Label is a word in a colour that is put on dossiers.
type Label struct {
	ID     string
	Name   string
	Colour string // one of Colours
	Units  bool   // the unit's; else of the person who reads it
}

// Colours are those of labels; the words beside them always say the same.
var Colours = []string{"blue", "green", "yellow", "red", "purple", "grey"}

// Note is what an officer noted on a dossier. Nobody else reads it.
type Note struct {
	Text string
	At   time.Time
}

// View is a filter saved under a name.
type View struct {
	ID    string
	Name  string
	Query string // of the list's address, without the question mark
	Units bool
}

// Columns are what lists can show beside code and procedure, in their usual order.
var Columns = []string{"owner", "channel", "state", "turn", "due", "submitted", "labels"}

// UsualColumns are shown to whoever has chosen nothing.
var UsualColumns = []string{"owner", "state", "turn", "due"}

// Kinds are what reasons in stock are for: the actions whose forms offer them.
var Kinds = []string{"ask-supplement", "ask-fix", "refuse", "send-back", "reject"}

// Reason is a text that a unit keeps in stock.
type Reason struct {
	ID          string
	ProcedureID string // "" for all procedures
	Kind        string
	Name        string
	Text        string // with {paper}, {procedure}, {owner}, {code}, {unit} to fill in
	By          string
	At          time.Time
}

// Checked is a file that an officer has held against the form.
type Checked struct {
	SHA256 string
	ByID   string
	By     string
	At     time.Time
}

// Batch is one piece of work over many dossiers.
type Batch struct {
	ID       string
	PersonID string
	Verb     string
	Args     map[string]string
	Started  bool
	At       time.Time
	Items    []Item
}

// Item is one dossier of a batch. Outcome is empty while it is to be done.
type Item struct {
	Seq       int
	DossierID string
	Code      string
	Version   int // that the officer saw
	Outcome   string
	Why       string // why it was refused, in words
}

// The outcomes of an item.
const (
	Done    = "done"
	Refused = "refused"
)

// Left counts what is still to be done.
func (b *Batch) Left() int {
	n := 0
	for _, i := range b.Items {
		if i.Outcome == "" {
			n++
		}
	}
	return n
}

package catalog

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/catalog/result"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// StatusEnded is a template of results that another one replaced, or that is not used any more.
const StatusEnded Status = "ended"

// ResultTemplate is a text from which results of a procedure are drafted with the data of a dossier. Once
// published it never changes: a result can be traced to the text that it came from.
type ResultTemplate struct {
	ID          string
	ProcedureID string
	CaseKey     string // of the case that it is for; empty: all that have none of their own
	Number      int    // 1, 2, 3 … in each case of a procedure
	Status      Status
	Name        string // what the result is called: "Giấy xác nhận tình trạng hôn nhân"
	Body        string // as package result reads it
	Docx        []byte // a file in place of the text; lists leave it out
	DocxName    string // what it is called; empty when the text holds

	Edition     int // counts the changes of a draft: whoever saves names the one they saw
	EditedBy    string
	EditedAt    time.Time
	PublishedBy string
	PublishedAt time.Time
	EndedAt     time.Time
}

// ResultWords are what an editor gives a template: its name and text, and a file in place of the text.
type ResultWords struct {
	Name, Body string
	Docx       []byte // nil leaves what is there
	DocxName   string
	AsText     bool // the text holds again, the file goes
}

func (w ResultWords) tidy() (ResultWords, error) {
	w.Name, w.Body = oneLine(w.Name), text.Clean(w.Body)
	var wrong []fault.Field
	if n := utf8.RuneCountInString(w.Name); n == 0 || n > 200 {
		wrong = append(wrong, fault.Field{Name: "name", Key: "catalog.result.name-missing"})
	}
	if utf8.RuneCountInString(w.Body) > result.MaxLetters {
		wrong = append(wrong, fault.Field{Name: "body", Key: "catalog.result.wrong.long", Args: fault.Args("n", result.MaxLetters)})
	}
	if err := fault.OnFields(wrong); err != nil || w.Docx == nil {
		return w, err
	}
	w.DocxName = oneLine(w.DocxName)
	if w.DocxName == "" || utf8.RuneCountInString(w.DocxName) > 100 {
		w.DocxName = "mau.docx"
	}
	return w, safeDocx(w.Docx)
}

// resultProblems are what is wrong with a template over the questions of some forms: a name that is neither
// built in nor in any of them is a misspelt one.
func resultProblems(t *ResultTemplate, forms ...[]Field) []result.Problem {
	fields, problems := t.read()
	for _, f := range fields {
		known := f.Ask != "" || slices.Contains(result.Builtin, f.Name) ||
			slices.ContainsFunc(forms, func(form []Field) bool { return answers(form, f.Name) })
		if !known {
			problems = append(problems, result.Problem{Line: t.lineOf(f.Name), Key: "catalog.result.wrong.unknown", Args: fault.Args("field", f.Name)})
		}
	}
	return problems
}

// lineOf is the line of the text in which a field stands, 0 in a file.
func (t *ResultTemplate) lineOf(name string) int {
	if t.IsFile() {
		return 0
	}
	at := max(strings.Index(t.Body, name), 0)
	return 1 + strings.Count(t.Body[:at], "\n")
}

// answers tells whether a form gives an answer under the name: a question, a part of an address, or a
// question in a row of a group.
func answers(form []Field, name string) bool {
	return slices.ContainsFunc(form, func(f Field) bool {
		switch {
		case f.Name == name:
			return f.Type != File
		case f.Type == Address:
			return slices.Contains(f.AddressParts(), name)
		case f.Type == Group:
			rest, inside := strings.CutPrefix(name, f.Name+".")
			_, one, _ := strings.Cut(rest, ".")
			return inside && answers(f.Fields, one)
		}
		return false
	})
}

// Answers are the answers to a form as they stand on a paper, in Vietnamese, under the names by which
// templates ask for them. A group is one value too: a row a line.
func Answers(fields []Field, values Values) result.Data {
	out := result.Data{}
	for _, f := range Asked(fields, values) {
		if words := f.written(values); words != "" {
			out[f.Name] = words
		}
		if f.Type == Address {
			for _, part := range f.AddressParts() {
				out[part] = values.One(part)
			}
		}
	}
	for _, g := range fields {
		if g.Type == Group && g.Shown(values) {
			out[g.Name] = strings.Join(g.writtenRows(values), "\n")
		}
	}
	return out
}

func (f Field) writtenRows(values Values) (rows []string) {
	for n := 1; n <= values.Rows(f.Name); n++ {
		var row []string
		for _, one := range f.Row(n) {
			if words := one.written(values); words != "" && one.Shown(values) {
				row = append(row, words)
			}
		}
		rows = append(rows, strings.Join(row, ", "))
	}
	return rows
}

package dossier

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Limits of an exchange. A message can be taken back while the other side will hardly have acted on
// it; after the result there is time for a question, not for ever.
const (
	mostWords    = 2000 // letters of a message
	mostAttached = 5    // files of a message
	mostOfADay   = 20   // messages of an applicant on one dossier
	backWithin   = 10 * time.Minute
	talkAfterEnd = 30 * 24 * time.Hour
	twiceWithin  = 2 * time.Minute // the same words again are the same press of the button
)

// asking are words by which offices ask for papers. Those belong into a supplement request, which
// is counted, has a slip and stops the clock; in a message they would do none of it.
// The law has papers asked for once, in writing, as a whole list. law: onestop/ask-more
var asking = []string{"bo sung", "nop them", "gui them", "nop lai", "con thieu", "thieu giay", "thieu ban", "cung cap them", "hoan thien ho so"}

// asksForPapers tells whether words of an office sound like a supplement request.
func asksForPapers(words string) bool {
	folded := text.Fold(words)
	for _, a := range asking {
		if strings.Contains(folded, a) {
			return true
		}
	}
	return false
}

// wrongWith says what stands against a message of a side.
func wrongWith(s Saying, by Side) error {
	var wrong []fault.Field
	bad := func(name, key string, args ...any) {
		wrong = append(wrong, fault.Field{Name: name, Key: key, Args: fault.Args(args...)})
	}
	switch n := utf8.RuneCountInString(s.Words); {
	case n == 0 && (len(s.Files) == 0 || by == FromOffice):
		bad("words", "dossier.message-empty")
	case n > mostWords:
		bad("words", "dossier.message-long", "n", mostWords)
	}
	if len(s.Files) > mostAttached {
		bad("files", "dossier.message-files", "n", mostAttached)
	}
	if by == FromOffice && !s.NoPapers && asksForPapers(s.Words) {
		bad("no-papers", "dossier.message-asks-papers")
	}
	return fault.OnFields(wrong)
}

// talkOf adds messages up to how the exchange stands; who has read what is kept.
func talkOf(t Talk, messages []Message) Talk {
	t.Waits, t.Since, t.ForApplicant, t.ForOffice = "", time.Time{}, 0, 0
	for _, m := range messages {
		if !m.BackAt.IsZero() {
			continue
		}
		t.LastAt = m.At
		switch {
		case m.Side == FromApplicant:
			t.awaits(FromOffice, m.At)
			t.ForOffice += tally(m.At.After(t.OfficeReadAt))
		case m.Wants:
			t.awaits(FromApplicant, m.At)
			t.ForApplicant += tally(m.At.After(t.ApplicantReadAt))
		default:
			t.Waits, t.Since = "", time.Time{}
			t.ForApplicant += tally(m.At.After(t.ApplicantReadAt))
		}
	}
	if t.Waits == FromOffice && !t.SettledAt.Before(t.LastAt) {
		t.Waits, t.Since = "", time.Time{}
	}
	return t
}

// awaits keeps the first unanswered message as the beginning of the wait.
func (t *Talk) awaits(s Side, at time.Time) {
	if t.Waits != s {
		t.Waits, t.Since = s, at
	}
}

func tally(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// closesAt is when the exchange on a dossier closes; zero while the dossier is open or its result
// waits to be taken.
func closesAt(d *Dossier) time.Time {
	switch {
	case !d.ReturnedAt.IsZero():
		return d.ReturnedAt.Add(talkAfterEnd)
	case d.State == Done || d.EndedAt.IsZero():
		return time.Time{}
	}
	return d.EndedAt.Add(talkAfterEnd)
}

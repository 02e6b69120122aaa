package notify

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Settled is what a person has settled about notices: what comes where, in which language.
type Settled struct {
	Email     string // where letters go; "" is nowhere
	Confirmed bool
	Suggested string // an address known from elsewhere, not confirmed here
	Office    bool   // the address was entered by the office
	Lang      text.Lang
	Kinds     []Kind
	Channels  []string // the ways that this house has
	choice    choice
}

// Wants tells whether notices of the kind go out over the channel.
func (s Settled) Wants(k Kind, channel string) bool { return s.choice.wants(k, channel) }

const (
	codeFor  = 24 * time.Hour // a code confirms an address this long
	askPause = time.Minute    // between two codes for one person
)

// Settled returns what whoever acts has settled.
func (s *Service) Settled(ctx context.Context) (Settled, error) {
	who, err := mine(ctx)
	if err != nil {
		return Settled{}, err
	}
	st := store{s.DB.Read()}
	out := Settled{Kinds: kindsOf[who.sort()]}
	for _, c := range s.Channels {
		out.Channels = append(out.Channels, c.Name())
	}
	if out.choice, err = st.choice(ctx, who); err != nil {
		return out, err
	}
	if out.Lang, err = st.lang(ctx, who); err != nil {
		return out, err
	}
	own, err := st.address(ctx, who, Email)
	if err != nil {
		return out, err
	}
	known, err := s.contact(ctx, who)
	if err != nil {
		return out, err
	}
	out.Email, out.Confirmed, out.Suggested = own.Address, !own.ConfirmedAt.IsZero(), known.Email
	if out.Email == "" && known.Sure {
		out.Email, out.Confirmed, out.Office = known.Email, known.Email != "", known.Email != ""
	}
	return out, nil
}

// sort is "citizen" or "officer".
func (w Who) sort() string { sort, _, _ := strings.Cut(string(w), "/"); return sort }

// Settle keeps which kinds whoever acts wants over which channels, and the language of letters.
func (s *Service) Settle(ctx context.Context, wants func(Kind, string) bool, lang text.Lang) error {
	who, err := mine(ctx)
	if err != nil {
		return err
	}
	if lang != text.En {
		lang = text.Vi
	}
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st, now := store{tx}, s.Clock.Now()
		for _, k := range kindsOf[who.sort()] {
			for _, c := range s.Channels {
				if err := st.choose(ctx, who, k, c.Name(), wants(k, c.Name()), now); err != nil {
					return err
				}
			}
		}
		return st.setLang(ctx, who, lang, now)
	})
}

// GiveEmail takes an address of whoever acts and sends a code there; letters go to it once the code
// came back. An empty address means that no letters are wanted any more.
func (s *Service) GiveEmail(ctx context.Context, typed string) error {
	who, err := mine(ctx)
	if err != nil {
		return err
	}
	typed = text.Clean(typed)
	if typed == "" {
		return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error { return store{tx}.dropAddress(ctx, who, Email) })
	}
	if !isEmail(typed) {
		return fault.OnFields([]fault.Field{{Name: "email", Key: "notify.bad-email"}})
	}
	code, now := rand.Text(), s.Clock.Now()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		st := store{tx}
		was, err := st.address(ctx, who, Email)
		if err != nil {
			return err
		}
		if !was.AskedAt.IsZero() && now.Sub(was.AskedAt) < askPause {
			return fault.New(fault.Unavailable, "notify.asked-just-now")
		}
		if err := st.setAddress(ctx, addressRow{Who: string(who), Channel: Email, Address: typed, CodeHash: hashOf(code), AskedAt: now}); err != nil {
			return err
		}
		return s.Tell(ctx, tx, Notice{Event: "notify.confirm", Link: PathConfirm + "?" + url.Values{"ma": {code}}.Encode(),
			To: To{Email: typed, Lang: text.LangOf(ctx)}, Vars: map[string]string{"hours": "24"}})
	})
}

// Confirm takes the code that came by letter. It must be whoever asked for it.
func (s *Service) Confirm(ctx context.Context, code string) error {
	who, err := mine(ctx)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := store{tx}.address(ctx, who, Email)
		if err != nil {
			return err
		}
		switch {
		case code == "" || row.CodeHash != hashOf(code):
			return fault.New(fault.Conflict, "notify.wrong-code")
		case !row.ConfirmedAt.IsZero():
			return nil
		case now.Sub(row.AskedAt) > codeFor:
			return fault.New(fault.Conflict, "notify.old-code")
		}
		row.ConfirmedAt = now
		return store{tx}.setAddress(ctx, row)
	})
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// isEmail tells whether s is one bare address.
func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 200 && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".")
}

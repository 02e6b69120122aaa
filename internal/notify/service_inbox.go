package notify

import (
	"context"
	"time"

	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/live"
	"github.com/nha-san/nhasan/internal/platform/text"
)

// Line is a notice as its owner reads it, in the language of the page.
type Line struct {
	ID, Title, Short, Body, Link string
	Kind                         Kind
	At                           time.Time
	Unread                       bool
}

// pageSize is how many lines a page of the inbox shows.
const pageSize = 20

func (t told) line(ctx context.Context) Line {
	texts := t.Texts[text.LangOf(ctx)]
	return Line{ID: t.ID, Title: texts.Title, Short: texts.Short, Body: texts.Body, Link: t.Link, Kind: events[t.Event].Kind,
		At: t.At, Unread: t.ReadAt.IsZero()}
}

// Unread counts what whoever acts has not read yet.
func (s *Service) Unread(ctx context.Context) (int, error) {
	who := Me(ctx)
	if who == "" {
		return 0, nil
	}
	return store{s.DB.Read()}.unread(ctx, who)
}

// Inbox returns a page of the own inbox, the newest first, and the key after which the next one begins.
func (s *Service) Inbox(ctx context.Context, unreadOnly bool, after string) (page []Line, next string, err error) {
	who, err := mine(ctx)
	if err != nil {
		return nil, "", err
	}
	all, err := store{s.DB.Read()}.list(ctx, who, unreadOnly, after, pageSize)
	if err != nil {
		return nil, "", err
	}
	if len(all) > pageSize {
		all = all[:pageSize]
		next = all[pageSize-1].ID
	}
	for _, t := range all {
		page = append(page, t.line(ctx))
	}
	return page, next, nil
}

// Read returns one notice of the own inbox and marks it as read.
func (s *Service) Read(ctx context.Context, key string) (Line, error) {
	who, err := mine(ctx)
	if err != nil {
		return Line{}, err
	}
	t, err := store{s.DB.Read()}.noticeByID(ctx, key)
	if err != nil {
		return Line{}, err
	}
	if t.Who != who {
		return Line{}, fault.New(fault.NotFound, "notify.no-such-notice")
	}
	if !t.ReadAt.IsZero() {
		return t.line(ctx), nil
	}
	return t.line(ctx), s.mark(ctx, who, key)
}

// ReadAll marks everything in the own inbox as read.
func (s *Service) ReadAll(ctx context.Context) error {
	who, err := mine(ctx)
	if err != nil {
		return err
	}
	return s.mark(ctx, who, "")
}

func (s *Service) mark(ctx context.Context, who Who, key string) error {
	return s.DB.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := store{tx}.markRead(ctx, who, key, s.Clock.Now())
		if err != nil || n == 0 {
			return err
		}
		return live.Say(ctx, tx, who.Topic())
	})
}

// mine is the inbox of whoever acts.
func mine(ctx context.Context) (Who, error) {
	if who := Me(ctx); who != "" {
		return who, nil
	}
	return "", fault.New(fault.SignIn, "fault.sign-in")
}

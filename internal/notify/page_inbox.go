package notify

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// inboxView is one's own inbox.
type inboxView struct {
	Frame   ui.Frame
	Tabs    ui.Tabs
	Topic   string
	Lines   []lineView
	Empty   ui.Empty
	ReadAll bool // something is unread
	Pager   ui.Pager
	Choice  ui.Link
}

// lineView is a notice in the list.
type lineView struct {
	Href, Title, When, Kind string
	Unread                  bool
}

func (p *Pages) showInbox(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	unreadOnly, after := r.URL.Query().Get("chi") == "chua-doc", r.URL.Query().Get("sau")
	lines, next, err := p.svc.Inbox(ctx, unreadOnly, after)
	if err != nil {
		return err
	}
	unread, err := p.svc.Unread(ctx)
	if err != nil {
		return err
	}
	v := inboxView{Frame: own(ctx, "notify.inbox.title"), Tabs: inboxTabs(ctx, unreadOnly, unread), Topic: Me(ctx).Topic(), ReadAll: unread > 0,
		Empty:  ui.Empty{Title: text.T(ctx, "notify.inbox.empty"), Text: text.T(ctx, "notify.inbox.empty-why")},
		Choice: ui.Link{Text: text.T(ctx, "notify.choice.title"), Href: PathChoice}}
	if unreadOnly {
		v.Empty = ui.Empty{Title: text.T(ctx, "notify.inbox.all-read")}
	}
	v.Frame.Live = true
	for _, l := range lines {
		v.Lines = append(v.Lines, lineView{PathInbox + "/" + l.ID, l.Title, text.DateTime(ctx, l.At), text.T(ctx, "notify.kind."+string(l.Kind)), l.Unread})
	}
	if next != "" {
		v.Pager.NextHref = inboxPath(unreadOnly, next)
	}
	if after != "" {
		v.Pager.PrevHref = inboxPath(unreadOnly, "")
	}
	return web.Show(w, r, inboxPage(v))
}

func inboxTabs(ctx context.Context, unreadOnly bool, unread int) ui.Tabs {
	return ui.Tabs{Label: text.T(ctx, "notify.inbox.title"), Items: []ui.Tab{
		{Text: text.T(ctx, "notify.inbox.all"), Href: inboxPath(false, ""), Current: !unreadOnly},
		{Text: text.T(ctx, "notify.inbox.unread"), Href: inboxPath(true, ""), Current: unreadOnly, Count: &unread}}}
}

func inboxPath(unreadOnly bool, after string) string {
	q := url.Values{}
	if unreadOnly {
		q.Set("chi", "chua-doc")
	}
	if after != "" {
		q.Set("sau", after)
	}
	if len(q) == 0 {
		return PathInbox
	}
	return PathInbox + "?" + q.Encode()
}

func (p *Pages) readAll(w http.ResponseWriter, r *http.Request) error {
	if err := p.svc.ReadAll(r.Context()); err != nil {
		return err
	}
	web.Say(r, "notify.inbox.all-read")
	return web.SeeOther(w, r, PathInbox)
}

// noticeView is one notice.
type noticeView struct {
	Frame   ui.Frame
	Heading ui.Heading
	Body    []string // paragraphs; the short message once the letter was emptied
	Button  *ui.Button
	Back    ui.Button
}

func (p *Pages) showNotice(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := p.svc.Read(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := noticeView{Frame: own(ctx, "notify.inbox.title"), Heading: ui.Heading{Title: l.Title, Caption: text.DateTime(ctx, l.At)},
		Body: paragraphs(l), Back: ui.Button{Text: text.T(ctx, "notify.inbox.back"), Href: PathInbox, Kind: ui.Secondary}}
	v.Frame.Title = l.Title
	v.Frame.Crumbs = []ui.Crumb{{Text: text.T(ctx, "notify.inbox.title"), Href: PathInbox}, {Text: l.Title}}
	if l.Link != "" {
		v.Button = &ui.Button{Text: text.T(ctx, "notify.inbox.open"), Href: web.LocalPath(l.Link, PathInbox)}
	}
	return web.Show(w, r, noticePage(v))
}

func paragraphs(l Line) []string {
	body := l.Body
	if body == "" {
		body = l.Short
	}
	return strings.Split(strings.TrimSpace(body), "\n\n")
}

// own is the frame of a page about oneself, in the colours of where one works.
func own(ctx context.Context, key string) ui.Frame {
	f := ui.Frame{Title: text.T(ctx, key), NoIndex: true}
	if actor.Of(ctx).Kind == actor.Officer {
		f.Area = ui.Desk
	}
	return f
}

package ui

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Live makes an element look for news: whenever somebody says one of the topics, the page is fetched
// again and the element with the key is exchanged, which must be this one. What was typed in it stays. The page's
// Frame says Live. Write <div id="x" { Live("x", "dossier/018f…")... }>.
func Live(key string, topics ...string) templ.Attributes {
	return templ.Attributes{"data-live-topic": strings.Join(topics, " "), "data-live-part": key}
}

// LiveNotice is a line that appears when somebody says one of the topics: what the reader sees is no
// longer all there is. For pages whose parts cannot be exchanged under the reader's hands.
type LiveNotice struct {
	Topics []string
	Text   string // "Hồ sơ vừa có thay đổi."
	Link   string // what reloads: "Tải lại trang"
	Href   string // of the page itself
}

func (n LiveNotice) topics() string { return strings.Join(n.Topics, " ") }

// Render writes the line, hidden until it is wanted.
func (n LiveNotice) Render(ctx context.Context, w io.Writer) error {
	return liveNotice(n).Render(ctx, w)
}

// Bell leads to the inbox of whoever is signed in.
type Bell struct {
	Href   string
	Unread int
	Topic  string // what says that the inbox has changed
}

const bellID = "chuong"

// Render writes the bell.
func (b Bell) Render(ctx context.Context, w io.Writer) error { return bell(b).Render(ctx, w) }

func (b Bell) live() templ.Attributes { return Live(bellID, b.Topic) }

func (b Bell) shown() string {
	if b.Unread > 99 {
		return "99+"
	}
	return strconv.Itoa(b.Unread)
}

package identity

import (
	"context"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

func meCrumbs(ctx context.Context, key string) []ui.Crumb {
	return []ui.Crumb{{Text: text.T(ctx, "identity.me.title"), Href: "/toi"}, {Text: text.T(ctx, key)}}
}

func importCrumbs(ctx context.Context) []ui.Crumb {
	crumbs := adminCrumbs(ctx, accountsPath, text.T(ctx, "identity.import.plan"))
	last := len(crumbs) - 1
	return append(crumbs[:last], ui.Crumb{Text: text.T(ctx, "identity.import.title"), Href: importPath}, crumbs[last])
}

func passkeyCrumbs(ctx context.Context, name string) []ui.Crumb {
	return []ui.Crumb{{Text: text.T(ctx, "identity.me.title"), Href: "/toi"}, {Text: text.T(ctx, "identity.passkey.title"), Href: passkeysPath}, {Text: name}}
}

const accountsPath = "/quan-tri/tai-khoan"

// adminCrumbs is the way to a page of the administration, over the list of accounts unless above is
// empty.
func adminCrumbs(ctx context.Context, above, title string) []ui.Crumb {
	crumbs := []ui.Crumb{{Text: text.T(ctx, "identity.admin"), Href: "/quan-tri"}}
	if above != "" {
		crumbs = append(crumbs, ui.Crumb{Text: text.T(ctx, "identity.accounts.title"), Href: above})
	}
	return append(crumbs, ui.Crumb{Text: title})
}

func hintHead(ctx context.Context) []ui.Head {
	return []ui.Head{{Text: text.T(ctx, "identity.hints.who")}, {Text: text.T(ctx, "identity.sign-in.login")},
		{Text: text.T(ctx, "identity.sign-in.password")}}
}

func hintRows(ctx context.Context, list []Hint) []ui.TableRow {
	rows := make([]ui.TableRow, len(list))
	for i, h := range list {
		rows[i] = ui.TableRow{Cells: []ui.Cell{{Text: h.About(text.LangOf(ctx)), Header: true}, {Text: h.Login}, {Text: h.Password}}}
	}
	return rows
}

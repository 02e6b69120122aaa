package dossier

import (
	"strconv"

	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// changesView is what somebody faster did since the slower of two officers opened the page. It stands
// beside all that the slower has typed.
type changesView struct {
	Title, Lead string

	Events ui.Timeline
	Typed  ui.SummaryList // what was typed and has no field on this page any more
}

// changes lists what happened since the version that the officer saw when the form was refused; nil
// when nothing did, or nothing was refused.
func (rd *reading) changes() *changesView {
	seen, err := strconv.Atoi(rd.held.Values.Get("seen"))
	if !rd.held.Was() || err != nil || seen <= 0 || seen >= rd.v.Version {
		return nil
	}
	v := &changesView{Title: rd.t("desk.changes.title"), Lead: rd.t("desk.changes.lead")}
	all := rd.timeline().Items
	for i, e := range rd.v.Events {
		if e.Seq > seen {
			v.Events.Items = append(v.Events.Items, all[i])
		}
	}
	if note := text.Clean(rd.held.Values.Get("note")); note != "" && rd.work().Note == nil {
		v.Typed.Rows = []ui.SummaryRow{{Key: rd.t("dossier.work.note"), Text: note}}
	}
	return v
}

// toChanges leads from the error summary to what has changed.
func toChanges(rd *reading, problems ui.ErrorSummary, v *changesView) ui.ErrorSummary {
	if v != nil {
		problems.Items = append(problems.Items, ui.ErrorItem{Text: rd.t("desk.changes.see"), Href: "#thay-doi"})
	}
	return problems
}

package archive

import (
	"context"
	"testing"

	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/platform/db"
)

func TestHoldersAreToldOnceBeforeAPaperEnds(t *testing.T) {
	onBoth(t, func(h *house) {
		var told []notify.Notice
		h.Tell = func(_ context.Context, _ *db.Tx, n notify.Notice) error { told = append(told, n); return nil }
		h.AccountWith = func(_ context.Context, no string) (string, error) {
			return map[string]string{lanNumber: "account-lan"}[no], nil
		}
		soon := h.issue(func(o *Opening) { o.Number, o.Until = "1", h.today().AddDays(10) })
		h.issue(func(o *Opening) { o.Number, o.Until = "2", h.today().AddDays(60) })
		h.issue(func(o *Opening) { o.Number, o.Until = "3", h.today().AddDays(-1) })
		old := h.issue(func(o *Opening) { o.Number, o.Until, o.AccountID, o.Subject = "4", h.today(), "", "backlog/1" })
		gone := h.issue(func(o *Opening) { o.Number, o.Until = "5", h.today().AddDays(5) })
		h.issue(func(o *Opening) {
			o.Number, o.Until, o.AccountID, o.Holders = "6", h.today().AddDays(5), "", []Holder{{Name: "Người không có tài khoản"}}
		})
		_, err := h.Revoke(officer("leader"), At{ID: gone.ID}, "Cấp nhầm")
		h.no(err)
		for range 2 {
			h.no(h.Remind(context.Background()))
		}
		if len(told) != 2 || told[0].Subject != old.OwnSubject() || told[1].Subject != soon.OwnSubject() || told[0].To.Account != "account-lan" || told[1].Vars["number"] != "1" {
			t.Errorf("told are %+v", told)
		}
	})
}

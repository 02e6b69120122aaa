package dossier_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/keep"
)

// handedOver are n dossiers that wait for a specialist.
func (h *house) handedOver(n int) []*dossier.Dossier {
	h.t.Helper()
	front := as("reception", h.commune)
	all := h.many(n)
	for i := range all {
		h.step(all[i], func(at dossier.At) (*dossier.Dossier, error) { return h.Receive(front, at) })
		all[i] = h.step(all[i], func(at dossier.At) (*dossier.Dossier, error) { return h.HandOver(front, at, "") })
	}
	return all
}

func TestManyAreGivenOnlyToThoseWhoMayDoTheStep(t *testing.T) {
	onBoth(t, func(h *house) {
		an := h.appoint("An")
		all := append(h.handedOver(2), h.many(1)...) // the last still waits at the counter
		var items []keep.Item
		for _, d := range all {
			items = append(items, keep.Item{DossierID: d.ID, Code: d.Code, Version: d.Version})
		}
		leader := as("leader", h.commune)
		hands, err := h.HandsFor(leader, items)
		h.no(err)
		if len(hands) != 1 || hands[0].PersonID != an.PersonID || hands[0].Can != 2 {
			h.t.Errorf("among whom: %+v, want An for two", hands)
		}
		if hands, err = h.HandsFor(as("specialist", h.commune), items); err != nil || len(hands) != 0 {
			h.t.Errorf("somebody who may not give out work is offered %+v, %v", hands, err)
		}
		plan, err := h.Givings(leader, items, dossier.Assign, an.PersonID)
		h.no(err)
		if len(plan) != 3 || plan[0].Why != nil || plan[1].Why != nil || plan[2].Why == nil || plan[2].Why.Key != "dossier.person-elsewhere" {
			h.t.Errorf("the plan: %+v", plan)
		}
	})
}

func TestManyAreGivenAndHandedBack(t *testing.T) {
	d := newDesk(t)
	an := d.appoint("An")
	all := append(d.handedOver(2), d.many(1)...)
	boss := d.sit("leader").open("/lam-viec?o=all")
	picks := url.Values{"verb": {"assign"}, "query": {"o=all"}, "whole": {"1"}}
	boss.send("/lam-viec/nhieu", picks).reads("Phân công: 3 hồ sơ", "An", "nhận được 2 trên 3 hồ sơ", "Chưa giao cho ai", "Xem trước khi giao")
	work := strings.Split(boss.at, "?")[0]
	boss.send(work, url.Values{}).reads("Chọn người được giao")
	boss.send(work, url.Values{"person": {an.PersonID}}).reads("An sẽ nhận 2 hồ sơ", all[0].Code, "Thực hiện với 2 hồ sơ", "Người này không giữ vị trí được phân công")
	if v := d.now(all[0]); v.AssigneeID != "" {
		t.Errorf("looking gave the work to %s", v.Assignee)
	}
	boss.send(work, url.Values{"person": {an.PersonID}, "sure": {"1"}, "note": {"Làm trong tuần"}}).reads("2 hồ sơ thực hiện được, 1 hồ sơ không thực hiện được", all[2].Code)
	boss.open("/lam-viec/ho-so/"+all[0].ID).reads("Giao cho An", "Làm trong tuần")

	boss.open("/lam-viec?o=all").send("/lam-viec/nhieu", url.Values{"verb": {"hand-back"}, "query": {"o=all"}, "whole": {"1"}})
	boss.reads("Trả lại việc: 3 hồ sơ", "Thực hiện với 2 hồ sơ")
	work = boss.at
	boss.send(work, url.Values{"reason": {"x"}}).reads("Trả lại việc: 3 hồ sơ", "Thực hiện với 2 hồ sơ")
	boss.send(work, url.Values{"reason": {"An đi học dài ngày"}}).reads("2 hồ sơ thực hiện được, 1 hồ sơ không thực hiện được")
	d.sit("specialist").open("/lam-viec").lacks("Phân công")
}

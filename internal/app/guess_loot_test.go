package app

import (
	"fmt"
	"strings"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// Keys of what is laid for somebody else to own.
const (
	laidID  = "018f0000-0000-7000-8000-0000000000a1"
	laidID2 = "018f0000-0000-7000-8000-0000000000a2"
	other   = "018f0000-0000-7000-8000-0000000000f1"
)

// layOthers puts what the demonstration has none of into a commune that is not the guessers'.
func (l loot) layOthers(path, unit, dossier string) {
	const at = "'2023-08-01 00:00:00'"
	person := l.ids("SELECT person_id FROM identity_officer WHERE login = 'chutich.lac-thuy'")[0]
	second := l.ids("SELECT person_id FROM identity_officer WHERE login = 'phochutich.lac-thuy'")[0]
	post := l.ids("SELECT position_id FROM org_holding WHERE person_id = ?", person)[0]
	account := l.ids("SELECT account_id FROM identity_officer WHERE login = 'chutich.lac-thuy'")[0]
	draft := l.ids("SELECT min(procedure_id) FROM dossier_record")[0]
	q := func(values ...string) string { return "('" + strings.Join(values, "','") + "'" }
	l.lay(
		`INSERT INTO dossier_label VALUES `+q(laidID, other, "", "Của người khác", "red")+`,`+at+`), `+q(laidID2, "", path, "Của xã khác", "red")+`,`+at+`)`,
		`INSERT INTO dossier_view VALUES `+q(laidID, other, "", "Của người khác", "")+`,`+at+`), `+q(laidID2, "", path, "Của xã khác", "")+`,`+at+`)`,
		`INSERT INTO dossier_reason VALUES `+q(laidID, path, "", "refuse", "Của xã khác", "Lý do", "Ai đó")+`,`+at+`)`,
		`INSERT INTO dossier_batch VALUES `+q(laidID, other, "take", "{}")+`,TRUE,`+at+`)`,
		`INSERT INTO dossier_batch_item VALUES `+q(laidID)+`,1,`+q(dossier, "H28")[1:]+`,1,'','')`,
		`INSERT INTO dossier_draft (id, account_id, dossier_id, procedure_id, name, version, created_at, saved_at, body) VALUES `+q(laidID, other, "", draft, "Đăng ký")+`,1,`+at+`,`+at+`,'{}')`,
		`INSERT INTO dossier_part VALUES `+q(laidID, other, laidID, "giay", "a.pdf")+`,10,'','',0,'',`+at+`,`+at+`)`,
		`INSERT INTO catalog_upload (id, account_id, csv, detailed, publish_from, decision_no, why, created_at) VALUES `+q(laidID, other)+`,NULL,NULL,'','','',`+at+`)`,
		`INSERT INTO tickets_device VALUES `+q(laidID, unit, "Máy", "digest")+`,`+at+`,NULL)`,
		`INSERT INTO org_leave VALUES `+q(laidID, person, "2023-09-01", "2023-09-02", "leave", "Việc nhà", "Ai đó")+`,`+at+`,'',NULL)`,
		`INSERT INTO org_stand_in VALUES `+q(laidID, laidID, post, person, second, "2023-09-01", "2023-09-02", "Việc nhà", "", "Ai đó")+`,`+at+`,'',NULL,'',NULL,'')`,
		`INSERT INTO identity_session VALUES `+q(laidID, account, "password", "", "", "")+`,`+at+`,`+at+`,NULL,'')`,
		`INSERT INTO identity_token VALUES `+q(laidID, "Chương trình", "hash", "dossier.submit", path, "Ai đó")+`,`+at+`,'2024-01-01 00:00:00',NULL,NULL)`,
		`INSERT INTO identity_passkey VALUES `+q(laidID, account, "khoa", "Khóa", "{}")+`,`+at+`,NULL)`,
		`INSERT INTO identity_import VALUES `+q(laidID, other, "a.csv", "")+`,`+at+`,NULL)`,
		`INSERT INTO insight_plan VALUES `+q(laidID, unit)+`,3,TRUE,`+q(person, "Ai đó", "Ai đó")[1:]+`,`+at+`,NULL,'')`,
		`INSERT INTO rating_follow VALUES `+q(laidID, path, "Xã khác", "Thủ tục", "", "", "", "Chậm")+`,`+at+`,`+at+`,NULL,'','')`,
		`INSERT INTO dossier_urgent VALUES `+q(laidID, dossier, "H28", path, path, other, "Ai đó", "", path, "Xã khác", "life", "Công văn 1", "Của người khác")+`,`+at+`,'2023-12-01 00:00:00','','','',NULL)`,
		`INSERT INTO archive_disposal VALUES `+q(laidID, "proposed", unit, path, "Xã khác")+`,2023,0,`+q("Của xã khác", other, "Ai đó")[1:]+`,`+at+`,'','',NULL,'')`,
		`INSERT INTO legacy_run VALUES `+q(laidID, "a.csv", "", "cu", path, "Ai đó", "{}", "over", "{}")+`,0,'{}',`+at+`,NULL,NULL)`,
	)
}

// laidTables hold what is laid.
var laidTables = []string{"dossier_label", "dossier_view", "dossier_reason", "dossier_batch", "dossier_draft", "dossier_part", "catalog_upload", "tickets_device",
	"org_leave", "org_stand_in", "identity_session", "identity_token", "identity_passkey", "identity_import", "insight_plan", "rating_follow", "legacy_run", "dossier_urgent", "archive_disposal"}

// intact writes down what is laid, as it stands now.
func (l loot) intact() string {
	l.t.Helper()
	var b strings.Builder
	for _, table := range laidTables {
		var rows []map[string]any
		if err := l.d.house.database.Read().NewRaw("SELECT * FROM "+table+" WHERE id IN (?, ?) ORDER BY id", laidID, laidID2).Scan(l.t.Context(), &rows); err != nil {
			l.t.Fatal(err)
		}
		fmt.Fprintln(&b, table, rows)
	}
	return b.String()
}

// openTo are addresses whose id is of a thing that everybody whom the route lets in may see, and why.
var openTo = []struct{ prefix, why string }{
	{"/thu-tuc/", "procedures are published"},
	{"/nop-ho-so/{slug}", "procedures are published"},
	{"/chuan-bi/", "procedures are published"},
	{"/so-cai/", "the ledger is public and holds no names"},
	{"/lay-so/", "every counter gives numbers to whoever comes"},
	{"/dat-lich/", "every counter takes bookings from whoever comes"},
	{"/man-hinh/", "the screen of a counter hangs in the hall; it shows numbers"},
	{"/quan-tri/don-vi/{id}", "the directory of units is for every officer who may see it"},
	{"/may-lay-so/", "what a device may is in its cookie: internal/tickets"},
	{"/lich-hen/", "the code of a booking is its key: whoever has the slip may cancel"},
	{"/so-thu-tu/", "the code of a ticket is its key: whoever has the slip may give it up"},
	{"/kiem-tra/ma/", "the code printed on a paper is its key: whoever holds the paper may check it, names masked"},
	{"/danh-gia/phieu/", "the address in the message is its key"},
	{"/quan-tri/thong-bao/", "texts belong to the whole house"},
	{"/quan-tri/gui-loi/", "failed deliveries belong to the whole house"},
	{"/quan-tri/thu-tuc/", "the catalogue belongs to the whole house"},
	{"/quan-tri/nhap-mot-thu-tuc/", "the catalogue belongs to the whole house"},
}

// guesses returns for a route the addresses that lead to things of others.
func (l loot) guesses() func(web.Route) []string {
	where := []any{l.home + "%", l.home + "%"}
	path := l.ids("SELECT min(receiving_path) FROM dossier_record WHERE receiving_path NOT LIKE ? AND competent_path NOT LIKE ?", where...)[0]
	unit := strings.Split(strings.Trim(path, "/"), "/")
	dossiers, of := l.dossiers(), map[string][]string{}
	l.layOthers(path, unit[len(unit)-1], dossiers[0])
	account := l.ids("SELECT account_id FROM identity_officer WHERE login = 'chutich.lac-thuy'")[0]
	holding := l.ids("SELECT h.id FROM org_holding h JOIN identity_officer o ON o.person_id = h.person_id WHERE o.login = 'chutich.lac-thuy'")[0]
	post := l.ids("SELECT position_id FROM org_holding WHERE id = ?", holding)[0]
	for _, id := range dossiers {
		of[id] = []string{"sha", l.fileOf(id), "message", laidID}
	}
	slips := l.ids(`SELECT min(s.id) FROM dossier_slip s JOIN dossier_record r ON r.id = s.dossier_id
		WHERE r.receiving_path NOT LIKE ? AND r.competent_path NOT LIKE ? GROUP BY s.form`, where...)
	notices := l.ids("SELECT id FROM notify_notice LIMIT 3")
	tickets := append(l.ids("SELECT unit_id FROM tickets_setting WHERE unit_path NOT LIKE ? LIMIT 1", l.home+"%"), unit[len(unit)-1])
	day := l.ids("SELECT min(id) FROM org_calendar_day")
	return func(r web.Route) (out []string) {
		p := r.Path
		add := func(values ...string) { out = append(out, strings.NewReplacer(values...).Replace(p)) }
		switch {
		case strings.Contains(p, "{action}"):
			for _, id := range dossiers {
				for _, a := range actions {
					add("{id}", id, "{action}", string(a))
				}
			}
		case strings.HasPrefix(p, "/ho-so-cua-toi/"), strings.HasPrefix(p, "/lam-viec/ho-so/"):
			for _, id := range dossiers {
				add("{id}", id, "{sha}", of[id][1], "{message}", of[id][3])
			}
		case r.Method == "PATCH":
			add("{draft}", laidID, "{paper}", "giay", "{part}", laidID)
			out[0] += "?tu=0"
		case strings.HasPrefix(p, "/phieu/"):
			for _, id := range slips {
				add("{id}", id)
			}
		case strings.HasPrefix(p, "/thong-bao/"):
			for _, id := range notices {
				add("{id}", id)
			}
		case strings.HasPrefix(p, "/quan-tri/goi-so/"):
			for _, id := range tickets {
				add("{id}", id)
			}
		case strings.HasPrefix(p, "/lam-viec/goi-so/so/"):
			for _, id := range l.ids("SELECT id FROM tickets_ticket WHERE unit_path NOT LIKE ? LIMIT 3", l.home+"%") {
				add("{id}", id)
			}
		case strings.HasPrefix(p, "/quan-tri/don-vi/"):
			add("{id}", unit[len(unit)-1])
		case strings.HasPrefix(p, "/quan-tri/tai-khoan/nhap/"):
			add("{id}", laidID)
		case strings.HasPrefix(p, "/quan-tri/tai-khoan/"):
			add("{id}", account, "{phien}", laidID)
		case strings.HasPrefix(p, "/quan-tri/giu-chuc/"):
			add("{id}", holding)
		case strings.HasPrefix(p, "/quan-tri/chuc-danh/"):
			add("{id}", post)
		case strings.HasPrefix(p, "/quan-tri/lich/ngay/"):
			add("{id}", day[0])
		default:
			for _, id := range []string{laidID, laidID2} {
				add("{id}", id, "{draft}", id, "{batch}", id, "{run}", id, "{follow}", id, "{phien}", id, "{part}", id, "{paper}", "giay", "{page}", "chung", "{sha}", strings.Repeat("ab", 32), "{file}", "ket-qua", "{request}", id, "{ticket}", id)
			}
		}
		return out
	}
}

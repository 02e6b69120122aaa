package identity

import (
	"context"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const importHead = "Họ và tên;Đơn vị;Chức danh;Tên đăng nhập;Thư điện tử;Điện thoại;Từ ngày;Đến ngày;Quyết định\n"

// desk is the post of the reception in the communes of the demonstration.
const desk = "Công chức tại Bộ phận Tiếp nhận và Trả kết quả"

func TestFilesOfSpreadsheetsAreRead(t *testing.T) {
	const line = "Bùi Thị Hoa;05395;" + desk + ";hoa;hoa@example.vn;0912345678;01/09/2023;;15/QĐ"
	plain := importHead + line + "\n"
	wide := utf16.Encode([]rune("\ufeff" + strings.ReplaceAll(plain, ";", "\t")))
	little := make([]byte, 0, 2*len(wide))
	for _, u := range wide {
		little = append(little, byte(u), byte(u>>8))
	}
	for name, raw := range map[string][]byte{
		"UTF-8":                 []byte(plain),
		"with a mark":           []byte("\ufeff" + plain),
		"Windows line ends":     []byte(strings.ReplaceAll(plain, "\n", "\r\n")),
		"old Mac line ends":     []byte(strings.ReplaceAll(plain, "\n", "\r")),
		"commas":                []byte(strings.ReplaceAll(plain, ";", ",")),
		"UTF-16 with tabs":      little,
		"sep= first":            []byte("sep=;\r\n" + plain),
		"empty lines":           []byte(importHead + "\n;;;;\n" + line + "\n\n"),
		"heads without marks":   []byte("ho ten;don vi;chuc vu;tai khoan;email;so dien thoai;tu ngay;den ngay;van ban\n" + line),
		"quoted":                []byte(importHead + `"Bùi Thị  Hoa";"05395";"` + desk + `";hoa;hoa@example.vn;0912345678;01/09/2023;;15/QĐ`),
		"a column more":         []byte(strings.Replace(importHead, "Quyết định", "Quyết định;Ghi chú", 1) + line + ";x"),
		"the login from e-mail": []byte(strings.Replace(plain, ";hoa;", ";;", 1)),
	} {
		lines, bad := ReadImport(raw)
		if len(bad) > 0 || len(lines) != 1 {
			t.Errorf("%s: %d lines, %+v", name, len(lines), bad)
			continue
		}
		l := lines[0]
		if l.Name != "Bùi Thị Hoa" || l.Unit != "05395" || l.Post != desk || l.Login != "hoa" || l.Email != "hoa@example.vn" || l.FromOn != "01/09/2023" || l.DecisionNote != "15/QĐ" {
			t.Errorf("%s: read %+v", name, l)
		}
	}
}

func TestFilesSayWhatIsWrongOnWhichLine(t *testing.T) {
	good := "Bùi Thị Hoa;05395;" + desk + ";hoa;hoa@example.vn;;;;\n"
	for name, v := range map[string]struct {
		file string
		line int
		key  string
	}{
		"nothing":             {"", 0, "identity.import.empty"},
		"only heads":          {importHead, 0, "identity.import.empty"},
		"Windows-1258":        {importHead + "B\xf9i Th\xec Hoa;05395;x;hoa;;;;;\n", 0, "identity.import.encoding"},
		"no column of units":  {"Họ và tên;Chức danh\nHoa;x\n", 1, "identity.import.no-column"},
		"a column twice":      {"Họ và tên;Đơn vị;Chức danh;Email;Thư điện tử\n", 1, "identity.import.twice-column"},
		"no name":             {importHead + good + ";05395;x;lan;;;;;\n", 3, "identity.import.wanted"},
		"no login":            {importHead + "Lan;05395;x;;;;;;\n", 2, "identity.import.login-wanted"},
		"a login with spaces": {importHead + "Lan;05395;x;bùi lan;;;;;\n", 2, "identity.login.form"},
		"no e-mail":           {importHead + "Lan;05395;x;lan;lan@;;;;\n", 2, "identity.import.email"},
		"no phone":            {importHead + "Lan;05395;x;lan;;12;;;\n", 2, "identity.import.phone"},
		"no day":              {importHead + "Lan;05395;x;lan;;;31/02/2023;;\n", 2, "identity.import.day"},
		"an e-mail twice":     {importHead + good + "Lan;05395;x;lan;hoa@example.vn;;;;\n", 3, "identity.import.double-email"},
		"a login twice":       {importHead + good + "Lan;05395;x;hoa;;;;;\n", 3, "identity.import.double-login"},
		"a line twice":        {importHead + good + good, 3, "identity.import.double-line"},
	} {
		_, bad := ReadImport([]byte(v.file))
		if len(bad) == 0 || bad[0].Line != v.line || bad[0].Key != v.key {
			t.Errorf("%s: %+v, want %s on line %d", name, bad, v.key, v.line)
		}
	}
}

func FuzzReadImport(f *testing.F) {
	f.Add(ImportTemplate())
	f.Add([]byte(importHead + "\"a;\n"))
	f.Add([]byte{0xff, 0xfe, 'a', 0})
	f.Add([]byte("sep=,\nHọ và tên,Đơn vị,Chức danh\n\"x\"\"y\",,\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines, bad := ReadImport(raw)
		if len(lines) > importLines {
			t.Errorf("%d lines were let through", len(lines))
		}
		last := 1
		for _, l := range lines {
			if l.Line < last {
				t.Errorf("line %d comes after %d", l.Line, last)
			}
			last = l.Line
		}
		if len(lines) == 0 && len(bad) == 0 {
			t.Error("neither a line nor a reason")
		}
	})
}

// office is a house that stands on the real register, with the units of the demonstration.
func office(t *testing.T, d *db.DB) *house {
	h := houseOn(t, d, loose)
	register := org.New(d, h.log, h.clock)
	f, err := os.Open("../../demo/units.json")
	h.must(err)
	defer f.Close()
	_, err = register.ImportUnits(system(), f, false)
	h.must(err)
	h.Org, h.Directory, h.posts = register, register, newPostCache(register, h.clock)
	return h
}

func onOffices(t *testing.T, do func(h *house, admin context.Context)) {
	testkit.OnBoth(t, []db.Schema{audit.Schema, org.Schema, Schema}, func(t *testing.T, d *db.DB) {
		h := office(t, d)
		h.t = t
		a := actor.Actor{Kind: actor.Officer, AccountID: "admin", PersonID: "admin", Name: "Quản trị",
			Grants: []actor.Grant{{Right: CanManage, Path: "/"}, {Right: org.CanEdit, Path: "/"}}}
		do(h, actor.With(context.Background(), a))
	})
}

func (h *house) taken(ctx context.Context, lines ...string) ImportPlan {
	h.t.Helper()
	importID, err := h.TakeImport(ctx, "can-bo.csv", []byte(importHead+strings.Join(lines, "\n")+"\n"))
	h.must(err)
	p, err := h.Plan(ctx, importID)
	h.must(err)
	return p
}

func TestAFileOfOfficersIsLookedAtAndApplied(t *testing.T) {
	onOffices(t, func(h *house, admin context.Context) {
		hoa := "Bùi Thị Hoa;05395;" + desk + ";hoa;hoa@example.vn;0912345678;01/08/2023;;15/QĐ"
		p := h.taken(admin, hoa, "Quách Văn An;Xã Phú Nghĩa;Chủ tịch UBND xã;an.qv;;;;;")
		if len(p.Problems) > 0 || p.Count(ImportNew) != 2 || p.Rows[1].UnitAs != "Xã Phú Nghĩa" {
			h.t.Fatalf("the plan is %+v", p)
		}
		_, err := h.ApplyImport(admin, p.ID, "another")
		h.wants(err, "identity.import.moved")
		given, err := h.ApplyImport(admin, p.ID, p.Mark())
		h.must(err)
		if len(given) != 2 || given[0].Login != "hoa" || given[0].Password == "" {
			h.t.Fatalf("handed out %+v", given)
		}
		_, err = h.ApplyImport(admin, p.ID, p.Mark())
		h.wants(err, "identity.import.applied")
		x := h.in("hoa", given[0].Password)
		now, err := h.Present(context.Background(), x.ID)
		h.must(err)
		if now.Owes != string(owesPassword) || now.Actor.Position != desk {
			h.t.Errorf("Hoa is %+v", now)
		}
		trail := h.wholeTrail()
		for _, g := range given {
			if strings.Contains(trail, g.Password) {
				h.t.Error("the trail holds a password")
			}
		}

		p = h.taken(admin, hoa, "Quách Văn Ân;05395;Chủ tịch UBND xã;an.qv;an@example.vn;;;;", "Hà Văn Dũng;05395;"+desk+";dung;;;01/12/2023;31/12/2023;")
		if p.Count(ImportUnchanged) != 1 || p.Count(ImportChanged) != 1 || p.Count(ImportNew) != 1 || len(p.Rows[1].Changes) != 2 {
			h.t.Fatalf("the second plan is %+v", p.Rows)
		}
		_, err = h.ApplyImport(admin, p.ID, p.Mark())
		h.must(err)
		p = h.taken(admin, hoa)
		if len(p.Missing) != 1 || p.Missing[0].Name != "Quách Văn Ân" {
			h.t.Errorf("missing are %+v", p.Missing)
		}
	})
}

func TestAPlanNamesWhatItCannotDo(t *testing.T) {
	onOffices(t, func(h *house, admin context.Context) {
		for name, v := range map[string]struct{ line, key string }{
			"no such unit":    {"Hoa;Xã Không Có;" + desk + ";hoa;;;;;", "identity.import.unit"},
			"no such post":    {"Hoa;05395;Giám đốc;hoa;;;;;", "identity.import.no-post"},
			"ends before":     {"Hoa;05395;" + desk + ";hoa;;;01/09/2023;01/08/2023;", "identity.import.until"},
			"before the post": {"Hoa;05395;" + desk + ";hoa;;;01/09/1990;;", "identity.import.outside-post"},
		} {
			p := h.taken(admin, v.line)
			if len(p.Problems) != 1 || p.Problems[0].Key != v.key || p.Problems[0].Line != 2 {
				h.t.Errorf("%s: %+v", name, p.Problems)
			}
			_, err := h.ApplyImport(admin, p.ID, p.Mark())
			h.wants(err, "identity.import.mend-first")
		}
		elsewhere := actor.Of(admin)
		elsewhere.Grants = []actor.Grant{{Right: CanManage, Path: "/elsewhere/"}, {Right: org.CanEdit, Path: "/elsewhere/"}}
		p := h.taken(actor.With(context.Background(), elsewhere), "Hoa;05395;"+desk+";hoa;;;;;")
		if len(p.Problems) != 1 || p.Problems[0].Key != "identity.import.no-right" {
			h.t.Errorf("an administrator of another unit: %+v", p.Problems)
		}
		_, err := h.TakeImport(testkit.As(context.Background()), "x.csv", []byte("x"))
		h.wants(err, "fault.forbidden")
	})
}

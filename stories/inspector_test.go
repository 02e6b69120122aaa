package stories

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An inspector takes the ledger home, counts on another computer, and comes to the figures of the board. Then
// a holiday is put in afterwards, and an administrator edits the database: each is found, and named.
func TestAnInspectorCountsAgain(t *testing.T) {
	p := FreshDemo(t)
	home := t.TempDir()
	b := Browse(t, p.URL, How{})
	b.Open("/")
	b.Press("Sổ cái công khai")
	b.See("Sổ cái chứng minh điều gì", "Sổ cái không chứng minh điều gì", "nhasan verify ledger "+p.URL+"/so-cai")
	b.Screenshot("ledger")
	b.Fill("Kiểm tra giấy của bạn", "không có")
	b.Press("Tìm trong sổ cái")
	b.See("Nhập số thứ tự của lá")
	b.Fill("Kiểm tra giấy của bạn", "1500")
	b.Press("Tìm trong sổ cái")
	b.See("Lá này có trong sổ cái", "Nội dung công khai")
	b.Screenshot("ledger-leaf")

	admin := officer(t, p, "quantri.lac-thuy")
	admin.Open("/quan-tri/nhap-ho-so") // the history comes in behind the scenes: figures stand still when it has
	admin.waitFor("Đã xong")
	kept := inspector{t, p, home}
	kept.keep(p.get(t, "/so-cai/checkpoint"))
	board := p.stats(t)
	first := kept.verify("--save", filepath.Join(home, "copy"))
	if len(first.Found) > 0 || first.Total.Received == 0 {
		t.Fatalf("of an honest ledger was said %+v", first)
	}
	again := inspector{t, &Program{URL: filepath.Join(home, "copy")}, home}.verify() // on a computer without a line
	if again.Total != first.Total {
		t.Errorf("the copy says %+v, the ledger %+v", again.Total, first.Total)
	}
	if board != first.Total {
		t.Errorf("the board says %+v, the inspector %+v", board, first.Total)
	}

	admin.addHolidayAfterwards()
	kept.finds("calendar-moved", "2023-08-01")
	p.forge(t)
	kept.finds("altered", "")
}

// inspector is somebody with the program on a computer of their own, and with what they kept.
type inspector struct {
	t    *testing.T
	p    *Program
	home string
}

type verified struct {
	Total struct {
		Received, Online, Solved, Early, Overdue, Pending int
		OnTime                                            int `json:"on_time"`
	} `json:"total"`
	Found []struct {
		Kind  string `json:"kind"`
		Entry int64  `json:"entry"`
		Says  string `json:"says"`
	} `json:"findings"`
}

func (i inspector) keep(checkpoint string) {
	if err := os.WriteFile(filepath.Join(i.home, "kept.txt"), []byte(checkpoint), 0o600); err != nil {
		i.t.Fatal(err)
	}
}

// verify runs the program. It ends with a fault when anything does not hold, and prints all the same.
func (i inspector) verify(more ...string) (v verified) {
	i.t.Helper()
	at := i.p.URL
	if strings.HasPrefix(at, "http") {
		at += "/so-cai"
	}
	args := append([]string{"verify", "ledger", at, "--json", "--unit", "Huyện Lạc Thủy", "--from", "2023-07-01", "--to", "2023-07-31",
		"--since", filepath.Join(i.home, "kept.txt")}, more...)
	out, err := exec.Command(binary(i.t), args...).Output()
	if jerr := json.Unmarshal(out, &v); jerr != nil {
		i.t.Fatalf("nhasan %s: %v, %v\n%s", strings.Join(args, " "), err, jerr, out)
	}
	if (err != nil) != (len(v.Found) > 0) {
		i.t.Errorf("the program ended with %v and %d findings", err, len(v.Found))
	}
	return v
}

func (i inspector) finds(kind, says string) {
	i.t.Helper()
	var last verified
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) { // sealed within moments
		last = i.verify()
		for _, f := range last.Found {
			if f.Kind == kind && f.Entry >= 0 && strings.Contains(f.Says, says) {
				return
			}
		}
	}
	i.t.Errorf("nothing %s that says %q was found in %+v", kind, says, last.Found)
}

func (p *Program) get(t *testing.T, path string) string {
	t.Helper()
	r, err := http.Get(p.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, r.Status, err)
	}
	return string(body)
}

// stats are the figures that the house itself gives.
func (p *Program) stats(t *testing.T) (total struct {
	Received, Online, Solved, Early, Overdue, Pending int
	OnTime                                            int `json:"on_time"`
}) {
	t.Helper()
	out, err := exec.Command(binary(t), "stats", "--dir", p.Dir, "--unit", "Huyện Lạc Thủy", "--from", "2023-07-01", "--to", "2023-07-31", "--json").Output()
	if err != nil {
		t.Fatalf("nhasan stats: %v", err)
	}
	var v verified
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatal(err)
	}
	return v.Total
}

// addHolidayAfterwards makes the first of August free when it has passed.
func (b *Browser) addHolidayAfterwards() {
	b.t.Helper()
	b.Open("/quan-tri/lich")
	b.Press("Thêm ngày nghỉ, ngày làm bù")
	b.Fill("ngay", "01/08/2023")
	b.Fill("Tên ngày", "Nghỉ bù")
	b.Fill("Lý do", "Quên chưa nhập")
	b.Press("Kiểm tra")
	b.See("Kiểm tra trước khi ghi vào lịch")
	b.Press("Ghi vào lịch")
	b.See("Đã ghi ngày 01/08/2023 vào lịch")
}

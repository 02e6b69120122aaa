package app

import (
	"encoding/json"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/actor"
)

// TestStatsPrintTheBoard asks the laid demonstration from the command line, as a stranger to the running house.
func TestStatsPrintTheBoard(t *testing.T) {
	h := laid(t).house
	where := []string{"--db", h.DB, "--files", h.Files, "--key-file", h.Key}
	ask := func(args ...string) (status int, out, errOut string) {
		return call(append(append([]string{"stats"}, where...), args...)...)
	}
	status, out, errOut := ask("--unit", "huyện lạc thủy", "--from", "2023-01-01", "--to", "2023-08-31", "--json")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errOut)
	}
	type line struct {
		Received, Online, Early, Overdue int
		OnTime                           int     `json:"on_time"`
		OnlineRate                       float64 `json:"online_rate"`
	}
	var got struct {
		Total  line
		Levels map[string]line
		Units  []struct {
			Unit, Name, Level string
			line
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	sum := 0
	for _, u := range got.Units {
		if u.Unit == "" || u.Name == "" || u.Level == "" {
			t.Errorf("a unit says not who it is: %+v", u)
		}
		sum += u.Received
	}
	if got.Total.Received == 0 || sum != got.Total.Received || got.Levels["district"].Received+got.Levels["commune"].Received != sum || got.Total.OnlineRate <= 0 {
		t.Errorf("total %+v, levels %+v, units together %d", got.Total, got.Levels, sum)
	}
	for _, wrong := range [][]string{{"--unit", "Xã Không Có", "--from", "2023-01-01", "--to", "2023-02-01"}, {"--unit", "Huyện Lạc Thủy", "--from", "2023-02-01", "--to", "2023-01-01"}} {
		if status, _, errOut := ask(wrong...); status == 0 || errOut == "" {
			t.Errorf("nhasan stats %v: status %d, said %q", wrong, status, errOut)
		}
	}
	if status, _, _ := call("stats", "--dir", t.TempDir(), "--unit", "x", "--from", "2023-01-01", "--to", "2023-01-02"); status == 0 {
		t.Error("an empty folder gave figures")
	}
}

// TestTheBoardAgreesWithTheEvents has the demonstration's board compared as every night.
func TestTheBoardAgreesWithTheEvents(t *testing.T) {
	h, ctx := laid(t).house, actor.AsSystem(t.Context(), "test")
	if err := h.catchUp(ctx); err != nil {
		t.Fatal(err)
	}
	c, err := h.insight.Compare(ctx)
	if err != nil || c.Compared < 100 || c.Differ != 0 {
		t.Errorf("%d dossiers compared, %d differences: %+v, %v", c.Compared, c.Differ, c.Report, err)
	}
}

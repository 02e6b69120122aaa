package slip

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

var dataURI = regexp.MustCompile(`data:image/png;base64,[A-Za-z0-9+/=]+`)

func TestGoldens(t *testing.T) {
	for name, slip := range map[string]Slip{"2022": district(), "2025": commune()} {
		for form, f := range samplesOf(slip) {
			t.Run(name+"-"+string(form), func(t *testing.T) {
				_, body, _ := strings.Cut(html(t, f), "</style>\n")
				got := strings.ReplaceAll(dataURI.ReplaceAllString(body, "(QR)"), "><", ">\n<") + "\n"
				path := filepath.Join("testdata", name+"-"+string(form)+".html")
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("the form changed (-golden +now):\n%s", diff)
				}
			})
		}
	}
}

package pdf

import (
	"bytes"
	"strings"
	"testing"
)

func TestPicturesAreTold(t *testing.T) {
	code, err := QR("H28.33.01-230915-0042")
	if err != nil {
		t.Fatal(err)
	}
	img := `<img src="` + DataURI(code) + `" alt="Mã QR &amp; mã hồ sơ" width="60" height="60">`
	file := render(t, Paper{HTML: `<div style="display:flex"><div>` + img + "</div><p>Tên</p></div><p>Xem " + img + "</p><table><tr><td>" + img + "</td></tr></table>", Title: "T"})
	if n := bytes.Count(file, []byte("/Alt "+textString("Mã QR & mã hồ sơ"))); n != 2 {
		t.Errorf("%d of 2 pictures carry their words", n)
	}
	if list := tool(t, file, "pdfimages", "-list"); strings.Count(list, "image") < 2 {
		t.Errorf("the pictures are not in the file:\n%s", list)
	}
}

func TestEachPictureKeepsItsOwnWords(t *testing.T) {
	code, err := QR("x")
	if err != nil {
		t.Fatal(err)
	}
	var markup strings.Builder
	for _, alt := range []string{"một", "hai", "ba", "bốn", "năm", "sáu"} {
		markup.WriteString(`<p><img src="` + DataURI(code) + `" alt="` + alt + `"></p>`)
	}
	file := render(t, Paper{HTML: markup.String()})
	last := 0
	for _, alt := range []string{"một", "hai", "ba", "bốn", "năm", "sáu"} {
		at := bytes.Index(file, []byte("/Alt "+textString(alt)))
		if at < last {
			t.Errorf("the words of picture %q are at %d, before those of the picture before it", alt, at)
		}
		last = at
	}
}

func TestAmendingMovesNothing(t *testing.T) {
	p := Paper{HTML: "<p>x</p>", Title: "Tiêu đề"}
	plain, err := lay(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := amend(plain, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(got, plain) || len(got) == len(plain) {
		t.Errorf("amending %d bytes gave %d that do not begin with them", len(plain), len(got))
	}
	p.Title = "ASCII (only)"
	if plain, err = lay(t.Context(), p, nil); err != nil {
		t.Fatal(err)
	}
	if got, err = amend(plain, nil); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("a file without defects was changed (%v)", err)
	}
}

func TestOnlyWhatIsUnreadableIsRewritten(t *testing.T) {
	for in, want := range map[string]string{
		"<< /A (plain) >>":            "<< /A (plain) >>",
		"<< /A (Bùi) /B (x) >>":       "<< /A <FEFF004200F90069> /B (x) >>",
		`<< /A (\(Ơ\)) >>`:            "<< /A <FEFF002801A00029> >>",
		"<< /A (caf\xe9) >>":          "<< /A (caf\xe9) >>",
		"<< /A (\U0001F600) >>":       "<< /A <FEFFD83DDE00> >>",
		"<< /ID [<C3A0>] /B (à) >>":   "<< /ID [<C3A0>] /B <FEFF00E0> >>",
		`<< /A (à\\) /B (\nb\) ơ) >>`: "<< /A <FEFF00E0005C> /B <FEFF000A00620029002001A1> >>",
	} {
		if got := string(readableStrings([]byte(in))); got != want {
			t.Errorf("readableStrings(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func FuzzAmend(f *testing.F) {
	plain, err := lay(f.Context(), Paper{HTML: "<p>x</p>", Title: "Tiêu đề"}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Add([]byte("xref\n0 1\n0000000000 00000 n \ntrailer\n<< >>\nstartxref\n0\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if got, err := amend(file, nil); err == nil && !bytes.HasPrefix(got, file) {
			t.Error("bytes of the original moved")
		}
	})
}

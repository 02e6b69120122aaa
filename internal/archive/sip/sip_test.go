package sip

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// shelf holds files by their digest and counts how many are open at once.
type shelf struct {
	files      map[string]string
	open, most int
}

func (s *shelf) put(content, kind, name string) File {
	sum := sha256.Sum256([]byte(content))
	key := hex.EncodeToString(sum[:])
	s.files[key] = content
	return File{SHA256: key, Size: int64(len(content)), Type: kind, Name: name}
}

type opened struct {
	io.Reader
	s *shelf
}

func (o opened) Close() error { o.s.open--; return nil }

func (s *shelf) opener(_ context.Context, f File) (io.ReadCloser, error) {
	content, ok := s.files[f.SHA256]
	if !ok {
		return nil, errors.New("lost")
	}
	s.open++
	s.most = max(s.most, s.open)
	return opened{strings.NewReader(content), s}, nil
}

var noon = time.Date(2024, 1, 15, 5, 0, 0, 0, time.UTC)

// twoPapers is a package of a birth certificate with two files and a permit on paper only.
func twoPapers() (*Package, *shelf) {
	s := &shelf{files: map[string]string{}}
	birth := s.put("%PDF-1.7 khai sinh", "application/pdf", "Giấy khai sinh <bản 1>.pdf")
	photo := s.put("JPEG", "image/jpeg", "../../etc/passwd")
	return &Package{Fond: "H28.159", ID: "018f0000-0000-7000-8000-000000000001", Title: "Kết quả năm 2023", Made: noon, Maker: "UBND xã Phú Nghĩa",
		Officer: "Bùi Văn Lưu", Software: "Nhà-Sàn 1.2", Records: []Record{
			{Code: "K7Q2M9XWDA", From: "X28.159.03-230810-0001", Title: "Giấy khai sinh", Number: "112/2023", IssuedOn: "2023-08-10", Office: "UBND xã Phú Nghĩa",
				Holders: []string{"Bùi Thị Lan & con"}, State: "valid", Files: []File{birth, photo}, Events: []Event{
					{Kind: "creation", At: noon.AddDate(0, -5, 0), By: "Quách Văn Chủ"},
					{Kind: "digital signature validation", At: noon, Outcome: "valid", Note: "UBND xã", File: birth.SHA256}}},
			{Code: "AAAAABBBBB", Title: "Giấy phép", Number: "7/GP", IssuedOn: "2023-09-01", State: "revoked"}}}, s
}

func built(t *testing.T, p *Package, s *shelf) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Build(t.Context(), &out, p, s.opener); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func check(raw []byte) (Report, error) { return Check(bytes.NewReader(raw), int64(len(raw))) }

// rewritten is the package with its entries as change wants them; nil content leaves one out.
func rewritten(t *testing.T, raw []byte, change func(name string, content []byte) (string, []byte)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(r)
		name, content := change(f.Name, content)
		if content == nil {
			continue
		}
		e, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = e.Write(content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPackageThatWasBuiltIsSound(t *testing.T) {
	p, s := twoPapers()
	raw := built(t, p, s)
	got, err := check(raw)
	if err != nil || got.ObjID != "urn:H28.159:uuid:018f0000-0000-7000-8000-000000000001" || got.Files != 4 {
		t.Fatalf("found %+v, %v", got, err)
	}
	if s.most != 1 || s.open != 0 {
		t.Errorf("%d files were open at once, %d still are", s.most, s.open)
	}
	all := map[string]string{}
	rewritten(t, raw, func(name string, content []byte) (string, []byte) { all[name] = string(content); return name, content })
	for name, wants := range map[string][]string{
		metsPath: {`OBJID="urn:H28.159:uuid:018f0000-0000-7000-8000-000000000001"`, `csip:OAISPACKAGETYPE="SIP"`, `CHECKSUMTYPE="SHA-256"`, `LABEL="CSIP"`,
			`FILEID="file-000002"`, `ADMID="amd-premis"`},
		eadPath: {"Bùi Thị Lan &amp; con", "<unitid>AAAAABBBBB</unitid>", `standarddate="2023-08-10"`, "Có dữ liệu cá nhân",
			`<dao daotype="borndigital" href="` + dataFolder + `X28.159.03-230810-0001.K7Q2M9XWDA.02.jpg">`},
		premisPath: {"digital signature validation", "<eventOutcome>valid</eventOutcome>", "information package creation", "Giấy khai sinh &lt;bản 1&gt;.pdf",
			p.Records[0].Files[0].SHA256, "<agentName>Quách Văn Chủ</agentName>"},
		dataFolder + "X28.159.03-230810-0001.K7Q2M9XWDA.01.pdf": {"%PDF-1.7 khai sinh"},
		dataFolder + "X28.159.03-230810-0001.K7Q2M9XWDA.02.jpg": {"JPEG"},
	} {
		for _, want := range wants {
			if !strings.Contains(all[name], want) {
				t.Errorf("%s does not say %q:\n%s", name, want, all[name])
			}
		}
	}
	if len(all) != 5 {
		t.Errorf("%d entries, wanted 5", len(all))
	}
}

func TestTheSamePackageIsTheSameBytes(t *testing.T) {
	p, s := twoPapers()
	again, shelf := twoPapers()
	again.Made = again.Made.In(time.FixedZone("", 7*3600)) // the same instant, read on another clock
	if a, b := built(t, p, s), built(t, again, shelf); !bytes.Equal(a, b) {
		t.Error("the same package came out as other bytes")
	}
}

func TestWhatIsNotAsTheRegisterSaysIsNotPacked(t *testing.T) {
	for name, spoil := range map[string]func(*Package, *shelf){
		"a file is lost":                func(p *Package, s *shelf) { delete(s.files, p.Records[0].Files[1].SHA256) },
		"a file is another":             func(p *Package, s *shelf) { s.files[p.Records[0].Files[0].SHA256] = "%PDF-1.7 khai sinH" },
		"a file is longer":              func(p *Package, _ *shelf) { p.Records[0].Files[0].Size++ },
		"a file has no digest":          func(p *Package, _ *shelf) { p.Records[0].Files[0].SHA256 = "" },
		"the fond has a code of spaces": func(p *Package, _ *shelf) { p.Fond = "phông 1" },
		"the package has no key":        func(p *Package, _ *shelf) { p.ID = "1" },
		"two papers have one code": func(p *Package, _ *shelf) {
			p.Records[1].Code, p.Records[1].From = p.Records[0].Code, p.Records[0].From
		},
		"there is no paper": func(p *Package, _ *shelf) { p.Records = nil },
	} {
		p, s := twoPapers()
		spoil(p, s)
		if err := Build(t.Context(), io.Discard, p, s.opener); err == nil {
			t.Errorf("%s, and it was packed", name)
		}
	}
}

func TestWhatWasChangedOnTheWayIsFound(t *testing.T) {
	p, s := twoPapers()
	raw := built(t, p, s)
	photo := dataFolder + "X28.159.03-230810-0001.K7Q2M9XWDA.02.jpg"
	for name, c := range map[string]struct {
		at     string
		change func([]byte) (string, []byte)
		wants  string
	}{
		"a file lost a byte":      {photo, func(b []byte) (string, []byte) { return photo, b[1:] }, "3 bytes, 4 are listed"},
		"a file was changed":      {photo, func([]byte) (string, []byte) { return photo, []byte("JPEg") }, "not what its digest says"},
		"a file is missing":       {photo, func([]byte) (string, []byte) { return "", nil }, "listed and not there"},
		"a file has another name": {photo, func(b []byte) (string, []byte) { return dataFolder + "x.jpg", b }, "there and not listed"},
		"the list is missing":     {metsPath, func([]byte) (string, []byte) { return "", nil }, "METS.xml: it is not there"},
		"the list is no XML":      {metsPath, func([]byte) (string, []byte) { return metsPath, []byte("<mets") }, "reading METS.xml"},
		"the package has another name": {metsPath, func(b []byte) (string, []byte) {
			return metsPath, bytes.Replace(b, []byte(`OBJID="urn:H28.159:`), []byte(`OBJID="`), 1)
		}, "no urn"},
		"a weaker digest": {metsPath, func(b []byte) (string, []byte) {
			return metsPath, bytes.ReplaceAll(b, []byte(`"SHA-256"`), []byte(`"MD5"`))
		}, "only SHA-256"},
		"PREMIS was changed and METS was not": {premisPath, func(b []byte) (string, []byte) {
			return premisPath, bytes.Replace(b, []byte("success"), []byte("succesS"), 1)
		}, "not what its digest says"},
	} {
		bad := rewritten(t, raw, func(n string, b []byte) (string, []byte) {
			if n == c.at {
				return c.change(b)
			}
			return n, b
		})
		if _, err := check(bad); err == nil || !strings.Contains(err.Error(), c.wants) {
			t.Errorf("%s: the check says %v, wanted %q", name, err, c.wants)
		}
	}
}

// Whoever changes a file and both its digests in METS is caught by PREMIS, and the other way round.
func TestTwoListsMustSayTheSame(t *testing.T) {
	p, s := twoPapers()
	raw := built(t, p, s)
	was, is := p.Records[0].Files[1].SHA256, s.put("JPEg", "image/jpeg", "").SHA256
	bad := rewritten(t, raw, func(n string, b []byte) (string, []byte) {
		switch {
		case n == metsPath:
			return n, bytes.ReplaceAll(b, []byte(was), []byte(is))
		case strings.HasSuffix(n, ".jpg"):
			return n, []byte("JPEg")
		}
		return n, b
	})
	if _, err := check(bad); err == nil || !strings.Contains(err.Error(), "PREMIS says") {
		t.Errorf("the check says %v", err)
	}
}

// zipOf makes a ZIP of the names, each with the content.
func zipOf(t testing.TB, change func(*zip.FileHeader), content []byte, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, n := range names {
		h := &zip.FileHeader{Name: n, Method: zip.Deflate}
		if change != nil {
			change(h)
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = e.Write(content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileArchivesAreRefused(t *testing.T) {
	link := func(h *zip.FileHeader) { h.SetMode(0o777 | 1<<27) } // fs.ModeSymlink
	for name, raw := range map[string][]byte{
		"no ZIP at all":          []byte("%PDF-1.7"),
		"a way out":              zipOf(t, nil, nil, "METS.xml", "../METS.xml"),
		"an absolute way":        zipOf(t, nil, nil, "/etc/passwd"),
		"a way out on Windows":   zipOf(t, nil, nil, `..\METS.xml`),
		"a drive":                zipOf(t, nil, nil, "C:METS.xml"),
		"a way in circles":       zipOf(t, nil, nil, "a/./b"),
		"a name with a line end": zipOf(t, nil, nil, "a\nb"),
		"one name twice":         zipOf(t, nil, nil, "METS.xml", "METS.xml"),
		"one name in two cases":  zipOf(t, nil, nil, "METS.xml", "mets.XML"),
		"a file and a folder":    zipOf(t, nil, nil, "a", "a/"),
		"a link":                 zipOf(t, link, []byte("/etc/passwd"), "METS.xml"),
		"a bomb":                 zipOf(t, nil, make([]byte, 4<<20), "METS.xml"),
	} {
		if _, err := check(raw); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestOnlyCodesAreFonds(t *testing.T) {
	for code, want := range map[string]bool{"H28.159": true, "a": true, "": false, ".": false, "a b": false, "a:b": false, "phông": false, strings.Repeat("a", 61): false} {
		if IsFond(code) != want {
			t.Errorf("%q is a code of a fond: %v, wanted %v", code, !want, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	p, s := twoPapers()
	var out bytes.Buffer
	if err := Build(context.Background(), &out, p, s.opener); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add(zipOf(f, nil, []byte(`<mets xmlns="http://www.loc.gov/METS/" OBJID="urn:a:uuid:018f0000-0000-7000-8000-000000000001"/>`), "METS.xml"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := check(raw)
		if err == nil && !objID.MatchString(got.ObjID) {
			t.Errorf("sound, and called %q", got.ObjID)
		}
		if got.Bytes > freeSwelling*int64(got.Files+1)+mostSwollen*int64(len(raw)) {
			t.Errorf("%d bytes were read out of %d", got.Bytes, len(raw))
		}
	})
}

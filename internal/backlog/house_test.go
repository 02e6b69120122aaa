package backlog

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/archive/offline"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/pdf"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/scan"
	"github.com/nha-san/nhasan/internal/platform/testkit"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/sign/trial"
)

var schemas = []db.Schema{queue.Schema, audit.Schema, org.Schema, catalog.Schema, sign.Schema, archive.Schema, Schema}

// house is the station of a commune, with two people who work in it.
type house struct {
	t       *testing.T
	clock   *clock.Fake
	commune org.Unit
	*Service
}

func onBoth(t *testing.T, do func(h *house)) {
	t.Helper()
	testkit.OnBoth(t, schemas, func(t *testing.T, d *db.DB) { do(houseOn(t, d)) })
}

// newHouse is one for what both engines do alike.
func newHouse(t *testing.T) *house {
	t.Helper()
	return houseOn(t, testkit.SQLite(t, schemas))
}

func houseOn(t *testing.T, d *db.DB) *house {
	t.Helper()
	ctx := actor.AsSystem(context.Background(), "test")
	h := &house{t: t, clock: testkit.Clock()}
	trail := audit.New(d, h.clock)
	units := org.New(d, trail, h.clock)
	raw, err := fs.ReadFile(demo.Files, "units.json")
	h.no(err)
	_, err = units.ImportUnits(ctx, bytes.NewReader(raw), false)
	h.no(err)
	procedures, err := catalog.New(ctx, catalog.Needs{DB: d, Clock: h.clock, Trail: trail, Org: units})
	h.no(err)
	blobs, err := blob.Open(ctx, t.TempDir())
	h.no(err)
	t.Cleanup(func() { _ = blobs.Close() })
	key, err := offline.KeyOf([]byte("test"))
	h.no(err)
	papers := archive.New(archive.Needs{DB: d, Clock: h.clock, Trail: trail, Blobs: blobs, Key: key,
		PersonalNo: func(_ context.Context, account string) (string, error) {
			return map[string]string{"account-lan": lanNumber}[account], nil
		}})
	later := queue.New(d, h.clock, nil)
	t.Cleanup(later.Close)
	h.Service = New(Needs{DB: d, Clock: h.clock, Trail: trail, Queue: later, Org: units, Catalog: procedures, Blobs: blobs, Archive: papers, Reader: readsHead{},
		Sign: sign.New(sign.Needs{DB: d, Clock: h.clock, Trail: trail, Blobs: blobs})})
	later.Listen(h.Listeners()...)
	h.commune, err = units.ByCode(ctx, org.Commune, "05395", "2023-08-10") // Phú Nghĩa
	h.no(err)
	return h
}

const lanNumber = "017195001234"

// readsHead recognises the same head on every page.
type readsHead struct{}

func (readsHead) Read(context.Context, scan.Picture) ([]scan.Word, error) {
	var out []scan.Word
	for i, w := range []string{"Số:", "77/2015", "|", "Phú", "Nghĩa,", "ngày", "9", "tháng", "3", "năm", "2015", "|", "Họ", "và", "tên:", "Bùi", "Thị", "Lan"} {
		out = append(out, scan.Word{Text: w, X: 10 * i, Y: 10, W: 8, H: 8, Sure: 0.9, Line: 1})
	}
	line := 1
	kept := out[:0]
	for _, w := range out {
		if w.Text == "|" {
			line++
			continue
		}
		w.Line = line
		if w.Text == "Lan" {
			w.Sure = 0.5
		}
		kept = append(kept, w)
	}
	return kept, nil
}

func (h *house) no(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// as is an officer of the commune.
func (h *house) as(name, role string) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: "account-" + name, PersonID: "person-" + name, Name: name, UnitID: h.commune.ID, UnitPath: h.commune.Path,
		Posts: []actor.Post{{Role: role, UnitID: h.commune.ID, UnitPath: h.commune.Path}}}
	for _, right := range Roles[role] {
		a.Grants = append(a.Grants, actor.Grant{Right: right, Path: h.commune.Path})
	}
	return actor.With(context.Background(), a)
}

func (h *house) hoa() context.Context  { return h.as("Bùi Thị Hoa", "reception") }
func (h *house) tuan() context.Context { return h.as("Quách Văn Tuấn", "specialist") }

// page is a scanned side that says which it is by its grey; a separator sheet carries its square.
func page(t *testing.T, n int, separator bool) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 620, 877))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for x := range 100 {
		for y := range 100 {
			img.SetGray(x, y, color.Gray{uint8(n * 3)})
		}
	}
	if separator {
		raw, err := pdf.QR(scan.Separator)
		if err != nil {
			t.Fatal(err)
		}
		code, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		for y := range 400 {
			for x := range 400 {
				img.Set(110+x, 200+y, code.At(x*code.Bounds().Dx()/400, y*code.Bounds().Dy()/400))
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pile is a scanned pile: digits are pages, | separator sheets.
func pile(t *testing.T, s string) (out []Upload) {
	for i, c := range s {
		raw := page(t, int(c-'0')+10*i, c == '|')
		out = append(out, Upload{fmt.Sprintf("scan-%03d.jpg", i), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }})
	}
	return out
}

func (h *house) begun(sample int) *Batch {
	h.t.Helper()
	b, err := h.Begin(h.hoa(), Batch{UnitID: h.commune.ID, Kind: "Giấy khai sinh", Name: "Sổ 2015, cặp 1", Expected: 10, Sample: sample})
	h.no(err)
	return b
}

// scanned brings a pile in and has it taken apart and read.
func (h *house) scanned(b *Batch, s string, way scan.Way) []*Paper {
	h.t.Helper()
	_, err := h.Bring(h.hoa(), b.ID, way, pile(h.t, s))
	h.no(err)
	_, err = h.Queue.WorkOff(actor.AsSystem(context.Background(), "test"))
	h.no(err)
	all, _, err := h.Papers(h.hoa(), b.ID, Query{})
	h.no(err)
	return all
}

func fields(n int) Fields {
	return Fields{Number: fmt.Sprintf("%d/2015", n), IssuedOn: "2015-03-09", Holder: "Bùi Thị Lan", PersonalNo: lanNumber}
}

// refuses says that an error is of a kind, and that its key, or that of its first field, is this one.
func (h *house) refuses(err error, kind fault.Kind, key string) {
	h.t.Helper()
	f := fault.As(err)
	if f == nil || f.Kind != kind || f.Key != key && (len(f.Fields) == 0 || f.Fields[0].Key != key) {
		h.t.Errorf("it says %v, want %v %s", err, kind, key)
	}
}

// getsKey gives somebody a key in a file that the house trusts.
func (h *house) getsKey(who context.Context) {
	h.t.Helper()
	near, err := trial.New(h.clock.Now())
	h.no(err)
	h.no(h.Sign.AddRoot(testkit.AsAt(context.Background(), "/", sign.CanTrust), near.PEM()))
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.no(err)
	cert, err := near.Issue(trial.Person{Name: actor.Of(who).Name, Public: private.Public()})
	h.no(err)
	raw, err := pkcs12.Modern.Encode(private, cert, []*x509.Certificate{near.Issuer}, keyPassword)
	h.no(err)
	_, err = h.Sign.AddFile(who, raw, keyPassword, nil)
	h.no(err)
}

const keyPassword = "mật khẩu của tệp"

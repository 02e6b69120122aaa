package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/nha-san/nhasan/demo"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/identity/demoidp"
	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
	"github.com/nha-san/nhasan/internal/platform/web"
)

// demoCmd runs the demonstration district.
type demoCmd struct {
	Addr  string `default:"127.0.0.1:8080" help:"Address to listen on."`
	Dir   string `default:"nhasan-demo" help:"Folder of all its data."`
	Reset bool   `help:"Throw the old data of the folder away and begin anew."`
}

// laidMark is the file that marks a folder of ours; it holds laidText once its stage is laid.
const (
	laidMark = "demonstration.txt"
	laidText = "Demonstration data of Nhà Sàn. This folder can be thrown away.\n"
)

// demonstration is what the house has in demonstration mode only.
type demonstration struct {
	cast     demo.Cast
	clock    *clock.Staged
	provider *demoidp.Provider
	party    *oidc.Party
	house    *house
}

// Run lays the stage if need be, and serves.
func (c demoCmd) Run(ctx context.Context, io std) error {
	if err := c.prepare(); err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	base := "http://" + ln.Addr().String()
	log := logger(io.err, slog.LevelWarn)
	slog.SetDefault(log)
	d, err := openDemo(ctx, c.Dir, base, log)
	if err != nil {
		_ = ln.Close()
		return err
	}
	defer d.house.close()
	d.greet(io, base, c.Dir)
	return listen(ctx, ln, d.house, log, usual)
}

// prepare makes the folder ready: one that was laid to the end is kept unless a new beginning is
// wanted, one whose laying broke off is emptied, and one that holds something else is left alone.
func (c demoCmd) prepare() error {
	mark, err := os.ReadFile(filepath.Join(c.Dir, laidMark))
	switch {
	case err == nil && string(mark) == laidText && !c.Reset:
		return nil
	case err == nil:
		if err := os.RemoveAll(c.Dir); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(c.Dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s holds something that is no demonstration: name another --dir", c.Dir)
	}
	return os.WriteFile(filepath.Join(c.Dir, laidMark), []byte("The stage is being laid.\n"), 0o600)
}

// openDemo opens the house in demonstration mode, with its stage laid and its clock running. All its
// data lie in dir, the database too.
func openDemo(ctx context.Context, dir, base string, log *slog.Logger) (*demonstration, error) {
	return openDemoOn(ctx, stageAt{db: "sqlite:" + filepath.Join(dir, "nhasan.db"), dir: dir, base: base}, log)
}

// stageAt is where a demonstration lies and is found. Its files lie in the folder when nothing is said of them.
type stageAt struct{ db, files, dir, base string }

// years is longer than a demonstration lies unused.
const years = 10 * 365 * 24 * time.Hour

// openDemoOn is openDemo with its database and files elsewhere.
func openDemoOn(ctx context.Context, at stageAt, log *slog.Logger) (*demonstration, error) {
	d, start, err := emptyStage(ctx, at, log)
	if err != nil {
		return nil, err
	}
	if err := d.ready(actor.AsSystem(ctx, "demonstration"), at.dir, start); err != nil {
		d.house.close()
		return nil, err
	}
	return d, nil
}

// emptyStage opens the house of a demonstration with its clock standing at the start, and lays nothing.
func emptyStage(ctx context.Context, at stageAt, log *slog.Logger) (*demonstration, time.Time, error) {
	cast, err := demo.Load()
	if err != nil {
		return nil, time.Time{}, err
	}
	start, err := time.Parse(time.RFC3339, cast.StartsAt)
	if err != nil {
		return nil, start, err
	}
	d := &demonstration{cast: cast, clock: clock.NewStaged(start)}
	if err := d.identityProvider(at.base); err != nil {
		return nil, start, err
	}
	scans := filepath.Join(at.dir, "may-quet")
	if err := os.MkdirAll(scans, 0o700); err != nil {
		return nil, start, err
	}
	d.house, err = open(ctx, options{clock: d.clock, log: log, base: at.base, demo: d, scans: scans,
		settings: settings{DB: at.db, Files: cmp.Or(at.files, filepath.Join(at.dir, "files")), Key: filepath.Join(at.dir, "key"), Figures: figureSettings{Public: true},
			Mail: mailSettings{Folder: filepath.Join(at.dir, "letters"), From: "Một cửa (trình diễn) <mot-cua@trinh-dien.invalid>"}},
		identity: identity.Settings{AllowWithoutCode: true, HashMemory: 4 * 1024, HashRounds: 1, IdleOfficer: 8 * time.Hour,
			IdleAdmin: 8 * time.Hour, IdleCitizen: 8 * time.Hour, DormantAfter: years, AdminPasswordAge: years}})
	return d, start, err
}

// ready lays the stage of a new folder; that of an old one goes on a minute after the last thing
// that happened there.
func (d *demonstration) ready(ctx context.Context, dir string, start time.Time) error {
	mark := filepath.Join(dir, laidMark)
	if laid, err := os.ReadFile(mark); err != nil || string(laid) != laidText {
		if err := d.lay(ctx, start); err != nil {
			return fmt.Errorf("laying the stage: %w", err)
		}
		if err := d.keys(ctx, dir, start); err != nil {
			return fmt.Errorf("laying keys: %w", err)
		}
		if err := os.WriteFile(mark, []byte(laidText), 0o600); err != nil {
			return err
		}
	}
	last, err := d.house.trail.Search(ctx, audit.Query{Limit: 1})
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].At.After(start) {
		start = last[0].At.Add(time.Minute)
	}
	d.clock.Set(start)
	d.clock.Run()
	return d.house.found(ctx) // a folder that was laid before there was a ledger
}

// identityProvider starts the built-in provider of electronic identity: real OpenID Connect, and
// marked as a demonstration.
func (d *demonstration) identityProvider(base string) (err error) {
	const client, secret = "nha-san", "demonstration-only"
	redirect := base + identity.PathProviderBack
	var citizens []demoidp.Citizen
	for _, c := range d.cast.Citizens {
		citizens = append(citizens, demoidp.Citizen{Number: c.PersonalNo, Name: c.Name, BornOn: clock.Date(c.BirthOn),
			Phone: "+84" + c.Phone[1:], Password: d.cast.Password, About: c.Note})
	}
	d.provider, err = demoidp.New(demoidp.Needs{BaseURL: base, Citizens: citizens, ClientID: client, ClientSecret: secret,
		RedirectURL: redirect, Clock: d.clock})
	if err != nil {
		return err
	}
	claims := oidc.VNeID
	claims.Phone = "phone_number" // which this provider tells as well
	d.party, err = oidc.New(oidc.Settings{Name: demoProvider, Label: "VNeID (trình diễn)", Issuer: d.provider.Issuer(), ClientID: client,
		ClientSecret: secret, RedirectURL: redirect, Scopes: []string{"openid"}, Claims: claims},
		d.provider.Client(), d.clock)
	return err
}

// demoProvider is our short name of the built-in provider.
const demoProvider = "trinh-dien"

// addresses are those that exist in demonstration mode only.
func (d *demonstration) addresses(site *web.Site) {
	site.Mount(demoidp.Path+"/", d.provider.Handler())
	site.Add(
		web.Route{Method: "GET", Path: "/demo/accounts.json", Need: web.Public, Do: d.accounts},
		web.Route{Method: "GET", Path: demoClockPath, Need: web.Public, Do: d.clockPage},
		web.Route{Method: "POST", Path: demoClockPath, Need: web.Public, Do: d.skip},
		web.Route{Method: "GET", Path: "/demo/thanh-phan", Need: web.Public, Do: func(w http.ResponseWriter, r *http.Request) error {
			return web.Show(w, r, ui.Gallery())
		}},
	)
}

// demoAccount is a line of /demo/accounts.json.
type demoAccount struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Role     string `json:"role"`
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Note     string `json:"note,omitempty"`
}

func (d *demonstration) accounts(w http.ResponseWriter, r *http.Request) error {
	officers, err := d.officers(r.Context())
	if err != nil {
		return err
	}
	var out []demoAccount
	for _, c := range d.cast.Citizens {
		out = append(out, demoAccount{Login: c.PersonalNo, Password: d.cast.Password, Role: "citizen", Name: c.Name, Note: c.Note})
	}
	for _, o := range officers {
		out = append(out, demoAccount{Login: o.login, Password: d.cast.Password, Role: o.post.Role, Unit: o.post.UnitName, Name: o.name, Note: o.post.Title})
	}
	return web.JSON(w, http.StatusOK, out)
}

// hints are the accounts that the sign-in page of a demonstration names.
func (h *house) hints() []identity.Hint {
	if h.demo == nil {
		return nil
	}
	var out []identity.Hint
	for _, one := range [][2]string{{"motcua.phu-nghia", "app.hint.reception"}, {"hotich.phu-nghia", "app.hint.specialist"},
		{"chutich.phu-nghia", "app.hint.leader"}, {"quantri.lac-thuy", "app.hint.admin"}} {
		out = append(out, identity.Hint{Login: one[0], Password: h.demo.cast.Password, About: func(l text.Lang) string { return text.In(l, one[1]) }})
	}
	return out
}

// moving says how far the history has come in, nothing when all of it has.
func (d *demonstration) moving(base string) string {
	run, err := d.house.legacy.Running(actor.AsSystem(context.Background(), "demonstration"))
	if err != nil || run == nil {
		return ""
	}
	return fmt.Sprintf("  Hồ sơ cũ         đang nhập nền, %d trên %d dòng: %s%s\n", run.Done, run.Counts.Lines, base, legacy.Path)
}

// greet tells whoever started the program where to go and whom to be.
func (d *demonstration) greet(io std, base, dir string) {
	fmt.Fprintf(io.out, `Nhà Sàn, bản trình diễn: huyện Lạc Thủy năm 2023 (mọi dữ liệu đều không có thật)

  Mở trình duyệt:  %s
  Mật khẩu chung:  %s

  Công dân         bấm "Đăng nhập", chọn tài khoản định danh (trình diễn) của Bùi Thị Lan
  Một cửa xã       motcua.phu-nghia
  Hộ tịch xã       hotich.phu-nghia
  Chủ tịch xã      chutich.phu-nghia
  Quản trị         quantri.lac-thuy
  Tất cả           %s/demo/accounts.json
  Tua thời gian    %s/demo/dong-ho
  Khóa ký thử      trong thư mục %s, cùng mật khẩu
%s
Dừng: Ctrl+C.   Làm lại từ đầu: nhasan demo --reset
`, base, d.cast.Password, base, base, filepath.Join(dir, keysFolder), d.moving(base))
}

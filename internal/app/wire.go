package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/archive"
	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/audit/ledger"
	"github.com/nha-san/nhasan/internal/backlog"
	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/legacy"
	"github.com/nha-san/nhasan/internal/identity"
	"github.com/nha-san/nhasan/internal/identity/oidc"
	"github.com/nha-san/nhasan/internal/insight"
	"github.com/nha-san/nhasan/internal/notify"
	"github.com/nha-san/nhasan/internal/org"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/blob"
	"github.com/nha-san/nhasan/internal/platform/blob/clamav"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/live"
	"github.com/nha-san/nhasan/internal/platform/ocr"
	"github.com/nha-san/nhasan/internal/platform/queue"
	"github.com/nha-san/nhasan/internal/platform/web"
	"github.com/nha-san/nhasan/internal/portal"
	"github.com/nha-san/nhasan/internal/portal/rating"
	"github.com/nha-san/nhasan/internal/sign"
	"github.com/nha-san/nhasan/internal/tickets"
)

// schemas are the tables of all rooms, in the order in which they are made.
var schemas = []db.Schema{web.Schema, queue.Schema, audit.Schema, org.Schema, catalog.Schema, identity.Schema, notify.Schema,
	tickets.Schema, sign.Schema, archive.Schema, backlog.Schema, dossier.Schema, legacy.Schema, rating.Schema, insight.Schema}

// roles are the rights that each role of a post has, of all rooms together.
func roles() map[string][]string {
	all := map[string][]string{}
	all["program"] = slices.Clone(dossier.ProgramRights)
	for _, room := range []map[string][]string{org.Roles, catalog.Roles, identity.Roles, notify.Roles, tickets.Roles, sign.Roles, archive.Roles, backlog.Roles, dossier.Roles, rating.Roles, insight.Roles} {
		for role, rights := range room {
			all[role] = append(all[role], rights...)
		}
	}
	for _, rights := range all {
		slices.Sort(rights)
	}
	return all
}

// options say how a house is opened.
type options struct {
	settings
	clock    clock.Clock
	log      *slog.Logger
	base     string // address people use, no slash at its end
	proxies  []netip.Prefix
	oidc     oidcSettings
	backups  string // folder of the backups, "" when it is not known
	scans    string // folder into which scanners put files, "" for none
	identity identity.Settings
	demo     *demonstration // nil in earnest
}

// house is all rooms, joined.
type house struct {
	options
	database *db.DB
	blobs    *blob.Store
	queue    *queue.Queue
	live     *live.Hub
	trail    *audit.Log
	ledger   *ledger.Ledger
	org      *org.Service
	catalog  *catalog.Service
	identity *identity.Service
	notify   *notify.Service
	tickets  *tickets.Service
	sign     *sign.Service
	archive  *archive.Service
	reader   *ocr.Reader // nil on a machine without Tesseract
	backlog  *backlog.Service
	dossier  *dossier.Service
	rating   *rating.Service
	insight  *insight.Service
	legacy   *legacy.Service
	figures  *figures
	site     *web.Site
	handler  http.Handler
}

// open opens database and files, brings the schema up to date, joins the rooms and their addresses.
func open(ctx context.Context, o options) (*house, error) {
	h, err := rooms(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := h.addresses(); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// rooms joins the services without their pages; commands that serve nobody need no more.
func rooms(ctx context.Context, o options) (*house, error) {
	h := &house{options: o}
	var err error
	if h.database, err = openDB(ctx, o.DB); err != nil {
		return nil, err
	}
	if err := h.join(ctx); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *house) join(ctx context.Context) (err error) {
	if h.blobs, err = blob.Open(ctx, h.Files); err != nil {
		return err
	}
	if h.Virus != "" {
		scanner, err := clamav.New(h.Virus)
		if err != nil {
			return err
		}
		h.blobs.Scan = scanner.Scan
	}
	key, made, err := keyFrom(h.Key)
	if err != nil {
		return err
	}
	h.queue = queue.New(h.database, h.clock, h.log)
	h.live = live.New(h.database, h.log)
	h.trail = audit.New(h.database, h.clock).Keyed(key)
	if h.ledger, err = h.newLedger(key); err != nil {
		return err
	}
	if err := h.isOurs(ctx, made); err != nil {
		return err
	}
	h.org = org.New(h.database, h.trail, h.clock)
	h.catalog, err = catalog.New(ctx, catalog.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Org: h.org})
	if err != nil {
		return err
	}
	h.identity, err = identity.New(identity.Needs{DB: h.database, Clock: h.clock, Log: h.trail, Directory: h.org, Org: h.org,
		RoleRights: roles(), Settings: h.options.identity, Key: key, BaseURL: h.base, Site: "Nhà Sàn"})
	if err != nil {
		return err
	}
	ways, err := h.Mail.channels()
	if err != nil {
		return err
	}
	h.notify = notify.New(notify.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Queue: h.queue, Log: h.log, Book: addressBook{h}, Channels: ways,
		BaseURL: h.base})
	h.tickets = tickets.New(tickets.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Org: h.org,
		Changed: func(ctx context.Context, tx *db.Tx, unit string) error { return live.Say(ctx, tx, tickets.Topic(unit)) }})
	h.sign = sign.New(sign.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Blobs: h.blobs, Org: h.org, Stamper: h.stamper(), Lasting: h.SignLong, Provider: h.provider(), Secret: key,
		Authorities: sign.HTTPAuthorities{Client: http.DefaultClient}})
	if h.archive, err = h.newArchive(key); err != nil {
		return err
	}
	h.findReader(ctx)
	h.backlog = backlog.New(h.backlogNeeds())
	h.dossier = dossier.New(h.deskNeeds())
	h.rating = rating.New(rating.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Org: h.org, Dossiers: h.dossier, Notify: h.notify})
	h.insight = insight.New(insight.Needs{DB: h.database, Clock: h.clock, Log: h.log, Trail: h.trail, Org: h.org, Catalog: h.catalog,
		Dossiers: h.dossier, Feed: ledgerFeed{h.ledger}, Ratings: ratingSums{h.rating}, Signatures: h.sign, OldPapers: h.backlog, Notify: h.notify, Settings: insight.Settings(h.Figures)})
	h.legacy = legacy.New(legacy.Needs{DB: h.database, Clock: h.clock, Trail: h.trail, Log: h.log, Org: h.org, Catalog: h.catalog, Dossiers: h.dossier,
		Rate: h.rateDeclared})
	h.queue.Listen(h.listeners()...)
	h.ears()
	return nil
}

// listeners are who hears what, and what is done by the clock.
func (h *house) listeners() []queue.Listener {
	return slices.Concat(
		h.notify.Listeners(),
		h.insight.Listeners(),
		h.sign.Listeners(),
		h.backlog.Listeners(),
		h.dossier.Listeners(),
		h.archive.Listeners(),
	)
}

// addresses puts every room's pages on the site.
func (h *house) addresses() error {
	h.figures = newFigures(h)
	h.site = web.New(web.Config{DB: h.database, Clock: h.clock, Log: h.log, Secure: strings.HasPrefix(h.base, "https://"),
		Who: h.who, Chrome: h.chrome, Limit: 64 << 20, Metrics: h.figures.answered, Proxies: h.proxies})
	party, err := h.party()
	if err != nil {
		return err
	}
	h.site.Add(portal.New(portal.Needs{Dossiers: h.dossier, Catalog: h.catalog, Org: h.org, Identity: h.identity,
		Rating: h.rating, Clock: h.clock, Demo: h.demo != nil}).Routes()...)
	h.site.Add(rating.NewPages(h.rating).Routes()...)
	h.site.Add(catalog.NewPages(h.catalog, h.dossier).Routes()...)
	h.site.Add(org.NewPages(h.org).Routes()...)
	h.site.Add(identity.NewPages(identity.PageNeeds{Service: h.identity, Party: party, BaseURL: h.base, Site: "Nhà Sàn", Hints: h.hints()}).Routes()...)
	h.site.Add(tickets.NewPages(tickets.PageNeeds{Service: h.tickets, BaseURL: h.base, Intake: dossier.IntakeFor, Open: dossier.AddressOf}).Routes()...)
	h.site.Add(dossier.NewPages(h.dossier).WithTickets(h.tickets.Record).WithAppointments(h.appointments).Routes()...)
	h.site.Add(sign.NewPages(h.sign).Routes()...)
	h.site.Add(archive.NewPages(h.archive, dossier.AddressOf).As(software()).Routes()...)
	h.site.Add(backlog.NewPages(h.backlog, archive.AddressOf).Routes()...)
	h.site.Add(legacy.NewPages(h.legacy).Routes()...)
	h.site.Add(notify.NewPages(h.notify).Routes()...)
	h.site.Add(h.ledger.Routes()...)
	h.site.Add(insight.NewPages(h.insight, dossier.AddressOf).Routes()...)
	h.site.Add(h.adminRoutes()...)
	h.site.Add(h.healthRoutes()...)
	h.site.Add(web.Route{Method: "GET", Path: live.Path, Need: web.Public, Do: h.live.Serve})
	api := h.site.NewAPI("Nhà Sàn", Version)
	h.catalog.API(api)
	h.dossier.API(api)
	if h.demo != nil {
		h.demo.addresses(h.site)
	}
	h.handler = h.site.Handler()
	return nil
}

// who knows who asks, and marks the devices of officers: they cannot rate their own office.
func (h *house) who(next http.Handler) http.Handler {
	return h.identity.Who(rating.MarkOffices(strings.HasPrefix(h.base, "https://"), next))
}

// party is the citizens' identity provider: the built-in one in a demonstration, else the one that
// is set; nil when none is, and then citizens cannot sign in.
func (h *house) party() (*oidc.Party, error) {
	if h.demo != nil {
		return h.demo.party, nil
	}
	if h.oidc.Issuer == "" {
		return nil, nil
	}
	claims := oidc.VNeID
	if h.oidc.Claims == "standard" {
		claims = oidc.Standard
	}
	return oidc.New(oidc.Settings{Name: "eid", Label: "VNeID", Issuer: h.oidc.Issuer, ClientID: h.oidc.ClientID,
		ClientSecret: h.oidc.ClientSecret, RedirectURL: h.base + identity.PathProviderBack, Scopes: []string{"openid"}, Claims: claims},
		&http.Client{Timeout: 20 * time.Second}, h.clock)
}

func (h *house) close() {
	if h.live != nil {
		h.live.Close()
	}
	if h.queue != nil {
		h.queue.Close()
	}
	if h.blobs != nil {
		_ = h.blobs.Close()
	}
	h.database.Close()
}

// tend does what must be done again and again: every few minutes it removes sessions and
// other leavings that have run out; within a minute of a change of the calendar it counts open due dates anew,
// and within a minute of a due date it warns, apologises and reminds.
func (h *house) tend(ctx context.Context) {
	ctx = actor.AsSystem(ctx, "tend")
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	counted := int64(-1)
	for n := 0; ; n++ {
		err := errors.Join(h.recount(ctx, &counted), h.dossier.Watch(ctx))
		if n%20 == 0 {
			err = errors.Join(err, web.Sweep(ctx, h.database, h.clock), h.identity.Sweep(ctx), h.dossier.Sweep(ctx), h.archive.Sweep(ctx), h.rating.Sweep(ctx), h.legacy.Forget(ctx),
				h.tickets.Tend(ctx))
		}
		if n%240 == 0 { // every two hours
			err = errors.Join(err, h.database.Tidy(ctx))
		}
		if n%2880 == 0 { // once a day: it goes through the whole store
			_, half := h.blobs.ClearHalf(ctx, clock.System{}.Now().Add(-24*time.Hour)) // by the disk's clock, be it a demonstration
			err = errors.Join(err, half)
		}
		if err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "tending the house", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// recount counts due dates anew when the calendars have changed since the revision counted.
func (h *house) recount(ctx context.Context, counted *int64) error {
	revision, err := h.org.Revision(ctx)
	if err != nil || revision == *counted {
		return err
	}
	moved, err := h.dossier.Recount(ctx)
	if err != nil {
		return err
	}
	if moved > 0 {
		h.log.InfoContext(ctx, "due dates counted anew", "moved", moved)
	}
	*counted = revision
	return nil
}

func openDB(ctx context.Context, url string) (*db.DB, error) {
	d, err := db.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(whole(ctx, d), db.Migrate(ctx, d, schemas)); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// rightsOf lists role by role what it may, for the golden file.
func rightsOf(all map[string][]string) string {
	var b strings.Builder
	for _, role := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "%-14s %s\n", role, strings.Join(all[role], " "))
	}
	return b.String()
}

package archive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/clock"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

// A province on paper for measures: 150 offices, and as many people as papers divided by four.
const (
	laidOffices = 150
	papersEach  = 4 // of a person, on average
)

// BenchmarkSearch looks for papers in people's own stores and in offices' registers among 200,000: bench/README.md. Each
// question is asked about another person, office or name each time.
func BenchmarkSearch(b *testing.B) {
	n := 200_000
	if few, err := strconv.Atoi(os.Getenv("NHASAN_PAPERS")); err == nil {
		n = few
	}
	for engine, open := range map[string]func(testing.TB, []db.Schema) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		d, now := open(b, schemas), testkit.Clock()
		lay(b, d, n)
		s := New(Needs{DB: d, Clock: now, Trail: audit.New(d, now).Keyed([]byte("key")),
			PersonalNo: func(_ context.Context, account string) (string, error) {
				return strings.Replace(account, "account-", "0", 1), nil
			}})
		for _, q := range questions(n) {
			b.Run(engine+"/"+q.name, func(b *testing.B) {
				r := rand.New(rand.NewPCG(3, 4))
				var took []time.Duration
				for b.Loop() {
					ask := q.of(r)
					began := time.Now()
					if err := ask(b.Context(), s); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(began))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// question is something that is asked of the register, about somebody else each time.
type question struct {
	name string
	of   func(*rand.Rand) func(context.Context, *Service) error
}

func questions(n int) []question {
	people := n / papersEach
	mine := func(r *rand.Rand) func(context.Context, *Service) error {
		who := fmt.Sprintf("account-%011d", r.IntN(people))
		return func(ctx context.Context, s *Service) error {
			_, _, err := s.Mine(testkit.AsCitizen(ctx, who), "")
			return err
		}
	}
	of := func(r *rand.Rand) func(context.Context, *Service) error {
		who := fmt.Sprintf("0%011d", r.IntN(people))
		return func(ctx context.Context, s *Service) error {
			_, err := s.OfPerson(testkit.AsAt(ctx, "/tinh/"), who, "dossier/x")
			return err
		}
	}
	register := func(province bool, words func(*rand.Rand) string) func(*rand.Rand) func(context.Context, *Service) error {
		return func(r *rand.Rand) func(context.Context, *Service) error {
			path, q := laidPath(r.IntN(laidOffices)), Query{Words: words(r)}
			if province {
				path = "/tinh/"
			}
			return func(ctx context.Context, s *Service) error {
				_, _, err := s.Register(testkit.AsAt(ctx, path, CanView), q)
				return err
			}
		}
	}
	name := func(r *rand.Rand) string { return laidName(r) }
	number := func(r *rand.Rand) string { return fmt.Sprintf("%d/%d", 1+r.IntN(n/laidOffices/3), 2021+r.IntN(3)) }
	code := func(r *rand.Rand) string { return laidCode(r.IntN(n)) }
	begun := func(r *rand.Rand) string { return "ng" }
	common := func(r *rand.Rand) string { return "nguyen" }
	nobody := func(r *rand.Rand) string { return "nguyen khong ai ca" }
	none := func(r *rand.Rand) string { return "" }
	return []question{
		{"own-store", mine}, {"of-a-person", of},
		{"office/all", register(false, none)}, {"office/name", register(false, name)}, {"office/number", register(false, number)}, {"office/begun", register(false, begun)},
		{"province/all", register(true, none)}, {"province/name", register(true, name)}, {"province/number", register(true, number)},
		{"province/code", register(true, code)}, {"province/common-word", register(true, common)}, {"province/begun", register(true, begun)}, {"province/nobody", register(true, nobody)},
	}
}

func laidPath(n int) string { return fmt.Sprintf("/tinh/h%02d/x%03d/", n%10, n) }

func laidCode(n int) string { return fmt.Sprintf("K%09d", n) }

var (
	laidFamilies = strings.Fields("Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Bùi Bùi Quách Đinh Hoàng Vũ Đặng Hà Xa Triệu Cao")
	laidMiddles  = strings.Fields("Thị Thị Thị Văn Văn Văn Đức Minh Ngọc Thanh Hồng Xuân Quang Hữu Thu Kim Bảo Gia Khánh Phương")
	laidGivens   = strings.Fields("Lan Hoa Hùng Dũng Mai An Bình Cường Duyên Giang Hạnh Hiếu Huệ Khoa Linh Long Nam Nga Nhung Phúc Quân Sơn Tâm Thảo Thủy Trang Tuấn Tùng Vân Yến")
	laidTitles   = []string{"Giấy khai sinh", "Giấy chứng nhận kết hôn", "Giấy xác nhận tình trạng hôn nhân", "Trích lục khai tử", "Giấy chứng nhận quyền sử dụng đất", "Quyết định trợ cấp xã hội hàng tháng"}
)

func laidName(r *rand.Rand) string {
	return laidFamilies[r.IntN(len(laidFamilies))] + " " + laidMiddles[r.IntN(len(laidMiddles))] + " " + laidGivens[r.IntN(len(laidGivens))]
}

// lay puts n papers into a database, as their writer would leave the records: half of them of an account, one in six of
// two holders, each with a file.
func lay(b *testing.B, d *db.DB, n int) {
	b.Helper()
	r, began := rand.New(rand.NewPCG(1, 2)), time.Now()
	names := make([]string, n/papersEach)
	for i := range names {
		names[i] = laidName(r)
	}
	for at := 0; at < n; at += 500 {
		err := d.Transact(actor.AsSystem(context.Background(), "bench"), func(ctx context.Context, tx *db.Tx) error {
			for i := at; i < min(n, at+500); i++ {
				if err := (store{tx}).add(ctx, laidPaper(r, i, n, names)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := d.Tidy(b.Context()); err != nil {
		b.Fatal(err)
	}
	if d.Engine() == "postgres" { // as its autovacuum does when it finds the time
		if _, err := d.Read().NewRaw("VACUUM ANALYZE").Exec(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%s: %d papers laid in %s", d.Engine(), n, time.Since(began).Round(time.Second))
}

func laidPaper(r *rand.Rand, i, n int, names []string) *Paper {
	office, who := r.IntN(laidOffices), r.IntN(len(names))
	year := 2021 + 3*i/n
	p := &Paper{ID: fmt.Sprintf("01a00000-%04x-7000-8000-%012x", i>>8, i), Code: laidCode(i), Version: 1, State: Valid, Subject: fmt.Sprintf("dossier/%d", i),
		From: fmt.Sprintf("H28.%03d.%02d-%02d0810-%04d", office, office%10, year%100, i%10000), Procedure: fmt.Sprintf("procedure-%d", r.IntN(277)), Title: laidTitles[r.IntN(len(laidTitles))],
		Office: Place{UnitID: fmt.Sprintf("unit-%d", office), Path: laidPath(office), Name: fmt.Sprintf("Ủy ban nhân dân xã số %d", office)},
		Number: fmt.Sprintf("%d/%d", 1+i%(n/3)/laidOffices, year), IssuedOn: clock.Date(fmt.Sprintf("%d-%02d-%02d", year, 1+r.IntN(12), 1+r.IntN(28))), SignedBy: "Quách Văn Chủ"}
	if i%2 == 0 {
		p.AccountID = fmt.Sprintf("account-%011d", who)
	}
	if i%50 == 0 {
		p.State, p.Reason, p.EndedAt = Revoked, "Cấp nhầm", time.Date(2023, 8, 10, 3, 0, 0, 0, time.UTC)
	}
	p.Holders = []Holder{{Name: names[who], PersonalNo: fmt.Sprintf("0%011d", who), BirthOn: "1990-01-01"}}
	if i%6 == 0 {
		other := r.IntN(len(names))
		p.Holders = append(p.Holders, Holder{Name: names[other], PersonalNo: fmt.Sprintf("0%011d", other), BirthOn: "1992-02-02"})
	}
	p.Files = []File{{SHA256: fmt.Sprintf("%064x", i), Size: 180_000, Type: "application/pdf", Name: "ket-qua.pdf"}}
	return p
}

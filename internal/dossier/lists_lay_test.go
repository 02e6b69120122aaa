package dossier

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/db"
)

// A province on paper for measures: 150 units under ten districts, 277 procedures, three years of dossiers of which all
// but the last weeks' have ended.
const (
	laidUnits      = 150
	laidProcedures = 277
)

// LaidPath is the path of the n-th unit of the province.
func LaidPath(n int) string { return fmt.Sprintf("/tinh/h%02d/x%03d/", n%10, n) }

// LaidProcedure is the key of the n-th procedure.
func LaidProcedure(n int) string { return fmt.Sprintf("018f0000-0000-7000-8000-%012d", n) }

var (
	laidFamilies = strings.Fields("Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Bùi Bùi Quách Đinh Hoàng Vũ Đặng Hà Xa Triệu Cao")
	laidMiddles  = strings.Fields("Thị Thị Thị Văn Văn Văn Đức Minh Ngọc Thanh Hồng Xuân Quang Hữu Thu Kim Bảo Gia Khánh Phương")
	laidGivens   = strings.Fields("Lan Hoa Hùng Dũng Mai An Bình Cường Duyên Giang Hạnh Hiếu Huệ Khoa Linh Long Nam Nga Nhung Phúc Quân Sơn Tâm Thảo Thủy Trang Tuấn Tùng Vân Yến")
)

// Lay puts n dossiers of that province into a database, as the writers of this room would leave their records. Those
// that are still open make up one in forty, due around now.
func Lay(ctx context.Context, d *db.DB, n int, now time.Time) error {
	r := rand.New(rand.NewPCG(1, 2))
	for at := 0; at < n; at += 500 {
		var rows []*recordRow
		for i := at; i < min(n, at+500); i++ {
			row, err := rowOf(laidDossier(r, i, n, now))
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		err := d.Transact(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewInsert().Model(&rows).Exec(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func laidDossier(r *rand.Rand, i, n int, now time.Time) *Dossier {
	unit, procedure := r.IntN(laidUnits), int(float64(laidProcedures)*r.Float64()*r.Float64())
	received := now.Add(-time.Duration(float64(3*365*24*time.Hour) * float64(n-i) / float64(n)))
	name := laidFamilies[r.IntN(len(laidFamilies))] + " " + laidMiddles[r.IntN(len(laidMiddles))] + " " + laidGivens[r.IntN(len(laidGivens))]
	at := Place{UnitID: fmt.Sprintf("unit-%d", unit), Path: LaidPath(unit), Name: fmt.Sprintf("Ủy ban nhân dân xã số %d", unit)}
	d := &Dossier{
		ID: fmt.Sprintf("01a00000-%04x-7000-8000-%012x", i&0xFFFF, i), Code: fmt.Sprintf("H28.%03d.%02d-%s-%04d", unit, unit%10, received.Format("060102"), i%10000) + fmt.Sprint("/", i),
		Secret: "x", Version: 7, Channel: "online", Procedure: LaidProcedure(procedure), VersionID: fmt.Sprintf("version-%d", procedure),
		Name: fmt.Sprintf("Thủ tục đăng ký số %d về hộ tịch, đất đai và bảo trợ xã hội", procedure), AccountID: fmt.Sprintf("account-%d", r.IntN(n)),
		SubmittedAt: received, ReceivedAt: received,
	}
	d.Receiving, d.Competent = at, at
	d.Owner = Party{Name: name, PersonalNo: fmt.Sprintf("0%011d", r.Int64N(1e11)), Phone: "0912345678", Address: "Thôn Đồng Phú, xã Phú Nghĩa, huyện Lạc Thủy, tỉnh Hòa Bình"}
	d.Submitter = d.Owner
	d.Values = catalog.Values{"words": {strings.Repeat("Nội dung hồ sơ kê khai trên biểu mẫu điện tử. ", 25)}}
	due := received.Add(time.Duration(1+r.IntN(20)) * 24 * time.Hour)
	d.Due = Due{At: due, WarnAt: due.Add(-24 * time.Hour)}
	if n-i > n/40 {
		d.State, d.EndedAt = Returned, due.Add(-time.Duration(r.IntN(72))*time.Hour)
		return d
	}
	d.State = Processing
	d.Turn = Turn{Role: "specialist", Path: at.Path}
	if r.IntN(3) > 0 {
		d.AssigneeID, d.Assignee = fmt.Sprintf("person-%d-%d", unit, r.IntN(5)), "Cán bộ"
	}
	return d
}

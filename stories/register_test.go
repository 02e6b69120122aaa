package stories

import (
	"strings"
	"testing"
)

// The book of the desk, the slip that travels with a dossier, and the law behind it.
func TestScreensOfTheRegister(t *testing.T) {
	b := officer(t, Demo(t), "motcua.phu-nghia")
	b.Open("/lam-viec/so-theo-doi?tu=01/01/2023&den=31/12/2023")
	b.See("Sổ theo dõi hồ sơ", "Xuất Excel")
	b.Screenshot("register")
	b.Open(b.first("/lam-viec/ho-so/"))
	b.See("Phiếu kiểm soát", "Căn cứ của từng bước")
	home := b.Path()
	b.Open(home + "/kiem-soat")
	b.See("Bên giao", "Người nộp hồ sơ")
	b.Screenshot("control-slip")
	for _, path := range []string{home + "/kiem-soat.pdf", "/lam-viec/so-theo-doi/xuat?dang=pdf&tu=01/01/2023&den=31/12/2023"} {
		if said := b.pdf(path); !strings.Contains(said, "HỒ SƠ") {
			t.Errorf("%s says %q", path, said)
		}
	}
	b.Open("/lam-viec/so-theo-doi?tu=99/99/2023")
	b.Look()
}

func TestScreensOfTheGround(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{})
	b.Open("/can-cu")
	b.See("Trên căn cứ nào", "chưa xác minh điều khoản", "Nghị định 118/2025/NĐ-CP")
	b.Screenshot("ground")
	b.Open("/can-cu?lang=en")
	b.Look()
}

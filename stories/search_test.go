package stories

import "testing"

// People type as they speak and as their keyboard lets them; the right procedure comes first.
func TestTheRightProcedureComesFirst(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow})
	for typed, want := range map[string]string{
		"dang ky khai sinh": "Đăng ký khai sinh",
		"dk ket hon":        "Đăng ký kết hôn",
		"khai sihn":         "Đăng ký khai sinh",
		"làm giấy độc thân": "Cấp Giấy xác nhận tình trạng hôn nhân",
		"1.001193":          "Đăng ký khai sinh",
		"sao y":             "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp hoặc chứng nhận",
	} {
		b.Open("/")
		b.Fill("Cần làm thủ tục gì?", typed)
		b.Press("Tìm kiếm")
		if first := b.Text("main .ns-checklist a"); first != want {
			t.Errorf("%q finds %q first, want %q", typed, first, want)
		}
	}
}

// Who finds nothing is told what to try.
func TestNothingFoundIsNoDeadEnd(t *testing.T) {
	b := Browse(t, Demo(t).URL, How{Width: Narrow, NoScript: true})
	b.Open("/thu-tuc?q=xyzzyq")
	b.See("Không tìm thấy thủ tục")
}

package org

import "testing"

func TestNames(t *testing.T) {
	district := Unit{Kind: District, Name: "Lạc Thủy", FullName: "Huyện Lạc Thủy"}
	commune := Unit{Kind: Commune, Name: "An Bình", FullName: "Xã An Bình"}
	for got, want := range map[string]string{
		departmentName("Phòng Tư pháp", district):                        "Phòng Tư pháp huyện Lạc Thủy",
		departmentName("Thanh tra huyện", district):                      "Thanh tra huyện Lạc Thủy",
		departmentName("Phòng Kinh tế", commune):                         "Phòng Kinh tế xã An Bình",
		titleIn("Chủ tịch UBND cấp xã", "xa"):                            "Chủ tịch UBND xã",
		titleIn("Công an cấp xã (chính quy)", "thi_tran"):                "Công an thị trấn (chính quy)",
		titleIn("Địa chính A (xã) / Địa chính B (thị trấn)", "xa"):       "Địa chính A",
		titleIn("Địa chính A (xã) / Địa chính B (thị trấn)", "thi_tran"): "Địa chính B",
		temporaryPrefix("17", "159", "05395"):                            "T17.159.395",
		commune.Authority():                                              "Ủy ban nhân dân xã An Bình",
		Unit{Kind: Department, FullName: "Phòng Tư pháp"}.Authority():    "Phòng Tư pháp",
		lowerFirst("Ủy ban"):                                             "ủy ban",
		lowerFirst(""):                                                   "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for full, want := range map[string][2]string{"Thị trấn Chi Nê": {"thi_tran", "Chi Nê"}, "Xã Phú Nghĩa": {"xa", "Phú Nghĩa"}, "Khu 1": {"", "Khu 1"}} {
		if kind, name := nameOf(full); kind != want[0] || name != want[1] {
			t.Errorf("%s is %q %q, want %v", full, kind, name, want)
		}
	}
	if prefix := temporaryPrefix("17", "159", "05395"); !prefixLook.MatchString(prefix) {
		t.Errorf("%s does not look like an identifier", prefix)
	}
}

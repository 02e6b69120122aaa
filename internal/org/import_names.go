package org

import (
	"fmt"
	"strings"
)

// forms are the words a full name begins with, and the type each means.
var forms = []struct{ word, kind string }{
	{"Tỉnh ", "tinh"}, {"Thành phố ", "thanh_pho"}, {"Huyện ", "huyen"}, {"Thị xã ", "thi_xa"},
	{"Quận ", "quan"}, {"Thị trấn ", "thi_tran"}, {"Phường ", "phuong"}, {"Xã ", "xa"},
}

// nameOf splits "Huyện Lạc Thủy" into its type and name.
func nameOf(fullName string) (kind, name string) {
	for _, f := range forms {
		if rest, ok := strings.CutPrefix(fullName, f.word); ok {
			return f.kind, rest
		}
	}
	return "", fullName
}

// departmentName is a department's name outside its own unit: "Phòng Tư pháp huyện Lạc Thủy".
func departmentName(name string, of Unit) string {
	level, _, _ := strings.Cut(lowerFirst(of.FullName), " ")
	if strings.HasSuffix(name, " "+level) {
		return name + " " + of.Name
	}
	return name + " " + lowerFirst(of.FullName)
}

// temporaryPrefix begins dossier codes of a unit that has no official identifier: the letter T,
// which no province or ministry has, then codes of the statistics office, cut to three digits.
func temporaryPrefix(province string, codes ...string) string {
	prefix := "T" + province
	for _, c := range codes {
		prefix += "." + c[max(0, len(c)-3):]
	}
	return prefix
}

// Posts that the file does not list, as the law on local government and common practice have them.
var districtPosts = []postIn{
	{"chu-tich", "Chủ tịch UBND huyện", "leader"},
	{"pho-chu-tich", "Phó Chủ tịch UBND huyện", "leader"},
	{"kiem-soat-tthc", "Công chức kiểm soát thủ tục hành chính", "supervisor"},
	{"van-thu", "Văn thư UBND huyện", "clerk"},
	{"quan-tri", "Quản trị hệ thống", "admin"},
}

var oneStopPosts = []postIn{
	{"phu-trach", "Phụ trách Bộ phận Tiếp nhận và Trả kết quả", "division-head"},
	{"mot-cua", "Công chức một cửa", "reception"},
}

// heads are the titles of the heads of departments that are not called Trưởng phòng.
var heads = map[string]string{
	"van-phong": "Chánh Văn phòng", "thanh-tra": "Chánh Thanh tra", "chi-nhanh-vpdk": "Giám đốc Chi nhánh",
	"chi-cuc-thue": "Chi cục trưởng", "bhxh": "Giám đốc Bảo hiểm xã hội", "cong-an": "Trưởng Công an huyện",
	"hat-kiem-lam": "Hạt trưởng", "ban-chqs": "Chỉ huy trưởng", "ban-tiep-cong-dan": "Trưởng ban",
}

// staff is what the specialists of some departments are called.
var staff = map[string]string{
	"thanh-tra": "Thanh tra viên", "chi-nhanh-vpdk": "Viên chức Chi nhánh", "chi-cuc-thue": "Công chức thuế",
	"bhxh": "Viên chức Bảo hiểm xã hội", "cong-an": "Cán bộ Công an", "hat-kiem-lam": "Kiểm lâm viên", "ban-chqs": "Trợ lý",
}

// departmentPosts are the usual posts of a district's department.
func departmentPosts(key string) []postIn {
	if key == "bo-phan-mot-cua" {
		return oneStopPosts
	}
	head, ok := heads[key]
	if !ok {
		head = "Trưởng phòng"
	}
	deputy := "Phó " + head
	who, ok := staff[key]
	if !ok {
		who = "Chuyên viên"
	}
	return []postIn{{"truong", head, "division-head"}, {"pho", deputy, "division-head"}, {"chuyen-vien", who, "specialist"}}
}

// roleOf turns the file's word for the role of a commune's post into ours. The office and
// statistics official is the commune's clerk.
func roleOf(p postIn) (string, error) {
	switch {
	case p.Key == "van-phong-thong-ke":
		return "clerk", nil
	case p.Role == "one_stop":
		return "reception", nil
	case p.Role == "officer" || p.Role == "police":
		return "specialist", nil
	case p.Role == "leader":
		return p.Role, nil
	}
	return "", fmt.Errorf("role %q of the post %q is not known", p.Role, p.Key)
}

// titleIn is the title of a post in a commune of the type: of variants, "… (xã) / … (thị trấn)", the
// one for it, and "cấp xã" said as what it is.
func titleIn(title, unitType string) string {
	word := "xã"
	if unitType == "thi_tran" {
		word = "thị trấn"
	}
	for _, variant := range strings.Split(title, " / ") {
		if cut, ok := strings.CutSuffix(variant, " ("+word+")"); ok {
			title = cut
		}
	}
	return strings.ReplaceAll(title, "cấp xã", word)
}

package catalog

import "strings"

// Roles of steps. They are the role keys of posts in org.
const (
	Reception    = "reception"
	Specialist   = "specialist"
	DivisionHead = "division-head"
	Leader       = "leader"
	Clerk        = "clerk"
)

// roles tells the role of a step from how an internal process names it. The first beginning that
// fits holds. Councils, boards and other agencies act through the specialist who keeps the file.
var roles = []struct{ begins, role string }{
	{"Công chức một cửa", Reception},
	{"Công chức tiếp công dân", Reception},
	{"Cán bộ trực tiếp nhận", Reception},
	{"Cán bộ Ban Tiếp công dân", Reception},
	{"Văn thư", Clerk},
	{"Chủ tịch", Leader},
	{"Phó Chủ tịch", Leader},
	{"Hiệu trưởng", Leader},
	{"Trưởng", DivisionHead},
	{"Phó Trưởng", DivisionHead},
	{"Giám đốc", DivisionHead},
	{"Chuyên viên", Specialist},
	{"Công chức", Specialist},
	{"Viên chức", Specialist},
	{"Cán bộ", Specialist},
	{"Thanh tra viên", Specialist},
	{"Tổ xác minh", Specialist},
	{"Hội đồng", Specialist},
	{"Hội nghị", Specialist},
	{"Ban Chỉ đạo", Specialist},
	{"Sở", Specialist},
}

// roleOf returns the role key of a step, "" when nobody has said yet whose step it is.
func roleOf(name string) string {
	for _, r := range roles {
		if name == r.begins || strings.HasPrefix(name, r.begins+" ") || strings.HasPrefix(name, r.begins+"/") {
			return r.role
		}
	}
	return ""
}

// isDesk tells units that take in and give out.
func isDesk(unitName string) bool {
	return strings.HasPrefix(unitName, "Bộ phận Tiếp nhận và Trả kết quả")
}

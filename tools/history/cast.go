package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/nha-san/nhasan/demo"
)

// unit takes dossiers in. Weight is its share among the communes, by their people.
type unit struct {
	name   string // as the former system calls it
	code   string // of its dossiers
	weight float64
}

var district = unit{name: "UBND huyện Lạc Thủy", code: "000.00.59.T17"}

// communes of the district in 2023, in the order of their statistics codes: the same in which the
// demonstration appoints their officers.
var communes = []unit{
	{"UBND thị trấn Ba Hàng Đồi", "000.01.59.T17", 1.30}, {"UBND thị trấn Chi Nê", "000.02.59.T17", 1.55},
	{"UBND xã Phú Nghĩa", "000.03.59.T17", 1.15}, {"UBND xã Phú Thành", "000.04.59.T17", 1.05},
	{"UBND xã Hưng Thi", "000.05.59.T17", 0.80}, {"UBND xã Khoan Dụ", "000.06.59.T17", 1.00},
	{"UBND xã Đồng Tâm", "000.07.59.T17", 0.95}, {"UBND xã Yên Bồng", "000.08.59.T17", 0.90},
	{"UBND xã Thống Nhất", "000.09.59.T17", 0.90}, {"UBND xã An Bình", "000.10.59.T17", 0.90},
}

const khoanDu = 5 // among the communes

// departments in the order in which the demonstration appoints their officers.
var departments = []string{"Ban Chỉ huy Quân sự", "Bảo hiểm xã hội", "Chi cục Thuế", "Chi nhánh Văn phòng Đăng ký đất đai", "Công an", "Hạt Kiểm lâm",
	"Phòng Dân tộc", "Phòng Giáo dục và Đào tạo", "Phòng Kinh tế và Hạ tầng", "Phòng Lao động - Thương binh và Xã hội", "Phòng Nội vụ",
	"Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Tài chính - Kế hoạch", "Phòng Tài nguyên và Môi trường", "Phòng Tư pháp",
	"Phòng Văn hóa và Thông tin", "Phòng Y tế", "Thanh tra", "Văn phòng HĐND"}

// crew are the officers of the cast by post and unit: "chuyen-vien" of a department, posts of a commune.
type crew struct {
	district map[string]string
	of       map[string]string   // specialist of each department
	commune  []map[string]string // by post
}

// people names everybody as the demonstration does: the n-th made-up name for the n-th post.
func people(c demo.Cast) crew {
	n := 0
	name := func() string {
		s := c.Families[n*5%len(c.Families)] + " " + c.Middles[n*7%len(c.Middles)] + " " + c.Givens[n*11%len(c.Givens)]
		n++
		return s
	}
	posts := func(kind string) map[string]string {
		out := map[string]string{}
		for _, p := range c.Posts {
			if p.Kind == kind {
				out[p.Key] = name()
			}
		}
		return out
	}
	out := crew{district: posts("district"), of: map[string]string{}}
	for _, d := range departments {
		out.of[d] = posts("department")["chuyen-vien"]
	}
	for range communes {
		out.commune = append(out.commune, posts("commune"))
	}
	return out
}

// procedure is a line of the catalogue that citizens hand dossiers in for.
type procedure struct {
	name, code, level, field, unit, online string

	term     int // 0: none
	termUnit string
	weight   float64
}

// called is how the former system names it: by its code where it has one.
func (p procedure) called() string {
	if p.code != "" {
		return p.code
	}
	return p.name
}

// wanted is how often people need a procedure, among those of its level; what is not named is rare.
var wanted = map[string]map[string]float64{
	"commune": {"2.000815": 30, "1.001193": 12, "1.004873": 12, "2.000635": 9, "2.000884": 7, "1.000894": 6, "1.000656": 5, "1.010041": 4, "2.000986": 3.5,
		"1.004859": 2.5, "1.004884": 2, "2.001035": 2.5, "1.011607": 1.5, "1.001699": 1.2, "1.010833": 1, "2.002622": 1.2, "2.000908": 1, "1.001653": 0.8},
	"district": {"1.001612": 10, "2.000720": 5, "1.001266": 3, "2.000889": 14, "1.004203": 8, "1.002989": 6, "2.000348": 4, "1.011441": 7, "1.011443": 5,
		"1.001776": 9, "1.001731": 3, "1.009994": 5, "2.000815": 6, "2.000884": 2, "2.000635": 3, "2.000748": 3, "2.000181": 1.5, "2.000620": 1.5},
}

func procedures() (map[string][]procedure, error) {
	raw, err := fs.ReadFile(demo.Files, "procedures.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff"))).ReadAll()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, head := range rows[0] {
		at[head] = i
	}
	out := map[string][]procedure{}
	for _, r := range rows[1:] {
		p := procedure{code: r[at["code"]], name: r[at["name_vi"]], level: r[at["level"]], field: r[at["field_vi"]], unit: r[at["handling_unit_vi"]],
			online: r[at["service_level"]], termUnit: r[at["deadline_unit"]], weight: 0.05}
		if p.term, err = strconv.Atoi(r[at["deadline_value"]]); err != nil && r[at["deadline_value"]] != "" {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		if w := wanted[p.level][p.code]; w > 0 {
			p.weight = w
		}
		if p.online == "full" || p.online == "partial" { // what cannot be handed in online leaves no dossier of this kind
			out[p.level] = append(out[p.level], p)
		}
	}
	return out, nil
}

// handler is who has a dossier on the desk.
func (c crew) handler(p procedure, commune int) string {
	if commune >= 0 {
		posts := c.commune[commune]
		switch field := p.field; {
		case strings.Contains(field, "Hộ tịch"), strings.Contains(field, "Chứng thực"), strings.Contains(field, "Nuôi con nuôi"), strings.Contains(field, "Hòa giải"), strings.Contains(field, "pháp luật"):
			return posts["tu-phap-ho-tich"]
		case strings.Contains(field, "Trồng trọt"), strings.Contains(field, "Môi trường"), strings.Contains(field, "thiên tai"), strings.Contains(field, "cư trú"):
			return posts["dia-chinh"]
		}
		return posts["van-hoa-xa-hoi"]
	}
	for _, d := range departments {
		if strings.HasPrefix(p.unit, d) {
			return c.of[d]
		}
	}
	return c.district["mot-cua-1"]
}

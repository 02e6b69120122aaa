package app

import "testing"

func TestTheDemonstrationHasTemplatesOfResults(t *testing.T) {
	d := laid(t)
	for code, want := range map[string]string{"1.001193": "Giấy khai sinh", "1.004873": "Giấy xác nhận tình trạng hôn nhân", "1.010041": "Giấy xác nhận"} {
		p, err := d.house.catalog.Find(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := d.house.catalog.ResultFor(t.Context(), p.ID, ""); err != nil || got == nil || got.Name != want {
			t.Errorf("%s has the template %+v, %v; want %s", code, got, err, want)
		}
	}
}

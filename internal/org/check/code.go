package check

import (
	"regexp"
	"time"
)

var (
	procedureCode = regexp.MustCompile(`^[1-3]\.\d{6}$`)
	dossierCode   = regexp.MustCompile(`^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-(\d{6}|\d{8})-\d{4,7}$`)
)

// ProcedureCode tells whether s has the form of a national procedure code: 1.001193.
func ProcedureCode(s string) bool { return procedureCode.MatchString(s) }

// DossierCode tells whether s has the form of a national dossier code, H15.50.05.13-261008-0975,
// and its day exists.
func DossierCode(s string) bool {
	m := dossierCode.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	layout := "060102"
	if len(m[1]) == 8 {
		layout = "20060102"
	}
	_, err := time.Parse(layout, m[1])
	return err == nil
}

package check

import "testing"

func TestAPersonalNumberTellsSexAndYearOfBirth(t *testing.T) {
	for number, want := range map[string]Person{
		"017086001234":    {Registered: "017", BirthYear: 1986},
		"017186001234":    {Registered: "017", Female: true, BirthYear: 1986},
		"025305001234":    {Registered: "025", Female: true, BirthYear: 2005},
		"017 086 001 234": {Registered: "017", BirthYear: 1986},
		"999286001234":    {Registered: "999", BirthYear: 2086}, // unknown provinces are not refused
		"001900000001":    {Registered: "001", Female: true, BirthYear: 2300},
	} {
		if got, ok := PersonalID(number); !ok || got != want {
			t.Errorf("PersonalID(%q) = %+v, %v, want %+v", number, got, ok, want)
		}
	}
	for _, number := range []string{"02530500123", "0253050012345", "02530500123x", "", "٠١٧٠٨٦٠٠١٢٣٤"} {
		if _, ok := PersonalID(number); ok {
			t.Errorf("PersonalID(%q) was taken", number)
		}
	}
}

// verdict tests a table of writings against what a check must say of each.
func verdict(t *testing.T, name string, check func(string) bool, table map[string]bool) {
	t.Helper()
	for s, want := range table {
		if got := check(s); got != want {
			t.Errorf("%s(%q) = %v, want %v", name, s, got, want)
		}
	}
}

func TestOtherPapersOfAPerson(t *testing.T) {
	verdict(t, "OldCard", OldCard, map[string]bool{
		"113456789": true, "113 456 789": true, "11345678": false, "1134567890": false, "11345678a": false})
	verdict(t, "Passport", Passport, map[string]bool{
		"C1234567": true, "c1234567": true, "P12345678": true, "C123456": false, "12345678": false, "CC1234567": false})
}

func TestATaxCodeHasACheckDigit(t *testing.T) {
	verdict(t, "TaxCode", TaxCode, map[string]bool{
		"0100109106": true, "0101243150": true, "0300588569": true, "0100686209": true,
		"0100109107":     false, // wrong digit
		"0100109106-001": true, "0100109106001": true,
		"0100109106-000": false, // branches count from 001
		"0100109107-001": false,
		"017086001234":   true, // the personal number of a household's head
		"010010910":      false, "01001091061": false, "abcdefghij": false, "": false,
	})
}

func TestNoCheckDigitMakesACodeWhoseSumAsksForTen(t *testing.T) {
	for last := range byte(10) {
		if code := "000000014" + string('0'+last); TaxCode(code) { // 5·1 + 3·4 = 17, 17 mod 11 = 6 → 4
			if last != 4 {
				t.Errorf("TaxCode(%q) was taken", code)
			}
		}
		if code := "000000000" + string('0'+last); TaxCode(code) { // sum 0 asks for 10
			t.Errorf("TaxCode(%q) was taken", code)
		}
	}
}

func TestPhones(t *testing.T) {
	valid := func(s string) bool { _, ok := Phone(s); return ok }
	verdict(t, "Phone", valid, map[string]bool{
		"0912345678": true, "091 234 5678": true, "091.234.5678": true, "+84912345678": true, "+84 (0)912345678": true,
		"02183874123": true, "0218 3874 123": true, // a landline in Hòa Bình
		"0951234567": false, "0112345678": false, "091234567": false, "09123456789": false, "912345678": false,
		"1022": false, "": false, "không có": false,
	})
	verdict(t, "Mobile", Mobile, map[string]bool{"0352345678": true, "02183874123": false})
	for s, want := range map[string]string{"0912 345 678": "+84912345678", "02183874123": "+842183874123", "123": ""} {
		if got := E164(s); got != want {
			t.Errorf("E164(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestEmails(t *testing.T) {
	verdict(t, "Email", Email, map[string]bool{
		"lan.nguyen@gmail.com": true, "o'brien+x@phutho.gov.vn": true, "a@b.vn": true,
		"lan@gmail": false, "lan gmail.com": false, "@gmail.com": false, "lan@@gmail.com": false,
		"lan..n@gmail.com": false, "lan@-gmail.com": false, "lạn@gmail.com": false, "": false,
	})
}

func TestCodes(t *testing.T) {
	verdict(t, "ProcedureCode", ProcedureCode, map[string]bool{
		"1.001193": true, "3.000285": true, "4.000285": false, "1.00119": false, "1001193": false, "": false})
	verdict(t, "DossierCode", DossierCode, map[string]bool{
		"H15.50.05.13-261008-0975":    true,
		"H15.50.05.13-261308-0975":    false, // month 13
		"G09.20-20260609-0092637":     true,
		"000.00.04.G18-230102-0001":   true,
		"H28-230230-0001":             false, // 30 February
		"H28-230102-001":              false,
		"H15.50.05.13.02-261008-0975": false,
		"LT-230102-0001":              false,
		"xH15.50-261008-0975":         false,
	})
}

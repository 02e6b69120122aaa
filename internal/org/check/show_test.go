package check

import "testing"

func TestMaskShowsOnlyTheEnds(t *testing.T) {
	for number, want := range map[string]string{"001086001234": "001*****1234", "0912345678": "091****678", "113456789": "11****789", "1234567": "*******", "": ""} {
		if got := Mask(number); got != want {
			t.Errorf("Mask(%q) = %q, want %q", number, got, want)
		}
	}
}

func TestAStoredPhoneIsShownAsItIsRead(t *testing.T) {
	for stored, want := range map[string]string{"+84912345678": "0912 345 678", "+842183871234": "0218 387 1234", "abc": "abc", "": ""} {
		if got := ShowPhone(stored); got != want {
			t.Errorf("ShowPhone(%q) = %q, want %q", stored, got, want)
		}
	}
}

func TestANameIsKnownToItsOwnerOnly(t *testing.T) {
	for name, want := range map[string]string{"Bùi Thị Lan": "Bùi T. L.", "Đinh  Ế": "Đinh Ế.", "Sơn": "Sơn", "": ""} {
		if got := MaskName(name); got != want {
			t.Errorf("%q is shown as %q, wanted %q", name, got, want)
		}
	}
}

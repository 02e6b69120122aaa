package pdf

import (
	"encoding/base64"
	"fmt"

	"golang.org/x/text/unicode/norm"
	"rsc.io/qr"
)

// QR draws text as a QR code (TCVN 7322:2009, ISO/IEC 18004) with its quiet zone, as a PNG. A sixth
// of it may get dirty or torn. Text of more than some 2,300 bytes does not fit.
func QR(text string) ([]byte, error) {
	code, err := qr.Encode(norm.NFC.String(text), qr.M)
	if err != nil {
		return nil, fmt.Errorf("qr code of %d bytes: %w", len(text), err)
	}
	return code.PNG(), nil
}

// DataURI is the address under which a PNG stands in a page or a Paper itself.
func DataURI(png []byte) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png)
}

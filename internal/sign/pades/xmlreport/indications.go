package xmlreport

import "github.com/nha-san/nhasan/internal/sign/pades"

// The three verdicts as main indications of ETSI TS 119 102-1, 5.1.3.
var mains = map[pades.Verdict]string{pades.Valid: "total-passed", pades.Invalid: "total-failed", pades.CannotTell: "indeterminate"}

// The reasons as sub-indications of ETSI TS 119 102-1, tables 5 and 6; "" for a signature that passed. What the standard has
// no word for becomes what it does have for "not enough": the plain sentence stands in the report of the program itself.
var subs = map[pades.Reason]string{
	pades.Good: "",

	pades.BytesChanged: "HASH_FAILURE",
	pades.SignatureOff: "SIG_CRYPTO_FAILURE",
	pades.OtherCert:    "SIG_CRYPTO_FAILURE",
	pades.Malformed:    "FORMAT_FAILURE",
	pades.RangeOdd:     "FORMAT_FAILURE",
	pades.ChangedAfter: "FORMAT_FAILURE",
	pades.NotPermitted: "FORMAT_FAILURE",
	pades.FieldLocked:  "FORMAT_FAILURE",
	pades.Revoked:      "REVOKED",
	pades.ExpiredThen:  "EXPIRED",

	pades.Unreadable:     "SIGNED_DATA_NOT_FOUND",
	pades.TooMuch:        "GENERIC",
	pades.Encrypted:      "SIGNED_DATA_NOT_FOUND",
	pades.NotSigned:      "SIGNED_DATA_NOT_FOUND",
	pades.Removed:        "SIGNED_DATA_NOT_FOUND",
	pades.Unsupported:    "SIG_CONSTRAINTS_FAILURE",
	pades.UnknownAlgo:    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	pades.WeakAlgo:       "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
	pades.NotTrusted:     "NO_CERTIFICATE_CHAIN_FOUND",
	pades.WrongUse:       "CHAIN_CONSTRAINTS_FAILURE",
	pades.ExpiredNoStamp: "OUT_OF_BOUNDS_NO_POE",
	pades.RevokedNoStamp: "REVOKED_NO_POE",
	pades.StampOff:       "SIG_CONSTRAINTS_FAILURE",
	pades.Ahead:          "OUT_OF_BOUNDS_NO_POE",

	pades.RevocationUnknown: "TRY_LATER",
}

func statusOf(r pades.Reason) status {
	out := status{Main: indicates + "mainindication:" + mains[r.Verdict()]}
	if sub := subs[r]; sub != "" {
		out.Sub = []string{indicates + "subindication:" + sub}
	}
	return out
}

// Package sign is the room of electronic signatures: the competent person signs, then the agency (Decree
// 30/2020; what a signature must say is PAdES of ETSI EN 319 142-1). law: decree-30-2020/layout
//
// So far it holds libraries that know no database; requests to sign and the leader's approval come on top of them.
//
// Map: pades (signing PDF and telling what signatures are worth) · cms (signed data and time stamps) · key (keys in
// PKCS#12 files; cards and providers are still to come) · trial (an authority for demonstrations and tests).
package sign

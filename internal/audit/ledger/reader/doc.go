// Package reader is what a stranger does with a ledger: fetch it, check the signatures and every hash,
// and hand its entries on in order. It needs no database and shares no table with the house.
//
//	source.go   where a ledger lies: an address or a folder
//	open.go     the checkpoint, its signatures, and older checkpoints to be consistent with
//	walk.go     all entries in order, every hash checked
//	grow.go     the tree as it grows, and what is compared with what is published
package reader

// Package ledger is the public ledger: a Merkle tree over what happened, in the layout that C2SP
// tlog-tiles describes, with signed checkpoints and room for the signatures of witnesses. Whoever holds
// two checkpoints can prove that nothing between them was removed, altered or put in before.
//
// A fact is queued in the transaction in which it becomes true (audit.Log.Seal). One process at a time
// holds the lease of the sequencer; it moves what is queued into the tree in one transaction a batch,
// so that a fact is sealed once and in order however a process dies.
//
//	ledger.go     Ledger, and what may be asked of it
//	sequence.go   the sequencer
//	store.go      the SQL
//	proof.go      proofs that a leaf, or an older tree, is in a tree
//	check.go      the whole tree hashed anew, for those who keep the house
//	key.go        the key that signs checkpoints
//	cosign.go     asking witnesses for their signatures; anchor.go  a time-stamp authority for its
//	page_*.go     what is published: checkpoint, tiles, entries, and the page that explains it
//	reader/       the other side: what a stranger does with the ledger; needs no database
//	witness/      another house's part: it signs what is consistent with what it signed before
package ledger

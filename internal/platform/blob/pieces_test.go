package blob

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

const heap = "0190a0b0-0000-7000-8000-000000000001"

func TestPiecesMakeTheFileTheyWereCutFrom(t *testing.T) {
	s, dir := openStore(t)
	ctx, whole := context.Background(), bytes.Repeat([]byte("nhà sàn "), 1000)
	var lengths []int64
	for at := 0; at < len(whole); at += 3000 {
		part := whole[at:min(at+3000, len(whole))]
		for range 2 { // an answer was lost, and the piece is sent again
			n, err := s.PutPiece(ctx, heap, int64(at), bytes.NewReader(part), MostPiece)
			if err != nil || n != int64(len(part)) {
				t.Fatalf("piece at %d: %d, %v", at, n, err)
			}
		}
		lengths = append(lengths, int64(len(part)))
	}
	got, err := io.ReadAll(s.Joined(ctx, heap, lengths))
	if err != nil || !bytes.Equal(got, whole) {
		t.Fatalf("%d bytes and %v came back, want %d", len(got), err, len(whole))
	}
	if err := s.DropPieces(ctx, heap); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(s.Joined(ctx, heap, lengths)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a dropped heap is read with %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "pieces", heap, "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAPieceThatBreaksOffIsNotKept(t *testing.T) {
	s, dir := openStore(t)
	ctx := context.Background()
	cut := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))
	_, err := s.PutPiece(ctx, heap, 0, cut, MostPiece)
	wantFault(t, err, fault.Unavailable, "blob.piece-cut")
	_, err = s.PutPiece(ctx, heap, 0, strings.NewReader(""), MostPiece)
	wantFault(t, err, fault.Invalid, "blob.piece-size")
	_, err = s.PutPiece(ctx, heap, 0, strings.NewReader("12345"), 4)
	wantFault(t, err, fault.Invalid, "blob.piece-size")
	_, err = s.PutPiece(ctx, "../x", 0, strings.NewReader("1"), 4)
	wantFault(t, err, fault.NotFound, "blob.not-found")
	if found, _ := os.ReadDir(filepath.Join(dir, "pieces")); len(found) > 0 {
		t.Errorf("kept: %v", found)
	}
}

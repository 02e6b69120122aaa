package keep_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nha-san/nhasan/internal/audit"
	"github.com/nha-san/nhasan/internal/dossier"
	"github.com/nha-san/nhasan/internal/dossier/keep"
	"github.com/nha-san/nhasan/internal/platform/actor"
	"github.com/nha-san/nhasan/internal/platform/db"
	"github.com/nha-san/nhasan/internal/platform/fault"
	"github.com/nha-san/nhasan/internal/platform/testkit"
)

const unit, elsewhere = "/17/159/05395/", "/17/159/05398/"

// officer is a person with a post in a unit; a head may share there.
func officer(name, path string, head bool) context.Context {
	a := actor.Actor{Kind: actor.Officer, AccountID: "account-" + name, PersonID: "person-" + name, Name: name, UnitPath: path,
		Posts: []actor.Post{{Role: "specialist", UnitPath: path}}}
	if head {
		a.Grants = []actor.Grant{{Right: keep.CanShare, Path: path}}
	}
	return actor.With(context.Background(), a)
}

var hoa, tam, head, stranger = officer("hoa", unit, false), officer("tam", unit, false), officer("head", unit, true), officer("xa", elsewhere, true)

func onBoth(t *testing.T, do func(t *testing.T, b *keep.Book)) {
	testkit.OnBoth(t, []db.Schema{audit.Schema, dossier.Schema}, func(t *testing.T, d *db.DB) {
		c := testkit.Clock()
		do(t, keep.New(d, c, audit.New(d, c)))
	})
}

func no(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLabelsOfOneAndOfTheUnit(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		own, err := b.AddLabel(hoa, " Hỏi lại ", "red", false)
		no(t, err)
		shared, err := b.AddLabel(head, "Ưu tiên", "blue", true)
		no(t, err)
		if _, err := b.AddLabel(hoa, "Của tôi đòi chung", "blue", true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not share makes a label for the unit: %v, want forbidden", err)
		}
		if _, err := b.AddLabel(hoa, "Hỏi lại", "red", false); !fault.Is(err, fault.Invalid) {
			t.Errorf("a name twice: %v, want invalid", err)
		}
		for _, bad := range [][2]string{{"", "red"}, {strings.Repeat("a", 41), "red"}, {"Màu lạ", "pink"}} {
			if _, err := b.AddLabel(hoa, bad[0], bad[1], false); !fault.Is(err, fault.Invalid) {
				t.Errorf("label %q in %q: %v, want invalid", bad[0], bad[1], err)
			}
		}
		no(t, b.SetLabels(hoa, "d1", []string{own, shared}))
		no(t, b.AddLabelTo(head, "d2", shared))
		if err := b.AddLabelTo(tam, "d2", own); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's label is put on a dossier: %v, want not found", err)
		}
		want := map[string][]keep.Label{"d1": {{ID: shared, Name: "Ưu tiên", Colour: "blue", Units: true}}, "d2": {{ID: shared, Name: "Ưu tiên", Colour: "blue", Units: true}}}
		got, err := b.LabelsOn(tam, "d1", "d2", "d3")
		no(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a colleague sees (-want +got):\n%s", diff)
		}
		if got, err := b.LabelsOn(stranger, "d1", "d2"); err != nil || len(got) != 0 {
			t.Errorf("another unit sees %v, %v", got, err)
		}
		no(t, b.SetLabels(tam, "d1", nil))
		if got, err = b.LabelsOn(hoa, "d1"); err != nil || len(got["d1"]) != 1 || got["d1"][0].ID != own {
			t.Errorf("a colleague who takes all labels off left %v, %v, want the private one of its owner", got, err)
		}
		if err := b.DropLabel(tam, own); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else drops a private label: %v, want not found", err)
		}
		if err := b.DropLabel(tam, shared); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not share drops the unit's label: %v, want forbidden", err)
		}
		no(t, b.DropLabel(head, shared))
		if left, err := b.Labels(hoa); err != nil || len(left) != 1 {
			t.Errorf("left are %v, %v, want one's own", left, err)
		}
	})
}

func TestANoteIsReadByItsAuthorAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		no(t, b.Write(hoa, "d1", "Gọi lại sau 14 giờ"))
		no(t, b.Follow(hoa, "d1", true))
		no(t, b.Follow(hoa, "d1", true))
		no(t, b.Follow(tam, "d1", true))
		no(t, b.Follow(tam, "d1", false))
		mine, err := b.OwnOn(hoa, "d1")
		no(t, err)
		if mine.Note.Text != "Gọi lại sau 14 giờ" || !mine.Following || !mine.Note.At.Equal(testkit.Morning) {
			t.Errorf("kept %+v", mine)
		}
		for who, ctx := range map[string]context.Context{"a colleague": tam, "the head": head} {
			if o, err := b.OwnOn(ctx, "d1"); err != nil || o.Note.Text != "" || o.Following {
				t.Errorf("%s reads %+v, %v", who, o, err)
			}
		}
		if err := b.Write(hoa, "d1", strings.Repeat("a", 2001)); !fault.Is(err, fault.Invalid) {
			t.Errorf("a note too long: %v", err)
		}
		no(t, b.Write(hoa, "d1", " "))
		if mine, err = b.OwnOn(hoa, "d1"); err != nil || mine.Note.Text != "" {
			t.Errorf("a note emptied is %+v, %v", mine, err)
		}
	})
}

func TestFiltersAndColumns(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		no(t, b.SaveView(hoa, "Khai sinh", "o=all&q=khai+sinh", false))
		no(t, b.SaveView(hoa, "Khai sinh", "o=all&q=khai+sinh&han=near", false))
		no(t, b.SaveView(head, "Gấp của xã", "o=burning", true))
		if err := b.SaveView(tam, "Chung", "o=all", true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not share saves for the unit: %v", err)
		}
		views, err := b.Views(hoa)
		no(t, err)
		want := []keep.View{{Name: "Khai sinh", Query: "o=all&q=khai+sinh&han=near"}, {Name: "Gấp của xã", Query: "o=burning", Units: true}}
		if diff := cmp.Diff(want, views, cmpopts.IgnoreFields(keep.View{}, "ID")); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if err := b.DropView(tam, views[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else drops a filter: %v", err)
		}
		no(t, b.DropView(hoa, views[0].ID))

		no(t, b.ChooseColumns(hoa, []string{"labels", "owner", "nonsense"}))
		if got, err := b.ColumnsOf(hoa); err != nil || !cmp.Equal(got, []string{"owner", "labels"}) {
			t.Errorf("columns %v, %v", got, err)
		}
		no(t, b.ChooseColumns(hoa, nil))
		if got, err := b.ColumnsOf(hoa); err != nil || !cmp.Equal(got, keep.UsualColumns) {
			t.Errorf("columns after a reset %v, %v", got, err)
		}
	})
}

func TestReasonsInStock(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		no(t, b.AddReason(head, keep.Reason{Name: "Ảnh mờ", Kind: "ask-supplement", Text: "{paper} bị mờ, đề nghị nộp lại."}))
		no(t, b.AddReason(head, keep.Reason{Name: "Chỉ khai sinh", Kind: "ask-supplement", ProcedureID: "p1", Text: "x"}))
		no(t, b.AddReason(head, keep.Reason{Name: "Sai thẩm quyền", Kind: "refuse", Text: "x"}))
		if err := b.AddReason(tam, keep.Reason{Name: "a", Kind: "refuse", Text: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not share adds: %v", err)
		}
		if err := b.AddReason(head, keep.Reason{Name: "a", Kind: "approve"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a reason for nothing, without words: %v", err)
		}
		for procedure, want := range map[string]int{"p1": 2, "p2": 1} {
			if got, err := b.ReasonsFor(hoa, "ask-supplement", procedure); err != nil || len(got) != want {
				t.Errorf("for %s: %d, %v, want %d", procedure, len(got), err, want)
			}
		}
		if got, err := b.Reasons(stranger); err != nil || len(got) != 0 {
			t.Errorf("another unit reads %v, %v", got, err)
		}
		all, err := b.Reasons(hoa)
		no(t, err)
		i := slices.IndexFunc(all, func(r keep.Reason) bool { return r.Name == "Ảnh mờ" })
		if err := b.DropReason(stranger, all[i].ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another unit's head drops a reason: %v", err)
		}
		no(t, b.DropReason(head, all[i].ID))
		if got := keep.Fill(all[i].Text, map[string]string{"paper": "Giấy chứng sinh"}); got != "Giấy chứng sinh bị mờ, đề nghị nộp lại." {
			t.Errorf("filled in: %q", got)
		}
		if got := keep.Fill("{paper} {lạ}", nil); got != "{paper} {lạ}" {
			t.Errorf("an unknown blank became %q", got)
		}
	})
}

func TestMarksOnPapers(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		no(t, b.Check(hoa, "d1", "aa", true))
		no(t, b.Check(tam, "d1", "aa", true))
		got, err := b.ChecksOf(tam, "d1")
		no(t, err)
		if len(got) != 1 || got["aa"].By != "hoa" {
			t.Errorf("marks %v, want that of the first", got)
		}
		no(t, b.Check(tam, "d1", "aa", false))
		if got, err = b.ChecksOf(tam, "d1"); err != nil || len(got) != 0 {
			t.Errorf("left %v, %v", got, err)
		}
	})
}

func TestWorkOverManyIsItsOwnersAndGoesOnWhereItWas(t *testing.T) {
	onBoth(t, func(t *testing.T, b *keep.Book) {
		id, err := b.Begin(hoa, "take", []keep.Item{{DossierID: "d1", Code: "c1", Version: 3}, {DossierID: "d2", Code: "c2"}})
		no(t, err)
		batch, err := b.Batch(hoa, id)
		no(t, err)
		if batch.Left() != 2 || batch.Started || batch.Items[0].Version != 3 {
			t.Errorf("begun as %+v", batch)
		}
		if _, err := b.Batch(tam, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague opens it: %v, want not found", err)
		}
		no(t, b.Begun(hoa, batch, map[string]string{"note": "một"}))
		no(t, b.Settle(hoa, id, 1, keep.Done, ""))
		no(t, b.Settle(hoa, id, 1, keep.Refused, "quá muộn"))
		batch, err = b.Batch(hoa, id)
		no(t, err)
		if batch.Left() != 1 || batch.Items[0].Outcome != keep.Done || batch.Args["note"] != "một" || !batch.Started {
			t.Errorf("after one of two: %+v", batch)
		}
		if _, err := b.Begin(hoa, "take", nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("work over nothing: %v", err)
		}
		if _, err := b.Begin(hoa, "take", make([]keep.Item, keep.LargestBatch+1)); !fault.Is(err, fault.Invalid) {
			t.Errorf("work over too many: %v", err)
		}
	})
}

package stories

import "testing"

// A mother holds her child in one arm and the phone in the other hand; the phone is so old that it runs no
// script. She registers the birth, answers what is asked of her, follows the dossier and rates the office.
func TestOneHandedAndWithoutScript(t *testing.T) {
	p := Demo(t)
	how := How{Width: Narrow, NoScript: true, OneHand: true}
	s := &birth{t: t, p: p, phone: how, child: "Quách Minh Khôi", mother: Browse(t, p.URL, how)}
	s.wholeWay()
	s.rate()
}

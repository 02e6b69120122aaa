package dossier

// Ground is one row of the flow: how a dossier comes from one state into another, and the key of the
// provision it rests on; empty for what is the office's own order.
type Ground struct {
	From State
	Do   Action
	To   State
	Law  string
}

// Grounds lists the rows of the flow, for the page that tells citizens on what ground.
func Grounds() []Ground {
	out := make([]Ground, len(flow))
	for i, st := range flow {
		out[i] = Ground{st.from, st.do, st.to, st.law}
	}
	return out
}

// groundPath is where the public page tells what a state rests on.
func groundPath(s State) string { return "/can-cu#trang-thai-" + string(s) }

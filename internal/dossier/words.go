package dossier

import (
	"context"

	"github.com/nha-san/nhasan/internal/catalog"
	"github.com/nha-san/nhasan/internal/platform/text"
	"github.com/nha-san/nhasan/internal/platform/ui"
)

// stateColours are those of the tags; a state that is not named is grey.
var stateColours = map[State]string{
	Submitted: ui.Purple, Fixing: ui.Yellow, Waiting: ui.Yellow, Refused: ui.Red,
	Paying: ui.Yellow, AtAgency: ui.Yellow, Stopped: ui.Red, Posted: ui.Green,
	Received: ui.Blue, Processing: ui.Blue, Proposed: ui.Blue, Approved: ui.Blue, Done: ui.Green, Returned: ui.Green,
}

func stateName(ctx context.Context, s State) string { return text.T(ctx, "dossier.state."+string(s)) }

func stateTag(ctx context.Context, s State) ui.Tag {
	return ui.Tag{Text: stateName(ctx, s), Colour: stateColours[s]}
}

func channelName(ctx context.Context, kind catalog.ChannelKind) string {
	return text.T(ctx, "dossier.channel."+string(kind))
}

// doing is the action as a button says it.
func doing(ctx context.Context, do Action) string { return text.T(ctx, "dossier.do."+string(do)) }

// happened is the action as a history says it.
func happened(ctx context.Context, do Action) string {
	return text.T(ctx, "dossier.happened."+string(do))
}

func roleWord(ctx context.Context, role string) string {
	if role == "" {
		return ""
	}
	return text.T(ctx, "dossier.role."+role)
}

func paperFormName(ctx context.Context, form string) string {
	return text.T(ctx, "dossier.form."+form)
}

// options are the values with their words, key by key.
func options[T ~string](ctx context.Context, prefix string, values ...T) []ui.Option {
	out := make([]ui.Option, len(values))
	for i, v := range values {
		out[i] = ui.Option{Value: string(v), Text: text.T(ctx, prefix+string(v))}
	}
	return out
}

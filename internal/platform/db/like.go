package db

import "strings"

// Like takes their meaning from the signs of LIKE in what somebody typed, or in a path; the pattern is used with
// ESCAPE '!'.
func Like(s string) string { return signs.Replace(s) }

var signs = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

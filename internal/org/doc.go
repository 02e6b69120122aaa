// Package org is the register of who stands where: units, posts and the people in them, and when
// offices work. The organisation division keeps it; every other room refers to it.
//
// Units are data with dates: a unit keeps its key for ever, its name, code, kind and parent are
// versions, and mergers and splits are lineage. So a dossier received by a district that is no more
// still names it, and the unit that took over is one question away. Law: Resolution 830/NQ-UBTVQH14
// (2020), Resolutions 202/2025/QH15 and 1676/NQ-UBTVQH15 (the map of 1 July 2025).
package org

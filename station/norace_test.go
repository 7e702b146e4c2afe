//go:build !race

package station

// stride of the power cuts: every step.
const stride = 1

// longJournal is how many entries a station brings back.
const longJournal = 10_000

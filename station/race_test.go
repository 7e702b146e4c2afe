//go:build race

package station

// stride leaves out steps of the power cuts: the race detector makes each of them ten times as slow.
const stride = 9

// longJournal is how many entries a station brings back.
const longJournal = 500

//go:build !race

package street

const raceEnabled = false

package app

import (
	"reflect"
	"strings"
)

// nearestKey is the known setting that was probably meant, by its full name, or empty.
func nearestKey(key []string) string {
	known := knownKeys(reflect.TypeFor[Config](), "")
	wanted := strings.Join(key, ".")
	last := key[len(key)-1]
	best, least := "", len(wanted)
	for _, k := range known {
		d := distance(wanted, k)
		if strings.HasSuffix("."+k, "."+last) { // the right name in the wrong table
			d = 1
		}
		if d < least {
			best, least = k, d
		}
	}
	if least > max(2, len(last)/2) {
		return ""
	}
	return best
}

func knownKeys(t reflect.Type, prefix string) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		name = prefix + name
		inner := f.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		keys = append(keys, name)
		if inner.Kind() == reflect.Struct {
			keys = append(keys, knownKeys(inner, name+".")...)
		}
	}
	return keys
}

// distance counts the letters to change, add or drop between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

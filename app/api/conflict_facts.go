package api

import (
	"slices"

	"jiezhan/station/identity"
)

// value is one value of a version: raw is compared, shown is seen.
type value struct {
	field, shown, raw string
	// names says that the value tells which record it is and is not compared.
	names bool
}

// version is what one side knows of a record.
type version []value

// add adds a value that may be shown as it is; an empty one is left out.
func (v *version) add(field, plain string) { v.masked(field, plain, plain) }

// masked adds a value of which only shown may be seen.
func (v *version) masked(field, raw, shown string) {
	if raw != "" {
		*v = append(*v, value{field: field, raw: raw, shown: shown})
	}
}

// label adds a value that names the record.
func (v *version) label(field, plain string) {
	if plain != "" {
		*v = append(*v, value{field: field, raw: plain, shown: plain, names: true})
	}
}

// facts turns a version into facts, marking what is not the same in all versions that have it.
func (v version) facts(all ...version) []Fact {
	return list(v, func(one value) Fact {
		differs := !one.names && slices.ContainsFunc(all, func(other version) bool {
			return slices.ContainsFunc(other, func(o value) bool { return o.field == one.field && o.raw != one.raw })
		})
		return Fact{Field: one.field, Value: one.shown, Differs: differs}
	})
}

// normalPhone is a phone as the register writes it, so that two versions can be compared; what is no phone stays as it was entered.
func normalPhone(entered string) string {
	if normal, err := identity.NormalisePhone(entered); err == nil {
		return normal
	}
	return entered
}

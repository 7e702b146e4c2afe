package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// LikenessInput is what is typed so far; it is asked for before anything is saved, and kept nowhere.
type LikenessInput struct {
	Document CounterDocument `json:"document"`
	Phone    string          `json:"phone,omitempty" maxLength:"40"`
}

// LikenessRow is a record that may be that of the person at the desk, masked.
type LikenessRow struct {
	Person PersonRow `json:"person"`
	Why    string    `json:"why" enum:"same_number,same_details,same_name_birth" doc:"same_number is certain: it is the same record"`
}

// LikenessList is who the register may already know the person as.
type LikenessList struct {
	Items []LikenessRow `json:"items"`
}

// Pair is two records that may be one person.
type Pair struct {
	A PersonRow `json:"a"`
	B PersonRow `json:"b"`
}

// PairList is one page of pairs nobody has decided about.
type PairList struct {
	Items []Pair `json:"items"`
	Next  string `json:"next" doc:"Cursor of the next page; empty at the end"`
}

// Comparison is two records side by side. Values are masked; whether they are the same was found out on the whole ones.
type Comparison struct {
	A      Person          `json:"a"`
	B      Person          `json:"b"`
	Fields []ComparedField `json:"fields"`
}

// ComparedField is one field of both records.
type ComparedField struct {
	Field string `json:"field" enum:"name_full,id_number,birth,sex_code,nationality,address,phone"`
	A     string `json:"a"`
	B     string `json:"b"`
	Same  bool   `json:"same"`
}

// MergeInput says that two records are one person.
type MergeInput struct {
	RequestID  string   `json:"request_id" maxLength:"64"`
	SurvivorID string   `json:"survivor_id" maxLength:"64"`
	LoserID    string   `json:"loser_id" maxLength:"64"`
	Take       []string `json:"take" maxItems:"7" doc:"Fields in which the loser's version is the right one"`
	Reason     string   `json:"reason" maxLength:"200"`
}

// MergeDone says what became of a merge or of taking it back.
type MergeDone struct {
	ID         string `json:"id"`
	SurvivorID string `json:"survivor_id"`
	LoserID    string `json:"loser_id"`
}

// UndoInput takes a merge back.
type UndoInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"200"`
}

// ApartInput says that two records are two people.
type ApartInput struct {
	RequestID string `json:"request_id" maxLength:"64"`
	A         string `json:"a" maxLength:"64"`
	B         string `json:"b" maxLength:"64"`
	Reason    string `json:"reason" maxLength:"200"`
}

type afterQuery struct {
	After string `query:"after" maxLength:"140"`
}

type pairQuery struct {
	A string `query:"a" required:"true" maxLength:"64"`
	B string `query:"b" required:"true" maxLength:"64"`
}

func (a *API) duplicateRoutes() {
	const path, read, handle = "/api/v1/duplicates", "case.read", "case.handle"
	answer(a, route{method: http.MethodPost, path: path + "/check", id: "check-duplicates", need: handle}, a.checkDuplicates)
	answer(a, route{method: http.MethodGet, path: path, id: "duplicates", need: read}, a.listDuplicates)
	answer(a, route{method: http.MethodGet, path: path + "/pair", id: "compare-people", need: handle}, a.comparePeople)
	answer(a, route{method: http.MethodPost, path: path + "/merge", id: "merge-people", need: handle}, a.mergePeople)
	perform(a, route{method: http.MethodPost, path: path + "/apart", id: "tell-apart", need: handle}, a.tellApart)
	answer(a, route{method: http.MethodPost, path: "/api/v1/merges/{id}/undo", id: "undo-merge", need: handle}, a.undoMerge)
	answer(a, route{method: http.MethodGet, path: "/api/v1/two-open", id: "two-open", need: read}, a.listTwoOpen)
}

func (a *API) checkDuplicates(ctx context.Context, in *bodyOf[LikenessInput]) (LikenessList, error) {
	found, err := view(ctx, a, func(q store.Query) (l LikenessList, err error) {
		likenesses, err := registry.Likenesses(q, in.Body.Document.card(), in.Body.Phone)
		if err != nil {
			return l, err
		}
		rows, err := rowsOf(q, list(likenesses, func(l registry.Likeness) string { return l.PersonID }))
		l.Items = []LikenessRow{}
		for i, like := range likenesses {
			l.Items = append(l.Items, LikenessRow{Person: rows[i], Why: like.Why})
		}
		return l, err
	})
	if err != nil {
		return LikenessList{}, err
	}
	return found, a.listed(ctx, "duplicates", list(found.Items, func(r LikenessRow) string { return r.Person.ID }))
}

// rowsOf are the lines of people, in the order of ids.
func rowsOf(q store.Query, ids []string) ([]PersonRow, error) {
	people, err := registry.People(q, ids)
	if err != nil {
		return nil, err
	}
	rows, err := personRows(q, people, nil)
	for i := range rows {
		rows[i].Matched = registry.MatchedName
	}
	return rows, err
}

// pairsAtOnce is how many pairs, or people, one page holds.
const pairsAtOnce = 50

func (a *API) listDuplicates(ctx context.Context, in *afterQuery) (PairList, error) {
	first, second, _ := strings.Cut(in.After, "~")
	found, err := view(ctx, a, func(q store.Query) (PairList, error) {
		l := PairList{Items: []Pair{}}
		twins, err := registry.Twins(q, registry.Twin{A: first, B: second}, pairsAtOnce+1)
		if err != nil {
			return l, err
		}
		if len(twins) > pairsAtOnce {
			twins = twins[:pairsAtOnce]
			l.Next = twins[pairsAtOnce-1].A + "~" + twins[pairsAtOnce-1].B
		}
		for _, t := range twins {
			rows, err := rowsOf(q, []string{t.A, t.B})
			if err != nil {
				return l, err
			}
			l.Items = append(l.Items, Pair{A: rows[0], B: rows[1]})
		}
		return l, nil
	})
	if err != nil {
		return PairList{}, err
	}
	var shown []string
	for _, p := range found.Items {
		shown = append(shown, p.A.ID, p.B.ID)
	}
	return found, a.listed(ctx, "duplicates", shown)
}

// comparePeople puts two records side by side, once both looks are on record.
func (a *API) comparePeople(ctx context.Context, in *pairQuery) (Comparison, error) {
	for _, id := range []string{in.A, in.B} {
		if err := a.mayOpen(ctx, id); err != nil {
			return Comparison{}, err
		}
	}
	c, err := view(ctx, a, func(q store.Query) (Comparison, error) {
		var c Comparison
		var people [2]registry.Person
		for i, id := range []string{in.A, in.B} {
			found, known, err := registry.PersonByID(q, id)
			if err != nil || !known {
				return c, orNotFound(err)
			}
			people[i] = found
			shown, err := a.personView(q, found)
			if err != nil {
				return c, err
			}
			*[]*Person{&c.A, &c.B}[i] = shown
		}
		c.Fields = compared(people[0], people[1])
		return c, nil
	})
	if err != nil {
		return Comparison{}, err
	}
	looks := list([]string{in.A, in.B}, func(id string) registry.Look {
		return registry.Look{Actor: actor(ctx), PersonID: id, What: registry.Opened, Purpose: "correction"}
	})
	return c, a.looked(ctx, looks...)
}

func compared(a, b registry.Person) []ComparedField {
	whole := func(p registry.Person) map[string]string {
		return map[string]string{
			"name_full": p.NameFull, "id_number": p.IDNumber, "birth": p.Birth.String(), "sex_code": p.SexCode, "nationality": p.Nationality,
			"address": p.Address, "phone": p.Phone,
		}
	}
	one, two := whole(a), whole(b)
	return list(registry.CorrectableFields(), func(field string) ComparedField {
		return ComparedField{Field: field, A: maskField(field, one[field]), B: maskField(field, two[field]), Same: one[field] == two[field]}
	})
}

// maskField is a value of a person's field as a page may show it.
func maskField(field, value string) string {
	switch field {
	case "name_full", "former_name":
		return identity.MaskName(value)
	case "id_number":
		return identity.MaskNumber(value)
	case "address":
		return identity.MaskAddress(value)
	case "phone":
		return identity.MaskPhone(value)
	}
	return value
}

func (a *API) mergePeople(ctx context.Context, in *bodyOf[MergeInput]) (MergeDone, error) {
	b := in.Body
	done, err := execute[registry.Merged](ctx, a, actor(ctx), b.RequestID, registry.MergePeople{
		SurvivorID: b.SurvivorID, LoserID: b.LoserID, Take: b.Take, Reason: b.Reason,
	})
	return MergeDone{ID: done.ID, SurvivorID: done.Survivor, LoserID: done.Loser}, err
}

func (a *API) undoMerge(ctx context.Context, in *bodyOnID[UndoInput]) (MergeDone, error) {
	done, err := execute[registry.Merged](ctx, a, actor(ctx), in.Body.RequestID, registry.UndoMerge{ID: in.ID, Reason: in.Body.Reason})
	return MergeDone{ID: done.ID, SurvivorID: done.Survivor, LoserID: done.Loser}, err
}

func (a *API) tellApart(ctx context.Context, in *bodyOf[ApartInput]) error {
	_, err := execute[registry.ToldApart](ctx, a, actor(ctx), in.Body.RequestID, registry.TellApart{A: in.Body.A, B: in.Body.B, Reason: in.Body.Reason})
	return err
}

func (a *API) listTwoOpen(ctx context.Context, in *afterQuery) (PeopleList, error) {
	after, err := strconv.ParseInt("0"+in.After, 10, 64)
	if err != nil {
		return PeopleList{}, wrongField("after", "format.invalid")
	}
	found, err := view(ctx, a, func(q store.Query) (PeopleList, error) {
		ids, next, err := registry.TwoOpen(q, after, pairsAtOnce)
		if err != nil {
			return PeopleList{}, err
		}
		l := PeopleList{More: next > 0}
		if next > 0 {
			l.NextCursor = strconv.FormatInt(next, 10)
		}
		l.Items, err = rowsOf(q, ids)
		return l, err
	})
	if err != nil {
		return PeopleList{}, err
	}
	return found, a.listed(ctx, "two_open", list(found.Items, func(r PersonRow) string { return r.ID }))
}

package cluster

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"jiezhan/station/ledger"
)

// onCell reads or writes a cell: "get"; "put" New; "swap" Old for New. Its result is the value before.
type onCell struct {
	Name string `json:"name"`
	Do   string `json:"do"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

func (onCell) Kind() string                          { return "cell.use.v1" }
func (onCell) Validate(ledger.Stamp) *ledger.Refusal { return nil }

func (c onCell) Apply(tx *ledger.Tx) (any, error) {
	var before string
	err := tx.Row(`SELECT coalesce(max(value), '') FROM cell WHERE name = ?`, c.Name).Scan(&before)
	if after := c.after(before); err == nil && after != before {
		_, err = tx.Exec(`INSERT INTO cell VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, c.Name, after)
	}
	return before, err
}

func (c onCell) after(before string) string {
	if c.Do == "put" || c.Do == "swap" && before == c.Old {
		return c.New
	}
	return before
}

// onLine puts a value at the end of a line, or with none takes the first one out; its result is what was taken, empty for none.
type onLine struct {
	Name string `json:"name"`
	Put  string `json:"put,omitempty"`
}

func (onLine) Kind() string                          { return "line.use.v1" }
func (onLine) Validate(ledger.Stamp) *ledger.Refusal { return nil }

func (c onLine) Apply(tx *ledger.Tx) (any, error) {
	if c.Put != "" {
		_, err := tx.Exec(`INSERT INTO line (name, value) VALUES (?, ?)`, c.Name, c.Put)
		return "", err
	}
	var place int64
	var value string
	err := tx.Row(`SELECT coalesce(min(place), 0) FROM line WHERE name = ?`, c.Name).Scan(&place)
	if err != nil || place == 0 {
		return "", err
	}
	if err := tx.Row(`SELECT value FROM line WHERE place = ?`, place).Scan(&value); err != nil {
		return nil, err
	}
	_, err = tx.Exec(`DELETE FROM line WHERE place = ?`, place)
	return value, err
}

// history is what all clerks asked and were answered, and when.
type history struct {
	mu    sync.Mutex
	cells []porcupine.Operation
	lines []porcupine.Operation
}

func (h *history) note(clerk int, c ledger.Command, asked time.Time, result json.RawMessage) {
	var got string
	if err := json.Unmarshal(result, &got); err != nil {
		got = err.Error() // no model expects it
	}
	op := porcupine.Operation{ClientId: clerk, Input: c, Call: asked.UnixNano(), Output: got, Return: time.Now().UnixNano()}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := c.(onCell); ok {
		h.cells = append(h.cells, op)
	} else {
		h.lines = append(h.lines, op)
	}
}

// wantOneOrder holds that all answers can be explained by one order of the commands, in which each lies between its question and its answer.
func (h *history) wantOneOrder(t *testing.T) {
	t.Helper()
	for name, c := range map[string]struct {
		model porcupine.Model
		ops   []porcupine.Operation
	}{"cells": {cells(), h.cells}, "lines": {lines(), h.lines}} {
		t.Logf("%d operations on %s", len(c.ops), name)
		if len(c.ops) == 0 {
			t.Errorf("%s: nothing happened", name)
		}
		if got := porcupine.CheckOperationsTimeout(c.model, c.ops, 20*time.Second); got != porcupine.Ok {
			t.Errorf("%s: the history of %d operations is %s, want %s", name, len(c.ops), got, porcupine.Ok)
		}
	}
}

func cells() porcupine.Model {
	return porcupine.Model{
		Partition: by(func(input any) string { return input.(onCell).Name }),
		Init:      func() any { return "" },
		Step: func(state, input, output any) (bool, any) {
			return output.(string) == state.(string), input.(onCell).after(state.(string))
		},
	}
}

func lines() porcupine.Model {
	return porcupine.Model{
		Partition: by(func(input any) string { return input.(onLine).Name }),
		Init:      func() any { return "" }, // the values in the line, each after a comma: states must be comparable
		Step: func(state, input, output any) (bool, any) {
			line, c, got := state.(string), input.(onLine), output.(string)
			switch {
			case c.Put != "":
				return got == "", line + "," + c.Put
			case line == "":
				return got == "", line
			default:
				taken := "," + got
				return len(line) >= len(taken) && line[:len(taken)] == taken && (len(line) == len(taken) || line[len(taken)] == ','), line[min(len(line), len(taken)):]
			}
		},
	}
}

// by divides a history by name.
func by(name func(any) string) func([]porcupine.Operation) [][]porcupine.Operation {
	return func(all []porcupine.Operation) [][]porcupine.Operation {
		parts := map[string][]porcupine.Operation{}
		for _, op := range all {
			parts[name(op.Input)] = append(parts[name(op.Input)], op)
		}
		var list [][]porcupine.Operation
		for _, part := range parts {
			list = append(list, part)
		}
		return list
	}
}

// TestAHistoryThatIsWrongIsNoticed holds that the models find what they are for.
func TestAHistoryThatIsWrongIsNoticed(t *testing.T) {
	for name, c := range map[string]struct {
		model porcupine.Model
		steps []porcupine.Operation
	}{
		"a lost write": {cells(), []porcupine.Operation{
			{Input: onCell{Name: "a", Do: "put", New: "1"}, Output: "", Call: 1, Return: 2},
			{Input: onCell{Name: "a", Do: "get"}, Output: "", Call: 3, Return: 4},
		}},
		"a value taken twice": {lines(), []porcupine.Operation{
			{Input: onLine{Name: "a", Put: "1"}, Output: "", Call: 1, Return: 2},
			{Input: onLine{Name: "a"}, Output: "1", Call: 3, Return: 5},
			{Input: onLine{Name: "a"}, Output: "1", Call: 3, Return: 5},
		}},
		"out of turn": {lines(), []porcupine.Operation{
			{Input: onLine{Name: "a", Put: "1"}, Output: "", Call: 1, Return: 2},
			{Input: onLine{Name: "a", Put: "11"}, Output: "", Call: 3, Return: 4},
			{Input: onLine{Name: "a"}, Output: "11", Call: 5, Return: 6},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if porcupine.CheckOperations(c.model, c.steps) {
				t.Error("the model explains it")
			}
		})
	}
}

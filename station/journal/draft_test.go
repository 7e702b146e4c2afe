package journal

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

func TestADraftSurvivesARestartAndThreeDays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	now := time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)
	file, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	draft := Draft{ID: "d1", Account: "a1", Kind: "registration", Body: `{"name":"范小例"}`, SavedAt: now}
	if err := openedDrafts(t, file).Save(draft); err != nil {
		t.Fatal(err)
	}
	draft.Body, draft.SavedAt = `{"name":"范小例","phone":"1"}`, now.Add(time.Minute)
	if err := DraftsIn(file).Save(draft); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if file, err = OpenFile(path); err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drafts := openedDrafts(t, file)
	got := func(account string, at time.Time) string {
		t.Helper()
		list, err := drafts.Of(t.Context(), account, at)
		one, found, err2 := drafts.ByID(t.Context(), "d1", account, at)
		if err = errors.Join(err, err2); err != nil || found != (len(list) > 0) {
			t.Fatalf("%+v %+v %v", list, one, err)
		}
		return one.Body
	}
	if got("a1", now) != draft.Body || got("a2", now) != "" || got("a1", now.Add(KeepDrafts+2*time.Minute)) != "" {
		t.Error("a draft is its writer's, for three days")
	}
	if err := drafts.Save(Draft{ID: "d1", Account: "a2", Kind: "registration", SavedAt: now}); !errors.Is(err, ErrDraft) {
		t.Errorf("over another's = %v", err)
	}
	if err := drafts.Drop("d1", "a2"); err != nil || got("a1", now) == "" {
		t.Errorf("another dropped it: %v", err)
	}
	if err := drafts.Drop("d1", "a1"); err != nil || got("a1", now) != "" {
		t.Errorf("not dropped: %v", err)
	}
}

func TestDraftsDoNotPileUp(t *testing.T) {
	file, err := OpenFile(filepath.Join(t.TempDir(), "local.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drafts, now := openedDrafts(t, file), time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)
	for i := range MaxDrafts + 1 {
		err := drafts.Save(Draft{ID: fmt.Sprint(i), Account: "a1", Kind: "registration", SavedAt: now})
		if (err != nil) != (i == MaxDrafts) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if err := drafts.Expire(now.Add(KeepDrafts + time.Second)); err != nil {
		t.Fatal(err)
	}
	if left, err := drafts.Of(t.Context(), "a1", now); len(left) != 0 || err != nil {
		t.Errorf("left = %v, %v", left, err)
	}
}

// openedDrafts are the drafts of a file whose tables are there.
func openedDrafts(t *testing.T, file *File) Drafts {
	t.Helper()
	if _, err := Open(file, func() string { return "e1" }); err != nil {
		t.Fatal(err)
	}
	return DraftsIn(file)
}

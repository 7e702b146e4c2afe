package attachment

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// page is a picture of a paper as a kiosk sends it: 1600 x 1131 pixels.
func page(tb testing.TB) Picture {
	tb.Helper()
	return take(tb, Paper, asJPEG(tb, lines(1600, 1131), 12))
}

// BenchmarkTake cleans, decodes and shrinks one page; it happens once, at the station of the kiosk.
func BenchmarkTake(b *testing.B) {
	raw := page(b).Content
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, code := Take(Paper, raw); code != "" {
			b.Fatal(code)
		}
	}
}

// BenchmarkAdd judges and applies one page; every station does it for every picture, in the log's order, so it is what other people's writes wait for.
func BenchmarkAdd(b *testing.B) {
	o := openOffice(b)
	p := page(b)
	var a applicant
	n := 0
	b.SetBytes(int64(len(p.Content)))
	for b.Loop() {
		if n%maxPages == 0 {
			b.StopTimer()
			a = o.apply()
			b.StartTimer()
		}
		n++
		o.must(a.actor, Add{ApplicationID: a.application, Shows: Paper, Document: tenancy(), Content: p.Content, Thumbnail: p.Thumbnail})
	}
}

// BenchmarkApplication adds the pictures of one application (two papers, portrait, signature) and tells what they take in the log, in the register, and in
// a copy of it, which is what a snapshot is.
func BenchmarkApplication(b *testing.B) {
	o := openOffice(b)
	paper := page(b)
	portrait := take(b, Portrait, asJPEG(b, lines(480, 640), 50))
	before, err := os.Stat(o.File)
	if err != nil {
		b.Fatal(err)
	}
	inLog, cases := 0, 0
	for b.Loop() {
		b.StopTimer()
		a := o.apply()
		adds := []Add{
			{Shows: Paper, Document: card(), Content: paper.Content, Thumbnail: paper.Thumbnail},
			{Shows: Paper, Document: tenancy(), Content: paper.Content, Thumbnail: paper.Thumbnail},
			{Shows: Portrait, Content: portrait.Content, Thumbnail: portrait.Thumbnail},
			o.signature(a),
		}
		cases++
		b.StartTimer()
		for _, add := range adds {
			add.ApplicationID = a.application
			e := o.seal(a.actor, add)
			body, err := json.Marshal(e)
			if err != nil {
				b.Fatal(err)
			}
			inLog += len(body)
			if outcome := o.decide(e); outcome.Refusal != nil {
				b.Fatal(outcome.Refusal)
			}
		}
	}
	b.StopTimer()
	o.Log = nil
	copied, began := filepath.Join(b.TempDir(), "copy.db"), time.Now()
	if err := o.DB.CopyTo(context.Background(), copied); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	after, err := os.Stat(copied)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(inLog)/float64(cases)/1024, "KiB-log/case")
	b.ReportMetric(float64(after.Size()-before.Size())/float64(cases)/1024, "KiB-register/case")
	b.ReportMetric(float64(took.Microseconds())/float64(cases), "us-copy/case")
}

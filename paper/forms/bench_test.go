package forms

import (
	"testing"

	"jiezhan/paper"
	"jiezhan/paper/pdf"
	"jiezhan/paper/preview"
)

// BenchmarkPaper measures what a paper takes from its data to the file, and how large that is.
func BenchmarkPaper(b *testing.B) {
	for name, write := range map[string]func(paper.Document) ([]byte, error){"pdf": pdf.Write, "png": preview.PNG} {
		for _, s := range samples(b) {
			b.Run(name+"/"+s.name, func(b *testing.B) {
				size := 0
				for b.Loop() {
					file, err := write(s.document(b))
					if err != nil {
						b.Fatal(err)
					}
					size = len(file)
				}
				b.ReportMetric(float64(size), "bytes")
			})
		}
	}
}

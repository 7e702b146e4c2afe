package app

import (
	"path/filepath"
	"strings"

	"jiezhan/app/bulk"
	"jiezhan/frontend"
)

// openBulk opens the jobs that bring tables into the register; they lie in the data folder until a week has passed.
func (r *Running) openBulk() (*bulk.Works, error) {
	return bulk.Open(bulk.Options{
		Folder: filepath.Join(r.config.Data, "bulk"), Register: r.Station, Kinds: bulk.Kinds(), Write: writeDurably, Wall: r.setting.Wall,
		Tell: func(j bulk.Job) { r.api.TellBulk(j) }, Log: r.log,
	})
}

// tableWords reads the words of tables for download in both languages.
func tableWords() (func(lang string) bulk.Words, error) {
	byLang := map[string]bulk.Words{}
	for _, lang := range []string{"zh-CN", "en"} {
		catalogue, err := frontend.RowWords(lang)
		if err != nil {
			return nil, err
		}
		words := bulk.Words{}
		for key, sentence := range catalogue {
			words[strings.TrimPrefix(key, "rows.")] = sentence
		}
		byLang[lang] = words
	}
	return func(lang string) bulk.Words {
		if words, known := byLang[lang]; known {
			return words
		}
		return byLang["zh-CN"]
	}, nil
}

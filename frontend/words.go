package frontend

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed src/core/i18n/zh/rows.json
var rowsZh []byte

//go:embed src/core/i18n/en/rows.json
var rowsEn []byte

// RowWords is the catalogue of what stands in tables for download, by language: the one catalogue that pages and the program both need. Anything but
// English is Chinese.
func RowWords(lang string) (map[string]string, error) {
	text := rowsZh
	if lang == "en" {
		text = rowsEn
	}
	words := map[string]string{}
	if err := json.Unmarshal(text, &words); err != nil {
		return nil, fmt.Errorf("read the catalogue of tables: %w", err)
	}
	return words, nil
}

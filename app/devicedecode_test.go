package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// decodedLines runs device decode and answers the objects it printed.
func decodedLines(t *testing.T, stdin string, args ...string) (objects []map[string]any) {
	t.Helper()
	code, out, problem := asked(t, Program{Stdin: strings.NewReader(stdin)}, append([]string{"device", "decode"}, args...)...)
	if code != 0 || problem != "" {
		t.Fatalf("code %d: %s", code, problem)
	}
	for line := range strings.Lines(out) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		objects = append(objects, object)
	}
	return objects
}

const decodeKeys = `account qualifier event partition zone category zone_or_user receiver line heartbeat duress silent caller_id error reply_hex`

func TestDecodeAlarms(t *testing.T) {
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  []string // of each object: the values that are not empty, in the order of the keys
	}{
		"Sur-Gard":     {"5012 185555E10102012\x14", []string{"--protocol", "surgard"}, []string{"5555 1 101 02 012 help zone 01 2 06"}},
		"685":          {"\n12 5555 18 R401 02 U003\r", []string{"--protocol", "ademco685"}, []string{"5555 3 401 02 003 openclose user 1 2 06"}},
		"other ACK":    {"\n12 5555 18 R401 02 U003\r", []string{"--protocol=ademco685", "--ack-byte=1f"}, []string{"5555 3 401 02 003 openclose user 1 2 1f"}},
		"two of one":   {"S012[#5555|Nri1/BA012/FA003]\x14", []string{"--protocol", "surgard"}, []string{"5555 1 BA 1 012 intrusion zone 01 2", "5555 1 FA 1 003 fire zone 01 2 06"}},
		"half a frame": {"\n12 5555", []string{"--protocol", "conwin"}, []string{"unknown cut"}},
		"IT-100 hex":   {"0x36:30 31,32\n30 31 32 35 43 0d0A", []string{"--protocol", "it100", "--hex"}, []string{"1 601 2 012 intrusion zone"}},
		"silent":       {"5555181121010037\r\n", []string{"--protocol", "contactid"}, []string{"5555 1 121 01 003 panic user true true"}},
		"DC-09": {"\n8BE3003B\"ADM-CID\"0042L0#5555[#5555|1101 02 012]_08:15:30,11-21-2026\r", []string{"--protocol", "dc09"}, []string{
			"5555 1 101 02 012 help zone 0 0a32384331303031322241434b22303034324c3023353535355b5d0d",
		}},
		"DC-09, encrypted": {
			"\nC7770076\"*ADM-CID\"0043L0#5555[D8F2E816F042195D20510126134057672E0DE4C6C3618EFA06FE675ADCC7B3B23030D859EDC352775C16B5BF1D46C008\r",
			[]string{"--protocol", "dc09", "--key", "000102030405060708090A0B0C0D0E0F", "--now", "2026-11-21T08:15:31Z"},
			[]string{"5555 1 101 02 012 help zone 0 0a4339393030303532222a41434b22303034334c3023353535355b44443741303137383530443738353739354146423836444543384530423246354545384342384642353637433442443245413734314534444546324239394545" + "0d"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, object := range decodedLines(t, c.stdin, append(c.args, "-")...) {
				var values []string
				for key := range strings.FieldsSeq(decodeKeys) {
					value, there := object[key]
					if !there {
						t.Errorf("%s is missing", key)
					}
					if text := fmt.Sprint(value); text != "" && text != "0" && text != "false" || key == "line" && text == "0" {
						values = append(values, text)
					}
				}
				got = append(got, strings.Join(values, " "))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// A card frame of the reader's module: no card.
func TestDecodeCards(t *testing.T) {
	objects := decodedLines(t, "AA AA AA 96 69 00 04 00 00 80 84", "--protocol", "idcard", "--hex", "-")
	if len(objects) != 1 || objects[0]["outcome"] != "no_card" || objects[0]["sw"] != "80" {
		t.Fatalf("objects = %v", objects)
	}
	for key := range strings.FieldsSeq("data_len card photo_len fingerprint_len addresses sam_id warnings") {
		if _, there := objects[0][key]; !there {
			t.Errorf("%s is missing", key)
		}
	}
}

// What cannot be decoded is said in one sentence.
func TestDecodeRefuses(t *testing.T) {
	folder := t.TempDir()
	odd := filepath.Join(folder, "odd.hex")
	if err := os.WriteFile(odd, []byte("30 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args    []string
		code    int
		problem string
	}{
		"no protocol":      {[]string{"-"}, 2, "missing flags: --protocol"},
		"no file":          {[]string{"--protocol=surgard"}, 2, "expected"},
		"another protocol": {[]string{"--protocol=morse", "-"}, 1, `There is no "morse"; use one of idcard, surgard`},
		"file not there":   {[]string{"--protocol=surgard", filepath.Join(folder, "none")}, 1, "cannot be read"},
		"a folder":         {[]string{"--protocol=surgard", folder}, 1, "cannot be read"},
		"nothing in it":    {[]string{"--protocol=surgard", "-"}, 1, "is empty"},
		"no hex":           {[]string{"--protocol=surgard", "--hex", odd}, 1, "no hex digit, or an odd number"},
		"short key":        {[]string{"--protocol=dc09", "--key=0001", "-"}, 1, "32, 48 or 64 hex digits"},
		"no key at all":    {[]string{"--protocol=dc09", "--key=" + strings.Repeat("zz", 16), "-"}, 1, "32, 48 or 64 hex digits"},
		"no time":          {[]string{"--protocol=dc09", "--now=noon", "-"}, 1, "2026-11-21T08:15:31Z"},
		"header of 9":      {[]string{"--protocol=surgard", "--header-digits=9", "-"}, 1, "together 2 to 5"},
		"account of 100":   {[]string{"--protocol=surgard", "--account-length=100", "-"}, 1, "1 to 18 digits"},
		"no byte":          {[]string{"--protocol=surgard", "--terminator=0d0a", "-"}, 1, "is not one byte"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, problem := asked(t, Program{Stdin: strings.NewReader("")}, append([]string{"device", "decode"}, c.args...)...)
			if code != c.code || out != "" || !strings.Contains(problem, c.problem) || strings.Count(problem, "\n") != 1 {
				t.Errorf("code %d, out %q, problem %q", code, out, problem)
			}
		})
	}
}

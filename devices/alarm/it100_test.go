package alarm_test

import (
	"fmt"
	"slices"
	"testing"

	"jiezhan/devices/alarm"
)

// summed is a line of an IT-100 with its sum.
func summed(body string) string {
	sum := 0
	for _, c := range body {
		sum += int(c)
	}
	return fmt.Sprintf("%s%02X\r\n", body, sum&0xFF)
}

func TestIT100Lines(t *testing.T) {
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"poll":               {"00090\r\n", []string{"/  0 000  C test heartbeat"}},
		"its answer":         {"50000025\r\n", []string{"/  0 500  C test heartbeat"}},
		"zone alarm":         {"60120125C\r\n", []string{"/  1 601 2 C012 intrusion keep"}},
		"zone alarm over":    {summed("6022012"), []string{"/  3 602 2 C012 intrusion keep"}},
		"wrong sum":          {"60120125D\r\n60120125C\r\n", []string{"/  0   C unknown !check 30303139310d0a", "/  1 601 2 C012 intrusion keep"}},
		"no line at all":     {"hello\r\n", []string{"/  0   C unknown !check 30303139310d0a"}},
		"duress":             {summed("6200000"), []string{"/  1 620  C panic duress silent keep"}},
		"fire key":           {summed("621") + summed("622"), []string{"/  1 621  C fire keep", "/  3 622  C fire keep"}},
		"help key":           {summed("623") + summed("624"), []string{"/  1 623  C help keep", "/  3 624  C help keep"}},
		"panic key":          {summed("625") + summed("626"), []string{"/  1 625  C panic keep", "/  3 626  C panic keep"}},
		"smoke":              {summed("631") + summed("632"), []string{"/  1 631  C fire keep", "/  3 632  C fire keep"}},
		"tamper":             {summed("6031003") + summed("6041003"), []string{"/  1 603 1 C003 tamper keep", "/  3 604 1 C003 tamper keep"}},
		"fault":              {summed("605003") + summed("606003"), []string{"/  1 605  C003 trouble keep", "/  3 606  C003 trouble keep"}},
		"zone opened":        {summed("609003") + summed("610003"), []string{"/  1 609  C003 log keep", "/  3 610  C003 log keep"}},
		"armed by a user":    {summed("70010003"), []string{"/  3 700 1 U0003 openclose keep"}},
		"disarmed by a user": {summed("75010003"), []string{"/  1 750 1 U0003 openclose keep"}},
		"armed, disarmed":    {summed("65210") + summed("6551"), []string{"/  3 652 1 C openclose keep", "/  1 655 1 C openclose keep"}},
		"partition in alarm": {summed("6541"), []string{"/  1 654 1 C intrusion keep"}},
		"mains":              {summed("802") + summed("803"), []string{"/  1 802  C trouble keep", "/  3 803  C trouble keep"}},
		"telephone line 2":   {summed("812") + summed("813"), []string{"/  1 812  C trouble keep", "/  3 813  C trouble keep"}},
		"system tamper":      {summed("829") + summed("830"), []string{"/  1 829  C tamper keep", "/  3 830  C tamper keep"}},
		"keypad, clock":      {summed("903101") + summed("5501530112126"), nil},
		"unknown code":       {summed("6991"), []string{"/  0 699  C unknown keep"}},
		"zone, no partition": {summed("601012"), []string{"/  1 601  C012 intrusion keep"}},
		"fault with one":     {summed("6051001") + summed("6101001"), []string{"/  1 605 1 C001 trouble keep", "/  3 610 1 C001 log keep"}},
		"no partition":       {summed("670") + summed("840") + summed("841") + summed("655"), []string{"/  0 670  C access keep", "/  1 840  C trouble keep", "/  3 841  C trouble keep", "/  1 655  C openclose keep"}},
		"user, no partition": {summed("7000003"), []string{"/  3 700  U0003 openclose keep"}},
		"a 0 for nothing":    {summed("8000") + summed("8030"), []string{"/  1 800  C trouble keep", "/  3 803  C trouble keep"}},
		"sum in small ones":  {"60120125c\r\n", []string{"/  1 601 2 C012 intrusion keep"}},
		"odd data":           {summed("62112"), []string{"/  1 621  C fire !unparsed keep"}},
		"too short data":     {summed("60120"), []string{"/  1 601  C intrusion !unparsed keep"}},
		"half a line":        {"6012", []string{"/  0   C unknown !cut"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.IT100, alarm.Settings{}, c.stream, c.want)
		})
	}
}

// Who asks for partition 02 and zone 12 means the digits that this wire has.
func TestIT100LineFits(t *testing.T) {
	for want, sig := range map[string]alarm.Signal{
		summed("6012012"):  {Event: "601", Partition: "02", Zone: "12"},
		summed("70010003"): {Event: "700", Partition: "1", Zone: "3"},
		summed("65220"):    {Event: "652", Partition: "02"},
	} {
		if got := string(alarm.Encode(alarm.IT100, sig, alarm.Settings{})); got != want {
			t.Errorf("%+v is written %q, want %q", sig, got, want)
		}
	}
}

func TestIT100Settings(t *testing.T) {
	s := alarm.Settings{NoReply: true, Makers: map[string]alarm.Event{"601": {Category: alarm.Help}}}
	got := told(decoded(t, alarm.IT100, s, "60120125D\r\n60120125C\r\n"))
	if want := []string{"/  0   C unknown !check", "/  1 601 2 C012 help keep"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

package alarm_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

const (
	worked685 = "\n12 5555 18 E101 02 C012\r"
	poll685   = "\n00 OKAY @ \r"
	ack       = "\x06"
	nak       = "\x15"
)

// The frames of the reference, byte for byte.
func TestAdemco685Frames(t *testing.T) {
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"worked example":           {worked685, []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"blank before the end":     {"\n12 5555 18 E101 02 C012 \r", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"message type 98":          {"\n12 5555 98 E101 02 C012\r", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"restore, by digit":        {"\n12 5555 18 3130 01 C003\r", []string{"1/2 5555 3 130 01 C003 intrusion keep 06"}},
		"restore, by letter":       {"\n12 5555 18 R110 01 C003\r", []string{"1/2 5555 3 110 01 C003 fire keep 06"}},
		"still present":            {"\n12 5555 18 P110 01 C003\r", []string{"1/2 5555 6 110 01 C003 fire keep 06"}},
		"armed by a user":          {"\n12 5555 18 R401 01 U003\r", []string{"1/2 5555 3 401 01 U003 openclose keep 06"}},
		"user, marked as a zone":   {"\n12 5555 18 E401 01 C003\r", []string{"1/2 5555 1 401 01 U003 openclose keep 06"}},
		"duress":                   {"\n12 5555 18 E121 01 U003\r", []string{"1/2 5555 1 121 01 U003 panic duress silent keep 06"}},
		"an A is a 0":              {"\n12 A55A 18 E101 02 C012\r", []string{"1/2 0550 1 101 02 C012 help keep 06"}},
		"account of 8":             {"\n12 0000A555 18 E101 02 C012\r", []string{"1/2 0000A555 1 101 02 C012 help keep 06"}},
		"form of 31 bytes":         {"\n 00 00005555 18 E101 02 C012 \r", []string{"0/0 00005555 1 101 02 C012 help keep 06"}},
		"unknown code":             {"\n12 5555 18 E199 02 C012\r", []string{"1/2 5555 1 199 02 C012 unknown keep 06"}},
		"hexadecimal code":         {"\n12 5555 18 E3B2 00 C000\r", []string{"1/2 5555 1 3B2 00 C000 trouble keep 06"}},
		"panel is back":            {"\n12 5555 18 R0B0 00 C000\r", []string{"1/2 5555 3 0B0 00 C000 trouble keep 06"}},
		"4+1":                      {"\n12 5555 3\r", []string{"1/2 5555 0 3  C unknown keep 06"}},
		"3+1":                      {"\n12 555 3\r", []string{"1/2 555 0 3  C unknown keep 06"}},
		"4+2":                      {"\n12 5555 3 7 \r", []string{"1/2 5555 0 3  C7 unknown keep 06"}},
		"heartbeat":                {"\n00 OKAY @\r", []string{"0/0  0   C test heartbeat 06"}},
		"heartbeat with blank":     {poll685, []string{"0/0  0   C test heartbeat 06"}},
		"high speed":               {"\n12 5555 1555 5365 7\r", []string{"1/2 5555 1 1  C1 unknown", "1/2 5555 3 3  C6 unknown", "1/2 5555 6 6  C7 unknown keep 06"}},
		"high speed, opened":       {"\n12 5555 2555 5554 7\r", []string{"1/2 5555 1 2  C1 openclose", "1/2 5555 3 4  C8 openclose keep 06"}},
		"high speed, all normal":   {"\n12 5555 5555 5555 9\r", []string{"1/2 5555 0 9  C unknown keep 06"}},
		"caller":                   {"\n12  55551391234567\r\n12 5555 18 E101 02 C012\r", []string{"1/2 5555 0   C log from 1391234567 keep 06", "1/2 5555 1 101 02 C012 help from 1391234567 keep 06"}},
		"empty lines":              {"\r\n\r\n\x00\xff \r", nil},
		"no LF":                    {"12 5555 18 E101 02 C012\r", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"noise for the LF":         {"~\x80\xe912 5555 18 E101 02 C012\r", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"a small letter before":    {"x12 5555 18 E101 02 C012\r", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"small letters in it":      {"\n12 bcdf 18 e101 02 c012\r", []string{"1/2 BCDF 1 101 02 C012 help keep 06"}},
		"a batch of a Conwin":      {packed(t, worked685+worked685), []string{"1/2 5555 1 101 02 C012 help", "1/2 5555 1 101 02 C012 help keep 06"}},
		"a cut frame, its repeat":  {"\n12 5555 18 E1" + worked685, []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"only the end was lost":    {worked685[:len(worked685)-1] + worked685, []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"a damaged one, repeated":  {"\n12 5555 18 \xc5101 02 C012\r" + worked685, []string{"/  0   C unknown !format 15", "1/2 5555 1 101 02 C012 help keep 06"}},
		"the same garbage twice":   {"\n12 55\r\n12 55\r\n12 55\r", []string{"/  0   C unknown !format 15", "/  0   C unknown !unparsed keep 06", "/  0   C unknown !format 15"}},
		"garbage, poll, the same":  {"\n12 55\r" + poll685 + "\n12 55\r", []string{"/  0   C unknown !format 15", "0/0  0   C test heartbeat 06", "/  0   C unknown !unparsed keep 06"}},
		"garbage, sound, the same": {"\n12 55\r" + worked685 + "\n12 55\r", []string{"/  0   C unknown !format 15", "1/2 5555 1 101 02 C012 help keep 06", "/  0   C unknown !format 15"}},
		"half a frame":             {"\n12 5555 18", []string{"/  0   C unknown !cut"}},
		"a digit was lost":         {"\n12 5555 18 E101 02 C01\r", []string{"/  0   C unknown !format 15"}},
		"account lost a digit":     {"\n12 0005555 18 E101 02 C012\r", []string{"/  0   C unknown !format 15"}},
		"neither zone nor user":    {"\n12 5555 18 E101 02 X012\r", []string{"/  0   C unknown !format 15"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.Ademco685, alarm.Settings{}, c.stream, c.want)
		})
	}
}

func TestAdemco685Settings(t *testing.T) {
	for name, c := range map[string]struct {
		settings alarm.Settings
		stream   string
		want     []string
	}{
		"other bytes":          {alarm.Settings{Terminator: 0x14, Ack: 0x04, Nak: 0x05}, "\n12 5555 18 E101 02 C012\x14\n1\x14", []string{"1/2 5555 1 101 02 C012 help keep 04", "/  0   C unknown !format 05"}},
		"no answers":           {alarm.Settings{NoReply: true}, worked685 + poll685 + "\n1\r", []string{"1/2 5555 1 101 02 C012 help keep", "0/0  0   C test heartbeat", "/  0   C unknown !unparsed keep"}},
		"accounts of 5":        {alarm.Settings{AccountLength: 5}, "\n12 05555 18 E101 02 C012\r" + worked685, []string{"1/2 05555 1 101 02 C012 help keep 06", "/  0   C unknown !format 15"}},
		"header of 3":          {alarm.Settings{HeaderDigits: 3}, "\n112 5555 18 E101 02 C012\r" + worked685, []string{"1/12 5555 1 101 02 C012 help keep 06", "/  0   C unknown !format 15"}},
		"a maker's meaning":    {alarm.Settings{Makers: map[string]alarm.Event{"134": {Category: alarm.Info}, "3": {Category: alarm.Fire}}}, "\n12 5555 18 E134 02 C012\r\n12 5555 3\r", []string{"1/2 5555 1 134 02 C012 info keep 06", "1/2 5555 0 3  C fire keep 06"}},
		"its link code, too":   {alarm.Settings{Makers: map[string]alarm.Event{"13B2": {Category: alarm.Log}}}, "\n12 5555 18 E3B2 02 C012\r", []string{"1/2 5555 1 3B2 02 C012 log keep 06"}},
		"caller of 8 digits":   {alarm.Settings{AccountLength: 8}, "\n12  0000555513912\r", []string{"1/2 00005555 0   C log from 13912 keep 06"}},
		"caller of an account": {alarm.Settings{}, "\n12  55551391\r\n12 5556 18 E101 02 C012\r" + worked685 + worked685, []string{"1/2 5555 0   C log from 1391 keep 06", "1/2 5556 1 101 02 C012 help keep 06", "1/2 5555 1 101 02 C012 help from 1391 keep 06", "1/2 5555 1 101 02 C012 help from 1391 keep 06"}},
		"but not for ever":     {alarm.Settings{}, "\n12  55551391\r" + worked685 + "\n12 5556 18 E101 02 C012\r" + worked685, []string{"1/2 5555 0   C log from 1391 keep 06", "1/2 5555 1 101 02 C012 help from 1391 keep 06", "1/2 5556 1 101 02 C012 help keep 06", "1/2 5555 1 101 02 C012 help keep 06"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.Ademco685, c.settings, c.stream, c.want)
		})
	}
}

// says checks what a decoder makes of the whole stream, in the words of told.
func says(tb testing.TB, p alarm.Protocol, s alarm.Settings, stream string, want []string) {
	tb.Helper()
	if got := told(decoded(tb, p, s, stream)); !slices.Equal(got, want) {
		tb.Errorf("got  %q\nwant %q", got, want)
	}
}

// decoded is what a decoder makes of the whole stream with silence after it. That it makes the same of single bytes is checked on the way.
func decoded(tb testing.TB, p alarm.Protocol, s alarm.Settings, stream string) []alarm.Message {
	tb.Helper()
	whole := inPieces(tb, p, s, stream, max(1, len(stream)))
	if bytewise := inPieces(tb, p, s, stream, 1); fmt.Sprintf("%+v", whole) != fmt.Sprintf("%+v", bytewise) {
		tb.Fatalf("byte by byte = %+v\nwhole = %+v", bytewise, whole)
	}
	return whole
}

func inPieces(tb testing.TB, p alarm.Protocol, s alarm.Settings, stream string, size int) (messages []alarm.Message) {
	tb.Helper()
	d, err := alarm.NewDecoder(p, s)
	if err != nil {
		tb.Fatal(err)
	}
	emit := func(m alarm.Message) { messages = append(messages, m) }
	for piece := range slices.Chunk([]byte(stream), size) {
		d.Feed(slices.Clone(piece), emit)
	}
	d.Pause(emit)
	return messages
}

// told writes each signal as one line, and what is done with its message on the last.
func told(messages []alarm.Message) (lines []string) {
	for _, m := range messages {
		for i, s := range m.Signals {
			lines = append(lines, toldSignal(s))
			if i < len(m.Signals)-1 {
				continue
			}
			if m.Keep {
				lines[len(lines)-1] += " keep"
			}
			if len(m.Reply) > 0 {
				lines[len(lines)-1] += fmt.Sprintf(" %x", m.Reply)
			}
		}
	}
	return lines
}

func toldSignal(s alarm.Signal) string {
	number := map[bool]string{false: "C", true: "U"}[s.User] + s.Zone
	line := fmt.Sprintf("%s/%s %s %d %s %s %s %s", s.Receiver, s.Line, s.Account, s.Qualifier, s.Event, s.Partition, number, s.Category)
	for word, is := range map[string]bool{" heartbeat": s.Heartbeat, " from " + s.CallerID: s.CallerID != ""} {
		if is {
			line += word
		}
	}
	if s.Duress {
		line += " duress"
	}
	if s.Silent {
		line += " silent"
	}
	if !s.PanelTime.IsZero() {
		line += " at " + s.PanelTime.Format(time.RFC3339)
	}
	if s.Text != "" {
		line += " (" + s.Text + ")"
	}
	if s.Error != "" {
		line += " !" + s.Error
	}
	return strings.TrimRight(line, " ")
}

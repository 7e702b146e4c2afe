package serial

import (
	"errors"
	"slices"
	"testing"

	"github.com/tarm/serial"
)

func TestSettingsInTheWordsOfTheDriver(t *testing.T) {
	tests := map[string]struct {
		settings Settings
		size     byte
		parity   serial.Parity
		stop     serial.StopBits
	}{
		"the usual form":       {Settings{Baud: 9600}, 8, serial.ParityNone, serial.Stop1},
		"said in full":         {Settings{Baud: 9600, DataBits: 8, Parity: "none", StopBits: 1}, 8, serial.ParityNone, serial.Stop1},
		"7E1 of Sur-Gard MLR2": {Settings{Baud: 19200, DataBits: 7, Parity: "even"}, 7, serial.ParityEven, serial.Stop1},
		"7O2":                  {Settings{Baud: 1200, DataBits: 7, Parity: "odd", StopBits: 2}, 7, serial.ParityOdd, serial.Stop2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := tt.settings.config()
			if err != nil {
				t.Fatal(err)
			}
			if got.Size != tt.size || got.Parity != tt.parity || got.StopBits != tt.stop || got.Baud != tt.settings.Baud {
				t.Errorf("config = %d %c %d, want %d %c %d", got.Size, got.Parity, got.StopBits, tt.size, tt.parity, tt.stop)
			}
			if got.ReadTimeout != readWait {
				t.Errorf("read time-out = %v, want %v: without one a blocked read hangs Close", got.ReadTimeout, readWait)
			}
		})
	}
}

func TestCheckTellsEveryWrongValue(t *testing.T) {
	all := []error{ErrBaud, ErrDataBits, ErrParity, ErrStopBits}
	tests := map[string]struct {
		settings Settings
		want     []error
	}{
		"sound":      {Settings{Baud: 9600}, nil},
		"no rate":    {Settings{}, []error{ErrBaud}},
		"odd rate":   {Settings{Baud: 14400}, []error{ErrBaud}},
		"six bits":   {Settings{Baud: 9600, DataBits: 6}, []error{ErrDataBits}},
		"mark":       {Settings{Baud: 9600, Parity: "mark"}, []error{ErrParity}},
		"three":      {Settings{Baud: 9600, StopBits: 3}, []error{ErrStopBits}},
		"everything": {Settings{Baud: 1, DataBits: 9, Parity: "E", StopBits: -1}, all},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.settings.Check()
			if (err == nil) != (len(tt.want) == 0) {
				t.Fatalf("Check = %v, want %v", err, tt.want)
			}
			for _, e := range all {
				if got, want := errors.Is(err, e), slices.Contains(tt.want, e); got != want {
					t.Errorf("Check = %v, matches %q: %t, want %t", err, e, got, want)
				}
			}
			if _, opened := OpenWith(tt.settings); len(tt.want) > 0 && !errors.Is(opened, tt.want[0]) {
				t.Errorf("OpenWith = %v, want %v", opened, tt.want[0])
			}
		})
	}
}

func TestEveryRateCanBeOpened(t *testing.T) {
	for _, baud := range Bauds() {
		if err := (Settings{Baud: baud}).Check(); err != nil {
			t.Errorf("Check at %d baud = %v, want nil", baud, err)
		}
	}
}

package alarm_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"jiezhan/devices/alarm"
)

// The table of codes, written as the reference has it: categories in its order, U behind a code whose number is a user.
func TestEventOf(t *testing.T) {
	want := map[string]string{}
	for _, row := range [][2]string{
		{"help", "100 101 102 641 642U 654"},
		{"fire", "110 111 112 113 114 115 116 117 118"},
		{"panic", "120 121U 122 123 124 125 126 129"},
		{"intrusion", "130 131 132 133 134 135 136 138 139 140 141 142 146"},
		{"tamper", "137 144 145 316 341 383 109"},
		{"technical", "150 151 152 153 154 155 156 157 158 159 161 162 163"},
		{"trouble", "200 201 202 203 204 205 206 300 301 302 303 304 305 306 307 308 309 310 311 312 313U 320 321 322 323 324 325 326 327"},
		{"trouble", "330 331 332 333 334 335 336 337 338 339 342 343 344 143 147 350 351 352 353 354 355 356 357 358"},
		{"trouble", "370 371 372 373 374 375 376 377 378 380 381 382 384 385 386 387 388 389 391 392 393 551 552 553"},
		{"openclose", "400U 401U 402U 403U 404U 405U 406U 407U 408U 409U 441U 442U 450U 451U 452U 453U 454U 455U 456U 457U 459U 463U 464U 466U"},
		{"access", "411 412 413 414 415 416 421 422 423 424 425 426 427 428 429 430 431 432 433 434 435 436 461 462 465"},
		{"bypass", "501 520 521 522 523 524 525 526 527 531 532 570 571 572 573 574U 575 576 577"},
		{"test", "601 602 603 604U 605 606 607U 608 609 611 612 613 614 615"},
		{"log", "616 621 622 623 624 625 626 627 628 629 630 631 632"},
	} {
		for code := range strings.FieldsSeq(row[1]) {
			number, user := strings.CutSuffix(code, "U")
			want[number] = fmt.Sprint(row[0], " user=", user)
		}
	}
	for n := range 1000 {
		code := fmt.Sprintf("%03d", n)
		e := alarm.EventOf(code)
		if want[code] == "" {
			want[code] = "unknown user=false"
		}
		if got := fmt.Sprint(e.Category, " user=", e.User); got != want[code] {
			t.Errorf("%s = %s, want %s", code, got, want[code])
		}
		if got, want := e.Duress, strings.Contains("121 124 125", code); got != want {
			t.Errorf("%s: duress = %v, want %v", code, got, want)
		}
		if got, want := e.Silent, strings.Contains("121 122 124 125 146", code); got != want {
			t.Errorf("%s: silent = %v, want %v", code, got, want)
		}
	}
	for _, code := range []string{"", "1", "10", "1010", "3B2", "-10", "1 1"} {
		if e := alarm.EventOf(code); e != (alarm.Event{Category: alarm.Unknown}) {
			t.Errorf("%q = %+v, want unknown", code, e)
		}
	}
}

func TestPriority(t *testing.T) {
	for _, c := range []struct {
		event     string
		qualifier int
		want      int
	}{
		{"101", 1, 1},
		{"110", 1, 1},
		{"120", 1, 1},
		{"121", 1, 1},
		{"151", 1, 1},
		{"162", 1, 1},
		{"654", 1, 1},
		{"101", 6, 1},
		{"130", 1, 2},
		{"137", 1, 3},
		{"154", 1, 3},
		{"301", 1, 3},
		{"401", 1, 4},
		{"406", 1, 4},
		{"602", 1, 4},
		{"570", 1, 4},
		{"101", 3, 2},
		{"151", 3, 2},
		{"130", 3, 3},
		{"301", 3, 4},
		{"602", 3, 4},
		{"401", 3, 4},
		{"199", 1, 2},
		{"299", 1, 3},
		{"999", 1, 3},
		{"3B2", 1, 3},
		{"199", 3, 3},
	} {
		stream := "5012 185555" + strconv.Itoa(c.qualifier) + c.event + "01001\x14"
		if got := decoded(t, alarm.SurGard, alarm.Settings{}, stream)[0].Signals[0].Priority(); got != c.want {
			t.Errorf("%d %s: priority = %d, want %d", c.qualifier, c.event, got, c.want)
		}
	}
	if got := (alarm.Signal{Category: alarm.OpenClose, Duress: true}).Priority(); got != 1 {
		t.Errorf("opened under duress: priority = %d, want 1", got)
	}
	for code, want := range map[string]int{"GA": 1, "GR": 2, "GT": 3, "GB": 4, "WA": 3, "BA": 2, "ZZ": 3, "BC": 4, "NS": 2} {
		stream := "S012[#5555|N" + code + "1]\x14"
		if got := decoded(t, alarm.SurGard, alarm.Settings{}, stream)[0].Signals[0].Priority(); got != want {
			t.Errorf("%s: priority = %d, want %d", code, got, want)
		}
	}
}

// The letter codes as the reference has them: what begins (1), what ends (3), and of which category it is.
func TestSIACodes(t *testing.T) {
	for category, codes := range map[string]string{
		"help":      "1MA 3MH 3MR 1QA 3QH 3QR 1NA 3NS",
		"fire":      "1FA 3FH 3FR 1KA 3KH 3KR 1SA 3SH 3SR 1FV 1FM 1FG",
		"panic":     "1PA 3PH 3PR 1HA 3HH 3HR",
		"intrusion": "1BA 3BH 3BR 1BV 1BM 1BG",
		"technical": "1UA 3UH 3UR 1GA 3GH 3GR 1WA 3WH 3WR 1ZA 3ZH 3ZR",
		"tamper":    "1TA 3TH 3TR 1ES 3EJ",
		"trouble":   "1FT 3FJ 1FS 1BT 3BJ 1BS 1GT 3WJ 1CD 1XX 1EA 1AT 3AR 1YT 3YR 1YM 1YP 3YQ 1LT 3LR 1YC 3YK 1YS 1XT 3XR 1XQ 3XH 1ET 3ER 1EM 3EN 1YA 3YH",
		"openclose": "1OP 3CL 1OA 3CA 1OQ 3CQ 1OS 3CS 1OG 3CG 3NL 1CI 1OI 3CF 1EE",
		"cancel":    "1OR 1OC 1BC 1FC 1PC",
		"bypass":    "1BB 3BU 1FB 3FU 1WB",
		"test":      "1RP 1TX 1RX 1TS 3TE 1BX 1FX",
		"info":      "1RR 1JA 1LB 1LX 1RB 1RS 1JT 1JD 1JL 1JO",
		"unknown":   "0ZY 0AA 0BQ",
	} {
		for code := range strings.FieldsSeq(codes) {
			sig := decoded(t, alarm.SurGard, alarm.Settings{}, "S012[#5555|N"+code[1:]+"1]\x14")[0].Signals[0]
			if got, want := fmt.Sprint(sig.Qualifier, sig.Event, " ", sig.Category), code+" "+category; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if user := category == "openclose" || category == "cancel" && code != "1PC" || strings.Contains("1TS 3TE", code); sig.User != user {
				t.Errorf("%s: user = %v, want %v", code, sig.User, user)
			}
			if sig.Duress || sig.Silent {
				t.Errorf("%s: duress %v, silent %v: no letter code says so", code, sig.Duress, sig.Silent)
			}
		}
	}
}

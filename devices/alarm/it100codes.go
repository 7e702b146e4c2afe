package alarm

import "strings"

// it100Code is what one code of a DSC IT-100 says, and what its data hold.
type it100Code struct {
	category  Category
	qualifier int    // 0 where a code has no two senses
	fields    string // its data, a letter a field: p partition (1 digit), z zone (3), u user (4), m what is kept raw only
	answer    bool   // answers the host: proof of life and nothing else
	mirror    bool   // mirrors keypad, clock and the like: nothing happened
}

// it100Codes is the list of codes of the IT-100 developer's guide.
var it100Codes = spreadCodes(map[string]it100Code{
	"000 001 500 501 502":                     {answer: true},
	"550 560 561 562 563 570 580":             {mirror: true}, // clock, ring, thermometers, labels, baud rate
	"900 901 902 903 904 905 906 907 908":     {mirror: true}, // keypad
	"620":                                     {category: Panic, qualifier: New, fields: "m"},
	"650 651 653 656 657 659 660 671 672 673": {category: Log, fields: "p"}, // ready, delays, refusals of the keypad
	"652":     {category: OpenClose, qualifier: Restore, fields: "pm"},
	"654":     {category: Intrusion, qualifier: New, fields: "p"},
	"655 751": {category: OpenClose, qualifier: New, fields: "p"},
	"658 670": {category: Access, fields: "p"}, // locked out, wrong code
	"700":     {category: OpenClose, qualifier: Restore, fields: "pu"},
	"701 702": {category: OpenClose, qualifier: Restore, fields: "p"},
	"750":     {category: OpenClose, qualifier: New, fields: "pu"},
	"814 816": {category: Trouble, qualifier: New}, // no way to report, buffer nearly full

	"601/602": {category: Intrusion, fields: "pz"},
	"603/604": {category: Tamper, fields: "pz"},
	"605/606": {category: Trouble, fields: "z"},
	"609/610": {category: Log, fields: "z"},
	// The keys F, A and P of a keypad, and a two-wire smoke detector.
	"621/622 631/632": {category: Fire},
	"623/624":         {category: Help},
	"625/626":         {category: Panic},
	"829/830":         {category: Tamper},
	// Battery, mains, bell, telephone lines, home automation, fire loop, keypad bus; then batteries of wireless devices.
	"800/801 802/803 806/807 810/811 812/813 831/832 842/843 896/897": {category: Trouble},
	"821/822 825/826 827/828": {category: Trouble, fields: "z"},
	"840/841":                 {category: Trouble, fields: "p"},
})

// spreadCodes spreads rows of codes out; of a pair with a stroke the first code is new and the second says that it is over.
func spreadCodes(rows map[string]it100Code) map[string]it100Code {
	codes := map[string]it100Code{}
	for row, meaning := range rows {
		for code := range strings.FieldsSeq(row) {
			first, second, pair := strings.Cut(code, "/")
			if pair {
				meaning.qualifier = Restore
				codes[second] = meaning
				meaning.qualifier = New
			}
			codes[first] = meaning
		}
	}
	return codes
}

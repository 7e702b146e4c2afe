package alarm

// hengBo is what codes of Hengbo (恒博) panels mean besides, or instead of, the standard. Their token names the maker beyond doubt.
var hengBo = map[string]Event{
	"134": {Category: Log}, // the door bell
	// 17x7 tells the type of the panel, but for the call for help from the telephone.
	"707": {Category: Log}, "717": {Category: Log}, "727": {Category: Log}, "737": {Category: Log}, "747": {Category: Log},
	"757": {Category: Log}, "767": {Category: Log}, "777": {Category: Log}, "787": {Category: Log}, "797": {Category: Log},
	"709": {Category: Panic},                               // SOS in the telephone's app
	"944": {Category: Trouble}, "946": {Category: Trouble}, // the panel is off line, and on line again
}

// classifyHengBo is classify for a frame of that maker.
func (s Settings) classifyHengBo(sig *Signal) {
	s.classify(sig)
	if e, found := hengBo[sig.Event]; found {
		if _, set := s.maker(sig); !set {
			sig.mean(e)
		}
	}
}

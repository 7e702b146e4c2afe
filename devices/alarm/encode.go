package alarm

// Encode builds the frame that a sender on a wire of p would send for a signal, in the form the settings ask for. What the
// wire can carry comes back when it is decoded; a protocol that is not known gives nothing.
func Encode(p Protocol, sig Signal, s Settings) []byte {
	switch p {
	case ContactID:
		return encodeContactID(sig, s)
	case SurGard:
		return encodeSurGard(sig, s)
	case Ademco685:
		return encodeAdemco685(sig, s)
	case Conwin:
		return encodeConwin(sig, s)
	case Radionics6500:
		return encodeRadionics(sig, s)
	case IT100:
		return encodeIT100(sig, s)
	case AlarmDecoder:
		return encodeAlarmDecoder(sig, s)
	case DC09:
		return encodeDC09(sig, s)
	}
	return nil
}

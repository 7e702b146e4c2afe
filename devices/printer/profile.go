package printer

// Widths of the print area in dots, at 8 dots a millimetre.
const (
	Width80 = 576 // of 80 mm paper
	Width58 = 384 // of 58 mm paper
)

// A Profile says what one model of printer can do. The zero value is an 80 mm printer without a cutter whose font holds GBK.
type Profile struct {
	Width    int    `json:"width"`    // dots across, Width80 or Width58; 0 is Width80
	Codepage string `json:"codepage"` // characters its own font holds: "gb2312", "gbk", "gb18030"; empty is "gbk"
	Cutter   bool   `json:"cutter"`   // it cuts the paper; without, the ticket is fed to the tear bar
	Status   bool   `json:"status"`   // it is known to answer questions, so silence means that it is off; without, silence is taken for dumbness
	Words    Words  `json:"words"`    // what stands on the paper besides the ticket's own; empty ones are Chinese
}

package printer

// Words are the sentences on the paper that do not come with the ticket.
type Words struct {
	Waiting string `json:"waiting"` // how many are before, {n} stands for the number
	Taken   string `json:"taken"`   // before the time at which the ticket was taken
	Void    string `json:"void"`    // on a piece that does not count
}

func (w Words) withDefaults() Words {
	for word, chinese := range map[*string]string{
		&w.Waiting: "前面还有 {n} 人", &w.Taken: "取号时间", &w.Void: "本票作废，以下一张为准",
	} {
		if *word == "" {
			*word = chinese
		}
	}
	return w
}

package api

import "net/http"

// AlarmItem is one line of the list of alarms (警情): a signal with its retransmissions, a group of signals of one account, or a fault of a receiver.
type AlarmItem struct {
	ID             string           `json:"id"`
	Kind           string           `json:"kind" enum:"signal,runaway,swinger,receiver"`
	Priority       int              `json:"priority" minimum:"1" maximum:"4" doc:"1 is the gravest"`
	Category       string           `json:"category"`
	Event          string           `json:"event" doc:"The code on the wire"`
	Qualifier      int              `json:"qualifier" doc:"1 new, 3 restored, 6 still present; 0 where the wire says nothing"`
	Account        string           `json:"account"`
	Subscriber     *AlarmSubscriber `json:"subscriber,omitempty"`
	UnknownAccount bool             `json:"unknown_account"`
	Partition      string           `json:"partition"`
	Zone           string           `json:"zone"`
	User           bool             `json:"user" doc:"zone is a user"`
	FirstAt        string           `json:"first_at" format:"date-time"`
	LastAt         string           `json:"last_at" format:"date-time"`
	Signals        int              `json:"signals" doc:"Frames behind this line"`
	Repeats        int              `json:"repeats" doc:"Those of them that were retransmissions"`
	RestoredAt     string           `json:"restored_at,omitempty" format:"date-time"`
	CancelledAt    string           `json:"cancelled_at,omitempty" format:"date-time"`
	Duress         bool             `json:"duress"`
	Silent         bool             `json:"silent"`
	Error          string           `json:"error" doc:"What was wrong with the frame; empty for nothing"`
	Station        string           `json:"station"`
	StationName    string           `json:"station_name"`
	Port           string           `json:"port" doc:"The device it came by"`
	Protocol       string           `json:"protocol" doc:"Its wire; what event means depends on it"`
	PanelTime      string           `json:"panel_time,omitempty" format:"date-time" doc:"The panel's own clock at the first signal"`
	Local          bool             `json:"local" doc:"On this station only so far"`
	Fault          string           `json:"fault" doc:"Of a receiver; a code"`
	ReceiverName   string           `json:"receiver_name,omitempty" doc:"Of the receiver in trouble"`
	RefersTo       string           `json:"refers_to,omitempty" doc:"The line that this one restores or cancels"`
}

// AlarmSubscriber is whom an account belongs to.
type AlarmSubscriber struct {
	ID    string `json:"id"`
	Name  string `json:"name" doc:"Masked"`
	Place string `json:"place"`
	Kind  string `json:"kind" enum:"household,elder,shop,school,office,other"`
}

// AlarmReceiver is how a receiver of the office does.
type AlarmReceiver struct {
	Station     string `json:"station"`
	StationName string `json:"station_name"`
	Port        string `json:"port"`
	Name        string `json:"name"`
	Protocol    string `json:"protocol"`
	State       string `json:"state" enum:"ok,fault"`
	Fault       string `json:"fault"`
	Since       string `json:"since" format:"date-time"`
}

// AlarmList is one page of alarms, the gravest first.
type AlarmList struct {
	Items     []AlarmItem     `json:"items"`
	Counts    AlarmCounts     `json:"counts"`
	Receivers []AlarmReceiver `json:"receivers"`
	Next      string          `json:"next" doc:"Cursor of the next page; empty at the end"`
}

// AlarmCounts counts the lines of each priority, up to 1000.
type AlarmCounts struct {
	One   int `json:"1"`
	Two   int `json:"2"`
	Three int `json:"3"`
	Four  int `json:"4"`
}

// AlarmDetail is one line with the frames behind it.
type AlarmDetail struct {
	Item    AlarmItem     `json:"item"`
	Signals []AlarmSignal `json:"signals" doc:"In the order they came"`
	Next    string        `json:"next" doc:"Cursor of later frames; empty at the end"`
}

// AlarmSignal is one frame as it arrived.
type AlarmSignal struct {
	ID        string `json:"id"`
	At        string `json:"at" format:"date-time"`
	PanelTime string `json:"panel_time" doc:"The panel's own clock; empty where it sent none"`
	Qualifier int    `json:"qualifier"`
	Event     string `json:"event"`
	Partition string `json:"partition"`
	Zone      string `json:"zone"`
	User      bool   `json:"user"`
	Category  string `json:"category"`
	Masked    bool   `json:"masked" doc:"It tells a caller's number or a text, often a name: what is hidden of it is shown by reveal"`
	CallerID  string `json:"caller_id" doc:"Masked"`
	Text      string `json:"text" doc:"Empty where masked, as are raw_hex and raw_text"`
	Error     string `json:"error"`
	RawHex    string `json:"raw_hex"`
	RawText   string `json:"raw_text"`
	RawBytes  int    `json:"raw_bytes" doc:"How long the frame was; more than raw_hex shows where it was too long to keep"`
	RepeatOf  string `json:"repeat_of" doc:"The signal this one repeats; empty where it is the first"`
	Station   string `json:"station"`
	Port      string `json:"port"`
	Protocol  string `json:"protocol"`
}

// AlarmReveal asks for what is hidden of one frame.
type AlarmReveal struct {
	Signal string `json:"signal" maxLength:"90" doc:"Id of the frame"`
	Reason string `json:"reason" maxLength:"200"`
}

// RevealedSignal is a frame in full.
type RevealedSignal struct {
	Signal           AlarmSignal `json:"signal"`
	HideAfterSeconds int         `json:"hide_after_seconds"`
}

type alarmsQuery struct {
	Hours  int    `query:"hours" minimum:"1" maximum:"8784" default:"24"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	Before string `query:"before" maxLength:"200"`
	// Priority 0 is all of them.
	Priority int `query:"priority" minimum:"0" maximum:"4" doc:"Only lines of this priority"`
}

type alarmQuery struct {
	ID    string `path:"id" maxLength:"64"`
	After string `query:"after" maxLength:"18" pattern:"^[0-9]*$"`
}

func (a *API) alarmRoutes() {
	const path, see = "/api/v1/alarms", "alarm.read"
	answer(a, route{method: http.MethodGet, path: path, id: "alarms", need: see}, a.listAlarms)
	answer(a, route{method: http.MethodGet, path: path + "/{id}", id: "alarm", need: see}, a.openAlarm)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/reveal", id: "reveal-alarm", need: see}, a.revealAlarm)
}

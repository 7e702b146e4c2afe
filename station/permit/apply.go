package permit

import (
	"fmt"
	"strings"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// Channel says where an application was made.
type Channel string

const (
	// Kiosk applications are made by the holder of the card on the reader (自助机).
	Kiosk Channel = "kiosk"
	// Counter applications are taken in by a clerk (窗口).
	Counter Channel = "counter"
)

// ApplyForPermit asks for a residence permit (申领居住证). Every required group of proofs is declared at once, so that nothing
// has to be asked for later; the papers themselves are looked at on acceptance.
type ApplyForPermit struct {
	PersonID       string `json:"person_id"`
	RegistrationID string `json:"registration_id"`
	// Permit is the kind asked for; left out, it is ForResident.
	Permit    CardKind      `json:"permit,omitempty"`
	Condition Condition     `json:"condition"`
	Documents []DocumentRef `json:"documents"`
	AppliedBy AppliedBy     `json:"applied_by"`
	Proxy     *Proxy        `json:"proxy,omitempty"`
	// Phone is where the office calls about this application; empty is the number of the register.
	Phone string `json:"phone,omitempty"`
	// Statement is the signed statement that the proofs are true (art. 9).
	Statement bool    `json:"statement"`
	Channel   Channel `json:"channel"`
}

// Applied is what ApplyForPermit answers.
type Applied struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

// Kind is permit.apply.v1.
func (ApplyForPermit) Kind() string { return "permit.apply.v1" }

// Validate judges the form alone.
func (c ApplyForPermit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "required")
	v.That(c.RegistrationID != "", "registration_id", "permit.no_registration")
	v.That(c.permit().known(), "permit", "permit.kind_unknown")
	v.That(c.Channel != Kiosk || c.permit() == ForResident, "permit", "permit.hmt_at_window")
	v.That(c.Condition.Known(), "condition", "permit.condition_unknown")
	v.That(c.Channel == Kiosk || c.Channel == Counter, "channel", "permit.channel_unknown")
	v.That(c.Channel != Kiosk || c.AppliedBy == Self, "applied_by", "permit.proxy_at_window")
	v = append(v, ProxyForm(c.AppliedBy, c.Proxy)...)
	checkRefs(&v, c.Condition, c.Documents)
	identityOfKind(&v, c.permit(), c.Documents)
	if c.Condition.Known() {
		incomplete(&v, missingGroups(c.Condition, declared(c.Documents), Document.known), "permit.documents_incomplete")
	}
	if c.Phone != "" {
		_, err := identity.NormalisePhone(c.Phone)
		v.That(err == nil, "phone", "phone.invalid")
	}
	v.That(c.Statement, "statement", "statement.required")
	return v.Refusal()
}

// permit is the kind asked for.
func (c ApplyForPermit) permit() CardKind {
	if c.Permit == "" {
		return ForResident
	}
	return c.Permit
}

// declared turns the form's proofs into documents, for the rules.
func declared(refs []DocumentRef) []Document {
	documents := make([]Document, len(refs))
	for i, ref := range refs {
		documents[i] = Document{Group: ref.Group, Kind: ref.Kind, State: Declared}
	}
	return documents
}

// known tells whether the proof is of a listed kind; one that is not fills no group.
func (d Document) known() bool { return DocumentRef{Group: d.Group, Kind: d.Kind}.Known() }

// Apply takes the application in, unless the register forbids it.
func (c ApplyForPermit) Apply(tx *ledger.Tx) (any, error) {
	if refusal := c.actor(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	person, found, err := registry.PersonByID(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ledger.Refuse(ledger.NotFound, "person_id", "permit.person_unknown")
	}
	tx.About(person.ID)
	if refusal, err := c.judge(tx, person); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	return c.write(tx)
}

// actor lets a resident apply for nobody else, and staff only at the window.
func (c ApplyForPermit) actor(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.Resident && actor.ID == c.PersonID && c.AppliedBy == Self {
		return nil
	}
	return officer(actor, staff.CaseHandle)
}

// judge holds the form against the register.
func (c ApplyForPermit) judge(tx *ledger.Tx, person registry.Person) (*ledger.Refusal, error) {
	today := tx.Stamp.Today()
	standing, err := standingOf(tx, person, c.permit(), c.RegistrationID, today)
	if err != nil {
		return nil, err
	}
	if refusal := standing.refusal(); refusal != nil {
		return refusal, nil
	}
	return ByProxy(c.AppliedBy, c.Proxy, person.IDNumber, person.Birth, today).Refusal(), nil
}

func (c ApplyForPermit) write(tx *ledger.Tx) (any, error) {
	at := ledger.FormatTime(tx.Stamp.At)
	r := record{
		ID: tx.NewID(), Number: tx.Stamp.Number, PersonID: c.PersonID, Kind: c.permit(), ResidenceID: c.RegistrationID, Condition: c.Condition,
		AppliedBy: c.AppliedBy, Phone: c.phone(), Channel: c.Channel, Station: tx.Stamp.Station, State: Submitted, SubmittedAt: at, ChangedAt: at,
	}
	_, err := tx.Exec(`INSERT INTO application (id, number, number_tail, person_id, kind, residence_id, condition, applied_by, phone, channel, station, state,
		submitted_at, changed_at, limit_days, open, running, decided) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,1,0,0)`,
		r.ID, r.Number, tail(r.Number), r.PersonID, string(r.Kind), r.ResidenceID, string(r.Condition), string(r.AppliedBy), r.Phone,
		string(r.Channel), r.Station, string(r.State), r.SubmittedAt, r.ChangedAt)
	if err != nil {
		return nil, fmt.Errorf("write application: %w", err)
	}
	if err := c.writeProxy(tx, r.ID); err != nil {
		return nil, err
	}
	if err := addDocuments(tx, r.ID, 0, c.Documents, Declared); err != nil {
		return nil, err
	}
	return Applied{ID: r.ID, Number: r.Number}, r.step(tx, ActionSubmit, "", "")
}

func (c ApplyForPermit) writeProxy(tx *ledger.Tx, application string) error {
	if c.Proxy == nil {
		return nil
	}
	number, err := proxyNumber(c.Proxy.IDNumber)
	if err != nil {
		return fmt.Errorf("proxy number passed Validate: %w", err)
	}
	name, _ := identity.NormaliseName(c.Proxy.Name)
	_, err = tx.Exec(`INSERT INTO application_proxy (application_id, name, id_number, relation, reason) VALUES (?,?,?,?,?)`,
		application, name, number, strings.TrimSpace(c.Proxy.Relation), c.Proxy.Reason)
	if err != nil {
		return fmt.Errorf("write proxy: %w", err)
	}
	return nil
}

// phone is the number for this case in the register's form, or empty.
func (c ApplyForPermit) phone() string {
	phone, err := identity.NormalisePhone(c.Phone)
	if err != nil {
		return "" // empty; anything else was refused by Validate
	}
	return phone
}

// tail is a case number without the community, as people at the station read it out: 261121-1001-3.
func tail(number string) string {
	if _, rest, found := strings.Cut(number, "-"); found {
		return rest
	}
	return number
}

// orRefuse answers the failure where there is one, else the refusal.
func orRefuse(err error, refusal *ledger.Refusal) error {
	if err != nil {
		return err
	}
	return refusal
}

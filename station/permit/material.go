package permit

import "slices"

// Condition is the ground on which a permit is asked for, one of the three of Decree 663 art. 2.
type Condition string

const (
	// Employment is lawful and stable work (合法稳定就业).
	Employment Condition = "employment"
	// Dwelling is a lawful and stable place to live (合法稳定住所).
	Dwelling Condition = "dwelling"
	// Study is continuous study (连续就读).
	Study Condition = "study"
)

// Conditions lists the three grounds in the order shown.
func Conditions() []Condition { return []Condition{Employment, Dwelling, Study} }

// Known tells whether the condition is one of the three.
func (c Condition) Known() bool { return slices.Contains(Conditions(), c) }

// Group is a set of proofs any one of which is enough (材料组).
type Group string

const (
	// IdentityGroup is the resident ID card, or the travel permit of somebody from Hong Kong, Macau or Taiwan.
	IdentityGroup Group = "identity"
	// PhotoGroup is one portrait.
	PhotoGroup Group = "photo"
	// DwellingGroup proves the address, and the condition Dwelling.
	DwellingGroup Group = "dwelling"
	// EmploymentGroup proves the condition Employment.
	EmploymentGroup Group = "employment"
	// StudyGroup proves the condition Study.
	StudyGroup Group = "study"
)

// Kinds lists the proofs of a group (Decree 663 art. 9); nothing outside this list is asked for. An unknown group has none.
func Kinds(g Group) []string {
	switch g {
	case IdentityGroup:
		return []string{identityCard, travelPermit}
	case PhotoGroup:
		return []string{"portrait"}
	case DwellingGroup:
		return []string{"tenancy_contract", "title_document", "purchase_contract", "lodging_certificate"}
	case EmploymentGroup:
		return []string{"business_licence", "labour_contract", "employment_certificate", "other_work_proof"}
	case StudyGroup:
		return []string{"student_card", "study_certificate"}
	default:
		return nil
	}
}

// RequiredGroups lists the groups of which an application needs one proof each: identity, portrait and the address always, and the
// proof of the condition (Decree 663 art. 9). For Dwelling the proof of the address is the proof of the condition.
func RequiredGroups(c Condition) []Group {
	always := []Group{IdentityGroup, PhotoGroup, DwellingGroup}
	switch c {
	case Employment:
		return append(always, EmploymentGroup)
	case Study:
		return append(always, StudyGroup)
	default:
		return always
	}
}

// DocumentRef names one proof.
type DocumentRef struct {
	Group Group  `json:"group"`
	Kind  string `json:"kind"`
}

// Known tells whether the proof is one the Decree lists.
func (d DocumentRef) Known() bool { return slices.Contains(Kinds(d.Group), d.Kind) }

// DocumentState says how far the station is with one proof.
type DocumentState string

const (
	// Declared proofs were named by the applicant; nobody has seen them.
	Declared DocumentState = "declared"
	// Seen proofs lay before the clerk.
	Seen DocumentState = "seen"
	// Missing proofs stand on the notice: not there, or not what they should be.
	Missing DocumentState = "missing"
	// Supplied proofs were brought after the notice.
	Supplied DocumentState = "supplied"
)

// missingGroups lists the required groups without any proof that counts.
func missingGroups(c Condition, documents []Document, counts func(Document) bool) []Group {
	missing := []Group{}
	for _, g := range RequiredGroups(c) {
		if !slices.ContainsFunc(documents, func(d Document) bool { return d.Group == g && counts(d) }) {
			missing = append(missing, g)
		}
	}
	return missing
}

// present is a proof that is not on the notice as missing.
func present(d Document) bool { return d.State != Missing }

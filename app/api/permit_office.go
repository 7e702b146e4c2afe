package api

import (
	"context"
	"net/http"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// ReminderInput records that holders were told.
type ReminderInput struct {
	RequestID string   `json:"request_id" maxLength:"64"`
	PermitIDs []string `json:"permit_ids" maxItems:"500"`
	Means     string   `json:"means" enum:"phone,message,letter,visit"`
}

// Reminded is who is on record as told now, and who was before or has nothing to be told of.
type Reminded struct {
	Told    []string `json:"told"`
	Skipped []string `json:"skipped"`
}

// DecisionRow is one line of a list of decisions.
type DecisionRow struct {
	Number       string        `json:"number" maxLength:"40" doc:"Of the application, with or without the community"`
	Decision     string        `json:"decision" enum:"approved,refused"`
	ReasonCode   string        `json:"reason_code,omitempty" maxLength:"40"`
	ReasonText   string        `json:"reason_text,omitempty" maxLength:"1000"`
	DecisionRef  string        `json:"decision_ref" maxLength:"100"`
	DecidedOn    calendar.Date `json:"decided_on" format:"date"`
	PermitNumber string        `json:"permit_number,omitempty" maxLength:"40"`
	IssuedOn     calendar.Date `json:"issued_on,omitzero" format:"date"`
}

// DecisionsInput is a list of decisions; refusals among them need the second officer.
type DecisionsInput struct {
	RequestID     string        `json:"request_id" maxLength:"64"`
	Rows          []DecisionRow `json:"rows" maxItems:"500"`
	SecondOfficer *LoginInput   `json:"second_officer,omitempty"`
}

// DecisionsAnswer says what became of each line, in the order of the list.
type DecisionsAnswer struct {
	Rows []DecisionOutcome `json:"rows"`
}

// DecisionOutcome is what became of one line.
type DecisionOutcome struct {
	Number        string        `json:"number"`
	ApplicationID string        `json:"application_id,omitempty"`
	Outcome       string        `json:"outcome" enum:"recorded,same,refused"`
	Problem       *FieldProblem `json:"problem,omitempty"`
}

// PermitRules is what the office has set about permits. Costs are in fen.
type PermitRules struct {
	Anchor            string `json:"anchor" enum:"issue,last_endorsement"`
	LateMonths        int    `json:"late_months" minimum:"0" maximum:"36" doc:"How late an endorsement may be; 0 for no limit"`
	ConditionRequired bool   `json:"condition_required" doc:"No endorsement where no condition holds"`
	IssueDays         int    `json:"issue_days" minimum:"1" maximum:"30"`
	ExtendedDays      int    `json:"extended_days" minimum:"0" maximum:"30" doc:"The most to which the time of one application may be extended; 0 where no local rule allows it"`
	ExtendByTwo       bool   `json:"extend_by_two" doc:"An extension asks for a second officer"`
	DamagedCost       int    `json:"damaged_cost" minimum:"0"`
	LostCost          int    `json:"lost_cost" minimum:"0"`
	ChangedCost       int    `json:"changed_cost" minimum:"0"`
	RuleRef           string `json:"rule_ref,omitempty" maxLength:"100" doc:"The local rule; needed for whatever differs from the Decree"`
}

// PermitRulesInput sets the rules; a second officer confirms with login and password.
type PermitRulesInput struct {
	RequestID     string      `json:"request_id" maxLength:"64"`
	Rules         PermitRules `json:"rules"`
	SecondOfficer LoginInput  `json:"second_officer"`
}

// PermitRulesAnswer is the rules in force, and how they came about.
type PermitRulesAnswer struct {
	Rules   PermitRules          `json:"rules"`
	History []PermitRulesVersion `json:"history" doc:"The latest first"`
}

// PermitRulesVersion is one setting of the rules.
type PermitRulesVersion struct {
	Rules         PermitRules `json:"rules"`
	At            string      `json:"at" format:"date-time"`
	Officer       string      `json:"officer"`
	SecondOfficer string      `json:"second_officer"`
	StationName   string      `json:"station_name"`
}

// PermitBenefit is one line of what a holder gets; it has a code or words of its own.
type PermitBenefit struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind" enum:"right,service,convenience"`
	Code    string        `json:"code,omitempty"`
	Words   string        `json:"words,omitempty"`
	From    calendar.Date `json:"from" format:"date"`
	Until   calendar.Date `json:"until,omitzero" format:"date"`
	RuleRef string        `json:"rule_ref"`
	Now     bool          `json:"now" doc:"It holds today"`
}

// PermitBenefitList is the hand-out: rights, services, conveniences.
type PermitBenefitList struct {
	Items []PermitBenefit `json:"items"`
}

// PermitBenefitInput adds a local line, or changes one.
type PermitBenefitInput struct {
	RequestID string        `json:"request_id" maxLength:"64"`
	ID        string        `json:"id,omitempty" maxLength:"64"`
	Kind      string        `json:"kind" enum:"right,service,convenience"`
	Words     string        `json:"words" maxLength:"200"`
	From      calendar.Date `json:"from" format:"date"`
	Until     calendar.Date `json:"until,omitzero" format:"date"`
	RuleRef   string        `json:"rule_ref" maxLength:"100"`
}

func (a *API) permitOfficeRoutes(handle need) {
	const rules, benefits, manage = "/api/v1/permit-rules", "/api/v1/permit-benefits", "office.manage"
	answer(a, route{method: http.MethodPost, path: "/api/v1/permit-reminders", id: "remind-holders", need: handle}, a.remindHolders)
	answer(a, route{method: http.MethodPost, path: "/api/v1/permit-decisions", id: "import-decisions", need: "decision.record"}, a.importDecisions)
	answer(a, route{method: http.MethodPost, path: "/api/v1/permit-decisions/read", id: "read-decisions", need: "decision.record"}, a.readDecisions)
	answer(a, route{method: http.MethodGet, path: rules, id: "permit-rules", need: loggedOn}, a.permitRules)
	answer(a, route{method: http.MethodPut, path: rules, id: "set-permit-rules", need: manage}, a.setPermitRules)
	answer(a, route{method: http.MethodGet, path: benefits, id: "permit-benefits", need: anybody}, a.permitBenefits)
	answer(a, route{method: http.MethodPost, path: benefits, id: "put-permit-benefit", need: manage}, a.putPermitBenefit)
}

func (a *API) remindHolders(ctx context.Context, in *bodyOf[ReminderInput]) (Reminded, error) {
	done, err := execute[permit.Reminded](ctx, a, actor(ctx), in.Body.RequestID, permit.RemindHolders{
		PermitIDs: in.Body.PermitIDs, Means: permit.Means(in.Body.Means),
	})
	return Reminded{Told: append([]string{}, done.Told...), Skipped: append([]string{}, done.Skipped...)}, err
}

func (a *API) importDecisions(ctx context.Context, in *bodyOf[DecisionsInput]) (DecisionsAnswer, error) {
	c := permit.ImportDecisions{Rows: list(in.Body.Rows, func(r DecisionRow) permit.DecisionRow {
		return permit.DecisionRow{
			Number: r.Number, Decision: permit.DecisionKind(r.Decision), ReasonCode: r.ReasonCode, ReasonText: r.ReasonText, DecisionRef: r.DecisionRef,
			DecidedOn: r.DecidedOn, PermitNumber: r.PermitNumber, IssuedOn: r.IssuedOn,
		}
	})}
	if in.Body.SecondOfficer != nil {
		var err error
		if c.SecondOfficer, err = a.second(ctx, *in.Body.SecondOfficer); err != nil {
			return DecisionsAnswer{}, err
		}
	}
	done, err := execute[permit.Imported](ctx, a, actor(ctx), in.Body.RequestID, c)
	return DecisionsAnswer{Rows: list(done.Rows, func(r permit.ImportedRow) DecisionOutcome {
		o := DecisionOutcome{Number: r.Number, ApplicationID: r.ID, Outcome: string(r.Outcome)}
		if p := r.Problem; p != nil {
			o.Problem = &FieldProblem{Field: p.Field, Code: p.Code, Params: p.Params}
		}
		return o
	})}, err
}

func (a *API) permitRules(ctx context.Context, _ *nothing) (PermitRulesAnswer, error) {
	return view(ctx, a, func(q store.Query) (PermitRulesAnswer, error) {
		rules, err := permit.RulesNow(q)
		if err != nil {
			return PermitRulesAnswer{}, err
		}
		history, err := permit.RulesHistory(q)
		if err != nil {
			return PermitRulesAnswer{}, err
		}
		names, err := accountNames(q)
		return PermitRulesAnswer{Rules: rulesView(rules), History: list(history, func(v permit.RulesVersion) PermitRulesVersion {
			return PermitRulesVersion{
				Rules: rulesView(v.Rules), At: v.At, Officer: names[v.Officer], SecondOfficer: names[v.SecondOfficer], StationName: a.stationName(v.Station),
			}
		})}, err
	})
}

func rulesView(r permit.Rules) PermitRules {
	return PermitRules{
		Anchor: string(r.Anchor), LateMonths: r.LateMonths, ConditionRequired: r.ConditionRequired, IssueDays: r.IssueDays, ExtendedDays: r.ExtendedDays, ExtendByTwo: r.ExtendByTwo,
		DamagedCost: r.DamagedCost, LostCost: r.LostCost, ChangedCost: r.ChangedCost, RuleRef: r.RuleRef,
	}
}

func (a *API) setPermitRules(ctx context.Context, in *bodyOf[PermitRulesInput]) (PermitRulesAnswer, error) {
	second, err := a.second(ctx, in.Body.SecondOfficer)
	if err != nil {
		return PermitRulesAnswer{}, err
	}
	r := in.Body.Rules
	_, err = execute[permit.Rules](ctx, a, actor(ctx), in.Body.RequestID, permit.SetRules{SecondOfficer: second, Rules: permit.Rules{
		Anchor: permit.Anchor(r.Anchor), LateMonths: r.LateMonths, ConditionRequired: r.ConditionRequired, IssueDays: r.IssueDays, ExtendedDays: r.ExtendedDays, ExtendByTwo: r.ExtendByTwo,
		DamagedCost: r.DamagedCost, LostCost: r.LostCost, ChangedCost: r.ChangedCost, RuleRef: r.RuleRef,
	}})
	if err != nil {
		return PermitRulesAnswer{}, err
	}
	return a.permitRules(ctx, nil)
}

func (a *API) permitBenefits(ctx context.Context, _ *nothing) (PermitBenefitList, error) {
	return view(ctx, a, func(q store.Query) (PermitBenefitList, error) {
		all, err := permit.Benefits(q)
		if err != nil {
			return PermitBenefitList{}, err
		}
		now, err := permit.BenefitsOn(q, a.today())
		return PermitBenefitList{Items: list(all, func(b permit.Benefit) PermitBenefit {
			return PermitBenefit{
				ID: b.ID, Kind: string(b.Kind), Code: b.Code, Words: b.Words, From: b.From, Until: b.Until, RuleRef: b.RuleRef, Now: slices.Contains(now, b),
			}
		})}, err
	})
}

func (a *API) putPermitBenefit(ctx context.Context, in *bodyOf[PermitBenefitInput]) (PermitBenefitList, error) {
	b := in.Body
	var c ledger.Command = permit.PutBenefit{
		ID: b.ID, Kindred: permit.BenefitKind(b.Kind), Words: b.Words, From: b.From, Until: b.Until, RuleRef: b.RuleRef,
	}
	if _, err := execute[permit.BenefitResult](ctx, a, actor(ctx), b.RequestID, c); err != nil {
		return PermitBenefitList{}, err
	}
	return a.permitBenefits(ctx, nil)
}

package statistics

import (
	"slices"

	"jiezhan/station/permit"
)

// Figure is one thing that is counted.
type Figure string

// The figures of population and housing. A stock is as of the end of the month, everything else is of the month.
const (
	// Households (户数) had a member on the last day. A stock.
	Households Figure = "households"
	// VerifiedHouseholds (已核实户数) live in a building whose number had been verified on site. A stock.
	VerifiedHouseholds Figure = "verified_households"
	// Permanent (户籍人口) are members of these households who were no newcomers: their household register is here. A stock.
	Permanent Figure = "permanent"
	// Newcomers (流动人口登记数) are registrations in force; somebody with two open ones counts in both places, until that is settled. A stock.
	Newcomers Figure = "newcomers"
	// In (新登记) are registrations taken, and changes of address from another community, by the day the office was told.
	In Figure = "in"
	// Out (注销) are registrations that ended, by the day the person left, and changes of address to another community. A registration entered in error
	// and taken back within the month is neither In nor Out; taken back later it is Out. So Newcomers grow by In less Out.
	Out Figure = "out"
	// Rentals (出租房屋) are dwellings with a rental file in force. A stock, of places.
	Rentals Figure = "rentals"
	// VerifiedBuildings (已核实楼栋) have a number that was verified on site. A stock, of places.
	VerifiedBuildings Figure = "verified_buildings"
)

// The figures of residence permits; what counts is said at permit.Work.
const (
	// Accepted applications (受理).
	Accepted Figure = "accepted"
	// Issued (发放) are first cards handed out.
	Issued Figure = "issued"
	// OnTime (按时发放) are those of Issued within the limit written on the application.
	OnTime Figure = "on_time"
	// Days is the sum of the days from acceptance to hand-out of those Issued.
	Days Figure = "days"
	// Due (应签注) are windows for the yearly endorsement that ended in the month.
	Due Figure = "due"
	// Done (按期签注) are those of Due that were used in time.
	Done Figure = "done"
	// Late (逾期签注) are late endorsements; each restored the functions of a permit (功能恢复).
	Late Figure = "late"
	// Suspended (功能中止) are permits whose functions began to rest.
	Suspended Figure = "suspended"
	// Damaged cards exchanged (换领).
	Damaged Figure = "damaged"
	// Lost cards issued again (补领).
	Lost Figure = "lost"
	// Changed cards exchanged because of what they show: an address that changed, or a term that ends.
	Changed Figure = "changed"
)

// RefusedFor is the figure of applications refused for a coded reason (不予办理).
func RefusedFor(reason string) Figure { return Figure(reason) }

// stocks are the figures as of an end of a month; they have no sum over the year.
func stocks() []Figure {
	return []Figure{Households, VerifiedHouseholds, Permanent, Newcomers, Rentals, VerifiedBuildings}
}

// ofPlaces are counts of no people: they are never too small to be told.
func ofPlaces() []Figure { return []Figure{Rentals, VerifiedBuildings, Days} }

// Figures lists all figures in their order.
func Figures() []Figure {
	all := []Figure{
		Households, VerifiedHouseholds, Permanent, Newcomers, In, Out, Rentals, VerifiedBuildings,
		Accepted, Issued, OnTime, Days, Due, Done, Late, Suspended, Damaged, Lost, Changed,
	}
	for _, reason := range permit.RefusalReasons() {
		all = append(all, RefusedFor(reason))
	}
	return all
}

// Counts are what was counted.
type Counts map[Figure]int

// plus adds other to the counts.
func (c Counts) plus(other Counts) {
	for f, n := range other {
		c[f] += n
	}
}

// Row is a community with its counts.
type Row struct {
	// Community is the node's id: a community that was merged keeps its figures.
	Community string `json:"community"`
	Counts    Counts `json:"counts"`
}

// Rows are the communities of a month, by their code.
type Rows []Row

// of finds the counts of a community.
func (r Rows) of(community string) (Counts, bool) {
	for _, row := range r {
		if row.Community == community {
			return row.Counts, true
		}
	}
	return nil, false
}

// Total is the sum of the communities.
func (r Rows) Total() Counts {
	total := Counts{}
	for _, row := range r {
		total.plus(row.Counts)
	}
	return total
}

// Difference is a count that another version has otherwise.
type Difference struct {
	Community     string
	Figure        Figure
	Before, After int
}

// Differences lists what differs between two versions, by the order of the communities of both and of the figures.
func Differences(before, after Rows) []Difference {
	var list []Difference
	var seen []string
	for _, row := range append(append(Rows{}, before...), after...) {
		if slices.Contains(seen, row.Community) {
			continue
		}
		seen = append(seen, row.Community)
		old, _ := before.of(row.Community)
		now, _ := after.of(row.Community)
		for _, f := range Figures() {
			if old[f] != now[f] {
				list = append(list, Difference{row.Community, f, old[f], now[f]})
			}
		}
	}
	return list
}

package staff

import "slices"

// Role is what an account is for. Nobody holds two: whoever manages accounts sees no resident, whoever reads the log of looks handles no case.
type Role string

const (
	// Clerk takes in applications at the window (窗口人员).
	Clerk Role = "clerk"
	// Recorder records the decisions of the county-level public security organ (决定录入, Decree 663 art. 10).
	Recorder Role = "recorder"
	// Auditor reads who looked at whose record (审计).
	Auditor Role = "auditor"
	// Archivist keeps the records of those who died, which are closed to everybody else (档案管理).
	Archivist Role = "archivist"
	// Admin manages accounts and stations and sees no resident data (系统管理).
	Admin Role = "admin"
)

// Roles lists the roles in the order shown.
func Roles() []Role { return []Role{Clerk, Recorder, Auditor, Archivist, Admin} }

// Known tells whether the role exists.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// Permission is one thing a role may do.
type Permission string

const (
	// CaseRead is to see the list of cases and open one.
	CaseRead Permission = "case.read"
	// CaseHandle is to take in, give notice, accept, hand out.
	CaseHandle Permission = "case.handle"
	// DecisionRecord is to record what the authority decided, and to stand as second officer to a refusal.
	DecisionRecord Permission = "decision.record"
	// PersonRead is to find and open a person's record, masked.
	PersonRead Permission = "person.read"
	// PersonReveal is to see one field unmasked, with a reason.
	PersonReveal Permission = "person.reveal"
	// LookRead is to see who looked at a record.
	LookRead Permission = "look.read"
	// AccountManage is to create and disable accounts.
	AccountManage Permission = "account.manage"
	// ClusterRead is to see how the stations are doing.
	ClusterRead Permission = "cluster.read"
	// RegistrationReopen is to take back the end of a registration that was a mistake; after a death only the archive can open the record.
	RegistrationReopen Permission = "registration.reopen"
	// ConflictHandle is to settle entries made while cut off that the office could not take as they were.
	ConflictHandle Permission = "conflict.handle"
	// DeviceRead is to see how the devices at a station do.
	DeviceRead Permission = "device.read"
	// DeviceManage is to set up the devices at a station.
	DeviceManage Permission = "device.manage"
	// AlarmRead is to see alarms and whom they come from, masked.
	AlarmRead Permission = "alarm.read"
	// AlarmManage is to keep the list of subscribers.
	AlarmManage Permission = "alarm.manage"
	// AreaRead is to see the address tree with what the register lacks, in counts; who lives there needs PersonRead.
	AreaRead Permission = "area.read"
	// AreaManage is to add, rename and close places, number buildings and move them between grids.
	AreaManage Permission = "area.manage"
	// AreaReorganise is to merge and split communities.
	AreaReorganise Permission = "area.reorganise"
	// ArchiveRead is to open the record of somebody who died.
	ArchiveRead Permission = "archive.read"
	// BulkImport is to bring whole tables into the register.
	BulkImport Permission = "bulk.import"
	// ExportMake is to take people's data out as a file, and to stand as second officer to that.
	ExportMake Permission = "export.make"
	// ExportRead is to see what was taken out, by whom and why.
	ExportRead Permission = "export.read"
	// RentalRead is to see rental files and reporting points, masked.
	RentalRead Permission = "rental.read"
	// RentalHandle is to keep rental files, to judge what is reported and to issue PINs to reporting points.
	RentalHandle Permission = "rental.handle"
	// StatisticsRead is to see the monthly tables as they are published, small groups left out.
	StatisticsRead Permission = "statistics.read"
	// StatisticsExact is to see small groups too; it goes to those who see the people in them anyway.
	StatisticsExact Permission = "statistics.exact"
	// StatisticsFreeze is to freeze a month and to amend it, and to stand as second officer to that.
	StatisticsFreeze Permission = "statistics.freeze"
	// OfficeManage is to admit and remove stations, raise the version and make backups.
	OfficeManage Permission = "office.manage"
)

// Permissions lists what the role may do, in a fixed order; an unknown role may do nothing. The auditor may find and open a record, masked, because a
// list of looks belongs to a person; revealing stays with those who handle cases.
func Permissions(role Role) []Permission {
	switch role {
	case Clerk:
		return []Permission{CaseRead, CaseHandle, RegistrationReopen, ConflictHandle, PersonRead, PersonReveal, ClusterRead, DeviceRead, AlarmRead, AlarmManage, AreaRead, AreaManage, BulkImport, ExportMake, RentalRead, RentalHandle, StatisticsRead, StatisticsExact}
	case Recorder:
		return []Permission{CaseRead, DecisionRecord, PersonRead, PersonReveal, ClusterRead, DeviceRead, AlarmRead, AreaRead, ExportMake, RentalRead, StatisticsRead, StatisticsExact, StatisticsFreeze}
	case Auditor:
		return []Permission{LookRead, PersonRead, ClusterRead, ExportRead, StatisticsRead}
	case Archivist:
		return []Permission{ArchiveRead, RegistrationReopen, CaseRead, PersonRead, PersonReveal, ClusterRead}
	case Admin:
		return []Permission{AccountManage, OfficeManage, DeviceRead, DeviceManage, ClusterRead, AreaRead, AreaManage, AreaReorganise, StatisticsRead}
	default:
		return nil
	}
}

// May tells whether the role has the permission.
func (r Role) May(p Permission) bool { return slices.Contains(Permissions(r), p) }

package alarm

// A Category sorts events for people (警情类别). Cancel and Info come from SIA letter codes only.
type Category string

// The categories.
const (
	Help      Category = "help"      // 求助/医疗
	Fire      Category = "fire"      // 火警
	Panic     Category = "panic"     // 紧急/劫盗
	Intrusion Category = "intrusion" // 盗警
	Tamper    Category = "tamper"    // 防拆
	Technical Category = "technical" // 环境: gas, water, heat and cold
	Trouble   Category = "trouble"   // 故障
	OpenClose Category = "openclose" // 撤布防
	Access    Category = "access"    // doors, remote access
	Bypass    Category = "bypass"    // 旁路
	Test      Category = "test"      // 测试
	Log       Category = "log"       // clock, programming, event log
	Cancel    Category = "cancel"    // 取消报警
	Info      Category = "info"
	Unknown   Category = "unknown"
)

// Categories lists every category, roughly by urgency.
func Categories() []Category {
	return []Category{
		Help, Fire, Panic, Intrusion, Tamper, Technical, Trouble, Unknown, OpenClose, Access, Bypass, Test, Log, Cancel, Info,
	}
}

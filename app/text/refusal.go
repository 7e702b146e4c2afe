package text

// refusals are what the office answers to a command about its stations, each with what to do.
func refusals() map[string]sentence {
	return map[string]sentence{
		"refusal.other":                   {"%s", "%s"},
		"refusal.station.removed":         {"这个站点编号已被移除，不能再用。请换一个新编号。", "This station id was removed and cannot be used again. Choose a new one."},
		"refusal.station.key_differs":     {"这个站点编号已属于另一台机器。请换一个编号，或先移除原来的站点再用新编号。", "This station id belongs to another machine. Choose another id; to replace that machine, remove its id first."},
		"refusal.station.known":           {"这台机器已用另一个编号加入。", "This machine has joined under another id."},
		"refusal.station.unknown":         {"没有这个站点。运行 jiezhan office list 看全部站点。", "There is no such station. Run jiezhan office list to see them all."},
		"refusal.station.last":            {"这是最后一个站点，不能移除。", "This is the last station; it cannot be removed."},
		"refusal.station.address_invalid": {"地址应是 主机:端口，例如 10.7.0.11:8601。", "The address must be host:port, such as 10.7.0.11:8601."},
		"refusal.machine.taken":           {"同一社区已有这个机器号。请在配置里换一个 station.machine。", "The community has a machine of this number already. Choose another station.machine in the configuration."},
		"refusal.machine.used_today":      {"这个机器号今天还开过收据号，明天才能再用。请换一个 station.machine，或明天再加入。", "This machine number gave out receipt numbers today. Choose another station.machine, or join tomorrow."},
		"refusal.office.full":             {"街道办的站点已满 30 个。", "The office has 30 stations already."},
		"refusal.office.reason_required":  {"请用 --reason 写明原因。", "Give the reason with --reason."},
		"refusal.version.not_everywhere":  {"还有站点的程序没有更新。请先更新全部站点。", "Not every station runs the new program yet. Update them all first."},
		"refusal.version.not_higher":      {"街道办已在这个版本，没有更新的可用。", "The office is at this version already; there is no newer one."},
		"refusal.cluster.cut_off":         {"本站现在与其他站点断开，这件事要等网络恢复。", "This station is cut off from the others; this has to wait until it is not."},
		"refusal.cluster.no_leader":       {"现在没有主站，多数站点没有接通。请稍后再试。", "No station leads at the moment, because most cannot be reached. Try again later."},
		"refusal.cluster.stopped":         {"本站已停止写入，请看系统页面的说明。", "This station writes no more; see the system screen."},
		"refusal.backup.not_configured":   {"没有写备份放在哪里、给谁解密。请在配置里填 backup.folder 和 backup.recipients。", "There is no place for backups, or nobody to open them. Set backup.folder and backup.recipients in the configuration."},
		"refusal.backup.failed":           {"备份没有做成，请看日志；原有的备份没有动。", "The backup was not made; see the log. Earlier backups are untouched."},
	}
}

package text

// How a station comes back whose data or identity cannot be used any more.
const (
	rejoinZh = "请在另一个站点的系统页面移除本站，再在本站把 station.id 改成新编号，运行 jiezhan office join 加入码。"
	rejoinEn = "Remove this station on the system screen of another one, give it a new station.id here, and run jiezhan office join CODE."
)

// troubles are why a station cannot start or go on, each with a way out.
func troubles() map[string]sentence {
	return map[string]sentence{
		"control.not_running": {"数据文件夹 %s 的站点没有运行，或者不是由同一个用户运行。请先运行 jiezhan serve。", "No station runs on the data folder %s, or it runs as another user. Start it with jiezhan serve."},
		"control.refused":     {"没有做成：%s", "It was not done: %s"},

		"join.invalid":     {"加入码输错了：多了、少了或错了一个字母。请核对后再输一次。", "The code is mistyped: a letter is wrong, missing or too many. Compare it and type it again."},
		"join.wrong":       {"加入码不对、已经用过，或者过期了。请在另一个站点重新取一个。", "The code is wrong, used or expired. Get another one at a station of the office."},
		"join.unreachable": {"联系不上给出加入码的站点。请检查网线和地址，并确认那个站点在运行。", "The station that gave the code cannot be reached. Check cable and addresses, and see that it is running."},
		"join.refused":     {"街道办没有接受本站：%s", "The office did not take this station: %s"},

		"trouble.identity":  {"数据文件夹 %s 里的站点身份（trust 文件夹）已损坏：%v。" + rejoinZh, "The identity in the data folder %s (the folder trust) is damaged: %v. " + rejoinEn},
		"trouble.newer":     {"数据文件夹 %s 由更新版本的程序写过。请更新本程序。", "The data folder %s was written by a newer program. Update this one."},
		"trouble.old":       {"数据文件夹 %s 是早期试用版本的，不能继续使用。请换一个空文件夹。", "The data folder %s is of an early trial version and cannot be used. Choose an empty folder."},
		"trouble.forgotten": {"本站的日志不见了，登记簿却还在：站点不能凭一半的数据继续。" + rejoinZh, "The log of this station is gone while its register is there: it cannot go on with half of its data. " + rejoinEn},
		"trouble.gap":       {"本站的日志和登记簿之间缺了一段。" + rejoinZh, "There is a gap between the log and the register of this station. " + rejoinEn},
		"trouble.damaged":   {"本站的日志或登记簿损坏，自己恢复不了：%v。" + rejoinZh, "The log or register of this station is damaged and cannot be mended here: %v. " + rejoinEn},
		"trouble.aside":     {"登记簿损坏，已移到 %s；正在从快照、日志或其他站点重建", "the register is damaged and was moved to %s; it is built again from snapshot, log or another station"},

		"station.stale":    {"本站的磁盘比街道办所知的旧（可能恢复过旧磁盘）。" + rejoinZh, "The disk of this station is older than what the office knows of it, as after an old disk was put back. " + rejoinEn},
		"station.cloned":   {"有另一台机器在用本站磁盘的复制品。请关掉那一台；本站须重新加入。" + rejoinZh, "Another machine runs a copy of this station's disk. Switch that one off. " + rejoinEn},
		"station.removed":  {"本站已被移出街道办。" + rejoinZh, "This station was removed from the office. " + rejoinEn},
		"office.other":     {"街道办已从备份或由别的站点重新开始，本站的数据属于以前。" + rejoinZh, "The office began again from a backup or with another station; the data of this one is from before. " + rejoinEn},
		"disk.full":        {"磁盘满了。请腾出空间，本站会自己继续。", "The disk is full. Make room; the station goes on by itself."},
		"disk.failing":     {"磁盘写不进去。请检查磁盘，本站会在磁盘恢复后自己继续。", "The disk cannot be written. Check it; the station goes on by itself once it can be written again."},
		"register.damaged": {"登记簿文件损坏。请重新启动本站，它会自己重建。", "The register is damaged. Start the station again; it builds the register anew."},
		"log.damaged":      {"日志文件损坏。" + rejoinZh, "The log is damaged. " + rejoinEn},
		"version.too_old":  {"街道办已用上更新版本的功能。请更新本程序。", "The office uses what a newer program brings. Update this one."},
		"log.clock":        {"本站时钟与主站相差超过 2 秒，请对时", "this station's clock is more than 2 seconds off the leader's; set it"},
		"log.disk_low":     {"磁盘空间快用完了", "the disk is nearly full"},
	}
}

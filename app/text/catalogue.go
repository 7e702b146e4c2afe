package text

import "maps"

// catalogue is every sentence of the command line.
func catalogue() map[string]sentence {
	all := general()
	for _, more := range []map[string]sentence{offices(), devices(), technicians(), troubles(), refusals(), measurements()} {
		maps.Copy(all, more)
	}
	return all
}

func general() map[string]sentence {
	return map[string]sentence{
		"help.app":                 {"街站：社区便民服务站的一体机程序", "Jiezhan: the program of a community service station"},
		"help.lang":                {"界面语言：zh-CN 或 en", "language: zh-CN or en"},
		"help.serve":               {"运行一个站点，不开窗口", "run one station without a window"},
		"help.config":              {"配置文件；不写则用默认值，数据放在 ./data", "configuration file; without one the defaults apply, with data in ./data"},
		"help.demo":                {"在这台机器上演示一整个街道办", "show a whole street office on this machine"},
		"help.demo.fresh":          {"丢掉上次的演示数据，重新开始", "throw the data of the last demo away and start over"},
		"help.demo.folder":         {"演示数据的文件夹", "folder of the demo's data"},
		"help.demo.port":           {"设备面板的端口；各站点用其后的端口", "port of the device panel; the stations use the ports after it"},
		"help.kiosk":               {"运行一个站点并打开自助机窗口", "run one station and open the kiosk's window"},
		"help.version":             {"显示版本", "show the version"},
		"help.device":              {"给技术人员：检查外接设备", "for technicians: look at devices"},
		"help.openapi":             {"输出接口说明", "print the description of the API"},
		"version":                  {"街站 %s", "jiezhan %s"},
		"error.other":              {"出错：%v", "Error: %v"},
		"error.usage":              {"命令写得不对：%v。运行 jiezhan --help 看用法。", "The command line is not right: %v. Run jiezhan --help to see how."},
		"error.no_window":          {"这个程序编译时没有带窗口。请运行 jiezhan serve，再用浏览器打开 http://127.0.0.1:8600/kiosk 。", "This program was built without a window. Run jiezhan serve and open http://127.0.0.1:8600/kiosk in a browser."},
		"error.no_display":         {"没有可用的显示屏，打不开窗口。请在图形界面里运行，或者改用 jiezhan serve。", "There is no display to open a window on. Run this in a graphical session, or use jiezhan serve."},
		"window.title":             {"街站", "Jiezhan"},
		"config.unreadable":        {"读不到配置文件 %s：%v。请检查路径和权限。", "The configuration file %s cannot be read: %v. Check its path and permissions."},
		"config.syntax":            {"配置文件 %s 第 %d 行写得不对：%s。请改正这一行。", "Line %[2]d of the configuration file %[1]s is not right: %[3]s. Correct that line."},
		"config.type":              {"配置文件 %s 第 %d 行：%s 的值写得不对，例如数字不要加引号，文字要加引号。请改正。", "Line %[2]d of the configuration file %[1]s: the value of %[3]s is not of the right sort; numbers stand without quotes, words with them. Correct it."},
		"config.unknown":           {"配置文件 %s 第 %d 行：没有 %s 这一项。请删掉或改正。", "Line %[2]d of the configuration file %[1]s: there is no setting %[3]s. Remove or correct it."},
		"config.unknown_near":      {"配置文件 %s 第 %d 行：没有 %s 这一项，是不是 %s？请改正。", "Line %[2]d of the configuration file %[1]s: there is no setting %[3]s. Did you mean %[4]s?"},
		"config.needed":            {"配置里缺少 %s。请填上。", "The configuration lacks %s. Fill it in."},
		"config.community":         {"配置里的 station.community 应是 12 位社区代码，现在是 %q。", "station.community must be the community's 12-digit code; it is %q."},
		"config.machine":           {"配置里的 station.machine 应是 1 到 9，现在是 %d。", "station.machine must be 1 to 9; it is %d."},
		"config.address":           {"配置里的 %s 应是 主机:端口，例如 127.0.0.1:8600，现在是 %q。", "%s must be host:port, such as 127.0.0.1:8600; it is %q."},
		"config.station_id":        {"配置里的 station.id 只能用英文字母、数字、点、横线和下划线，现在是 %q。", "station.id may have ASCII letters, digits, dots, hyphens and underscores only; it is %q."},
		"config.peers_gone":        {"配置文件 %s 第 %d 行：不再列出各站点。请删掉 [[peers]]；在一个站点运行 jiezhan office code 取加入码，新站点用 jiezhan office join 加入。", "Line %[2]d of the configuration file %[1]s: stations are no longer listed; remove [[peers]]. Run jiezhan office code at one station for a code, and jiezhan office join at the new one."},
		"config.advertise":         {"配置里的 raft.listen 是 %q，请在 raft.advertise 写明其他站点用什么地址找到本站，例如 10.7.0.11:8601。", "raft.listen is %q; raft.advertise must say under which address the other stations reach this one, such as 10.7.0.11:8601."},
		"config.log":               {"配置里的 raft.log 应是 \"bolt\" 或 \"wal\"，现在是 %q。", "raft.log must be \"bolt\" or \"wal\"; it is %q."},
		"config.backup_at":         {"配置里的 backup.at 应是一天中的时间，例如 02:30，现在是 %q。", "backup.at must be a time of day such as 02:30; it is %q."},
		"config.backup_keep":       {"配置里的 backup.keep_days 至少是 1，现在是 %d。", "backup.keep_days must be at least 1; it is %d."},
		"config.backup_recipients": {"配置里写了 backup.folder，但 backup.recipients 是空的。请运行 jiezhan backup keygen，把公钥填进去。", "backup.folder is set but backup.recipients is empty. Run jiezhan backup keygen and put the public key there."},
		"config.backup_recipient":  {"配置里 backup.recipients 的 %q 不是公钥，应以 age1 开头。请运行 jiezhan backup keygen。", "%q in backup.recipients is no public key; it begins with age1. Run jiezhan backup keygen."},
		"config.baud":              {"波特率 %d 不能用，请用 1200、2400、4800、9600、19200、38400、57600 或 115200。", "A baud rate of %d is not possible; use 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200."},
		"folder.busy":              {"数据文件夹 %s 正在被另一个街站程序（进程 %s）使用。请先停掉它，或者换一个文件夹。", "The data folder %s is in use by another jiezhan (process %s). Stop that one first, or choose another folder."},
		"folder.unusable":          {"数据文件夹 %s 不能用：%v。请检查路径、权限和磁盘空间。", "The data folder %s cannot be used: %v. Check path, permissions and disk space."},
		"folder.damaged":           {"数据文件夹 %s 里的文件打不开：%v。请不要删除，联系技术人员。", "The files in the data folder %s cannot be opened: %v. Do not delete them; call a technician."},
		"http.taken":               {"地址 %s 已被占用，可能街站已经在运行。请关掉占用它的程序，或在配置里改 http.listen。", "The address %s is taken; jiezhan may be running already. Stop the program that uses it, or change http.listen in the configuration."},
		"http.unusable":            {"不能在地址 %s 上提供服务：%v。请检查配置里的 http.listen。", "Nothing can be served at %s: %v. Check http.listen in the configuration."},
		"raft.taken":               {"站间地址 %s 已被占用。请关掉占用它的程序，或在配置里改 raft.listen。", "The address %s for the other stations is taken. Stop the program that uses it, or change raft.listen in the configuration."},
		"station.stopped":          {"站点停止了：%v。数据没有丢，请重新启动；再出现请联系技术人员。", "The station stopped: %v. No data was lost; start it again, and call a technician if it happens once more."},
		"demo.loading":             {"正在载入样例街道", "Loading the sample street"},
		"demo.ready":               {"%s 的演示已经开始。", "The demo of %s is running."},
		"demo.station":             {"%s\n  自助机 %s\n  工作台 %s", "%s\n  kiosk  %s\n  staff  %s"},
		"demo.panel":               {"设备面板（放卡、报警、出票、拔线、断电）：%s", "Device panel (cards, alarms, tickets, cables, power): %s"},
		"demo.accounts":            {"演示账号：", "Demo accounts:"},
		"demo.account":             {"  %-10s %-20s %s", "  %-10s %-20s %s"},
		"demo.landlord":            {"  %-10s %-20s 房东，在 %s", "  %-10s %-20s landlord, at %s"},
		"demo.old_data":            {"演示文件夹里是早期版本的数据，请加 --fresh 重新开始（make demo FRESH=1）。", "The demo's folder holds data of an earlier version; start over with --fresh (make demo FRESH=1)."},
		"demo.stop_hint":           {"按 Ctrl-C 全部停止。", "Press Ctrl-C to stop all of it."},
		"demo.stopping":            {"正在停止……", "Stopping ..."},
		"role.clerk":               {"窗口人员", "clerk at the window"},
		"role.recorder":            {"决定录入", "records decisions"},
		"role.auditor":             {"审计", "auditor"},
		"role.archivist":           {"档案", "archivist"},
		"role.admin":               {"系统管理", "administrator"},
		"log.first_password":       {"已建立第一个管理账号 admin，一次性密码在文件 %s 里，首次登录后须修改", "the first account, admin, was made; its one-time password is in the file %s and has to be changed at the first login"},
	}
}

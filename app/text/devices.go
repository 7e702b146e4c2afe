package text

// devices are the sentences about devices in the configuration. The first place is the setting, such as alarms[2].baud, the second what stands there, or
// the other device.
func devices() map[string]sentence {
	return map[string]sentence{
		"config.device.kind":         {"配置里的 %s 是 %q，没有这种设备。读卡器写 [[readers]]（kind = \"idcard\"），接警机写 [[alarms]]，打印机写 [[printers]]。", "%s is %q: there is no such device. Card readers stand under [[readers]] (kind = \"idcard\"), alarm receivers under [[alarms]], printers under [[printers]]."},
		"config.device.name_long":    {"配置里的 %s 太长（最多 60 个字）：%q。", "%s is longer than 60 characters: %q."},
		"config.device.id":           {"配置里的 %s 不能含空格和 / ? # %% \\，最多 64 个字节，现在是 %q。", "%s may hold no spaces and none of / ? # %% \\, and 64 bytes at most; it is %q."},
		"config.device.id_taken":     {"配置里的 %s 与另一个设备 %q 相同。请改成不同的。", "%s is that of another device, %q. Give it another one."},
		"config.device.protocol":     {"配置里的 %s 不认识协议 %q，请用 surgard、ademco685、conwin、dc09、radionics6500、it100、alarmdecoder 或 contactid。", "%s: there is no protocol %q; use surgard, ademco685, conwin, dc09, radionics6500, it100, alarmdecoder or contactid."},
		"config.device.connection":   {"配置里的 %s 与设备的连接方式不符（现在是 %q）：dc09 写 listen，其他接警机和读卡器写 port，打印机写 port 或 address，只写一个。", "%s does not fit how the device is connected (%q): dc09 has listen, other receivers and readers have port, a printer has port or address; only one of them."},
		"config.device.address":      {"配置里的 %s 应是 主机:端口，例如 0.0.0.0:8900，现在是 %q。", "%s must be host:port, such as 0.0.0.0:8900; it is %q."},
		"config.device.baud":         {"配置里的 %s：波特率 %s 不能用，请用 1200、2400、4800、9600、19200、38400、57600 或 115200。", "%s: a baud rate of %s is not possible; use 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200."},
		"config.device.data_bits":    {"配置里的 %s 应是 7 或 8，现在是 %s。", "%s must be 7 or 8; it is %s."},
		"config.device.parity":       {"配置里的 %s 应是 none、odd 或 even，现在是 %q。", "%s must be none, odd or even; it is %q."},
		"config.device.stop_bits":    {"配置里的 %s 应是 1 或 2，现在是 %s。", "%s must be 1 or 2; it is %s."},
		"config.device.byte":         {"配置里的 %s 应是一个字节的两位十六进制数，例如 06，现在是 %q。", "%s must be one byte as two hex digits, such as 06; it is %q."},
		"config.device.number":       {"配置里的 %s 是 %s，超出了范围。", "%s is %s, which is out of range."},
		"config.device.key":          {"配置里的 %s 不是 AES 密钥，应是 32、48 或 64 位十六进制数。%s", "%s is no AES key: 32, 48 or 64 hex digits.%s"},
		"config.device.account":      {"配置里的 %s：%q 不是用户编号，应是 1 到 18 位十六进制数字。", "%s: %q is no account; it has 1 to 18 hex digits."},
		"config.device.category":     {"配置里的 %s 看不懂：%s。应写 代码 = \"类别\"，例如 134 = \"panic\"，类别后可加 user、duress、silent。", "%s makes no sense: %s. Write code = \"category\", such as 134 = \"panic\"; user, duress and silent may follow."},
		"config.device.width":        {"配置里的 %s 应是 576（80 毫米纸）或 384（58 毫米纸），现在是 %s。", "%s must be 576 (80 mm paper) or 384 (58 mm paper); it is %s."},
		"config.device.codepage":     {"配置里的 %s 应是 gb2312、gbk 或 gb18030，现在是 %q。", "%s must be gb2312, gbk or gb18030; it is %q."},
		"config.device.not_here":     {"配置里的 %s 对这种设备没有用。请删掉这一项。%s", "%s means nothing for this kind of device. Remove it.%s"},
		"config.device.port_taken":   {"配置里的 %s 已由设备 %q 使用。一个端口只能接一个设备，请改正。", "%s is used by the device %q already. One port has one device; correct it."},
		"config.device.readers_many": {"%s：配置里写了 %s 个读卡器，一个站点只能有一个。", "%s: the configuration has %s readers; a station has one."},
	}
}

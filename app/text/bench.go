package text

// measurements are the words of jiezhan bench registry.
func measurements() map[string]sentence {
	return map[string]sentence{
		"help.bench.registry":           {"建一个大的登记簿，测量查找要多久", "build a large register and measure how long searches take"},
		"help.bench.registry.people":    {"多少人", "how many people"},
		"help.bench.registry.rooms":     {"多少套房屋", "how many rooms"},
		"help.bench.registry.questions": {"每种查法问多少次", "how many questions of each kind"},
		"help.bench.registry.dir":       {"放在哪个文件夹，下次再用；不写则用完删除", "folder that keeps the register for the next run; it is removed where left out"},
		"bench.registry.sizes":          {"人数至少 1000，房屋至少 100 且不多于人数，每种至少问 2 次。", "At least 1000 people, at least 100 rooms and no more than people, at least 2 questions of each kind."},
		"bench.registry.build":          {"登记簿", "register"},
		"bench.registry.cold":           {"冷", "cold"},
		"bench.registry.warm":           {"热", "warm"},
		"bench.registry.busy":           {"边查边写", "busy"},
		"bench.registry.http":           {"HTTP", "http"},
		"bench.registry.size":           {"%d 人，%d 套房屋，文件 %d MiB，建好用了 %.0f 秒（每秒 %.0f 人）", "%d people, %d rooms, file %d MiB, built in %.0f s (%.0f people/s)"},
		"bench.registry.writes":         {"边查边写时每秒登记 %.0f 件，p99 %s；站点占内存 %d MiB", "while two readers asked: %.0f registrations/s, p99 %s; memory of the station %d MiB"},
		"bench.registry.head":           {"查法\t方式\t次数\tp50 µs\tp95 µs\tp99 µs\t最长 µs\t\t 最慢的", "kind\tway\tn\tp50 µs\tp95 µs\tp99 µs\tmax µs\t\t slowest"},
	}
}

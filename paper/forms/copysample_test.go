package forms

import (
	"testing"
	"time"
)

func sampleCopy(tb testing.TB) Copy {
	tb.Helper()
	return Copy{
		Issuer: sampleIssuer(), MadeAt: time.Date(2026, 11, 21, 1, 42, 0, 0, time.UTC), Name: "吴𬭎兰", SexCode: "2", Birth: day(tb, "1990-05-01"), Nationality: "CHN",
		Phone: "13800006620", HukouAddress: "范本省样例市青松路 1 号",
		Documents: []CopyDocument{
			{"resident", "339999199005011246", "吴𬭎兰", day(tb, "2019-01-01"), day(tb, "2039-01-01")},
			{"passport", "EA0000001", "WU HONGLAN", day(tb, "2020-01-01"), day(tb, "2030-01-01")},
		},
		Registrations: []CopyEntry{{sampleNumber, sampleAddress, day(tb, "2026-11-01"), "active"}, {"339999001001-251121-1001-5", "青松家园1号楼101室", day(tb, "2025-11-21"), "changed"}},
		Applications:  []CopyEntry{{"339999001001-260601-1001-5", sampleAddress, day(tb, "2026-06-01"), "delivered"}},
		Permits:       []CopyCard{{"33999900000000117", day(tb, "2026-06-12"), "active"}},
		Corrections:   []CopyCorrection{{day(tb, "2026-11-03"), "phone", "13800006621", "13800006620"}},
		Requests:      []CopyRequest{{"339999001001-261101-1001-5", "correction", "granted", "电话已更正", day(tb, "2026-11-01")}},
		Looks: []CopyLook{
			{day(tb, "2026-11-21"), "青松社区便民服务站", "resident", "kiosk", "self"},
			{day(tb, "2026-11-03"), "青松社区便民服务站", "clerk", "opened", "data_request"},
			{day(tb, "2026-06-01"), "白杨社区便民服务站", "recorder", "printed", "case"},
		},
	}
}

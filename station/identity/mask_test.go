package identity_test

import (
	"testing"

	"jiezhan/station/identity"
)

func TestMasks(t *testing.T) {
	cases := []struct {
		name string
		mask func(string) string
		text string
		want string
	}{
		{"three characters", identity.MaskName, "范小例", "范*例"},
		{"two characters", identity.MaskName, "范例", "范*"},
		{"four characters", identity.MaskName, "欧阳修文", "欧**文"},
		{"one character", identity.MaskName, "范", "*"},
		{"no name", identity.MaskName, "", ""},
		{"name in parts", identity.MaskName, "阿卜杜•热合曼", "阿**·***"},
		{"supplementary planes", identity.MaskName, "𬭎𫖯𠅤", "𬭎*𠅤"},
		{"letters", identity.MaskName, "John Smith", "J*** *****"},
		{"number for staff", identity.MaskNumber, "110101199003077715", "110101********7715"},
		{"number for the hall", identity.MaskNumberKiosk, "110101199003077715", "110*************15"},
		{"foreign card", identity.MaskNumber, "CAN110178050101", "CAN110*****0101"},
		{"foreign card in the hall", identity.MaskNumberKiosk, "CAN110178050101", "CAN**********01"},
		{"too short to show a part", identity.MaskNumber, "12345678", "********"},
		{"mobile", identity.MaskPhone, "+8613812346620", "138****6620"},
		{"landline", identity.MaskPhone, "+8657188886666-12", "057****6666"},
		{"no phone", identity.MaskPhone, "", ""},
		{"province, city, county", identity.MaskAddress, "浙江省杭州市西湖区文三路1号", "浙江省杭州市西湖区********"},
		{"no county", identity.MaskAddress, "范本省范本市青松路1号", "范本省范本市********"},
		{"municipality", identity.MaskAddress, "北京市东城区幸福大街2号", "北京市东城区********"},
		{"autonomous region", identity.MaskAddress, "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇", "内蒙古自治区呼伦贝尔市鄂温克族自治旗********"},
		{"county city", identity.MaskAddress, "浙江省杭州市建德市新安江街道", "浙江省杭州市建德市********"},
		{"autonomous county", identity.MaskAddress, "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县吹麻滩镇", "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县********"},
		{"an estate is no county", identity.MaskAddress, "范本省范本市青松小区3号楼", "范本省范本市********"},
		{"a market street is no city", identity.MaskAddress, "浙江省杭州市上城区老城市场路3号", "浙江省杭州市上城区********"},
		{"nothing to keep", identity.MaskAddress, "青松路3号", "********"},
		{"abroad", identity.MaskAddress, "12 High Street, Leeds", "********"},
		{"no address", identity.MaskAddress, " ", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.mask(c.text); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

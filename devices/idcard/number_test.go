package idcard_test

import (
	"testing"

	"jiezhan/devices/idcard"
)

func TestCheckNumber(t *testing.T) {
	tests := map[string]bool{
		"11010519491231002X": true, // the two examples of GB 11643
		"440524188001010014": true,
		"11010519491231002x": true,
		"911398199012310021": true,
		"119999198501019991": true,
		"119999198501019992": false,
		"119999198501019919": false,
		"11010519491231002Ⅹ": false, // U+2169
		"1１0105194912310020": false,
		"X10105194912310021": false,
		"110105194912310":    false,
		"":                   false,
		"1101051949123100 X": false,
	}
	for number, want := range tests {
		if got := idcard.CheckNumber(number); got != want {
			t.Errorf("CheckNumber(%q) = %t, want %t", number, got, want)
		}
	}
}

func TestCheckForeignNumber(t *testing.T) {
	tests := map[string]bool{
		"KAZ110090123105":    true,
		"KAZ110090123106":    false,
		"KZ1110090123105":    false,
		"kaz110090123105":    false,
		"KAZ11009012310":     false,
		"KAZ1100901231O5":    false,
		"911398199012310021": false,
	}
	for number, want := range tests {
		if got := idcard.CheckForeignNumber(number); got != want {
			t.Errorf("CheckForeignNumber(%q) = %t, want %t", number, got, want)
		}
	}
}

func TestEthnicName(t *testing.T) {
	tests := map[string]string{
		"01": "汉", "03": "回", "10": "朝鲜", "17": "哈萨克", "31": "达斡尔", "40": "普米", "56": "基诺", "97": "其他", "98": "外国血统中国籍人士",
		"00": "", "57": "", "96": "", "99": "", "1": "", "001": "", "0A": "", "": "",
	}
	for code, want := range tests {
		if got := idcard.EthnicName(code); got != want {
			t.Errorf("EthnicName(%q) = %q, want %q", code, got, want)
		}
	}
}

package simulator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// sample is the invented person of the published worked frame; area code 119999 is not assigned.
func sample() idcard.Card {
	return idcard.Card{
		Kind: idcard.KindResident, Name: "范示例", SexCode: "1", EthnicCode: "01", Birth: "1985-01-01",
		Address: "范本省范本市范本路1号", IDNumber: "119999198501019991", Issuer: "范本市公安局",
		ValidFrom: "2015-01-01", LongTerm: true, Nationality: "CHN", PhotoPresent: true,
	}
}

func TestEncodeCardRebuildsTheWorkedFrame(t *testing.T) {
	frame := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...)
	if len(frame) != 1295 || frame[1294] != 0xAF {
		t.Fatalf("frame has %d bytes and check byte %02X, want 1295 and AF", len(frame), frame[len(frame)-1])
	}
	sum := sha256.Sum256(frame)
	const want = "65d5a742695d1770f33efb21e60ff87b5a216fd745f0c61393819d4d9305c8d8"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("SHA-256 = %s, want %s", got, want)
	}
}

func TestEncodeCardCutsLongValues(t *testing.T) {
	c := sample()
	c.Name = strings.Repeat("范", 14) + "𠅤" // 16 units: the pair would be cut in half
	c.Address = strings.Repeat("路", 40)
	back, err := idcard.ParseCard(simulator.EncodeCard(c, nil))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Repeat("范", 14); back.Name != want {
		t.Errorf("name = %q, want %q", back.Name, want)
	}
	if want := strings.Repeat("路", 35); back.Address != want {
		t.Errorf("address = %q, want %q", back.Address, want)
	}
	if back.SexCode != "1" || back.IDNumber != c.IDNumber || back.PhotoPresent {
		t.Errorf("neighbours of cut fields = %+v, want them untouched", back)
	}
}

func TestDummyPhoto(t *testing.T) {
	p := simulator.DummyPhoto()
	if len(p) != 1024 || !bytes.HasPrefix(p, []byte("WLf\x00~\x002\x00\x00\xFF")) {
		t.Errorf("photo = %d bytes % X, want 1024 with the head of a portrait file", len(p), p[:10])
	}
}

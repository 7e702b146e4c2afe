package alarm

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"strings"
)

// dc09IV is all zero, as the standard has it: the pad in front makes each text a different one.
var dc09IV [aes.BlockSize]byte

// dc09Seal encrypts text behind a pad of 1 to 16 bytes. No key that AES takes, no text.
func dc09Seal(key []byte, text string, pad func([]byte)) string {
	block, err := aes.NewCipher(key)
	if err != nil {
		return ""
	}
	n := aes.BlockSize - len(text)%aes.BlockSize
	b := make([]byte, n+len(text))
	if pad == nil {
		pad = randomPad
	}
	pad(b[:n])
	copy(b[n:], text)
	cipher.NewCBCEncrypter(block, dc09IV[:]).CryptBlocks(b, b)
	return strings.ToUpper(hex.EncodeToString(b))
}

// dc09Unseal decrypts sealed, pad included. A closing bracket in clear, which some senders add, is no harm. Whether the key was
// the right one shows in the text alone.
func dc09Unseal(key []byte, sealed string) (text string, ok bool) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", false
	}
	b, err := hex.DecodeString(strings.TrimSuffix(sealed, "]"))
	if err != nil || len(b) == 0 || len(b)%aes.BlockSize != 0 {
		return "", false
	}
	cipher.NewCBCDecrypter(block, dc09IV[:]).CryptBlocks(b, b)
	return string(b), true
}

// randomPad fills b with fresh random bytes that end no field.
func randomPad(b []byte) {
	_, _ = rand.Read(b) // it never fails
	for i, c := range b {
		if strings.IndexByte("|[]", c) >= 0 {
			b[i] = c ^ 0x80
		}
	}
}

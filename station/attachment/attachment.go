// Package attachment knows the pictures that belong to an application for a residence permit: copies of papers, the portrait, the signature
// (申请材料图像). It takes them in, checks that they are pictures and nothing else, and erases each when its time is over. It decides nothing about
// an application: a picture is a help beside the list of papers, and never stands for an original that a clerk has to see.
package attachment

import (
	_ "embed"
	"slices"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Pictures are taken in while a station is cut off: they follow their application, which is in the
// journal before them. Erasing waits for the office, because nothing brings an erased picture back.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "attachment", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[Add](ledger.Final),
		ledger.Declare[EraseDue](ledger.OnlineOnly),
	}}
}

// Kind says what a picture shows.
type Kind string

const (
	// Paper is a page of a document named in the application (材料照片).
	Paper Kind = "paper"
	// Portrait is the portrait for the card (证件照), 480 x 640 pixels.
	Portrait Kind = "portrait"
	// Signature is the signature under the statement that the proofs are true (签名; Decree 663 art. 9).
	Signature Kind = "signature"
)

// Kinds lists the kinds in the order shown.
func Kinds() []Kind { return []Kind{Paper, Portrait, Signature} }

// Known tells whether the kind is one of the three.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Codes lists every refusal code of this package.
func Codes() []string {
	return []string{
		"attachment.already_there",
		"attachment.application_closed",
		"attachment.application_unknown",
		"attachment.document_unknown",
		"attachment.erased",
		"attachment.kind_unknown",
		"attachment.not_a_picture",
		"attachment.not_own",
		"attachment.too_large",
		"attachment.too_many",
		"attachment.wrong_size",
	}
}

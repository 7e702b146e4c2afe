// Package idcard knows what resident ID card readers and their cards say: the SAM_V frames of a GA 450 reader with a
// GA/T 467 security module, the states of a reader with a card on it, and the four card layouts (居民身份证,
// 港澳台居民居住证, 外国人永久居留身份证 of 2017 and of 2023).
//
// It does not know which serial port carries the bytes, what a card is used for, which area codes exist, or what day it
// is: an expired card or a failed check is delivered with a warning, never altered and never refused.
//
// Errors, events and faults carry codes, status bytes and lengths, never what a card holds; buffers that held card bytes
// are zeroed as soon as the card is parsed.
package idcard

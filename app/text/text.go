// Package text knows the words of the command line and of start-up errors in Chinese and English. It knows nothing of screens: those have
// their own catalogues in the frontend.
package text

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Lang is a language of the catalogue.
type Lang string

// The languages.
const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

// Choose takes the language somebody asked for, or else what the environment says; Chinese where both are silent or unknown.
// The environment is that of POSIX: LC_ALL before LC_MESSAGES before LANG.
func Choose(asked string, env func(string) string) Lang {
	wish := asked
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if wish == "" {
			wish = env(name)
		}
	}
	if strings.HasPrefix(strings.ToLower(wish), "en") {
		return English
	}
	return Chinese
}

// Error is an error with a sentence in every language that says what happened and what to do.
type Error struct {
	Key   string
	Args  []any
	Cause error
}

// Failure makes an Error. The key is one of the catalogue's; args fill its places.
func Failure(cause error, key string, args ...any) *Error {
	return &Error{Key: key, Args: args, Cause: cause}
}

// Error is the English sentence.
func (e *Error) Error() string { return Say(English, e.Key, e.Args...) }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Known tells whether there is a sentence of that key.
func Known(key string) bool {
	_, found := catalogue()[key]
	return found
}

// Keys lists the keys that begin so.
func Keys(head string) []string {
	var keys []string
	for key := range catalogue() {
		if strings.HasPrefix(key, head) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Say is the sentence of a key. An Error among args is said in the same language.
func Say(lang Lang, key string, args ...any) string {
	sentence, found := catalogue()[key]
	if !found {
		return key
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if inner, ok := arg.(*Error); ok {
			args[i] = Say(lang, inner.Key, inner.Args...)
		}
	}
	if lang == English {
		return fmt.Sprintf(sentence.en, args...)
	}
	return fmt.Sprintf(sentence.zh, args...)
}

// Explain is the sentence of an error: its own where it has one, its text otherwise.
func Explain(lang Lang, err error) string {
	var known *Error
	if errors.As(err, &known) {
		return Say(lang, known.Key, known.Args...)
	}
	return Say(lang, "error.other", err)
}

type sentence struct{ zh, en string }

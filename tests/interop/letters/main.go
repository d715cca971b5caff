// Command letters prints the ranges of src/codec/letters.c: the letters and decimal digits
// beyond ASCII that the Kubernetes YAML writer knows when it orders keys.
//
//	go run . > ../../../src/codec/letters_data.h
package main

import (
	"fmt"
	"unicode"
)

type ranges struct {
	first, last rune
}

func gather(holds func(rune) bool) []ranges {
	var list []ranges
	for code := rune(0x80); code <= unicode.MaxRune; code++ {
		if !holds(code) {
			continue
		}
		if n := len(list); n > 0 && list[n-1].last == code-1 {
			list[n-1].last = code
		} else {
			list = append(list, ranges{code, code})
		}
	}
	return list
}

func show(name string, list []ranges) {
	fmt.Printf("\nstatic const range %s[] = {\n", name)
	for at := 0; at < len(list); at += 4 {
		fmt.Print("   ")
		for _, r := range list[at:min(at+4, len(list))] {
			fmt.Printf(" {0x%X, 0x%X},", r.first, r.last)
		}
		fmt.Println()
	}
	fmt.Println("};")
}

func main() {
	fmt.Printf("/* Made by tests/interop/letters from Unicode %s. */\n", unicode.Version)
	show("letters", gather(unicode.IsLetter))
	show("digits", gather(unicode.IsDigit))
}

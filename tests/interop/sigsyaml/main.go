// Command sigsyaml is the YAML writer that ours follows, for comparison.
//
//	sigsyaml write < DOCUMENTS    each line is a JSON document; each becomes YAML and a line "---"
//	sigsyaml again FILE...        reads each YAML document of the files, and writes it again: it
//	                              has to be the same; the last line is "N passed, N failed"
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

// plain makes integers of the numbers that are some, and doubles of all others, as they arrive
// from the API server.
func plain(value any) (any, error) {
	var err error
	switch v := value.(type) {
	case json.Number:
		if integer, err := v.Int64(); err == nil {
			return integer, nil
		}
		return v.Float64()
	case []any:
		for i := range v {
			if v[i], err = plain(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for key := range v {
			if v[key], err = plain(v[key]); err != nil {
				return nil, err
			}
		}
	}
	return value, nil
}

func convert(line []byte) ([]byte, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	value, err := plain(value)
	if err != nil {
		return nil, err
	}
	return yaml.Marshal(value)
}

func write() error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		text, err := convert(lines.Bytes())
		if err != nil {
			return fmt.Errorf("%s: %w", lines.Text(), err)
		}
		out.Write(text)
		out.WriteString("---\n")
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}

func again(files []string) error {
	passed, failed := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text = bytes.TrimPrefix(text, []byte("---\n"))
		for _, document := range bytes.SplitAfter(text, []byte("\n---\n")) {
			document = bytes.TrimSuffix(document, []byte("---\n"))
			var value any
			err := yaml.UnmarshalStrict(document, &value, func(d *json.Decoder) *json.Decoder {
				d.UseNumber()
				return d
			})
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if value, err = plain(value); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			written, err := yaml.Marshal(value)
			if err == nil && bytes.Equal(written, document) {
				passed++
				continue
			}
			failed++
			fmt.Printf("%s\nours:\n%stheirs:\n%s%v\n", file, document, written, err)
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
	return nil
}

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "write":
		err = write()
	case len(os.Args) > 2 && os.Args[1] == "again":
		err = again(os.Args[2:])
	default:
		err = fmt.Errorf("usage: sigsyaml write < DOCUMENTS | sigsyaml again FILE...")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

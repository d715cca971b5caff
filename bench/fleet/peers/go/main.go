// A fleet through Go's text/template: usage: text TEMPLATE FLEET
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"text/template"

	"sigs.k8s.io/yaml"
)

func run(form, fleet string) error {
	functions := template.FuncMap{"mul": func(a float64, b int) int { return int(a) * b }}
	source, err := os.ReadFile(form)
	if err != nil {
		return err
	}
	parsed, err := template.New("form").Funcs(functions).Option("missingkey=error").Parse(string(source))
	if err != nil {
		return err
	}
	input, err := os.ReadFile(fleet)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	for _, document := range bytes.Split(input, []byte("---\n")) {
		if len(document) == 0 {
			continue
		}
		var xr map[string]any
		if err := yaml.Unmarshal(document, &xr); err != nil {
			return err
		}
		if err := parsed.Execute(out, xr); err != nil {
			return err
		}
	}
	return out.Flush()
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

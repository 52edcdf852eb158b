package hunts

import (
	"context"
	"slices"
	"strings"

	"coldtrail/loader"

	"github.com/tidwall/gjson"
)

// command is what a SendCommand says about itself.
type command struct {
	id       string   // "" for a refused one
	document string   // as the request names it: AWS-RunShellScript, or its ARN
	named    []string // the instances that request and response name; may hold "*"
	selector string   // what else it aims at: "tag:Env=prod"; "" where instances are named
	resolved []string // of a selector: the instances that it is known to have reached
}

// commandOf reads a SendCommand and resolves its selector as far as the dump tells.
func commandOf(ctx context.Context, d *loader.Dataset, r record) (command, error) {
	request, response := r.request(), r.response().Get("command")
	c := command{id: scalar(response.Get("commandId")), document: documentOf(r)}
	var ids, selectors distinct
	for _, side := range []gjson.Result{response, request} {
		ids.add(scalars(side.Get("instanceIds"))...)
		for _, target := range side.Get("targets").Array() {
			key, values := scalar(target.Get("key")), scalars(target.Get("values"))
			if strings.EqualFold(key, "InstanceIds") {
				ids.add(values...)
			} else if key != "" {
				selectors.add(key + "=" + strings.Join(values, ","))
			}
		}
	}
	if c.named = ids.texts; len(c.named) > 0 || len(selectors.texts) == 0 {
		return c, nil
	}
	c.selector = strings.Join(selectors.texts, " ")
	var err error
	c.resolved, err = reached(ctx, d, c.id)
	return c, err
}

// documentOf is the document that a SendCommand names.
func documentOf(r record) string {
	if asked := scalar(r.request().Get("documentName")); asked != "" {
		return asked
	}
	return scalar(r.response().Get("command.documentName"))
}

// targets are the instances that the command aims at, as far as they are
// known, or else its selector.
func (c command) targets() []string {
	switch {
	case len(c.named) > 0:
		return c.named
	case len(c.resolved) > 0:
		return c.resolved
	case c.selector != "":
		return []string{c.selector}
	}
	return nil
}

// runsScript tells whether a document, by name or by ARN, is one of the two that
// run a script as it is given.
func runsScript(document string) bool {
	if strings.HasPrefix(document, "arn:") {
		document = document[strings.LastIndexByte(document, '/')+1:]
	}
	return slices.Contains(scripts, document)
}

// scripts are the documents that the source of the rare commands names.
var scripts = []string{"AWS-RunPowerShellScript", "AWS-RunShellScript"}

// aimsAt tells whether a target of the complete reading is one of the command's.
func (c command) aimsAt(target string) bool { return slices.Contains(c.rare(), target) }

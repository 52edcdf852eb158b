package dumptest

import (
	"maps"
	"regexp"
	"slices"
	"testing"
)

// command is what a SendCommand and its answer say.
type command struct {
	id, document string
	ids          []string // instances named in request or answer, without *
	selectors    []string // key=value of other targets
}

func commandOf(t *testing.T, e event) command {
	type answered struct {
		CommandID   string
		InstanceIDs []string
	}
	var request struct {
		DocumentName string
		InstanceIDs  []string
		Targets      []struct {
			Key    string
			Values []string
		}
	}
	var response *struct{ Command answered }
	read(t, e.RequestParameters, &request)
	read(t, e.ResponseElements, &response)
	c := command{document: request.DocumentName}
	c.ids = append(c.ids, request.InstanceIDs...)
	if response != nil {
		c.id = response.Command.CommandID
		c.ids = append(c.ids, response.Command.InstanceIDs...)
	}
	for _, target := range request.Targets {
		if target.Key == "InstanceIds" {
			c.ids = append(c.ids, target.Values...)
			continue
		}
		for _, value := range target.Values {
			c.selectors = append(c.selectors, target.Key+"="+value)
		}
	}
	slices.Sort(c.ids)
	c.ids = slices.DeleteFunc(slices.Compact(c.ids), func(id string) bool { return id == "*" })
	return c
}

// reached gives the instances for which the outcome of a command was asked with success.
func reached(t *testing.T, events []event) map[string][]string {
	ids := map[string][]string{}
	for _, e := range events {
		if (isSSM(e, "GetCommandInvocation") || isSSM(e, "ListCommandInvocations")) && !e.failed() {
			var request struct{ CommandID, InstanceID string }
			read(t, e.RequestParameters, &request)
			if request.InstanceID != "" && !slices.Contains(ids[request.CommandID], request.InstanceID) {
				ids[request.CommandID] = append(ids[request.CommandID], request.InstanceID)
			}
		}
	}
	return ids
}

var scriptDocument = regexp.MustCompile(`^(arn:aws:ssm:[^:]*:\d*:document/)?AWS-Run(Shell|PowerShell)Script$`)

// rareRows are hunt 2's complete rows, over the events that a filter lets in.
func rareRows(t *testing.T, events []event, in func(event) bool) []string {
	where, sent, refused := reached(t, events), tally{}, tally{}
	for _, e := range events {
		if !isSSM(e, "SendCommand") || !in(e) {
			continue
		}
		c := commandOf(t, e)
		if !scriptDocument.MatchString(c.document) {
			continue
		}
		ids := c.ids
		if len(ids) == 0 {
			ids = where[c.id]
		}
		if len(ids) == 0 {
			ids = c.selectors
		}
		for _, id := range ids {
			if e.failed() {
				refused.add(id, "failure")
			} else {
				sent.add(id, "success")
			}
		}
	}
	maps.DeleteFunc(sent, func(_ string, n int) bool { return n != 1 })
	return append(sent.rows(), refused.rows()...)
}

func commandRows(t *testing.T, events []event) tally {
	rows := tally{}
	for _, e := range events {
		if isSSM(e, "SendCommand") && !e.failed() {
			rows.add(e.UserIdentity.ARN, commandOf(t, e).document, e.SourceIPAddress)
		}
	}
	return rows
}

package jsonview

import "slices"

const (
	tellingLeaves = 3  // in the line of a folded node
	lookedAt      = 64 // nodes below it that are looked at for them
)

// tellingKeys names the members that say most about what is folded.
var tellingKeys = []string{
	"userName", "mfaAuthenticated", "sessionId", "commandId", "instanceId", "documentName", "roleArn", "accessKeyId", "ARN", "arn",
}

// telling returns some of the leaves below n: first those that say most, then
// those that are nearest to n.
func telling(n *node) []*node {
	var best, rest []*node
	queue := []*node{n}
	for looked := 0; looked < len(queue) && looked < lookedAt; looked++ {
		at := queue[looked]
		queue = append(queue, at.members()...)
		switch {
		case at.container() || !at.inObject() || at.raw == "null" || at.raw == `""`:
		case slices.Contains(tellingKeys, at.name()):
			best = append(best, at)
		default:
			rest = append(rest, at)
		}
	}
	found := append(best, rest...)
	return found[:min(len(found), tellingLeaves)]
}

package tui

import (
	"testing"

	"coldtrail/loader/safe"
	"coldtrail/tui/ink"
)

func TestUnder(t *testing.T) {
	arn := "arn:aws:sts::111122223333:assumed-role/BuildRunnerRole/i-0f6a91c3e708a25bd"
	for _, tt := range []struct {
		field, value string
		w            int
		want         string
	}{
		{"event.action", "StartSession", 40, "event.action = StartSession"},
		{"user_agent.original", "aws-cli/2.17.20 md/awscrt", 40, "user_agent.original = aws-cli/2.17.20 m…"},
		{"aws.cloudtrail.user_identity.arn", arn, 112, "aws.cloudtrail.user_identity.arn = " + arn},
		{"aws.cloudtrail.user_identity.arn", arn, 80, "arn = " + arn},
		{"aws.cloudtrail.user_identity.arn", arn, 50, "arn = …ed-role/BuildRunnerRole/i-0f6a91c3e708a25bd"},
		{".userIdentity.arn", arn, 50, ".userIdentity.arn = …unnerRole/i-0f6a91c3e708a25bd"},
		{"aws.cloudtrail.user_identity.arn", arn, 3, "ar…"},
		{"", "", 40, ""},
	} {
		if got := (Named{tt.field, safe.Cell(tt.value)}).fit(tt.w, ink.Unicode()).String(); got != tt.want {
			t.Errorf("%s in %d cells: %q, want %q", tt.field, tt.w, got, tt.want)
		}
	}
}

package loader

import (
	"regexp"
	"time"
)

// deliveryDay finds the day in the key of a delivered log file:
// …/CloudTrail/REGION/2025/10/22/….
var deliveryDay = regexp.MustCompile(`[/\\]CloudTrail[/\\][^/\\]+[/\\](\d{4})[/\\](\d{2})[/\\](\d{2})[/\\]`)

// maxDelay is how long after an event its file may be delivered, generously.
const maxDelay = 48 * time.Hour

// mayHold tells whether a file can hold records of the time that is asked for,
// as far as the day of its delivery, in its path, tells. A record is never
// delivered before its time, and seldom long after.
func (o Options) mayHold(path string) bool {
	m := deliveryDay.FindStringSubmatch(path)
	if m == nil {
		return true
	}
	day, err := time.Parse("20060102", m[1]+m[2]+m[3])
	if err != nil {
		return true
	}
	if !o.Since.IsZero() && day.Add(24*time.Hour).Before(o.Since) {
		return false
	}
	return o.Until.IsZero() || !day.After(o.Until.Add(maxDelay))
}

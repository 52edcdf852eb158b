package hunts

import (
	"context"

	"coldtrail/loader"
)

// alertColumns are the columns of a rule that gives one alert for each event.
var alertColumns = []string{"event.id", fieldARN, "source.address"}

// alerts makes a row of each event, in time order, as a rule does. targets
// tells the instances that an event is about. The rows have the severity
// that the rule states.
func alerts(severity Severity, targets func(context.Context, *loader.Dataset, loader.ID) ([]string, error)) func(context.Context, *loader.Dataset, []loader.ID, []loader.ID) ([]Finding, error) {
	return func(ctx context.Context, d *loader.Dataset, in, _ []loader.ID) ([]Finding, error) {
		found := make([]Finding, len(in))
		for i, id := range in {
			about, err := targets(ctx, d, id)
			if err != nil {
				return nil, err
			}
			e := d.At(id)
			found[i] = finding(d, []loader.ID{id}, about, Text(e.EventID), Text(e.ARN), Text(e.Address))
			found[i].Severity = severity
		}
		return found, nil
	}
}

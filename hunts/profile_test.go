package hunts

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// naiveStart is a session start, and naiveAlert what the definition of the hunt
// says of it: worked out from the whole list, without any index or sliding.
type (
	naiveStart struct {
		at       time.Time
		identity string
		traits   [traits]string
		refused  bool
	}
	naiveAlert struct {
		identity, variation string
		fresh               []string
		days                int
		times               []time.Time
	}
)

// judgeNaively says what a start is, compared with all others.
func judgeNaively(all []naiveStart, s naiveStart, first time.Time) (variation string, fresh []string, days int) {
	days = int(s.at.Sub(first) / day)
	if s.at.Sub(first) < 14*day {
		return "session", nil, days
	}
	days = min(days, 30)
	before := 0
	seen := map[string]bool{}
	for _, o := range all {
		if o.identity == s.identity && !o.refused && o.at.Before(s.at) && o.at.After(s.at.Add(-30*day)) {
			before++
			for i, value := range o.traits {
				seen[traitNames[i]+"="+value] = true
			}
		}
	}
	if before == 0 {
		return "unusual identity", nil, days
	}
	for i, value := range s.traits {
		if trait := traitNames[i] + "=" + value; !seen[trait] {
			fresh = append(fresh, trait)
		}
	}
	if len(fresh) >= 2 {
		return "unusual session", fresh, days
	}
	return "session", fresh, days
}

// alertNaively makes the rows: the same identity and variation within three
// days of the first is one.
func alertNaively(all []naiveStart, first time.Time) []naiveAlert {
	var rows []naiveAlert
	for _, s := range all {
		if s.refused {
			continue
		}
		variation, fresh, days := judgeNaively(all, s, first)
		at := -1
		for i, row := range rows { // the last row of the kind takes it, if it is open
			if row.identity == s.identity && row.variation == variation {
				at = i
			}
		}
		if at >= 0 && s.at.Sub(rows[at].times[0]) <= 3*day {
			rows[at].times = append(rows[at].times, s.at)
			continue
		}
		rows = append(rows, naiveAlert{s.identity, variation, fresh, days, []time.Time{s.at}})
	}
	return rows
}

// The hunt finds in random dumps what its definition says, word for word.
func TestSessionIdentityIsItsDefinition(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 7))
			first := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
			records := []string{began}
			var all []naiveStart
			for range 5 + dice.IntN(60) {
				s, record := randomStart(dice, first)
				all, records = append(all, s), append(records, record)
			}
			slices.SortStableFunc(all, func(a, b naiveStart) int { return a.at.Compare(b.at) })
			var want []string
			for _, row := range alertNaively(all, first) {
				want = append(want, fmt.Sprintf("%s | %s | %s | %d | %d | %v", row.identity, row.variation, strings.Join(row.fresh, ", "), row.days, len(row.times), row.times[0]))
			}
			var got []string
			for _, f := range run(t, load(t, records...), ssmSessionIdentity(), Options{}).Findings {
				got = append(got, fmt.Sprintf("%s | %s | %s | %s | %s | %v", f.Values[0], f.Values[1], f.Values[2], f.Values[4], f.Values[5], f.First))
			}
			slices.SortFunc(want, cmp.Compare)
			slices.SortFunc(got, cmp.Compare)
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// randomStart is a start by one of few identities, with few values of each
// trait, at its own second of 60 days: near the limits of all periods often.
func randomStart(dice *rand.Rand, first time.Time) (naiveStart, string) {
	who := []caller{bob, eve, exampleSession("Ops", "carol", "ASIAEXAMPLEOPS00003", ""), exampleSession("Ops", fmt.Sprintf("botocore-session-%d", dice.IntN(1e9)), "ASIAEXAMPLEOPS00004", "")}
	identities := []string{bobARN, "arn:aws:iam::111122223333:user/eve", "arn:aws:iam::111122223333:role/Ops/carol", "arn:aws:iam::111122223333:role/Ops"}
	n := dice.IntN(len(who))
	at := first.Add(time.Duration(dice.IntN(60*24)) * time.Hour)
	if dice.IntN(3) > 0 {
		at = at.Add(time.Duration(dice.IntN(3600)) * time.Second)
	}
	target, host := []string{insA, insB}[dice.IntN(2)], dice.IntN(2)
	client := []string{"aws-cli", "Boto3"}[dice.IntN(2)]
	request, document := `{"target":"`+target+`"}`, "the default"
	if dice.IntN(4) == 0 {
		request, document = `{"target":"`+target+`","documentName":"D"}`, "D"
	}
	s := naiveStart{at: at, identity: identities[n], refused: dice.IntN(8) == 0}
	s.traits = [traits]string{target, fmt.Sprintf("198.51.%d.0/24", host), "us-east-1", client, document}
	by := who[n].from(fmt.Sprintf("198.51.%d.%d", host, dice.IntN(200))).with(client + "/1.0")
	stamp := at.Format(time.RFC3339)
	if s.refused {
		return s, by.call(stamp, ssm, "StartSession", exampleDenied)
	}
	return s, starting(by, stamp, request, "")
}

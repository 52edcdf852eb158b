package kql_test

import (
	"fmt"
	"time"

	"coldtrail/loader/kql"
)

func Example() {
	day := time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)
	q := kql.And(
		kql.Is("event.action", "StartSession", "SendCommand"),
		kql.Not(kql.Like("user_agent.original", "ssm.*")),
		kql.Within(day, day.Add(time.Hour)),
	)
	fmt.Println(q)
	fmt.Println(q.FieldNames())
	// Output:
	// event.action:(StartSession or SendCommand) and not user_agent.original:ssm.* and @timestamp > "2024-08-01T00:00:00Z" and @timestamp <= "2024-08-01T01:00:00Z"
	// [@timestamp event.action user_agent.original]
}

func ExampleParseLenient() {
	q, _ := kql.ParseLenient(`event.outcome:failure !user.name:build arn:x`)
	fmt.Println(q)
	_, err := kql.ParseLenient(`@timestamp > now-1h`)
	fmt.Println(err)
	// Output:
	// event.outcome:failure and not user.name:build and arn:x
	// column 14: `now` is not known here: write a time, such as "2024-08-01T10:00:00Z"
}

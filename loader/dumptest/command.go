package dumptest

import (
	"strconv"
	"time"
)

// Command is what a SendCommand asks for: instances, or a selector.
type Command struct {
	ID        string // commandId of the answer
	Document  string // name or ARN
	Instances []string
	TargetKey string // such as tag:Name or InstanceIds; used where Instances is empty
	Targets   []string
	Comment   string
	State     bool // sent by State Manager
}

// SendCommand is a document run on instances. As in real records the
// parameters are masked, and a selector leaves the answer's instanceIds empty.
func SendCommand(a Actor, at time.Time, c Command) Record {
	request := []string{str("documentName", c.Document), raw("interactive", "false")}
	if len(c.Instances) > 0 {
		request = append([]string{list("instanceIds", c.Instances...)}, request...)
	} else {
		request = append([]string{raw("targets", c.selector())}, request...)
	}
	if c.Comment != "" {
		request = append(request, str("comment", c.Comment))
	}
	request = append(request, str("parameters", masked))
	return a.Change(at, "ssm", "SendCommand", object(request...), object(raw("command", c.answer(a, at))))
}

const (
	masked    = "HIDDEN_DUE_TO_SECURITY_REASONS"
	clockTime = "Jan 2, 2006, 3:04:05 PM" // how Systems Manager and STS write times in answers
)

func (c Command) selector() string {
	if c.TargetKey == "" {
		return "[]"
	}
	return "[" + object(str("key", c.TargetKey), list("values", c.Targets...)) + "]"
}

func (c Command) answer(a Actor, at time.Time) string {
	client := ""
	if c.State {
		client = "StateManager"
	}
	return object(
		str("commandId", c.ID), str("documentName", c.Document), str("documentVersion", "$DEFAULT"),
		str("comment", c.Comment), str("expiresAfter", at.Add(2*time.Hour).Format(clockTime)),
		str("parameters", masked), list("instanceIds", c.Instances...), raw("targets", c.selector()),
		str("requestedDateTime", at.Format(clockTime)), str("status", "Pending"), str("statusDetails", "Pending"),
		str("outputS3Region", a.Region), str("outputS3BucketName", ""), str("outputS3KeyPrefix", ""),
		str("maxConcurrency", "50"), str("maxErrors", "0"),
		raw("targetCount", strconv.Itoa(len(c.Instances))), raw("completedCount", "0"), raw("errorCount", "0"),
		raw("deliveryTimedOutCount", "0"), str("serviceRole", ""), str("clientName", client), str("clientSourceId", ""),
		raw("notificationConfig", `{"notificationArn":"","notificationEvents":[],"notificationType":""}`),
		raw("cloudWatchOutputConfig", `{"cloudWatchLogGroupName":"","cloudWatchOutputEnabled":false}`),
		raw("interactive", "false"), raw("timeoutSeconds", "3600"),
		raw("hasSendCommandSignature", "false"), raw("hasCancelCommandSignature", "false"),
		raw("alarmConfiguration", `{"ignorePollAlarmFailure":false,"alarms":[]}`), raw("triggeredAlarms", "[]"))
}

// Invocation asks for what a command did on one instance.
func Invocation(a Actor, at time.Time, command, instance string) Record {
	return a.Ask(at, "ssm", "GetCommandInvocation", str("commandId", command), str("instanceId", instance))
}

// Invocations asks for a list of what a command did, here on one instance.
func Invocations(a Actor, at time.Time, command, instance string) Record {
	return a.Ask(at, "ssm", "ListCommandInvocations",
		str("commandId", command), str("instanceId", instance), raw("details", "true"))
}

package dumptest

import (
	"strings"
	"time"
)

// Session is what a StartSession asks for.
type Session struct {
	Target     string // i-…, mi-… or ecs:cluster_task_runtime
	Document   string // documentName, may be empty
	Parameters string // JSON, may be empty
	Reason     string // may be empty
	ID         string // the session id of the answer
}

// StartSession is a session opened through Systems Manager. A session without
// a target is refused before its request is logged: requestParameters is null.
func StartSession(a Actor, at time.Time, s Session) Record {
	if s.Target == "" {
		return a.Change(at, "ssm", "StartSession", "", "")
	}
	request := []string{str("target", s.Target)}
	if s.Document != "" {
		request = append(request, str("documentName", s.Document))
	}
	if s.Parameters != "" {
		request = append(request, raw("parameters", s.Parameters))
	}
	if s.Reason != "" {
		request = append(request, str("reason", s.Reason))
	}
	return a.Change(at, "ssm", "StartSession", object(request...), object(
		str("sessionId", s.ID),
		str("tokenValue", "Value hidden due to security reasons."),
		str("streamUrl", "wss://ssmmessages."+a.Region+".amazonaws.com/v1/data-channel/"+s.ID+"?role=publish_subscribe&cell-number=AAEAAdexampleexampleexampleexample")))
}

// TerminateSession ends a session.
func TerminateSession(a Actor, at time.Time, id string) Record {
	return a.Change(at, "ssm", "TerminateSession", object(str("sessionId", id)), object(str("sessionId", id)))
}

// ResumeSession takes up a session that lost its connection.
func ResumeSession(a Actor, at time.Time, id string) Record {
	return a.Change(at, "ssm", "ResumeSession", object(str("sessionId", id)), object(
		str("sessionId", id),
		str("tokenValue", "Value hidden due to security reasons."),
		str("streamUrl", "wss://ssmmessages."+a.Region+".amazonaws.com/v1/data-channel/"+id+"?role=publish_subscribe&cell-number=AAEAAdexampleexampleexampleexample")))
}

// caller is the name that Systems Manager puts before a session's id: the
// user's, or the role session's.
func caller(id Identity) string {
	return id.ARN[strings.LastIndexByte(id.ARN, '/')+1:]
}

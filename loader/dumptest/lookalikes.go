package dumptest

import "time"

// lookalikes are sign-ins of roles that only look like an instance's, and some
// that do not even match: all of them benign.
func (s *script) lookalikes() {
	for _, at := range []time.Time{october(21, 8, 55, 14), october(27, 8, 51, 40)} { // a person called Ingrid Holm
		s.add(SigninToken(assumed(ssoSupport, "i-ngridholm", portalDesk, agentPortal, euwest, at), at, storyKey("ASIA", "i-ngridholm", at)))
	}
	at := october(22, 10, 17, 3) // a person called Ivy
	s.add(ConsoleLogin(assumed(partner, "i-vy", partnerDesk, agentBrowser, useast, at), at, true))
	at = october(23, 5, 44, 21) // an instance's own identity, which has no permissions
	s.add(SigninToken(assumed(ownIdentity, web1.ID, natUS, agentRequests, useast, at), at, storyKey("ASIA", "own", at)))
	at = october(23, 7, 30, 0)
	s.add(SigninToken(assumed(partner, "weekly-i-report", partnerDesk, agentRequests, useast, at), at, storyKey("ASIA", "weekly", at)))
	at = october(25, 18, 3, 45)
	s.add(SigninToken(instanceAt(web2, at).From(natUS, agentRequests), at, "").Refused("AccessDenied", "Access denied"))
}

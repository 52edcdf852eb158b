package hunts

// All lists the built-in hunts in the order in which the overview shows them:
// the most severe first, then those that state no severity.
func All() []Hunt {
	return []Hunt{
		ec2ConsoleLogin(),
		ssmExecution(),
		ssmSessionIdentity(),
		ssmStartSession(),
		ssmRareSendCommand(),
	}
}

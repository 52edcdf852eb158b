package report

import (
	"coldtrail/loader"
	"coldtrail/loader/safe"
)

// digestDoc is a digest file, and the log files that do not agree with it. Of
// a digest that could not be read only file and error are set.
type digestDoc struct {
	File       string   `json:"file"`
	Error      optional `json:"error"`
	Account    optional `json:"account"`
	Region     optional `json:"region"`
	From       optional `json:"from"`
	To         optional `json:"to"`
	Chain      optional `json:"chain"`
	Previous   optional `json:"previous"` // key in S3 of the digest before it
	Signature  optional `json:"signature"`
	Verified   int      `json:"verified"`
	Missing    []string `json:"missing"` // keys in S3; the others are paths in the dump
	Altered    []string `json:"altered"`
	Unreadable []string `json:"unreadable"`
	Unexpected []string `json:"unexpected"`
}

func digestDocs(r loader.DigestReport) []digestDoc {
	docs := []digestDoc{}
	for _, g := range r.Digests {
		doc := digestDoc{File: g.File, Missing: []string{}, Altered: []string{}, Unreadable: []string{}, Unexpected: []string{}}
		if g.Err != nil {
			doc.Error = optional(g.Err.Error())
			docs = append(docs, doc)
			continue
		}
		doc.Account, doc.Region, doc.From, doc.To = optional(g.Account), optional(g.Region), optional(stamp(g.From)), optional(stamp(g.To))
		doc.Chain, doc.Previous, doc.Signature = optional(g.Chain.String()), optional(g.Previous), optional(g.Signature.String())
		doc.Verified = g.Verified
		lists := map[loader.LogState]*[]string{
			loader.LogMissing: &doc.Missing, loader.LogAltered: &doc.Altered, loader.LogUnreadable: &doc.Unreadable, loader.LogUnexpected: &doc.Unexpected,
		}
		for _, l := range g.Logs {
			*lists[l.State] = append(*lists[l.State], l.Path)
		}
		docs = append(docs, doc)
	}
	return docs
}

// digests writes what the digest files say of the log files: the counts, then
// each log file and each digest with which something is wrong.
func (p *printer) digests(r loader.DigestReport) {
	p.blank()
	p.line(safe.Lit("Digests"))
	if len(r.Digests) == 0 {
		p.say(safe.Lit("  "), safe.Lit("no digest files: nothing in the dump tells whether log files are missing or altered"))
		return
	}
	p.label(safe.Lit("digests"), safe.Int(len(r.Digests)))
	p.label(safe.Lit("log files"), digestCounts(r))
	p.label(safe.Lit("signatures"), signatures(r))
	for _, g := range r.Digests {
		for _, l := range g.Logs {
			p.line(safe.Lit("  "), safe.Cell(l.State.String()).Upper().Fit(labelWidth-2), safe.Path(l.Path))
			if l.Why != "" {
				p.line(safe.Text{}.Fit(labelWidth), safe.Cell(l.Why))
			}
		}
		words := digestWords(g)
		if len(words) > 0 {
			p.line(safe.Lit("  DIGEST").Fit(labelWidth), safe.Path(g.File))
		}
		for _, t := range words {
			p.line(safe.Text{}.Fit(labelWidth), t)
		}
	}
}

// digestCounts says how many log files there are in each state.
func digestCounts(r loader.DigestReport) safe.Text {
	words := []safe.Text{safe.Sprintf("%s verified", safe.Int(r.Verified()))}
	for _, s := range loader.LogStates() {
		words = append(words, safe.Sprintf("%s %s", safe.Int(r.In(s)), safe.Cell(s.String())))
	}
	if r.Uncovered > 0 {
		words = append(words, safe.Sprintf("%s of a time whose digest is not in the dump", safe.Int(r.Uncovered)))
	}
	return safe.Join(safe.Lit(", "), words...)
}

func signatures(r loader.DigestReport) safe.Text {
	var words []safe.Text
	for _, s := range loader.DigestSignatures() {
		if n := r.Signed(s); n > 0 {
			words = append(words, safe.Sprintf("%s %s", safe.Int(n), safe.Cell(s.String())))
		}
	}
	return safe.Join(safe.Lit(", "), words...)
}

// digestWords says what is wrong with a digest itself, or worth a word.
func digestWords(g loader.DigestResult) []safe.Text {
	if g.Err != nil {
		return []safe.Text{safe.Sprintf("cannot be read: %s", safe.Err(g.Err))}
	}
	var words []safe.Text
	switch g.Chain {
	case loader.ChainBroken, loader.ChainMissing:
		words = append(words, safe.Sprintf("%s: %s", safe.Cell(g.Chain.String()), safe.Path(g.Previous)))
	case loader.ChainRestarted:
		words = append(words, safe.Cell(g.Chain.String()))
	}
	switch g.Signature {
	case loader.SignatureWrong, loader.SignatureNoKey:
		words = append(words, safe.Sprintf("signature: %s", safe.Cell(g.Signature.String())))
	}
	return words
}

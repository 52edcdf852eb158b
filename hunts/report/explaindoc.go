package report

import "coldtrail/hunts"

// stageDoc is what a condition of a hunt left of the events.
type stageDoc struct {
	Condition string `json:"condition"`
	Left      int    `json:"left"`
}

// answerDoc is what the evidence says to the note with that number, from 1.
type answerDoc struct {
	Note   int      `json:"note"`
	Sign   string   `json:"sign"`   // holds, look, unknown, people
	Answer optional `json:"answer"` // null where only people can say
}

// objectDoc is a thing that was joined from several events.
type objectDoc struct {
	Kind  string    `json:"kind"`
	Name  string    `json:"name"`
	Facts []factDoc `json:"facts"`
}

type factDoc struct {
	Label string   `json:"label"`
	At    optional `json:"at"`
	Text  string   `json:"text"`
}

func funnelDocs(f hunts.Funnel) []stageDoc {
	var docs []stageDoc
	for _, s := range f.Stages {
		docs = append(docs, stageDoc{s.Words, s.Left})
	}
	return docs
}

func answerDocs(answers []hunts.Answer) []answerDoc {
	docs := []answerDoc{}
	for i, a := range answers {
		docs = append(docs, answerDoc{i + 1, a.Sign.String(), optional(a.Text)})
	}
	return docs
}

func objectDocs(objects []hunts.Object) []objectDoc {
	docs := []objectDoc{}
	for _, o := range objects {
		doc := objectDoc{o.Kind, o.Name, []factDoc{}}
		for _, f := range o.Facts {
			doc.Facts = append(doc.Facts, factDoc{f.Label, optional(stamp(f.At)), f.Text})
		}
		docs = append(docs, doc)
	}
	return docs
}

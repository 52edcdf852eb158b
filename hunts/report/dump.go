package report

import (
	"coldtrail/loader"
)

// dumpDoc is what JSON says of the dump, in reports and checks alike.
type dumpDoc struct {
	Paths    []string          `json:"paths"`
	SHA256   map[string]string `json:"sha256,omitempty"`
	First    optional          `json:"first"`
	Last     optional          `json:"last"`
	Now      optional          `json:"now"`
	Records  recordsDoc        `json:"records"`
	Files    filesDoc          `json:"files"`
	Problems []problemDoc      `json:"problems"`
}

type recordsDoc struct {
	Read       int `json:"read"`
	Kept       int `json:"kept"`
	Repeats    int `json:"repeats"`
	Insights   int `json:"insights"`
	Unreadable int `json:"unreadable"`
	LeftOut    int `json:"left_out"`
	Partial    int `json:"partial"` // of the kept: from a form that keeps only part of the record
	NoTime     int `json:"no_time"`
}

type filesDoc struct {
	Read          int `json:"read"`
	Partial       int `json:"partial"`
	NotCloudTrail int `json:"not_cloudtrail"`
	Unreadable    int `json:"unreadable"`
	LeftOut       int `json:"left_out"`
}

type problemDoc struct {
	File   string `json:"file"`
	Record *int   `json:"record"` // null where no record is concerned
	Offset *int64 `json:"offset"` // null where no byte is concerned
	Error  string `json:"error"`
}

func (r Report) dump() dumpDoc {
	load := r.Dataset.Report()
	doc := dumpDoc{
		Paths: append([]string{}, load.Paths...), SHA256: r.Hashes,
		First: optional(stamp(load.First)), Last: optional(stamp(load.Last)), Now: optional(stamp(r.Now)),
		Records: recordsDoc{
			Read: load.Records.Read, Kept: load.Records.Kept, Repeats: load.Records.Repeats, Insights: load.Records.Insights,
			Unreadable: load.Records.Unreadable, LeftOut: load.Records.LeftOut,
			Partial: load.Records.Partial, NoTime: load.Records.NoTime,
		},
		Files: filesDoc{
			Read: load.FilesIn(loader.FileRead), Partial: load.FilesIn(loader.FilePartial),
			NotCloudTrail: load.FilesIn(loader.FileNotCloudTrail), Unreadable: load.FilesIn(loader.FileUnreadable),
			LeftOut: load.FilesIn(loader.FileLeftOut),
		},
		Problems: []problemDoc{},
	}
	for _, p := range load.Problems {
		doc.Problems = append(doc.Problems, problem(p))
	}
	return doc
}

func problem(p loader.Problem) problemDoc {
	doc := problemDoc{File: p.File}
	if p.Err != nil {
		doc.Error = p.Err.Error()
	}
	if p.Record >= 0 {
		doc.Record = &p.Record
	}
	if p.Offset >= 0 {
		doc.Offset = &p.Offset
	}
	return doc
}

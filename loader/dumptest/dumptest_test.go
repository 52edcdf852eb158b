package dumptest

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/dumps/intrusion anew")

// checkedIn is where the dump with the intrusion lies.
const checkedIn = "../../testdata/dumps/intrusion"

// TestMain writes the dump before the tests read it.
func TestMain(m *testing.M) {
	flag.Parse()
	if *update {
		if err := errors.Join(os.RemoveAll(checkedIn), Intrusion(checkedIn)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// readTree gives the decompressed text of every file below dir, by its path.
func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = readLog(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readLog(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(zip)
	return string(text), err
}

// event is what the tests look at in a record.
type event struct {
	EventTime       time.Time
	EventSource     string
	EventName       string
	AWSRegion       string
	SourceIPAddress string
	UserAgent       string
	ErrorCode       string
	ErrorMessage    string
	EventID         string
	UserIdentity    struct {
		Type, PrincipalID, ARN, AccessKeyID, InvokedBy string
		SessionContext                                 struct {
			SessionIssuer   struct{ ARN, UserName string }
			EC2RoleDelivery string
		}
	}
	RequestParameters            json.RawMessage
	ResponseElements             json.RawMessage
	SessionCredentialFromConsole string

	text string // the whole record
}

func (e event) failed() bool { return e.ErrorCode != "" || e.ErrorMessage != "" }

// parse gives the records of one file's text.
func parse(t *testing.T, text string) []event {
	t.Helper()
	var file struct{ Records []json.RawMessage }
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	events := make([]event, len(file.Records))
	for i, record := range file.Records {
		if err := json.Unmarshal(record, &events[i]); err != nil {
			t.Fatalf("%v in %s", err, record)
		}
		events[i].text = string(record)
	}
	return events
}

// everyEvent gives all records of a tree, repeats included, file by file.
func everyEvent(t *testing.T, files map[string]string) []event {
	t.Helper()
	var all []event
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all = append(all, parse(t, files[name])...)
	}
	return all
}

func read(t *testing.T, text json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

package dumptest

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// tree writes log files below a folder as CloudTrail delivers them to S3. One
// tree serves one goroutine; it writes one file after the other.
type tree struct {
	dir   string
	made  string // the folder made last
	file  *os.File
	out   *bufio.Writer
	zip   *gzip.Writer
	count int // records in the open file
}

func newTree(dir string) *tree {
	return &tree{dir: dir, out: bufio.NewWriterSize(nil, 1<<16), zip: gzip.NewWriter(nil)}
}

// logKey is the path of a log file: AWSLogs, account, region and day of delivery.
func logKey(account, region string, delivered time.Time, unique string) string {
	return fmt.Sprintf("AWSLogs/%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%s.json.gz",
		account, region, delivered.Format("2006/01/02"), account, region, delivered.Format("20060102T1504Z"), unique)
}

// create opens the log file of a key. The gzip header holds no time and no
// system, so that equal records make equal files.
func (t *tree) create(key string) error {
	path := filepath.Join(t.dir, filepath.FromSlash(key))
	if folder := filepath.Dir(path); folder != t.made {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("making the folder of a log file: %w", err)
		}
		t.made = folder
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("creating a log file: %w", err)
	}
	t.file, t.count = file, 0
	t.out.Reset(file)
	t.zip.Reset(t.out)
	return t.write([]byte(`{"Records":[`))
}

// add writes a record into the open file.
func (t *tree) add(record []byte) error {
	if t.count > 0 {
		if err := t.write([]byte{','}); err != nil {
			return err
		}
	}
	t.count++
	return t.write(record)
}

func (t *tree) write(b []byte) error {
	if _, err := t.zip.Write(b); err != nil {
		return fmt.Errorf("writing %s: %w", t.file.Name(), err)
	}
	return nil
}

// close ends the open file.
func (t *tree) close() error {
	err := errors.Join(t.write([]byte("]}")), t.zip.Close(), t.out.Flush(), t.file.Close())
	if err != nil {
		return fmt.Errorf("closing %s: %w", t.file.Name(), err)
	}
	return nil
}

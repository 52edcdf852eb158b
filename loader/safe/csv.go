package safe

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSV returns s as a CSV cell that no spreadsheet takes for a formula: an
// apostrophe is put in front when the first character after any blanks is
// = + - @ or one of their full-width forms, or when a tab or a line end is
// among those blanks. A plain number such as -12 stays. Nothing else is
// changed, for a CSV file is read by programs; quoting is encoding/csv's.
func CSV(s string) string {
	body := strings.TrimLeftFunc(s, isPadding)
	padding := s[:len(s)-len(body)]
	first, _ := utf8.DecodeRuneInString(body)
	formula := strings.ContainsRune("=+-@＝＋－＠", first) && !isNumber(body)
	if formula || strings.ContainsAny(padding, "\t\r\n") {
		return "'" + s
	}
	return s
}

// isPadding reports whether r is a blank or invisible, so that a spreadsheet
// may skip it on the way to a formula.
func isPadding(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// isNumber reports whether s is a decimal number such as -12 or +3.5e7.
// ParseFloat alone would take Inf and hexadecimal too.
func isNumber(s string) bool {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

package kql

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// ordered says whether a value stands in the order op to limit.
func ordered(op Op, limit string) func(string) bool {
	number, isNumber := parseNumber(limit)
	return func(value string) bool {
		order := strings.Compare(value, limit)
		if n, ok := parseNumber(value); ok && isNumber {
			order = cmp.Compare(n, number)
		}
		switch op {
		case Less:
			return order < 0
		case AtMost:
			return order <= 0
		case Greater:
			return order > 0
		default:
			return order >= 0
		}
	}
}

// parseNumber reads a finite number; names such as Inf are text.
func parseNumber(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

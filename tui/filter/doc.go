// Package filter is what an analyst narrows a table with, without a screen:
// conditions that can be switched, typed windows of time, and the way back.
//
// The words used here:
//
//   - chip: one condition, a query, that is on or off.
//   - stack: the chips of a table; all that are on must hold.
//   - window: a chip about time alone; a stack has at most one.
package filter

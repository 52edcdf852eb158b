package loader

import "sync"

// lists holds short lists of numbers, one behind the other in blocks, each
// with its length before it. Workers fill a block of their own at a time.
type lists struct {
	mu     sync.RWMutex
	blocks [][]uint32
}

// blockBits is how many bits of a list's number tell the place in its block.
const blockBits = 16

// block adds an empty block with room for at least n numbers, and gives its number.
func (l *lists) block(n int) (uint32, []uint32) {
	block := make([]uint32, max(n, 1<<blockBits))
	l.mu.Lock()
	defer l.mu.Unlock()
	l.blocks = append(l.blocks, block)
	return uint32(len(l.blocks) - 1), block
}

// all are the blocks so far.
func (l *lists) all() listBlocks {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.blocks
}

// listBlocks are lists that were written.
type listBlocks [][]uint32

// list gives the list with that number.
func (b listBlocks) list(n uint32) []uint32 {
	block := b[n>>blockBits][n&(1<<blockBits-1):]
	return block[1 : 1+block[0]]
}

// listWriter is one worker's block.
type listWriter struct {
	all    *lists
	number uint32
	block  []uint32
	used   int
}

// add writes a list and gives its number. A list that is longer than a block
// has a block of its own.
func (w *listWriter) add(list []uint32) uint32 {
	if w.used+1+len(list) > len(w.block) {
		w.number, w.block = w.all.block(1 + len(list))
		w.used = 0
	}
	at := w.number<<blockBits | uint32(w.used)
	w.block[w.used] = uint32(len(list))
	copy(w.block[w.used+1:], list)
	w.used += 1 + len(list)
	return at
}

package loader

import "time"

// firstSnapshot is when a load publishes what it has for the first time: a
// load that is over before needs none. The next comes when the load has taken
// twice as long, so that all snapshots together cost about as much as the last.
const firstSnapshot = 300 * time.Millisecond

// publishSnapshots puts a snapshot into the meter again and again, until the
// returned function is called. One that is being made then comes too late for
// anybody to see.
func (l *load) publishSnapshots() (stop func()) {
	quit := make(chan struct{})
	start := time.Now()
	go func() {
		for wait := firstSnapshot; ; wait = time.Since(start) {
			select {
			case <-time.After(wait):
			case <-quit:
				return
			}
			d := l.join()
			d.report.Loading = true
			if d.Len() > 0 {
				l.meter.dump.Store(d)
			}
		}
	}()
	return func() { close(quit) }
}

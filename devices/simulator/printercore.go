package simulator

// receive takes one byte from the line. It reports whether the line still holds.
func (p *Printer) receive(b byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received++
	if p.recent == [2]byte{0x10, 0x04} && b >= 1 && b <= 4 {
		p.answer(p.realTime(b)) // out of turn: even in the middle of a picture, even with nothing to print on
	}
	p.recent = [2]byte{p.recent[1], b}
	p.buffer = append(p.buffer, b)
	p.execute()
	if p.hangUp > 0 {
		p.hangUp--
		return p.hangUp > 0
	}
	return true
}

func (p *Printer) stopped() bool { return p.left == 0 || p.coverOpen || p.offline || p.cutterStuck }

// execute prints what lies in the buffer until something stops it.
func (p *Printer) execute() {
	for len(p.buffer) > 0 && !p.stopped() {
		before := p.roll.Fed()
		_, _ = p.roll.Write(p.buffer[:1]) // never fails
		p.buffer = p.buffer[1:]
		if p.left < 0 {
			continue
		}
		if p.left = max(0, p.left-(p.roll.Fed()-before)); p.left == 0 {
			p.tellStatus()
		}
	}
}

// inOrder answers what is asked in the stream, when everything before is on the paper.
func (p *Printer) inOrder(kind, n byte) {
	switch {
	case p.opts.NoSigns:
	case kind == 'a':
		if p.watched = n; n != 0 {
			status := p.automatic()
			p.answer(status[:]...)
		}
	case n == 1 || n == '1':
		p.answer(p.automatic()[2] & 0x0F)
	}
}

func (p *Printer) tellStatus() {
	if p.watched != 0 {
		status := p.automatic()
		p.answer(status[:]...)
	}
}

// automatic is the four bytes of automatic status.
func (p *Printer) automatic() [4]byte {
	status := [4]byte{0x10, 0, 0, 0x0F}
	raise := func(index int, bits byte, is bool) {
		if is {
			status[index] |= bits
		}
	}
	raise(0, 0x08, p.stopped())
	raise(0, 0x20, p.coverOpen)
	raise(1, 0x08, p.cutterStuck)
	raise(2, 0x03, p.nearEnd || p.left == 0)
	raise(2, 0x0C, p.left == 0)
	return status
}

// realTime is the answer to DLE EOT n.
func (p *Printer) realTime(n byte) byte {
	status := byte(0x12)
	raise := func(bits byte, is bool) {
		if is {
			status |= bits
		}
	}
	switch n {
	case 1:
		raise(0x08, p.stopped())
	case 2:
		raise(0x04, p.coverOpen)
		raise(0x20, p.left == 0)
		raise(0x40, p.cutterStuck)
	case 3:
		raise(0x08, p.cutterStuck)
	case 4:
		raise(0x0C, p.nearEnd || p.left == 0)
		raise(0x60, p.left == 0)
	}
	return status
}

// answer leaves bytes for the line.
func (p *Printer) answer(b ...byte) {
	if p.opts.Mute {
		return
	}
	p.answers = append(p.answers, b)
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

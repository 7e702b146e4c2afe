package trust

import (
	"io"
	"net"
	"testing"
)

// BenchmarkHandshake opens a connection, says a byte, and closes it.
func BenchmarkHandshake(b *testing.B) {
	n := NewNetwork("127.0.0.1:0", found(b, "qingsong", "s1", day), everybody{}, at(day))
	l := listen(b, n)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, conn)
			conn.Close()
		}
	}()
	for b.Loop() {
		conn, err := n.Dial(b.Context(), l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := conn.Write([]byte{1}); err != nil {
			b.Fatal(err)
		}
		conn.Close()
	}
}

// BenchmarkThroughput sends over one connection, protected and plain, and BenchmarkEcho a short message there and back.
func BenchmarkThroughput(b *testing.B) {
	for name, pair := range pairs(b) {
		b.Run(name, func(b *testing.B) {
			from, to := pair(b)
			go func() { _, _ = io.Copy(io.Discard, to) }()
			block := make([]byte, 64<<10)
			b.SetBytes(int64(len(block)))
			for b.Loop() {
				if _, err := from.Write(block); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEcho(b *testing.B) {
	for name, pair := range pairs(b) {
		b.Run(name, func(b *testing.B) {
			from, to := pair(b)
			go func() { _, _ = io.Copy(to, to) }()
			message := make([]byte, 512)
			for b.Loop() {
				if _, err := from.Write(message); err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadFull(from, message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pairs are the two kinds of connections compared.
func pairs(b *testing.B) map[string]func(*testing.B) (from, to net.Conn) {
	n := NewNetwork("127.0.0.1:0", found(b, "qingsong", "s1", day), everybody{}, at(day))
	return map[string]func(*testing.B) (net.Conn, net.Conn){
		"tls": func(b *testing.B) (net.Conn, net.Conn) {
			l := listen(b, n)
			return dial(b, n, l), take(b, l)
		},
		"tcp": func(b *testing.B) (net.Conn, net.Conn) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { l.Close() })
			from, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { from.Close() })
			return from, take(b, l)
		},
	}
}

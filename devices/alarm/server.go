package alarm

import (
	"context"
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/google/uuid"
)

// ServerOptions set up a Server.
type ServerOptions struct {
	Network        string // "tcp", "udp" or "both"; "" is both
	Listen         string // host:port or :port
	Settings       Settings
	Idle           time.Duration // a connection without a sound frame for so long is closed; 0 is 30 s
	MaxConnections int           // more wait until one of them ends; 0 is 1024
	Now            func() time.Time
	NewID          func() string // draws the keys of Sink.Store; nil is uuid.NewString
	// Tap sees every piece as it came from, or went to, the panel at address from. nil: nobody looks. It is called from several
	// goroutines; p is good during the call.
	Tap func(from string, in bool, p []byte)
}

// The waits between two tries to listen.
const (
	listenFirst = time.Second
	listenLimit = 5 * time.Second
)

func (o ServerOptions) withDefaults() ServerOptions {
	if o.Network == "" {
		o.Network = "both"
	}
	if o.Idle == 0 {
		o.Idle = 30 * time.Second
	}
	if o.MaxConnections == 0 {
		o.MaxConnections = 1024
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = uuid.NewString
	}
	if o.Settings.Now == nil {
		o.Settings.Now = o.Now
	}
	if o.Tap == nil {
		o.Tap = func(string, bool, []byte) {}
	}
	return o
}

// A Server listens for panels that speak SIA DC-09, over TCP and UDP. An answer leaves when the sink has made its signals durable;
// what could not be stored is not answered, so the panel repeats it.
type Server struct {
	opts  ServerOptions
	ready chan struct{}

	mu       sync.Mutex
	tcp, udp net.Addr
}

// NewServer makes a server that does not listen yet.
func NewServer(o ServerOptions) *Server {
	return &Server{opts: o.withDefaults(), ready: make(chan struct{})}
}

// Ready is closed when the server listens.
func (s *Server) Ready() <-chan struct{} { return s.ready }

// Addr tells where the server listens; nil: not, or not yet, on that network.
func (s *Server) Addr() (tcp, udp net.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tcp, s.udp
}

// Run listens until ctx is done and returns its error. An address that is taken, or not there yet, is tried again and told as a
// fault of the link.
func (s *Server) Run(ctx context.Context, sink Sink) error {
	desk := newServerDesk(sink, s.opts)
	for wait := listenFirst; ; wait = min(2*wait, listenLimit) {
		err := s.serve(ctx, desk)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		desk.watch.portLost(listenFault(err))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// serve listens and serves until ctx is done. An error says that it could not listen.
func (s *Server) serve(ctx context.Context, desk *serverDesk) error {
	listener, packets, err := s.listen(ctx)
	if err != nil {
		return err
	}
	var running sync.WaitGroup
	defer running.Wait()
	if listener != nil {
		running.Go(func() { serveTCP(ctx, listener, desk) })
	}
	if packets != nil {
		running.Go(func() { serveUDP(ctx, packets, desk) })
	}
	desk.watch.portOpened()
	s.announce(listener, packets)
	<-ctx.Done()
	return ctx.Err()
}

// listen opens what the options ask for, all or nothing.
func (s *Server) listen(ctx context.Context) (listener net.Listener, packets net.PacketConn, err error) {
	var config net.ListenConfig
	if s.opts.Network != "udp" {
		if listener, err = config.Listen(ctx, "tcp", s.opts.Listen); err != nil {
			return nil, nil, err
		}
	}
	if s.opts.Network != "tcp" {
		if packets, err = config.ListenPacket(ctx, "udp", s.opts.Listen); err != nil {
			if listener != nil {
				_ = listener.Close() // the first error is the one to tell
			}
			return nil, nil, err
		}
	}
	return listener, packets, nil
}

func (s *Server) announce(listener net.Listener, packets net.PacketConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if listener != nil {
		s.tcp = listener.Addr()
	}
	if packets != nil {
		s.udp = packets.LocalAddr()
	}
	close(s.ready)
}

// addressTaken is WSAEADDRINUSE of Windows, which syscall.EADDRINUSE is not.
const addressTaken = syscall.Errno(10048)

func listenFault(err error) string {
	if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, addressTaken) {
		return FaultListenTaken
	}
	return FaultListenFailed
}

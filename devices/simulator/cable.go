package simulator

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// A Device speaks at the far end of a cable.
type Device interface {
	Serve(ctx context.Context, rw io.ReadWriter) error
}

// Link makes dir/name a symbolic link to slavePath, replacing the one before in one step. It is what udev does with
// /dev/serial/by-id: the name stays while the device behind it changes.
func Link(dir, name, slavePath string) (path string, err error) {
	path = filepath.Join(dir, name)
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !os.IsNotExist(err) {
		return "", fmt.Errorf("link %s: %w", path, err)
	}
	if err := os.Symlink(slavePath, fresh); err != nil {
		return "", fmt.Errorf("link %s: %w", path, err)
	}
	if err := os.Rename(fresh, path); err != nil {
		return "", fmt.Errorf("link %s: %w", path, err)
	}
	return path, nil
}

// A Cable joins a device to a port with a stable name. It starts unplugged; plugged in again it is a new port behind the same
// name, as with a real USB adapter.
type Cable struct {
	dir, name string
	device    Device

	mu     sync.Mutex
	unplug func() error // nil while unplugged
}

// NewCable makes a cable whose port will be dir/name.
func NewCable(dir, name string, device Device) *Cable {
	return &Cable{dir: dir, name: name, device: device}
}

// Path is where the port is while the cable is plugged in.
func (c *Cable) Path() string { return filepath.Join(c.dir, c.name) }

// Plugged reports whether the port is there.
func (c *Cable) Plugged() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unplug != nil
}

// Plug makes the port appear with the device behind it. A cable that is plugged in stays as it is.
func (c *Cable) Plug() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unplug != nil {
		return nil
	}
	master, slave, err := OpenPTY()
	if err != nil {
		return fmt.Errorf("plug %s: %w", c.name, err)
	}
	hold, err := holdOpen(slave)
	if err == nil {
		_, err = Link(c.dir, c.name, slave)
		if err != nil {
			_ = hold.Close() // the first error is the one to tell
		}
	}
	if err != nil {
		_ = master.Close() // as above
		return fmt.Errorf("plug %s: %w", c.name, err)
	}
	if p, ok := c.device.(interface{ powerOn() }); ok {
		p.powerOn()
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = c.device.Serve(ctx, master) // ends with an error when the cable is pulled: that is how it ends
	}()
	c.unplug = func() error {
		err := os.Remove(c.Path())
		cancel()
		_ = master.Close() // Serve may have closed it
		<-ended
		_ = hold.Close() // hung up already
		return err
	}
	return nil
}

// Unplug makes the port vanish under whoever has it open. An unplugged cable stays as it is.
func (c *Cable) Unplug() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unplug == nil {
		return nil
	}
	err := c.unplug()
	c.unplug = nil
	if err != nil {
		return fmt.Errorf("unplug %s: %w", c.name, err)
	}
	return nil
}

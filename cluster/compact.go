package cluster

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

const (
	// compactAbove is the size in bytes from which the file of the log is worth a look. It never shrinks by itself: one
	// week with a peer switched off may leave a file that is nearly all free pages.
	compactAbove = 256 << 20
	// copyStep is how many bytes of the log are copied in one transaction.
	copyStep = 16 << 20
)

// compact copies the log into a new file where the old one is larger than above bytes and more than half free. It runs
// before raft opens the file. The old file stays until the new one is whole and on the disk.
func compact(path string, above int64) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() <= above {
		return nil
	}
	if err != nil {
		return err
	}
	old, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		return err
	}
	free, err := freeBytes(old)
	if err != nil || free*2 <= info.Size() {
		return errors.Join(err, old.Close())
	}
	fresh := path + ".compact"
	if err := errors.Join(removeIfThere(fresh), copyBolt(old, fresh)); err != nil {
		return errors.Join(fmt.Errorf("compact %s: %w", path, err), old.Close(), removeIfThere(fresh))
	}
	return errors.Join(old.Close(), os.Rename(fresh, path))
}

// freeBytes counts the free pages; bolt learns their number with a write transaction.
func freeBytes(db *bbolt.DB) (int64, error) {
	if err := db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
		return 0, err
	}
	stats := db.Stats()
	return int64(stats.FreePageN+stats.PendingPageN) * int64(db.Info().PageSize), nil
}

// copyBolt copies every bucket; raft's stores have no buckets within buckets.
func copyBolt(from *bbolt.DB, path string) error {
	to, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true})
	if err != nil {
		return err
	}
	err = from.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error { return copyBucket(to, name, bucket.Cursor()) })
	})
	return errors.Join(err, to.Sync(), to.Close())
}

func copyBucket(to *bbolt.DB, name []byte, from *bbolt.Cursor) error {
	key, value := from.First()
	for more := true; more; more = key != nil {
		err := to.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(name)
			if err != nil {
				return err
			}
			bucket.FillPercent = 1 // the log only grows at its end
			for size := 0; key != nil && size < copyStep; key, value = from.Next() {
				if err := bucket.Put(key, value); err != nil {
					return err
				}
				size += len(key) + len(value)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

-- What this station keeps for itself alone. The file is the only copy: it survives a power cut on its own.
CREATE TABLE IF NOT EXISTS life (
    one      INTEGER PRIMARY KEY CHECK (one = 1), -- plain
    epoch    TEXT    NOT NULL,                    -- plain; this life of the disk
    start    INTEGER NOT NULL,                    -- plain; how often the disk was opened
    seq      INTEGER NOT NULL,                    -- plain; last sequence number given in the epoch, of entries dropped since
    acked    INTEGER NOT NULL,                    -- plain; log index up to which outcomes were given up
    acked_at TEXT    NOT NULL                     -- plain; instant of the last daily look
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS entry (
    place      INTEGER PRIMARY KEY,  -- plain; order of acceptance, across epochs
    epoch      TEXT    NOT NULL,     -- plain
    seq        INTEGER NOT NULL,     -- plain
    request_id TEXT    NOT NULL UNIQUE, -- plain
    kind       TEXT    NOT NULL,     -- plain
    stamp      BLOB    NOT NULL,     -- plain; who, where, when and the identifiers, as JSON
    ignorable  INTEGER NOT NULL,     -- plain
    payload    BLOB,                 -- personal purpose=residence keep=30d mask=hidden; gone once settled
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'done', 'attention')), -- plain
    code       TEXT    NOT NULL DEFAULT '', -- plain; why it needs attention
    log_index  INTEGER NOT NULL DEFAULT 0,  -- plain; where it was decided
    settled_at TEXT    NOT NULL DEFAULT '', -- plain; instant
    UNIQUE (epoch, seq)
);
CREATE INDEX IF NOT EXISTS entry_open ON entry (place) WHERE state IN ('waiting', 'sent');

-- Where the log stood on the days of this life, so that what is old is told without asking clocks of others.
CREATE TABLE IF NOT EXISTS mark (
    day       INTEGER PRIMARY KEY, -- plain; counts up
    log_index INTEGER NOT NULL     -- plain
);

-- Forms that somebody at this station has not finished; gone when saved, and after three days.
CREATE TABLE IF NOT EXISTS draft (
    id       TEXT PRIMARY KEY,    -- plain; made by the page
    account  TEXT NOT NULL,       -- plain; who wrote it, and nobody else reads it
    kind     TEXT NOT NULL,       -- plain; which form
    body     TEXT NOT NULL,       -- personal purpose=residence keep=3d mask=hidden; what the form holds, JSON
    saved_at TEXT NOT NULL        -- plain; instant
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS draft_saved ON draft (saved_at);

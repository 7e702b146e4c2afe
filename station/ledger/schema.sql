-- What the machine itself keeps. No personal data: ids only.
CREATE TABLE ledger_meta (
    one             INTEGER PRIMARY KEY CHECK (one = 1), -- plain
    applied         INTEGER NOT NULL,                    -- plain; log index of the last applied entry
    audit_seq       INTEGER NOT NULL,                    -- plain
    chain_head      BLOB    NOT NULL,                    -- plain; SHA-256 of the last audit row
    cluster_version INTEGER NOT NULL                     -- plain; what every station of the office understands
) WITHOUT ROWID;
INSERT INTO ledger_meta VALUES (1, 0, 0, zeroblob(32), 1);

-- The outcome of every request, so that asking again changes nothing, until the station that asked says that it will not.
CREATE TABLE outcome (
    request_id TEXT PRIMARY KEY,    -- plain
    station    TEXT    NOT NULL, -- plain; the one that asked first
    log_index  INTEGER NOT NULL, -- plain; where it was decided
    intent     BLOB    NOT NULL, -- plain; SHA-256 of what was asked
    body       BLOB    NOT NULL  -- plain; ids, numbers and codes
) WITHOUT ROWID;
CREATE INDEX outcome_station ON outcome (station, log_index);

-- The journals in which stations keep what they accept while cut off: one current for each station, and those it replaced.
CREATE TABLE session (
    station TEXT    NOT NULL, -- plain
    epoch   TEXT    NOT NULL, -- plain; names the journal
    start   INTEGER NOT NULL, -- plain; starts of the program in this epoch
    last    INTEGER NOT NULL, -- plain; the last entry decided
    acked   INTEGER NOT NULL, -- plain; settled by the station up to here
    current INTEGER NOT NULL, -- plain
    PRIMARY KEY (station, epoch)
) WITHOUT ROWID;

-- One row for every command applied or refused; each hash covers the one before.
CREATE TABLE audit (
    seq        INTEGER PRIMARY KEY, -- plain
    log_index  INTEGER NOT NULL, -- plain
    request_id TEXT    NOT NULL, -- plain
    kind       TEXT    NOT NULL, -- plain
    station    TEXT    NOT NULL, -- plain
    actor_kind TEXT    NOT NULL, -- plain
    actor_id   TEXT    NOT NULL, -- plain
    actor_role TEXT    NOT NULL, -- plain
    at         TEXT    NOT NULL, -- plain; instant
    subject    TEXT    NOT NULL, -- plain; person id, or empty
    outcome    TEXT    NOT NULL, -- plain; 'applied', 'ignored', or the code of the refusal
    payload    BLOB    NOT NULL, -- plain; SHA-256 of the payload
    hash       BLOB    NOT NULL  -- plain
);
CREATE INDEX audit_subject ON audit (subject, seq) WHERE subject <> '';

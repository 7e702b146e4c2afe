-- What the machine itself keeps. No personal data: ids only.
CREATE TABLE ledger_meta (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    applied    INTEGER NOT NULL, -- log index of the last applied entry
    audit_seq  INTEGER NOT NULL,
    chain_head BLOB    NOT NULL  -- SHA-256 of the last audit row
) WITHOUT ROWID;
INSERT INTO ledger_meta VALUES (1, 0, 0, zeroblob(32));

-- The outcome of every request, so that asking again changes nothing.
CREATE TABLE outcome (
    request_id TEXT PRIMARY KEY,
    intent     BLOB NOT NULL, -- SHA-256 of what was asked
    body       BLOB NOT NULL
) WITHOUT ROWID;

-- One row for every command applied or refused; each hash covers the one before.
CREATE TABLE audit (
    seq        INTEGER PRIMARY KEY,
    log_index  INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    kind       TEXT NOT NULL,
    station    TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    at         TEXT NOT NULL,
    subject    TEXT NOT NULL, -- person id, or empty
    outcome    TEXT NOT NULL, -- 'applied', or the code of the refusal
    payload    BLOB NOT NULL, -- SHA-256 of the payload
    hash       BLOB NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, seq) WHERE subject <> '';

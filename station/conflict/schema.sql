-- Entries that a station took in while it was cut off and that the office could not take as they were (冲突台).
CREATE TABLE conflict (
    row         INTEGER PRIMARY KEY, -- plain; order of arrival, equal on all stations
    id          TEXT NOT NULL UNIQUE,-- plain; follows from station, epoch and seq
    request_id  TEXT NOT NULL,       -- plain
    kind        TEXT NOT NULL,       -- plain; of the command
    station     TEXT NOT NULL,       -- plain; that took it in
    epoch       TEXT NOT NULL,       -- plain; with seq the line of that station's journal
    seq         INTEGER NOT NULL,    -- plain
    base        INTEGER NOT NULL,    -- plain; log index the entry was judged on when it was taken in
    number      TEXT NOT NULL,       -- plain; on the receipt, or empty
    actor_kind  TEXT NOT NULL,       -- plain
    actor_id    TEXT NOT NULL,       -- plain
    actor_role  TEXT NOT NULL,       -- plain
    captured_at TEXT NOT NULL,       -- plain; instant
    refused_at  TEXT NOT NULL,       -- plain; latest instant the log had seen when the office refused it
    subject     TEXT NOT NULL,       -- plain; person id, or empty
    payload     TEXT NOT NULL,       -- personal purpose=residence keep=live+90d mask=hidden; what was entered, JSON
    code        TEXT NOT NULL,       -- plain; of the refusal
    params      TEXT NOT NULL,       -- personal purpose=residence keep=live+90d mask=none; of the refusal, JSON
    outcome     TEXT NOT NULL,       -- plain; taken, superseded, wrong_state, not_permitted, expired, old_epoch, unknown_version
    state       TEXT NOT NULL,       -- plain; open, resolved
    action      TEXT NOT NULL,       -- plain; amended, attached, dropped, or empty
    successor   TEXT NOT NULL,       -- plain; the request or record that stands in its place, or empty
    reason      TEXT NOT NULL,       -- personal purpose=residence keep=live+5y mask=none; written by staff, may name people
    resolved_by TEXT NOT NULL,       -- plain; account id, or empty
    resolved_at TEXT NOT NULL        -- plain; instant, or empty
);
CREATE INDEX conflict_state ON conflict (state, row);

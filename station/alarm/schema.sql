-- Signals of alarm panels (联网报警), what operators see of them, the receivers they come by, and the subscribers behind the accounts.

-- How many signals there are, and the latest instant the log had seen; one row.
CREATE TABLE alarm_tally (
    one      INTEGER PRIMARY KEY CHECK (one = 1), -- plain
    turn     INTEGER NOT NULL,                    -- plain; the last given
    noted_at TEXT    NOT NULL                     -- plain; instant, never goes back
) WITHOUT ROWID;
INSERT INTO alarm_tally VALUES (1, 0, '');

-- What an operator sees: one signal with its repeats, a group of signals, or a receiver that is in trouble.
CREATE TABLE alarm_item (
    row         INTEGER PRIMARY KEY,  -- plain; short name inside this file
    id          TEXT    NOT NULL UNIQUE, -- plain
    kind        TEXT    NOT NULL,     -- plain; signal, runaway, swinger, receiver
    station     TEXT    NOT NULL,     -- plain
    port        TEXT    NOT NULL,     -- plain
    protocol    TEXT    NOT NULL,     -- plain
    receiver    TEXT    NOT NULL,     -- plain
    line        TEXT    NOT NULL,     -- plain
    account     TEXT    NOT NULL,     -- plain
    qualifier   INTEGER NOT NULL,     -- plain; 1 new, 3 restored, 6 still there, 0 none
    event       TEXT    NOT NULL,     -- plain; code of the wire, or the fault of a receiver
    partition   TEXT    NOT NULL,     -- plain
    zone        TEXT    NOT NULL,     -- plain
    user        INTEGER NOT NULL,     -- plain; zone is a user
    category    TEXT    NOT NULL,     -- plain
    priority    INTEGER NOT NULL,     -- plain; 1 to 4
    duress      INTEGER NOT NULL,     -- plain
    silent      INTEGER NOT NULL,     -- plain
    caller_id   TEXT    NOT NULL,     -- personal purpose=alarm keep=2y mask=phone; or empty
    panel_time  TEXT    NOT NULL,     -- plain; as the panel says, or empty
    text        TEXT    NOT NULL,     -- personal purpose=alarm keep=2y mask=hidden; of the wire, often a name, or empty; of a receiver its name, shown
    error       TEXT    NOT NULL,     -- plain; what is wrong with the frame, or empty
    first_at    TEXT    NOT NULL,     -- plain; instant the first signal arrived, by its station's clock
    last_at     TEXT    NOT NULL,     -- plain; instant the last signal arrived
    count       INTEGER NOT NULL,     -- plain; signals
    turn        INTEGER NOT NULL,     -- plain; of the last signal, in the order of the log
    noted_at    TEXT    NOT NULL,     -- plain; the latest instant the log had seen at that turn
    restored_at TEXT    NOT NULL,     -- plain; instant, or empty
    canceled_at TEXT    NOT NULL,     -- plain; instant, or empty
    refers_to   TEXT    NOT NULL      -- plain; id of the item that this one restores or cancels, or empty
);
CREATE INDEX alarm_item_live ON alarm_item (priority, turn);
CREATE INDEX alarm_item_source ON alarm_item (account, station, port, receiver, line, turn);

-- Every signal as it came, under the item that shows it.
CREATE TABLE alarm_signal (
    item       INTEGER NOT NULL,      -- plain; alarm_item.row
    seq        INTEGER NOT NULL,      -- plain; counts the signals of the item from 1
    at         TEXT    NOT NULL,      -- plain; instant of arrival
    qualifier  INTEGER NOT NULL,      -- plain
    event      TEXT    NOT NULL,      -- plain
    partition  TEXT    NOT NULL,      -- plain
    zone       TEXT    NOT NULL,      -- plain
    user       INTEGER NOT NULL,      -- plain
    category   TEXT    NOT NULL,      -- plain
    priority   INTEGER NOT NULL,      -- plain
    duress     INTEGER NOT NULL,      -- plain
    silent     INTEGER NOT NULL,      -- plain
    caller_id  TEXT    NOT NULL,      -- personal purpose=alarm keep=2y mask=phone; or empty
    panel_time TEXT    NOT NULL,      -- plain; or empty
    text       TEXT    NOT NULL,      -- personal purpose=alarm keep=2y mask=hidden; or empty
    error      TEXT    NOT NULL,      -- plain; or empty
    raw        BLOB    NOT NULL,      -- personal purpose=alarm keep=2y mask=hidden; the frame's own bytes
    raw_size   INTEGER NOT NULL,      -- plain; bytes the frame had; more than raw has where it was cut
    captured   INTEGER NOT NULL,      -- plain; was on one station's disk only at first (single_copy)
    request_id TEXT    NOT NULL,      -- plain; of the command that brought it
    PRIMARY KEY (item, seq)
) WITHOUT ROWID;

-- A port of a station that signals come by, as its station last reported it.
CREATE TABLE alarm_receiver (
    station  TEXT    NOT NULL,        -- plain
    port     TEXT    NOT NULL,        -- plain
    name     TEXT    NOT NULL,        -- plain; given by the technician
    protocol TEXT    NOT NULL,        -- plain
    state    TEXT    NOT NULL,        -- plain; ok, fault
    fault    TEXT    NOT NULL,        -- plain; or empty
    since    TEXT    NOT NULL,        -- plain; instant
    item     INTEGER NOT NULL,        -- plain; alarm_item.row of its last fault, or 0
    PRIMARY KEY (station, port)
) WITHOUT ROWID;

-- Who is behind an account (用户).
CREATE TABLE subscriber (
    row        INTEGER PRIMARY KEY,   -- plain; short name inside this file
    id         TEXT    NOT NULL UNIQUE, -- plain
    account    TEXT    NOT NULL,      -- plain
    name       TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=name
    kind       TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=none; household, elder, shop, school, office, other
    place      TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=none; the first thing whoever takes an alarm must know is where
    area_id    TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=hidden; area or room, or empty
    phone      TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=phone; +86..., or empty
    note       TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=hidden; how to get in
    test_hours INTEGER NOT NULL,      -- plain; how often the panel is to report, 0 never
    disabled   INTEGER NOT NULL,      -- plain
    makers     TEXT    NOT NULL,      -- plain; table of the maker's own codes, or empty
    readings   TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=hidden; how the name is typed, JSON
    version    INTEGER NOT NULL,      -- plain; counts the changes from 1
    changed_at TEXT    NOT NULL,      -- plain; instant
    removed_at TEXT    NOT NULL       -- plain; instant, or empty
);
CREATE UNIQUE INDEX subscriber_account ON subscriber (account) WHERE removed_at = '';

-- What a subscriber is found by; made from the table above whenever it changes.
CREATE TABLE subscriber_key (
    key        TEXT    NOT NULL,      -- personal purpose=alarm keep=live+2y mask=hidden
    subscriber INTEGER NOT NULL,      -- plain; subscriber.row
    PRIMARY KEY (key, subscriber)
) WITHOUT ROWID;

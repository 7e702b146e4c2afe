-- What the stations of an office know of each other (服务站名册). Nothing in it is about a person.

-- The street office itself; one row once it is founded.
CREATE TABLE office (
    one        INTEGER PRIMARY KEY CHECK (one = 1), -- plain
    id         TEXT NOT NULL,                       -- plain
    name       TEXT NOT NULL,                       -- plain
    epoch      TEXT NOT NULL,                       -- plain; a new one after a recovery, so that stations left behind are told apart
    founded_at TEXT NOT NULL                        -- plain; instant
) WITHOUT ROWID;

-- Every station that ever belonged to the office. A removed one stays, so that its name never stands for another machine.
CREATE TABLE station (
    id             TEXT PRIMARY KEY,                -- plain
    name           TEXT NOT NULL,                   -- plain
    community      TEXT NOT NULL,                   -- plain; 12 digits, the head of its case numbers
    machine        INTEGER NOT NULL,                -- plain; 1 to 9
    address        TEXT NOT NULL,                   -- plain; host:port as the other stations reach it
    key            TEXT NOT NULL UNIQUE,            -- plain; SHA-256 of the public key of its certificate, hex
    state          TEXT NOT NULL,                   -- plain; member, removed
    program        TEXT NOT NULL,                   -- plain; version of the program it runs, or empty
    min_version    INTEGER NOT NULL,                -- plain; cluster versions the program supports, 0 while not reported
    max_version    INTEGER NOT NULL,                -- plain
    admitted_at    TEXT NOT NULL,                   -- plain; instant
    removed_at     TEXT NOT NULL,                   -- plain; instant, or empty
    rests_on       TEXT NOT NULL,                   -- plain; day in Shanghai on which no other station may take its machine, or empty
    removed_reason TEXT NOT NULL                    -- plain; about a machine
) WITHOUT ROWID;
CREATE UNIQUE INDEX station_machine ON station (community, machine) WHERE state = 'member';

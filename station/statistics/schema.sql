-- Monthly statistics as they were frozen: version 1 is the freeze, every later one an amendment. Counts of places and of people, about nobody.
CREATE TABLE statistics_month (
    month   TEXT    NOT NULL,                 -- plain; YYYY-MM
    version INTEGER NOT NULL,                 -- plain; counts from 1
    at      TEXT    NOT NULL,                 -- plain; instant
    officer TEXT    NOT NULL,                 -- plain; account
    second  TEXT    NOT NULL,                 -- plain; account of the second officer, or empty for the freeze
    station TEXT    NOT NULL,                 -- plain
    reason  TEXT    NOT NULL,                 -- personal purpose=staff keep=5y mask=none; written by staff, may name people; empty for the freeze
    PRIMARY KEY (month, version)
) WITHOUT ROWID;

CREATE TABLE statistics_count (
    month     TEXT    NOT NULL,               -- plain; YYYY-MM
    version   INTEGER NOT NULL,               -- plain
    seq       INTEGER NOT NULL,               -- plain; order of the communities then
    community TEXT    NOT NULL REFERENCES area_node (id), -- plain
    counts    TEXT    NOT NULL,               -- plain; JSON of statistics.Counts
    PRIMARY KEY (month, version, seq),
    FOREIGN KEY (month, version) REFERENCES statistics_month (month, version)
) WITHOUT ROWID;

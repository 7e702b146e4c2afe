-- Accounts of the people who work at the stations. Columns of personal data name their purpose, how long they are kept and their mask.
CREATE TABLE account (
    id            TEXT PRIMARY KEY,           -- plain
    login         TEXT NOT NULL UNIQUE,       -- personal purpose=staff keep=live+5y mask=none
    name          TEXT NOT NULL,              -- personal purpose=staff keep=live+5y mask=none
    role          TEXT NOT NULL,              -- plain
    station       TEXT NOT NULL,              -- plain
    password_hash TEXT NOT NULL,              -- personal purpose=staff keep=live mask=hidden
    disabled      INTEGER NOT NULL DEFAULT 0, -- plain
    must_change   INTEGER NOT NULL DEFAULT 0, -- plain
    created_at    TEXT NOT NULL,              -- plain
    changed_at    TEXT NOT NULL               -- plain
) WITHOUT ROWID;

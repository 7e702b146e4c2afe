-- Residence permits (居住证) from application to hand-out. Columns of personal data name their purpose, how long they are kept and their mask.

-- One application for a permit (居住证申领). It is never deleted while its retention runs; a withdrawn one stays as history.
CREATE TABLE application (
    id            TEXT PRIMARY KEY,                         -- plain
    number        TEXT NOT NULL,                            -- plain
    number_tail   TEXT NOT NULL,                            -- plain
    person_id     TEXT NOT NULL REFERENCES person (id),     -- plain
    residence_id  TEXT NOT NULL REFERENCES residence (id),  -- plain
    condition     TEXT NOT NULL,                            -- personal purpose=residence keep=live+5y mask=none
    applied_by    TEXT NOT NULL,                            -- plain
    phone         TEXT NOT NULL,                            -- personal purpose=residence keep=live+5y mask=phone; where the office calls about this case, or empty
    channel       TEXT NOT NULL,                            -- plain
    station       TEXT NOT NULL,                            -- plain
    state         TEXT NOT NULL,                            -- plain
    submitted_at  TEXT NOT NULL,                            -- plain
    changed_at    TEXT NOT NULL,                            -- plain
    accepted_on   TEXT,                                     -- plain
    due_on        TEXT,                                     -- plain
    waiting_since TEXT,                                     -- plain
    ended_on      TEXT,                                     -- plain
    open          INTEGER NOT NULL,                         -- plain
    running       INTEGER NOT NULL,                         -- plain
    decided       INTEGER NOT NULL                          -- plain
) WITHOUT ROWID;
-- A person has at most one open application; two stations cannot both take one in.
CREATE UNIQUE INDEX application_one_open ON application (person_id) WHERE open = 1;
CREATE INDEX application_person ON application (person_id, submitted_at, id);
CREATE INDEX application_residence ON application (residence_id);
CREATE INDEX application_number ON application (number);
CREATE INDEX application_tail ON application (number_tail);
CREATE INDEX application_changed ON application (changed_at, id);
CREATE INDEX application_open ON application (changed_at, id) WHERE open = 1;
CREATE INDEX application_decided ON application (changed_at, id) WHERE decided = 1;
CREATE INDEX application_due ON application (due_on, id) WHERE running = 1;

-- Who applied in another's place (Decree 663 art. 9).
CREATE TABLE application_proxy (
    application_id TEXT PRIMARY KEY REFERENCES application (id), -- plain
    name           TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=name
    id_number      TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=id_number
    relation       TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none
    reason         TEXT NOT NULL                                 -- personal purpose=residence keep=live+5y mask=none
) WITHOUT ROWID;

-- Which proofs are there; the papers themselves are not stored.
CREATE TABLE application_document (
    id             TEXT PRIMARY KEY,                             -- plain
    application_id TEXT NOT NULL REFERENCES application (id),    -- plain
    seq            INTEGER NOT NULL,                             -- plain
    grp            TEXT NOT NULL,                                -- plain
    kind           TEXT NOT NULL,                                -- plain
    state          TEXT NOT NULL,                                -- plain
    UNIQUE (application_id, seq)
) WITHOUT ROWID;

-- Every arrow an application went along, with who, where, when and why.
CREATE TABLE application_step (
    application_id TEXT NOT NULL REFERENCES application (id),    -- plain
    seq            INTEGER NOT NULL,                             -- plain
    at             TEXT NOT NULL,                                -- plain
    action         TEXT NOT NULL,                                -- plain
    from_state     TEXT NOT NULL,                                -- plain
    to_state       TEXT NOT NULL,                                -- plain
    actor_kind     TEXT NOT NULL,                                -- plain
    actor_id       TEXT NOT NULL,                                -- plain
    actor_role     TEXT NOT NULL,                                -- plain
    station        TEXT NOT NULL,                                -- plain
    note           TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none
    PRIMARY KEY (application_id, seq)
) WITHOUT ROWID;

-- The one notice of everything missing (一次性告知).
CREATE TABLE notice (
    application_id TEXT PRIMARY KEY REFERENCES application (id), -- plain
    at             TEXT NOT NULL,                                -- plain
    officer        TEXT NOT NULL,                                -- plain
    supply_by      TEXT NOT NULL                                 -- plain
) WITHOUT ROWID;

CREATE TABLE notice_item (
    application_id TEXT NOT NULL REFERENCES notice (application_id), -- plain
    seq            INTEGER NOT NULL,                                 -- plain
    grp            TEXT NOT NULL,                                    -- plain
    kind           TEXT NOT NULL,                                    -- plain
    note           TEXT NOT NULL,                                    -- personal purpose=residence keep=live+5y mask=none
    PRIMARY KEY (application_id, seq)
) WITHOUT ROWID;

-- What the authority decided, as recorded at the station.
CREATE TABLE decision (
    application_id TEXT PRIMARY KEY REFERENCES application (id), -- plain
    kind           TEXT NOT NULL,                                -- plain
    reason_code    TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none
    reason_text    TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none
    decision_ref   TEXT NOT NULL,                                -- plain
    decided_on     TEXT NOT NULL,                                -- plain
    officer        TEXT NOT NULL,                                -- plain
    second_officer TEXT NOT NULL                                 -- plain
) WITHOUT ROWID;

-- A permit card. The number is the one printed on the card; number_key is what makes two spellings of it the same.
CREATE TABLE permit (
    id             TEXT PRIMARY KEY,                                 -- plain
    application_id TEXT NOT NULL UNIQUE REFERENCES application (id), -- plain
    person_id      TEXT NOT NULL REFERENCES person (id),             -- plain
    number         TEXT NOT NULL,                                    -- personal purpose=residence keep=live+5y mask=id_number
    number_key     TEXT NOT NULL UNIQUE,                             -- personal purpose=residence keep=live+5y mask=id_number
    issued_on      TEXT NOT NULL,                                    -- plain
    state          TEXT NOT NULL,                                    -- plain
    handed_out_on  TEXT,                                             -- plain
    received_by    TEXT NOT NULL                                     -- plain
) WITHOUT ROWID;
CREATE INDEX permit_person ON permit (person_id, issued_on, id);

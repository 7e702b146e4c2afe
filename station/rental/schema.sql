-- Reporting points (申报主体), their premises, rental files (租赁备案) and what is reported to them. No guest of a hotel is ever kept here.
CREATE TABLE reporter (
    row        INTEGER PRIMARY KEY,      -- plain; order of entry, equal on all stations
    id         TEXT    NOT NULL UNIQUE,  -- plain
    number     INTEGER NOT NULL UNIQUE,  -- plain; six digits, typed at the terminal
    kind       TEXT    NOT NULL,         -- plain; landlord, operator, employer, site
    name       TEXT    NOT NULL,         -- personal purpose=residence keep=live+2y mask=name
    phone      TEXT    NOT NULL UNIQUE,  -- personal purpose=residence keep=live+2y mask=phone; +86..., the other way to log on
    pin_hash   TEXT    NOT NULL,         -- personal purpose=residence keep=live mask=hidden; argon2id
    disabled   INTEGER NOT NULL,         -- plain
    seen_on    TEXT    NOT NULL,         -- plain; the last day on which they logged on, or empty
    version    INTEGER NOT NULL,         -- plain; counts the changes from 1
    changed_at TEXT    NOT NULL          -- plain; instant
);

-- Where a reporting point reports for.
CREATE TABLE premises (
    id          TEXT    NOT NULL PRIMARY KEY,                   -- plain
    reporter_id TEXT    NOT NULL REFERENCES reporter (id),      -- plain
    kind        TEXT    NOT NULL,                               -- plain; dwelling, lodging, dormitory, workplace, site
    title       TEXT    NOT NULL,                               -- plain; name of the hotel or site, or empty
    area_id     TEXT    NOT NULL REFERENCES area_node (id),     -- plain; of a dwelling a room
    bound_on    TEXT    NOT NULL,                               -- plain
    unbound_on  TEXT    NOT NULL,                               -- plain; or empty
    kept_on     TEXT    NOT NULL                                -- plain; the last day for which the register was reported as kept, or empty
) WITHOUT ROWID;
CREATE INDEX premises_reporter ON premises (reporter_id, bound_on, id);
CREATE UNIQUE INDEX premises_once ON premises (reporter_id, kind, area_id) WHERE unbound_on = '';
CREATE INDEX premises_kept ON premises (kept_on, id) WHERE unbound_on = '' AND kind IN ('lodging', 'dormitory', 'site');

-- That the register of a day is kept, and for how many; never for whom.
CREATE TABLE premises_day (
    premises_id TEXT    NOT NULL REFERENCES premises (id),      -- plain
    day         TEXT    NOT NULL,                               -- plain
    guests      INTEGER NOT NULL,                               -- plain; a count
    at          TEXT    NOT NULL,                               -- plain; instant
    PRIMARY KEY (premises_id, day)
) WITHOUT ROWID;

-- What the city allows, as the office has entered it; one row at most.
CREATE TABLE rental_rules (
    one             INTEGER PRIMARY KEY CHECK (one = 1),        -- plain
    people_per_room INTEGER NOT NULL,                           -- plain; 0: no limit known
    undertaking     INTEGER NOT NULL,                           -- plain; every dwelling that is let needs the landlord's undertaking
    reference       TEXT    NOT NULL,                           -- plain; the rule they come from
    set_on          TEXT    NOT NULL                            -- plain
);

-- A rental file (租赁备案).
CREATE TABLE rental (
    row             INTEGER PRIMARY KEY,                        -- plain; order of opening, equal on all stations
    id              TEXT    NOT NULL UNIQUE,                    -- plain
    number          TEXT    NOT NULL UNIQUE,                    -- plain
    room_id         TEXT    NOT NULL REFERENCES area_node (id), -- plain; the dwelling
    compound_id     TEXT    NOT NULL,                           -- plain; where it lies, or empty
    reporter_id     TEXT    NOT NULL,                           -- plain; or empty
    landlord        TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=name
    landlord_phone  TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=phone; +86..., or empty
    agent           TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=name; or empty
    agent_phone     TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=phone; +86..., or empty
    authority       TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=none; the paper by which the agent acts, or empty
    begins          TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=none
    until           TEXT    NOT NULL,                           -- personal purpose=residence keep=live+5y mask=none; empty: no end agreed
    written         INTEGER NOT NULL,                           -- plain
    contract_number TEXT    NOT NULL,                           -- plain; or empty
    filed_on        TEXT    NOT NULL,                           -- plain; or empty
    rooms           TEXT    NOT NULL,                           -- plain; rooms let and their kind, JSON
    living_rooms    INTEGER NOT NULL,                           -- plain; of those, the ones meant for living
    head_count      INTEGER NOT NULL,                           -- plain
    undertaken_on   TEXT    NOT NULL,                           -- plain; or empty
    undertaken_to   TEXT    NOT NULL,                           -- plain; or empty
    visited_on      TEXT    NOT NULL,                           -- plain; last safety visit, or empty
    state           TEXT    NOT NULL,                           -- plain; active, ended
    ended_on        TEXT    NOT NULL,                           -- plain; or empty
    look_on         TEXT    NOT NULL,                           -- plain; the day from which a check may have something to say, or empty
    version         INTEGER NOT NULL,                           -- plain; counts the changes from 1
    changed_at      TEXT    NOT NULL                            -- plain; instant
);
CREATE UNIQUE INDEX rental_one_active ON rental (room_id) WHERE state = 'active';
CREATE INDEX rental_room ON rental (room_id, row);
CREATE INDEX rental_state ON rental (state, row);
CREATE INDEX rental_ended ON rental (ended_on) WHERE state = 'ended';
CREATE INDEX rental_compound ON rental (compound_id, state, row);
CREATE INDEX rental_look ON rental (look_on, row) WHERE look_on <> '';
CREATE INDEX rental_undertaking ON rental (state, undertaken_to, row) WHERE undertaken_to <> '';

-- Who rents. A tenant is declared first and later matched to the registration, which stays the tenant's own act.
CREATE TABLE tenant (
    row          INTEGER PRIMARY KEY,                           -- plain; order of entry, equal on all stations
    id           TEXT    NOT NULL UNIQUE,                       -- plain
    rental_id    TEXT    NOT NULL REFERENCES rental (id),       -- plain
    name         TEXT    NOT NULL,                              -- personal purpose=residence keep=live+5y mask=name
    id_number    TEXT    NOT NULL,                              -- personal purpose=residence keep=live+5y mask=id_number
    since        TEXT    NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    left_on      TEXT    NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; or empty
    residence_id TEXT    NOT NULL                               -- plain; the registration matched, or empty
);
CREATE UNIQUE INDEX tenant_once ON tenant (rental_id, id_number) WHERE left_on = '';
CREATE INDEX tenant_rental ON tenant (rental_id, row);
CREATE INDEX tenant_unmatched ON tenant (row) WHERE residence_id = '' AND left_on = '';

-- Every change of a file: who, where, when.
CREATE TABLE rental_step (
    rental_id  TEXT    NOT NULL REFERENCES rental (id),         -- plain
    seq        INTEGER NOT NULL,                                -- plain
    at         TEXT    NOT NULL,                                -- plain; instant
    action     TEXT    NOT NULL,                                -- plain
    actor_kind TEXT    NOT NULL,                                -- plain
    actor_id   TEXT    NOT NULL,                                -- plain
    station    TEXT    NOT NULL,                                -- plain
    note       TEXT    NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none; or empty
    PRIMARY KEY (rental_id, seq)
) WITHOUT ROWID;

-- What reporting points have reported and a clerk is to judge.
CREATE TABLE tenancy_report (
    row         INTEGER PRIMARY KEY,                            -- plain; order of arrival, equal on all stations
    id          TEXT    NOT NULL UNIQUE,                        -- plain
    number      TEXT    NOT NULL UNIQUE,                        -- plain; said to the reporter
    kind        TEXT    NOT NULL,                               -- plain; start, leaving
    reporter_id TEXT    NOT NULL REFERENCES reporter (id),      -- plain
    premises_id TEXT    NOT NULL REFERENCES premises (id),      -- plain
    begun_by    TEXT    NOT NULL,                               -- plain; of a leaving the report of the start, else empty
    name        TEXT    NOT NULL,                               -- personal purpose=residence keep=live+5y mask=name
    id_number   TEXT    NOT NULL,                               -- personal purpose=residence keep=live+5y mask=id_number
    room        TEXT    NOT NULL,                               -- plain; which part of the dwelling, or empty
    happened_on TEXT    NOT NULL,                               -- personal purpose=residence keep=live+5y mask=none; moved in or out
    until       TEXT    NOT NULL,                               -- personal purpose=residence keep=live+5y mask=none; empty: no end agreed
    written     INTEGER NOT NULL,                               -- plain
    head_count  INTEGER NOT NULL,                               -- plain
    due_on      TEXT    NOT NULL,                               -- plain; third working day after it happened
    reported_at TEXT    NOT NULL,                               -- plain; instant
    state       TEXT    NOT NULL,                               -- plain; waiting, accepted, returned
    open        INTEGER NOT NULL,                               -- plain; a start that no leaving has followed and nobody returned
    reason      TEXT    NOT NULL,                               -- personal purpose=residence keep=live+5y mask=none; why it was returned, or empty
    decided_at  TEXT    NOT NULL,                               -- plain; instant, or empty
    decided_by  TEXT    NOT NULL,                               -- plain; account, or empty
    rental_id   TEXT    NOT NULL                                -- plain; the file that took it in, or empty
);
CREATE INDEX tenancy_report_waiting ON tenancy_report (row) WHERE state = 'waiting';
CREATE INDEX tenancy_report_own ON tenancy_report (reporter_id, row);
CREATE INDEX tenancy_report_here ON tenancy_report (reporter_id, row) WHERE open = 1;
CREATE INDEX tenancy_report_rental ON tenancy_report (rental_id, row);
CREATE UNIQUE INDEX tenancy_report_open ON tenancy_report (premises_id, id_number) WHERE open = 1;

-- The register of people (实有人口) and of residence registrations (居住登记). The word after "plain" or "personal" is read by a test.
CREATE TABLE person (
    row          INTEGER PRIMARY KEY,                        -- plain; short name inside this file, equal on all stations
    id           TEXT NOT NULL UNIQUE,                       -- plain
    name_on_card TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=name
    name_full    TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=name
    id_number    TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=id_number
    sex_code     TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    ethnic_code  TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; shown with the card, in no list and no filter
    birth        TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    nationality  TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    address      TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=address; of the household register, as on the card
    phone        TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=phone; +86..., or empty
    household_id TEXT REFERENCES household (id),             -- personal purpose=residence keep=live+5y mask=none
    known_since  TEXT NOT NULL                               -- plain; instant
);
-- What counts ask of the people of a household: since when the office knows them, and whether there is a telephone.
CREATE INDEX person_household ON person (household_id, id, known_since, phone <> '') WHERE household_id IS NOT NULL;

-- A document a person has shown. Its number says who somebody is.
CREATE TABLE document (
    person_id    TEXT NOT NULL REFERENCES person (id),       -- plain
    number       TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=id_number
    kind         TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    name_on_card TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=name
    name_full    TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=name
    address      TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=address
    issuer       TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    valid_from   TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; or empty
    valid_to     TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; or empty
    long_term    INTEGER NOT NULL,                           -- personal purpose=residence keep=live+5y mask=none
    readings     TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=hidden; how the name is typed, JSON
    verified     TEXT NOT NULL,                              -- plain; chip, seen or import
    warnings     TEXT NOT NULL,                              -- plain; codes with a comma between
    seen_at      TEXT NOT NULL,                              -- plain; instant
    station      TEXT NOT NULL,                              -- plain
    PRIMARY KEY (number, kind, valid_from, name_full)
) WITHOUT ROWID;
-- Enough to tell who has a document in force.
CREATE INDEX document_person ON document (person_id, valid_to, long_term);

-- People of one household register page who live together (户).
CREATE TABLE household (
    id      TEXT PRIMARY KEY,                                -- plain
    room_id TEXT NOT NULL REFERENCES area_node (id)          -- personal purpose=residence keep=live+5y mask=hidden
) WITHOUT ROWID;
CREATE INDEX household_room ON household (room_id);

CREATE TABLE residence (
    row           INTEGER PRIMARY KEY,                       -- plain; order of application, equal on all stations
    id            TEXT NOT NULL UNIQUE,                      -- plain
    number        TEXT NOT NULL,                             -- plain; receipt number
    person_id     TEXT NOT NULL REFERENCES person (id),      -- plain
    room_id       TEXT NOT NULL REFERENCES area_node (id),   -- personal purpose=residence keep=live+5y mask=hidden
    since         TEXT NOT NULL,                             -- personal purpose=residence keep=live+5y mask=none; the day the person moved in
    registered_on TEXT NOT NULL,                             -- plain
    registered_at TEXT NOT NULL,                             -- plain; instant
    state         TEXT NOT NULL,                             -- plain; active, changed, ended
    ended_on      TEXT NOT NULL,                             -- plain; or empty
    end_reason    TEXT NOT NULL,                             -- personal purpose=residence keep=live+5y mask=none; or empty
    moved_from    TEXT NOT NULL,                             -- plain; the registration this one follows, or empty
    channel       TEXT NOT NULL,                             -- plain; kiosk, counter, import
    station       TEXT NOT NULL,                             -- plain
    warnings      TEXT NOT NULL                              -- plain; codes with a comma between
);
CREATE UNIQUE INDEX residence_one_active ON residence (room_id, person_id) WHERE state = 'active';
-- Enough to tell whether somebody was registered on a day of the past.
CREATE INDEX residence_person ON residence (person_id, registered_on, state, ended_on);
CREATE INDEX residence_day ON residence (registered_on, registered_at);
CREATE INDEX residence_number ON residence (number);
CREATE INDEX residence_ended ON residence (ended_on) WHERE state = 'ended';
-- For counting who was registered where on a day of the past.
CREATE INDEX residence_room ON residence (room_id, registered_on, state, ended_on);

-- What a person is found by; made from the tables above whenever they change.
CREATE TABLE search_key (
    kind   TEXT    NOT NULL,                                 -- plain; see registry.keyKind
    key    TEXT    NOT NULL,                                 -- personal purpose=residence keep=live+5y mask=hidden
    person INTEGER NOT NULL,                                 -- plain; person.row
    PRIMARY KEY (kind, key, person)
) WITHOUT ROWID;

-- Who looked at whose record (查阅记录). It holds identifiers, no values, and outlives the record.
CREATE TABLE look (
    seq        INTEGER PRIMARY KEY,                          -- plain
    person_id  TEXT NOT NULL,                                -- plain
    at         TEXT NOT NULL,                                -- plain; instant
    actor_kind TEXT NOT NULL,                                -- plain
    actor_id   TEXT NOT NULL,                                -- plain
    actor_role TEXT NOT NULL,                                -- plain
    station    TEXT NOT NULL,                                -- plain
    what       TEXT NOT NULL,                                -- plain; listed, opened, revealed, printed, kiosk, exported
    field      TEXT NOT NULL,                                -- plain; the field revealed or the paper printed, or empty
    purpose    TEXT NOT NULL,                                -- plain
    reason     TEXT NOT NULL                                 -- personal purpose=residence keep=3y mask=none; written by staff, may name people
);
CREATE INDEX look_person ON look (person_id, seq);

-- Who belongs to a household and as what (户, GB/T 4761). A change closes the row and opens another, so the past stays.
CREATE TABLE household_member (
    row          INTEGER PRIMARY KEY,                        -- plain
    household_id TEXT NOT NULL REFERENCES household (id),    -- plain
    person_id    TEXT NOT NULL REFERENCES person (id),       -- plain
    relation     TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; to the householder, 0 is the householder
    joined_on    TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none
    left_on      TEXT NOT NULL                               -- personal purpose=residence keep=live+5y mask=none; or empty
);
CREATE UNIQUE INDEX household_member_one ON household_member (person_id) WHERE left_on = '';
CREATE INDEX household_member_person ON household_member (person_id);
CREATE INDEX household_member_household ON household_member (household_id);

-- What somebody stated about living elsewhere than registered (人户分离). The newest row counts.
CREATE TABLE living_statement (
    row          INTEGER PRIMARY KEY,                        -- plain
    person_id    TEXT NOT NULL REFERENCES person (id),       -- plain
    kind         TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=none; as_registered, registered_elsewhere, lives_elsewhere
    place        TEXT NOT NULL,                              -- personal purpose=residence keep=live+5y mask=address; or empty
    confirmed_on TEXT NOT NULL,                              -- plain
    actor_id     TEXT NOT NULL,                              -- plain
    station      TEXT NOT NULL                               -- plain
);
CREATE INDEX living_statement_person ON living_statement (person_id, row);

-- Both versions of everything that was corrected (更正).
CREATE TABLE correction (
    row            INTEGER PRIMARY KEY,                      -- plain
    person_id      TEXT NOT NULL REFERENCES person (id),     -- plain
    residence_id   TEXT NOT NULL,                            -- plain; the registration corrected, or empty for the person
    field          TEXT NOT NULL,                            -- plain
    before         TEXT NOT NULL,                            -- personal purpose=residence keep=live+5y mask=hidden
    after          TEXT NOT NULL,                            -- personal purpose=residence keep=live+5y mask=hidden
    reason         TEXT NOT NULL,                            -- personal purpose=residence keep=live+5y mask=none
    at             TEXT NOT NULL,                            -- plain; instant
    actor_id       TEXT NOT NULL,                            -- plain
    second_officer TEXT NOT NULL,                            -- plain; or empty
    station        TEXT NOT NULL                             -- plain
);
CREATE INDEX correction_person ON correction (person_id, row);

-- Two records that were found to be one person, and where that was taken back. The row of the loser stays; what belonged to it moves.
CREATE TABLE person_merge (
    id              TEXT PRIMARY KEY,                        -- plain
    survivor        TEXT NOT NULL,                           -- plain; person.id
    loser           TEXT NOT NULL,                           -- plain; person.id
    before          TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=hidden; of the survivor's fields that changed, JSON
    after           TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=hidden
    loser_phone     TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=phone
    loser_household TEXT NOT NULL,                           -- plain
    reason          TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=none
    at              TEXT NOT NULL,                           -- plain; instant
    actor_id        TEXT NOT NULL,                           -- plain
    station         TEXT NOT NULL,                           -- plain
    undone_at       TEXT NOT NULL,                           -- plain; instant, or empty
    undone_by       TEXT NOT NULL,                           -- plain
    reason_undone   TEXT NOT NULL                            -- personal purpose=residence keep=live+5y mask=none
) WITHOUT ROWID;
CREATE UNIQUE INDEX person_merge_loser ON person_merge (loser) WHERE undone_at = '';
CREATE INDEX person_merge_past ON person_merge (loser);
CREATE INDEX person_merge_survivor ON person_merge (survivor);

-- Which rows a merge moved, so that exactly those go back.
CREATE TABLE person_merge_row (
    merge_id TEXT NOT NULL REFERENCES person_merge (id),     -- plain
    tbl      TEXT NOT NULL,                                  -- plain
    key      TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=hidden; of the row in its table, JSON
    PRIMARY KEY (merge_id, tbl, key)
) WITHOUT ROWID;

-- Two records that may be one person: same name, day of birth and telephone. Made from the tables above; a is the smaller id.
CREATE TABLE twin (
    a TEXT NOT NULL,                                         -- plain; person.id
    b TEXT NOT NULL,                                         -- plain; person.id
    PRIMARY KEY (a, b)
) WITHOUT ROWID;

-- Two records of which somebody said that they are two people; they are not asked about again.
CREATE TABLE distinct_pair (
    a        TEXT NOT NULL,                                  -- plain; person.id
    b        TEXT NOT NULL,                                  -- plain; person.id
    reason   TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=none
    at       TEXT NOT NULL,                                  -- plain; instant
    actor_id TEXT NOT NULL,                                  -- plain
    PRIMARY KEY (a, b)
) WITHOUT ROWID;

-- Who has more than one registration in force; made from residence whenever it changes.
CREATE TABLE two_open (
    person INTEGER PRIMARY KEY                               -- plain; person.row
);

-- What somebody asked about the own data (PIPL art. 44 to 50): correction, copy, erasure, restriction.
CREATE TABLE data_request (
    id          TEXT PRIMARY KEY,                            -- plain
    number      TEXT NOT NULL,                               -- plain; on the receipt
    person_id   TEXT NOT NULL REFERENCES person (id),        -- plain
    kind        TEXT NOT NULL,                               -- plain
    detail      TEXT NOT NULL,                               -- personal purpose=residence keep=3y mask=hidden; in the person's words
    made_on     TEXT NOT NULL,                               -- plain
    due_on      TEXT NOT NULL,                               -- plain
    channel     TEXT NOT NULL,                               -- plain
    station     TEXT NOT NULL,                               -- plain
    state       TEXT NOT NULL,                               -- plain; open, granted, refused
    answer      TEXT NOT NULL,                               -- personal purpose=residence keep=3y mask=none; what was done, or why not
    answered_on TEXT NOT NULL,                               -- plain; or empty
    answered_by TEXT NOT NULL                                -- plain
) WITHOUT ROWID;
CREATE INDEX data_request_open ON data_request (due_on, id) WHERE state = 'open';
CREATE INDEX data_request_past ON data_request (answered_on, id) WHERE state <> 'open';
CREATE INDEX data_request_person ON data_request (person_id, made_on);

-- Whose data are only stored (限制处理): closed to everybody but the archive until it is lifted.
CREATE TABLE person_restriction (
    row        INTEGER PRIMARY KEY,                          -- plain
    person_id  TEXT NOT NULL REFERENCES person (id),         -- plain
    request_id TEXT NOT NULL REFERENCES data_request (id),   -- plain
    since      TEXT NOT NULL,                                -- plain
    lifted_on  TEXT NOT NULL,                                -- plain; or empty
    lifted_by  TEXT NOT NULL,                                -- plain
    reason     TEXT NOT NULL                                 -- personal purpose=residence keep=3y mask=none; why it was lifted
);
CREATE UNIQUE INDEX person_restriction_one ON person_restriction (person_id) WHERE lifted_on = '';
CREATE INDEX person_restriction_person ON person_restriction (person_id);
CREATE INDEX person_restriction_request ON person_restriction (request_id);
-- What left the register as a file (导出记录): who, how much, why, and who agreed. It holds no row of the file.
CREATE TABLE export (
    seq        INTEGER PRIMARY KEY,                          -- plain
    id         TEXT NOT NULL UNIQUE,                         -- plain; printed in the file
    at         TEXT NOT NULL,                                -- plain; instant
    actor_id   TEXT NOT NULL,                                -- plain
    actor_role TEXT NOT NULL,                                -- plain
    station    TEXT NOT NULL,                                -- plain
    what       TEXT NOT NULL,                                -- plain; people, registrations, permits, statistics
    scope      TEXT NOT NULL,                                -- plain; the place or the period
    format     TEXT NOT NULL,                                -- plain; xlsx, csv or pdf
    count      INTEGER NOT NULL,                             -- plain; rows
    whole      INTEGER NOT NULL,                             -- plain; 1 where numbers of documents and telephones stood in it unmasked
    second     TEXT NOT NULL,                                -- plain; account of the second officer, or empty
    reason     TEXT NOT NULL                                 -- personal purpose=residence keep=3y mask=none; written by staff, may name people
);

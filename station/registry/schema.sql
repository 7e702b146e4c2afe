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
CREATE INDEX person_household ON person (household_id) WHERE household_id IS NOT NULL;

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
CREATE INDEX document_person ON document (person_id);

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
CREATE INDEX residence_person ON residence (person_id);
CREATE INDEX residence_day ON residence (registered_on, registered_at);
CREATE INDEX residence_number ON residence (number);

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
    what       TEXT NOT NULL,                                -- plain; listed, opened, revealed, kiosk, exported
    field      TEXT NOT NULL,                                -- plain; the field revealed, or empty
    purpose    TEXT NOT NULL,                                -- plain
    reason     TEXT NOT NULL                                 -- personal purpose=residence keep=3y mask=none; written by staff, may name people
);
CREATE INDEX look_person ON look (person_id, seq);

-- What left the register as a file (导出记录): who, how much, why, and who agreed. It holds no row of the file.
CREATE TABLE export (
    seq        INTEGER PRIMARY KEY,                          -- plain
    id         TEXT NOT NULL UNIQUE,                         -- plain; printed in the file
    at         TEXT NOT NULL,                                -- plain; instant
    actor_id   TEXT NOT NULL,                                -- plain
    actor_role TEXT NOT NULL,                                -- plain
    station    TEXT NOT NULL,                                -- plain
    what       TEXT NOT NULL,                                -- plain; people, registrations, permits
    scope      TEXT NOT NULL,                                -- plain; the place or the period
    format     TEXT NOT NULL,                                -- plain; xlsx or csv
    count      INTEGER NOT NULL,                             -- plain; rows
    whole      INTEGER NOT NULL,                             -- plain; 1 where numbers of documents and telephones stood in it unmasked
    second     TEXT NOT NULL,                                -- plain; account of the second officer, or empty
    reason     TEXT NOT NULL                                 -- personal purpose=residence keep=3y mask=none; written by staff, may name people
);

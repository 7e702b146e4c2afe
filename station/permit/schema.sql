-- Residence permits (居住证) from application to hand-out. Columns of personal data name their purpose, how long they are kept and their mask.

-- One application for a permit (居住证申领). It is never deleted while its retention runs; a withdrawn one stays as history.
CREATE TABLE application (
    id            TEXT PRIMARY KEY,                         -- plain
    number        TEXT NOT NULL,                            -- plain
    number_tail   TEXT NOT NULL,                            -- plain
    person_id     TEXT NOT NULL REFERENCES person (id),     -- plain
    kind          TEXT NOT NULL,                            -- plain; resident or hmt
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
    limit_days    INTEGER NOT NULL,                         -- plain; of the office, 0 before acceptance; working days for the kind hmt
    amber_on      TEXT,                                     -- plain; first day on which the clock is amber
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
-- For the figures of a month.
CREATE INDEX application_accepted ON application (accepted_on) WHERE accepted_on IS NOT NULL;

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

-- The longer time that one application was given, by which rule and why, and how the applicant was told (art. 9); once at most.
CREATE TABLE application_extension (
    application_id TEXT PRIMARY KEY REFERENCES application (id), -- plain
    at             TEXT NOT NULL,                                -- plain
    days           INTEGER NOT NULL,                             -- plain; from acceptance in all
    days_before    INTEGER NOT NULL,                             -- plain
    due_before     TEXT NOT NULL,                                -- plain
    rule_ref       TEXT NOT NULL,                                -- plain
    reason_text    TEXT NOT NULL,                                -- personal purpose=residence keep=live+5y mask=none
    means          TEXT NOT NULL,                                -- plain; phone, message, letter, visit
    officer        TEXT NOT NULL,                                -- plain
    second_officer TEXT NOT NULL                                 -- plain; or empty
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
CREATE INDEX decision_refused ON decision (decided_on) WHERE kind = 'refused';

-- A permit card. The number is the one printed on the card; number_key is what makes two spellings of it the same. A card that takes the place of
-- another is a row of its own; root_id, the first card of the chain, is what stays the same.
CREATE TABLE permit (
    id               TEXT PRIMARY KEY,                        -- plain
    application_id   TEXT UNIQUE REFERENCES application (id), -- plain; of the first card of a chain
    person_id        TEXT NOT NULL REFERENCES person (id),    -- plain
    kind             TEXT NOT NULL,                           -- plain; resident or hmt
    number           TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=id_number
    number_key       TEXT NOT NULL,                           -- personal purpose=residence keep=live+5y mask=id_number
    issued_on        TEXT NOT NULL,                           -- plain; of this card
    since_on         TEXT NOT NULL,                           -- plain; of the first card of the chain: windows are counted from it
    valid_to         TEXT,                                    -- plain; where cards of the kind have a term
    state            TEXT NOT NULL,                           -- plain; made, active, replaced, ended
    live             INTEGER NOT NULL,                        -- plain; made or active
    card             TEXT NOT NULL,                           -- plain; where the plastic is: held, handed_in, void, destroyed
    handed_out_on    TEXT,                                    -- plain
    received_by      TEXT NOT NULL,                           -- plain
    root_id          TEXT NOT NULL,                           -- plain
    replaces         TEXT REFERENCES permit (id),             -- plain
    continuous_since TEXT,                                    -- plain
    endorse_from     TEXT,                                    -- plain
    endorse_until    TEXT,                                    -- plain; after this day the functions are suspended
    brought_since    TEXT,                                    -- plain; continuous_since of a card that is older than this register, when it was brought
    brought_until    TEXT,                                    -- plain; endorse_until of such a card
    brought_to       TEXT REFERENCES residence (id),          -- plain; where the holder of such a card was registered when it was brought
    ended_on         TEXT,                                    -- plain
    end_reason       TEXT NOT NULL                            -- personal purpose=residence keep=live+5y mask=none; or empty
) WITHOUT ROWID;
CREATE INDEX permit_person ON permit (person_id, issued_on, id);
CREATE INDEX permit_live ON permit (person_id, issued_on) WHERE live = 1;
CREATE INDEX permit_number ON permit (number_key);
CREATE INDEX permit_root ON permit (root_id, issued_on, id);
CREATE INDEX permit_opens ON permit (endorse_from, id) WHERE state = 'active';
CREATE INDEX permit_closes ON permit (endorse_until, id) WHERE state = 'active';
-- For the figures of a month.
CREATE INDEX permit_handed_out ON permit (handed_out_on) WHERE handed_out_on IS NOT NULL;
CREATE INDEX permit_closed ON permit (endorse_until) WHERE state = 'ended';

-- A yearly endorsement (签注), and the rule that held on its day.
CREATE TABLE endorsement (
    root_id    TEXT NOT NULL REFERENCES permit (id),              -- plain
    day        TEXT NOT NULL,                                     -- plain
    permit_id  TEXT NOT NULL REFERENCES permit (id),              -- plain
    number     TEXT NOT NULL,                                     -- plain; of the receipt
    window_end TEXT NOT NULL,                                     -- plain; last day of the window it was made for
    late       INTEGER NOT NULL,                                  -- plain
    anchor     TEXT NOT NULL,                                     -- plain; see permit.Anchor
    condition  TEXT NOT NULL,                                     -- personal purpose=residence keep=live+5y mask=none; or empty where none holds
    channel    TEXT NOT NULL,                                     -- plain
    station    TEXT NOT NULL,                                     -- plain
    PRIMARY KEY (root_id, day)
) WITHOUT ROWID;
CREATE INDEX endorsement_window ON endorsement (window_end);
CREATE INDEX endorsement_late ON endorsement (day) WHERE late = 1;

-- An exchange of a card (换领) or its re-issue (补领), from the report to the new card in the holder's hands.
CREATE TABLE replacement (
    id            TEXT PRIMARY KEY,                               -- plain
    number        TEXT NOT NULL,                                  -- plain; of the receipt
    permit_id     TEXT NOT NULL REFERENCES permit (id),           -- plain; the old card
    new_permit_id TEXT REFERENCES permit (id),                    -- plain
    cause         TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=none; damaged, lost, changed, expiring
    note          TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=none
    state         TEXT NOT NULL,                                  -- plain; reported, made, delivered, withdrawn
    open          INTEGER NOT NULL,                               -- plain
    cost_fen      INTEGER NOT NULL,                               -- plain; due, by the rule of the day of the report
    cost_receipt  TEXT NOT NULL,                                  -- plain; of the payment, or empty
    channel       TEXT NOT NULL,                                  -- plain
    station       TEXT NOT NULL,                                  -- plain
    reported_at   TEXT NOT NULL                                   -- plain
) WITHOUT ROWID;
CREATE UNIQUE INDEX replacement_one_open ON replacement (permit_id) WHERE open = 1;
CREATE INDEX replacement_permit ON replacement (permit_id, reported_at, id);
CREATE INDEX replacement_open ON replacement (reported_at, id) WHERE open = 1;

-- Every arrow a permit went along after it was handed out, with who, where, when and why.
CREATE TABLE permit_step (
    root_id    TEXT NOT NULL REFERENCES permit (id),              -- plain
    seq        INTEGER NOT NULL,                                  -- plain
    at         TEXT NOT NULL,                                     -- plain
    action     TEXT NOT NULL,                                     -- plain
    permit_id  TEXT NOT NULL REFERENCES permit (id),              -- plain
    actor_kind TEXT NOT NULL,                                     -- plain
    actor_id   TEXT NOT NULL,                                     -- plain
    actor_role TEXT NOT NULL,                                     -- plain
    second     TEXT NOT NULL,                                     -- plain; account of the second officer, or empty
    station    TEXT NOT NULL,                                     -- plain
    note       TEXT NOT NULL,                                     -- personal purpose=residence keep=live+5y mask=none
    PRIMARY KEY (root_id, seq)
) WITHOUT ROWID;

-- What was mistyped from a card and put right: both versions and the reason.
CREATE TABLE permit_correction (
    permit_id     TEXT NOT NULL REFERENCES permit (id),           -- plain
    seq           INTEGER NOT NULL,                               -- plain
    at            TEXT NOT NULL,                                  -- plain
    number_before TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=id_number
    number_after  TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=id_number
    issued_before TEXT NOT NULL,                                  -- plain
    issued_after  TEXT NOT NULL,                                  -- plain
    reason        TEXT NOT NULL,                                  -- personal purpose=residence keep=live+5y mask=none
    officer       TEXT NOT NULL,                                  -- plain
    station       TEXT NOT NULL,                                  -- plain
    PRIMARY KEY (permit_id, seq)
) WITHOUT ROWID;

-- Who was told of a window or a suspension; once for each.
CREATE TABLE permit_reminder (
    root_id    TEXT NOT NULL REFERENCES permit (id),              -- plain
    window_end TEXT NOT NULL,                                     -- plain
    about      TEXT NOT NULL,                                     -- plain; window or suspension
    means      TEXT NOT NULL,                                     -- plain; phone, message, letter, visit
    told_at    TEXT NOT NULL,                                     -- plain
    officer    TEXT NOT NULL,                                     -- plain
    station    TEXT NOT NULL,                                     -- plain
    PRIMARY KEY (root_id, window_end, about)
) WITHOUT ROWID;

-- The local rules of the office about permits, each version with its source; the latest holds.
CREATE TABLE permit_rules (
    seq            INTEGER PRIMARY KEY,                           -- plain
    at             TEXT NOT NULL,                                 -- plain
    officer        TEXT NOT NULL,                                 -- plain
    second_officer TEXT NOT NULL,                                 -- plain
    station        TEXT NOT NULL,                                 -- plain
    rules          TEXT NOT NULL                                  -- plain; JSON of permit.Rules
);

-- What a holder gets besides what the Decree names (art. 14), each with its days and its source.
CREATE TABLE permit_benefit (
    id       TEXT PRIMARY KEY,                                    -- plain
    kind     TEXT NOT NULL,                                       -- plain; right, service, convenience
    words    TEXT NOT NULL,                                       -- plain
    from_on  TEXT NOT NULL,                                       -- plain
    until_on TEXT,                                                -- plain; last day, or none
    rule_ref TEXT NOT NULL,                                       -- plain
    put_at   TEXT NOT NULL,                                       -- plain
    officer  TEXT NOT NULL                                        -- plain
) WITHOUT ROWID;

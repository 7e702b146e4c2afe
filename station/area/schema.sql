-- The address tree (地址树) from the street office down to the room. It holds places, no people.
CREATE TABLE area_node (
    row        INTEGER PRIMARY KEY,                     -- plain; short name of the node inside this file, equal on all stations
    id         TEXT NOT NULL UNIQUE,                    -- plain
    kind       TEXT NOT NULL,                           -- plain; see area.Kind
    parent     TEXT REFERENCES area_node (id),          -- plain
    grid       TEXT REFERENCES area_node (id),          -- plain; second parent of buildings and units, not part of the address
    community  TEXT NOT NULL,                           -- plain; 12-digit code of the community the node lies in
    name       TEXT NOT NULL,                           -- plain
    number     TEXT NOT NULL,                           -- plain
    label      TEXT NOT NULL,                           -- plain; address from the compound down
    path       TEXT NOT NULL,                           -- plain; compound row/building/unit/room, see area.Place
    sort       TEXT NOT NULL,                           -- plain
    room_use   TEXT NOT NULL DEFAULT '',                -- plain; of rooms, see area.RoomUse
    valid_from TEXT NOT NULL DEFAULT '',                -- plain; day, or empty where nobody knows
    valid_to   TEXT NOT NULL DEFAULT ''                 -- plain; first day on which the place is no more, or empty
);
CREATE INDEX area_child ON area_node (parent, kind, sort);
CREATE INDEX area_in_grid ON area_node (grid) WHERE grid IS NOT NULL;
CREATE UNIQUE INDEX area_number ON area_node (parent, kind, number) WHERE number <> '' AND valid_to = '';
-- Addresses as they are typed: all of it, and a number of a unit or a room whose building was left out.
CREATE INDEX area_path ON area_node (path);
CREATE INDEX area_within ON area_node (CAST(path AS INTEGER), kind, upper(number));
CREATE INDEX area_compound ON area_node (sort, row) WHERE kind IN ('compound', 'road') AND valid_to = '';
CREATE INDEX area_community ON area_node (number) WHERE kind = 'community';

-- What a compound, a road, a house on a road or a community is found by, its former names too.
CREATE TABLE area_key (
    kind TEXT    NOT NULL,                              -- plain; name, initials, full; of communities c-name, c-initials, c-full; of houses on a road house
    key  TEXT    NOT NULL,                              -- plain
    node INTEGER NOT NULL REFERENCES area_node (row),   -- plain
    PRIMARY KEY (kind, key, node)
) WITHOUT ROWID;

-- Names that places had before (曾用名).
CREATE TABLE area_former (
    node  TEXT    NOT NULL REFERENCES area_node (id),   -- plain
    seq   INTEGER NOT NULL,                             -- plain
    name  TEXT    NOT NULL,                             -- plain
    label TEXT    NOT NULL,                             -- plain; the address as it was written
    until TEXT    NOT NULL,                             -- plain; first day of the next name
    PRIMARY KEY (node, seq)
) WITHOUT ROWID;

-- In which community compounds, roads and grids lay, and when: figures of the past stay with the community of then.
CREATE TABLE area_belonging (
    node      TEXT NOT NULL REFERENCES area_node (id),  -- plain
    since     TEXT NOT NULL,                            -- plain; day
    community TEXT NOT NULL REFERENCES area_node (id),  -- plain
    PRIMARY KEY (node, since)
) WITHOUT ROWID;
CREATE INDEX area_belonged ON area_belonging (community, node);

-- Which communities came of which (merge and split).
CREATE TABLE area_successor (
    predecessor TEXT NOT NULL REFERENCES area_node (id), -- plain
    successor   TEXT NOT NULL REFERENCES area_node (id), -- plain
    since       TEXT NOT NULL,                           -- plain; day
    PRIMARY KEY (predecessor, successor)
) WITHOUT ROWID;
CREATE INDEX area_predecessor ON area_successor (successor);

-- Where buildings stand, for the numbering tool and its plan.
CREATE TABLE area_position (
    node   TEXT PRIMARY KEY REFERENCES area_node (id),  -- plain
    system TEXT    NOT NULL,                            -- plain; local: centimetres east and north; wgs84: 1e-7 degrees
    east   INTEGER NOT NULL,                            -- plain; or longitude
    north  INTEGER NOT NULL                             -- plain; or latitude
) WITHOUT ROWID;

-- What building numbers are proposed, and which were verified on site.
CREATE TABLE area_numbering (
    node       TEXT PRIMARY KEY REFERENCES area_node (id), -- plain
    number     TEXT    NOT NULL,                        -- plain
    state      TEXT    NOT NULL,                        -- plain; proposed, verified
    posted     INTEGER NOT NULL,                        -- plain; stands so on the house
    decided_on TEXT    NOT NULL,                        -- plain; day of the proposal or of the verification
    decided_by TEXT    NOT NULL                         -- plain; account
) WITHOUT ROWID;

-- What somebody saw of a room: empty, let, or lived in by its owner. Of the place, not of who lives there.
CREATE TABLE area_occupancy (
    node         TEXT PRIMARY KEY REFERENCES area_node (id), -- plain
    state        TEXT NOT NULL,                         -- plain; empty, let, owner
    confirmed_on TEXT NOT NULL,                         -- plain; day
    confirmed_by TEXT NOT NULL                          -- plain; account
) WITHOUT ROWID;

-- The address tree (地址树) from the street office down to the room. It holds places, no people.
CREATE TABLE area_node (
    row       INTEGER PRIMARY KEY,                      -- plain; short name of the node inside this file, equal on all stations
    id        TEXT NOT NULL UNIQUE,                     -- plain
    kind      TEXT NOT NULL,                            -- plain; see area.Kind
    parent    TEXT REFERENCES area_node (id),           -- plain
    grid      TEXT REFERENCES area_node (id),           -- plain; second parent of buildings and units, not part of the address
    community TEXT NOT NULL,                            -- plain; 12-digit code of the community the node lies in
    name      TEXT NOT NULL,                            -- plain
    number    TEXT NOT NULL,                            -- plain
    label     TEXT NOT NULL,                            -- plain; address from the compound down
    path      TEXT NOT NULL,                            -- plain; compound row/building/unit/room, see area.Place
    sort      TEXT NOT NULL                             -- plain
);
CREATE INDEX area_child ON area_node (parent, kind, sort);
CREATE UNIQUE INDEX area_number ON area_node (parent, kind, number) WHERE number <> '';
CREATE INDEX area_community ON area_node (number) WHERE kind = 'community';
CREATE INDEX area_compound ON area_node (sort, row) WHERE kind = 'compound';

-- What a compound is found by.
CREATE TABLE area_key (
    kind TEXT    NOT NULL,                              -- plain; name, initials, full
    key  TEXT    NOT NULL,                              -- plain
    node INTEGER NOT NULL REFERENCES area_node (row),   -- plain
    PRIMARY KEY (kind, key, node)
) WITHOUT ROWID;

-- Pictures of an application (申请材料图像): copies of papers, portrait, signature. What is told of a picture outlives the picture itself.

CREATE TABLE attachment (
    id             TEXT PRIMARY KEY,                                -- plain
    application_id TEXT NOT NULL REFERENCES application (id),       -- plain
    document_id    TEXT REFERENCES application_document (id),       -- plain; the paper it shows, null for a signature
    kind           TEXT NOT NULL,                                   -- plain
    grp            TEXT NOT NULL,                                   -- plain
    doc_kind       TEXT NOT NULL,                                   -- plain
    at             TEXT NOT NULL,                                   -- plain
    station        TEXT NOT NULL,                                   -- plain
    sha256         BLOB NOT NULL,                                   -- plain; of the content
    size           INTEGER NOT NULL,                                -- plain; bytes
    width          INTEGER NOT NULL,                                -- plain; pixels
    height         INTEGER NOT NULL,                                -- plain; pixels
    erase_on       TEXT,                                            -- plain; the first day on which it has to go, null while that is open
    erased_at      TEXT                                             -- plain
) WITHOUT ROWID;
CREATE INDEX attachment_application ON attachment (application_id, at, id);
CREATE INDEX attachment_open ON attachment (application_id) WHERE erase_on IS NULL;
CREATE INDEX attachment_due ON attachment (erase_on, id) WHERE erased_at IS NULL;

-- The pictures, apart from what is told of them, so that a list reads no picture. A copy of an identity document goes 90 days after the decision, the
-- portrait of a refused or withdrawn application after 30, the rest five years after the end of the case; see EraseOn.
CREATE TABLE attachment_content (
    attachment_id TEXT PRIMARY KEY REFERENCES attachment (id), -- plain
    thumbnail     BLOB NOT NULL,                               -- personal purpose=residence keep=5y mask=hidden; at most 160 pixels
    content       BLOB NOT NULL                                -- personal purpose=residence keep=5y mask=hidden; 90d identity, 30d portrait of a refused or withdrawn application
);

-- Open cards: one row a card while it is visible. `face` and `draft` are sealed cells of constant size
-- (docs/what-is-stored.md says who can read what, and for how long).
CREATE TABLE cards (
    id          BLOB    NOT NULL PRIMARY KEY,
    epoch       INTEGER NOT NULL,
    alias       BLOB    NOT NULL,
    message_mac BLOB,
    stage       INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    shown       INTEGER NOT NULL,
    face        BLOB    NOT NULL,
    draft       BLOB    NOT NULL
);

-- Stage 0 is the living card: an alias has one at most.
CREATE UNIQUE INDEX cards_living ON cards (alias) WHERE stage = 0;
CREATE INDEX cards_alias ON cards (alias);
CREATE INDEX cards_due ON cards (due);

-- The queue. `blob` is an age file; ended rows keep everything but it.
CREATE TABLE requests (
    id             BLOB    NOT NULL PRIMARY KEY,
    lane           TEXT    NOT NULL,
    urgent         INTEGER NOT NULL,
    hour           INTEGER NOT NULL,
    day            INTEGER NOT NULL,
    roster_version INTEGER NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'closed', 'expired')),
    outcome        TEXT,
    holder         BLOB,
    claimed_day    INTEGER,
    lease_until    INTEGER,
    fence          INTEGER NOT NULL DEFAULT 0,
    withdraw_hash  BLOB    NOT NULL,
    blob           BLOB    NOT NULL
);

CREATE INDEX requests_open ON requests (status, lane, urgent DESC, hour);

-- How many requests an alias left today. Knows no request.
CREATE TABLE limits (
    alias BLOB    NOT NULL,
    day   INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (alias, day)
) WITHOUT ROWID;

-- Daily counters of nobody in particular.
CREATE TABLE tallies (
    day   INTEGER NOT NULL,
    name  TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) WITHOUT ROWID;

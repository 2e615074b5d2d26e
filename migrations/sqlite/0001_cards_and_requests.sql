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

-- The queue. `blob` is 8 KiB: an age file under the waiting key of `day` or, from the first claim on, under the
-- claimed key of `claimed_day`. Ended rows are tombstones: everything but the blob, until the return key of `day` goes.
CREATE TABLE requests (
    id             BLOB    NOT NULL PRIMARY KEY,
    lane           TEXT    NOT NULL,
    urgent         INTEGER NOT NULL,
    hour           INTEGER NOT NULL,
    day            INTEGER NOT NULL,
    roster_version INTEGER NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('waiting', 'claimed', 'closed', 'withdrawn', 'expired')),
    outcome        TEXT,
    next_attempt   INTEGER,
    holder         BLOB,
    claimed_day    INTEGER,
    lease_until    INTEGER,
    fence          INTEGER NOT NULL DEFAULT 0,
    withdraw_hash  BLOB    NOT NULL UNIQUE,
    code_mac       BLOB    NOT NULL,
    blob           BLOB    NOT NULL
);

-- Everything by which the next one is chosen: no row with its 8 KiB is read before it is.
CREATE INDEX requests_open
    ON requests (status, lane, urgent DESC, hour, next_attempt, roster_version, holder, lease_until, id);
CREATE INDEX requests_code ON requests (code_mac);
CREATE INDEX requests_day ON requests (day);

-- To whom the requests of a lane were sealed, by the roster of that version: who can open them, and so is shown them.
-- Goes when no open request of that roster and lane is left.
CREATE TABLE readers (
    roster_version INTEGER NOT NULL,
    lane           TEXT    NOT NULL,
    reader         BLOB    NOT NULL,
    PRIMARY KEY (roster_version, lane, reader)
) WITHOUT ROWID;

-- What an alias used up today: requests, tries of a code, or that it is muted. Knows no request.
CREATE TABLE limits (
    alias BLOB    NOT NULL,
    day   INTEGER NOT NULL,
    what  TEXT    NOT NULL CHECK (what IN ('request', 'try', 'mute')),
    count INTEGER NOT NULL,
    PRIMARY KEY (alias, day, what)
) WITHOUT ROWID;

-- How many requests a counsellor claimed in an hour, how many more than usual a lead allowed, and whether it was noted
-- that she asked for more.
CREATE TABLE claims (
    holder BLOB    NOT NULL,
    hour   INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    extra  INTEGER NOT NULL,
    capped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (holder, hour)
) WITHOUT ROWID;

-- What was done at the desk, as a hash chain. `line` goes after 400 days, `digest` and `chain` stay.
CREATE TABLE audit (
    number INTEGER NOT NULL PRIMARY KEY,
    hour   INTEGER NOT NULL,
    line   TEXT,
    digest BLOB    NOT NULL,
    chain  BLOB    NOT NULL
);

-- The lines that are kept, so that the old ones are found without a walk through all digests.
CREATE INDEX audit_kept ON audit (hour) WHERE line IS NOT NULL;

-- Daily counters of nobody in particular.
CREATE TABLE tallies (
    day   INTEGER NOT NULL,
    name  TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) WITHOUT ROWID;

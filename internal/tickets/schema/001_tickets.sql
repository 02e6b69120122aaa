-- +goose Up

-- How the counter of a unit runs: queues, windows, slots, order, limits, as JSON.
CREATE TABLE tickets_setting (
    unit_id   TEXT PRIMARY KEY,
    unit_path TEXT NOT NULL,
    is_on     BOOLEAN NOT NULL,
    version   INTEGER NOT NULL,
    body      TEXT NOT NULL
);

-- Machines that take numbers in the waiting room, each known by the digest of its token.
CREATE TABLE tickets_device (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    digest     TEXT NOT NULL UNIQUE,
    made_at    {{.Time}} NOT NULL,
    revoked_at {{.Time}}
);
CREATE INDEX tickets_device_unit ON tickets_device (unit_id);

-- The last number given of a series. A number that is not used goes back with its transaction.
CREATE TABLE tickets_number (
    unit_id TEXT NOT NULL,
    day_on  TEXT NOT NULL,
    letter  TEXT NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (unit_id, day_on, letter)
);

CREATE TABLE tickets_ticket (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    unit_path   TEXT NOT NULL,
    day_on      TEXT NOT NULL,
    letter      TEXT NOT NULL,
    number      INTEGER NOT NULL,
    queue       TEXT NOT NULL,
    secret      TEXT NOT NULL UNIQUE,
    channel     TEXT NOT NULL CHECK (channel IN ('kiosk', 'page', 'desk', 'booking')),
    priority    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'transferred', 'done', 'no-show', 'left')),
    version     INTEGER NOT NULL,
    window_no   INTEGER NOT NULL,
    officer     TEXT NOT NULL,
    slot_at     {{.Time}},
    taken_at    {{.Time}} NOT NULL,
    called_at   {{.Time}},
    UNIQUE (unit_id, day_on, letter, number)
);
CREATE INDEX tickets_ticket_line ON tickets_ticket (unit_id, day_on, state);
CREATE INDEX tickets_ticket_state ON tickets_ticket (state, day_on);

-- What happened to tickets, bookings and windows. Times are measured from here.
CREATE TABLE tickets_event (
    id         TEXT PRIMARY KEY,
    thing_id   TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    at         {{.Time}} NOT NULL,
    window_no  INTEGER NOT NULL,
    queue      TEXT NOT NULL,
    subject    TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    account_id TEXT NOT NULL,
    officer    TEXT NOT NULL
);
CREATE UNIQUE INDEX tickets_event_thing ON tickets_event (thing_id, seq) WHERE seq > 0;
CREATE INDEX tickets_event_subject ON tickets_event (subject) WHERE subject <> '';
{{appendOnly "tickets_event"}}

CREATE TABLE tickets_booking (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL,
    unit_path  TEXT NOT NULL,
    code       TEXT NOT NULL UNIQUE,
    letter     TEXT NOT NULL,
    day_on     TEXT NOT NULL,
    start_at   {{.Time}} NOT NULL,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    account_id TEXT NOT NULL,
    priority   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('booked', 'cancelled', 'arrived', 'missed')),
    ticket_id  TEXT NOT NULL,
    version    INTEGER NOT NULL,
    made_at    {{.Time}} NOT NULL
);
CREATE INDEX tickets_booking_day ON tickets_booking (unit_id, day_on, state);
CREATE INDEX tickets_booking_account ON tickets_booking (account_id, state) WHERE account_id <> '';

-- How many places of a slot are taken. A place is taken by one conditional statement.
CREATE TABLE tickets_slot (
    unit_id  TEXT NOT NULL,
    letter   TEXT NOT NULL,
    start_at {{.Time}} NOT NULL,
    taken    INTEGER NOT NULL CHECK (taken >= 0),
    PRIMARY KEY (unit_id, letter, start_at)
);

-- Officers at windows now: one at a window, one window an officer.
CREATE TABLE tickets_desk (
    unit_id    TEXT NOT NULL,
    window_no  INTEGER NOT NULL,
    account_id TEXT NOT NULL UNIQUE,
    officer    TEXT NOT NULL,
    paused     BOOLEAN NOT NULL,
    since_at   {{.Time}} NOT NULL,
    PRIMARY KEY (unit_id, window_no)
);

-- How often numbers were taken in a period from an address, for a phone or at a kiosk.
CREATE TABLE tickets_tally (
    name   TEXT NOT NULL,
    period TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (name, period)
);

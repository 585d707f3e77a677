-- What head office has of this till's epochs, in its own words: the countersigned head of each.
create table local_sync_acks (
    epoch integer primary key references epochs (no),
    sequence integer not null,
    head blob not null check (length(head) = 32),
    received_at_ms integer not null,
    signature blob not null check (length(signature) = 64)
) strict;

-- Keys of sealed texts that head office has, by name; erased people as `erased:<id>`, peppers as `pepper:<hash>`.
create table local_sync_keys (
    name text primary key
) strict, without rowid;

-- Rounds of sync that did something or failed, for whoever asks why.
create table local_sync_jobs (
    id integer primary key,
    started_ms integer not null,
    completed_ms integer not null,
    pushed integer not null,
    received integer not null,
    quarantined integer not null,
    -- why it ended before its end: a code that the screen has words for, and what was heard
    failure text,
    detail text
) strict;

-- Keys of notes are a device's own from here on: two tills must not both have made one of the same name.

-- Shifts: which entries belong to one. A set, by id and never by time, so that it does not matter what arrives after what; all sums of a shift are
-- made from these entries. A till that never opened a shift has none of these rows, and sells as before.
create table shift_entries (
    shift blob not null check (length(shift) = 16),
    arrival integer not null references journal (arrival),
    primary key (shift, arrival)
) strict, without rowid;

-- A shift is keyed by its entry, like a sale. It is open until a report names it.
create table shifts (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    till text not null
) strict;

create table z_reports (
    arrival integer primary key references journal (arrival),
    shift blob not null check (length(shift) = 16),
    till text not null,
    series text not null,
    number integer not null check (number > 0),
    business_date text not null,
    total integer not null,
    difference integer not null,
    perpetual integer not null,
    counted integer not null
) strict;
create index z_reports_by_shift on z_reports (shift);

create table cash_moves (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16)
) strict;
create index cash_moves_by_id on cash_moves (id);

create table cash_rules (
    one integer primary key check (one = 1),
    body text not null,
    stamp integer not null references journal (arrival)
) strict;

-- Paper of a shift: what went in or out, and the reports.
create table local_print_jobs_now (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer', 'cash', 'x', 'z')),
    title text not null,
    -- what it prints: a sale, a movement of cash, or a shift
    document blob not null,
    -- 0: the original; n: the n-th copy
    copy integer not null default 0,
    error text
) strict, without rowid;
insert into local_print_jobs_now select id, created_ms, state, kind, title, sale, copy, error from local_print_jobs;
drop table local_print_jobs;
alter table local_print_jobs_now rename to local_print_jobs;
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

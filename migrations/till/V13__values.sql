-- Gift cards, vouchers and store credit: what the shop owes to whoever holds the code. A balance is the sum of its moves.
create table value_moves (
    arrival integer not null references journal (arrival),
    n integer not null,
    value blob not null check (length(value) = 16),
    code text not null,
    kind text not null check (kind in ('gift_card', 'voucher', 'credit', 'spent')),
    amount integer not null,
    valid_until text,
    customer blob,
    document blob not null check (length(document) = 16),
    business_date text not null,
    primary key (arrival, n)
) strict, without rowid;
create index value_moves_by_value on value_moves (value);
create index value_moves_by_code on value_moves (code);

-- The code is on paper of its own.
create table local_print_jobs_now (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer', 'cash', 'payment', 'quotation', 'value', 'x', 'z')),
    title text not null,
    document blob not null,
    copy integer not null default 0,
    error text
) strict, without rowid;
insert into local_print_jobs_now select id, created_ms, state, kind, title, document, copy, error from local_print_jobs;
drop table local_print_jobs;
alter table local_print_jobs_now rename to local_print_jobs;
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

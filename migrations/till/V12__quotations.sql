-- What was offered, until when. What became of it is what a sale says.
create table quotations (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    series text not null,
    number integer not null check (number > 0),
    customer blob,
    business_date text not null,
    valid_until text not null,
    total integer not null
) strict;
create index quotations_by_id on quotations (id);
create index quotations_by_series on quotations (series, number);

-- A quotation is sold once.
alter table sales add column quotation blob;
create index sales_by_quotation on sales (quotation) where quotation is not null;
alter table local_carts add column quotation blob;

-- An offer is on paper, too.
create table local_print_jobs_now (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer', 'cash', 'payment', 'quotation', 'x', 'z')),
    title text not null,
    document blob not null,
    copy integer not null default 0,
    error text
) strict, without rowid;
insert into local_print_jobs_now select id, created_ms, state, kind, title, document, copy, error from local_print_jobs;
drop table local_print_jobs;
alter table local_print_jobs_now rename to local_print_jobs;
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

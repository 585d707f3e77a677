-- Customers. Their texts are null once they are erased, and in copies; `search` is the folded name, the telephone's figures and the tax number.
create table customers (
    id blob primary key check (length(id) = 16),
    contact text,
    fiscal text,
    search text,
    active integer not null check (active in (0, 1)),
    stamp integer not null references journal (arrival)
) strict, without rowid;

create table account_terms (
    customer blob primary key check (length(customer) = 16),
    body text not null,
    stamp integer not null references journal (arrival)
) strict, without rowid;

-- An account is a sum of these: a sale on credit adds, a return or a payment takes off. A document is a sale, or a payment.
create table account_moves (
    arrival integer primary key references journal (arrival),
    customer blob not null check (length(customer) = 16),
    document blob not null check (length(document) = 16),
    kind text not null check (kind in ('charge', 'return', 'payment')),
    amount integer not null,
    business_date text not null,
    due text,
    series text not null,
    number integer not null
) strict;
create index account_moves_by_customer on account_moves (customer);
create index account_moves_by_document on account_moves (document);

-- Which debt was settled by what was decided where it was paid, and is never computed again.
create table account_allocations (
    arrival integer not null references journal (arrival),
    n integer not null,
    charge blob not null check (length(charge) = 16),
    amount integer not null check (amount > 0),
    primary key (arrival, n)
) strict, without rowid;
create index account_allocations_by_charge on account_allocations (charge);

-- What a customer bought, and when she was here last.
alter table sales add column customer blob check (length(customer) = 16);
create index sales_by_customer on sales (customer) where customer is not null;

alter table local_carts add column customer blob check (length(customer) = 16);

-- Paper of a payment on account.
create table local_print_jobs_now (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer', 'cash', 'payment', 'x', 'z')),
    title text not null,
    document blob not null,
    copy integer not null default 0,
    error text
) strict, without rowid;
insert into local_print_jobs_now select id, created_ms, state, kind, title, document, copy, error from local_print_jobs;
drop table local_print_jobs;
alter table local_print_jobs_now rename to local_print_jobs;
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

-- Layaways and orders: what is kept for a customer, or is to come for her.
create table orders (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    kind text not null check (kind in ('layaway', 'order')),
    series text not null,
    number integer not null,
    customer blob not null,
    business_date text not null,
    valid_until text not null,
    total integer not null,
    quotation blob
) strict;
create index orders_by_id on orders (id);
create index orders_by_number on orders (series, number);
create index orders_by_customer on orders (customer);
create index orders_by_quotation on orders (quotation) where quotation is not null;

-- Deposits, and what cancels an order: a receipt each.
create table order_documents (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    order_id blob not null check (length(order_id) = 16),
    kind text not null check (kind in ('deposit', 'cancelled')),
    series text not null,
    number integer not null
) strict;
create index order_documents_by_id on order_documents (id);
create index order_documents_by_order on order_documents (order_id);
create index order_documents_by_number on order_documents (series, number);

-- What is held for an order is the sum of its moves, by what it was paid with.
create table order_moves (
    arrival integer not null references journal (arrival),
    n integer not null,
    order_id blob not null check (length(order_id) = 16),
    kind text not null check (kind in ('deposit', 'applied', 'returned')),
    method text not null,
    amount integer not null,
    primary key (arrival, n)
) strict, without rowid;
create index order_moves_by_order on order_moves (order_id);

-- An order and a deposit are on paper of their own.
create table local_print_jobs_now (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer', 'cash', 'payment', 'quotation', 'value', 'order', 'deposit', 'x', 'z')),
    title text not null,
    document blob not null,
    copy integer not null default 0,
    error text
) strict, without rowid;
insert into local_print_jobs_now select id, created_ms, state, kind, title, document, copy, error from local_print_jobs;
drop table local_print_jobs;
alter table local_print_jobs_now rename to local_print_jobs;
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

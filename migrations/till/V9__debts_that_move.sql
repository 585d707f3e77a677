-- An exchange of goods that were not paid moves their debt to what was taken instead: what a document charges is no longer what it adds to the
-- balance. Of an even exchange the first is the debt and the second nothing.
create table account_moves_now (
    arrival integer primary key references journal (arrival),
    customer blob not null check (length(customer) = 16),
    document blob not null check (length(document) = 16),
    kind text not null check (kind in ('charge', 'return', 'exchange', 'payment')),
    amount integer not null,
    charged integer not null check (charged >= 0),
    business_date text not null,
    due text,
    series text not null,
    number integer not null
) strict;
insert into account_moves_now
    select arrival, customer, document, kind, amount, iif(kind = 'charge', amount, 0), business_date, due, series, number from account_moves;
drop table account_moves;
alter table account_moves_now rename to account_moves;
create index account_moves_by_customer on account_moves (customer);
create index account_moves_by_document on account_moves (document);

-- Points: a balance is the sum of its moves.
create table point_moves (
    arrival integer not null references journal (arrival),
    n integer not null,
    customer blob not null check (length(customer) = 16),
    sale blob not null check (length(sale) = 16),
    undone blob,
    earned integer not null,
    spent integer not null,
    business_date text not null,
    primary key (arrival, n)
) strict, without rowid;
create index point_moves_by_customer on point_moves (customer);

-- What the owner gives for what is spent: one row.
create table points_rules (
    id integer primary key check (id = 1),
    body text not null,
    stamp integer not null references journal (arrival)
) strict;

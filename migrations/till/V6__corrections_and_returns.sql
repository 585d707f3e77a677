-- Whatever is done at a drawer, by the id that the screen gave it: the same press sent twice is one.
drop index cash_moves_by_id;
alter table cash_moves rename to drawer_acts;
create index drawer_acts_by_id on drawer_acts (id);

-- How a sale was paid was put right. The last one holds, in the order of the journal.
create table tender_corrections (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    sale blob not null check (length(sale) = 16)
) strict;
create index tender_corrections_by_sale on tender_corrections (sale);

-- What came back of which line of which sale: how much of it is left is a sum over these, whatever arrived first.
create table return_lines (
    document integer not null references sales (arrival),
    n integer not null,
    sale blob not null check (length(sale) = 16),
    line blob not null check (length(line) = 16),
    primary key (document, n)
) strict, without rowid;
create index return_lines_by_sale on return_lines (sale);

-- Null: the line moves the stock by its quantity. 0: it came back and cannot be sold again.
alter table sale_lines add column restocked integer check (restocked in (0, 1));

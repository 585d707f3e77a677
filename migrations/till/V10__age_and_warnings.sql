-- Some things are not sold to everybody, and of some the cashier should know something.
alter table products add column minimum_age integer check (minimum_age between 1 and 99);
alter table products add column warning text;
-- Up to which age somebody has looked at whoever buys.
alter table local_carts add column age_checked integer;

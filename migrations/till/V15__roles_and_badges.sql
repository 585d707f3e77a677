-- Roles that the owner makes, and who has which.
create table roles (
    id blob primary key check (length(id) = 16),
    body text not null,
    stamp integer not null references journal (arrival)
) strict, without rowid;
alter table users add column own_role blob;

-- What a badge that this till printed says of itself, as a hash.
alter table users add column badge text;
alter table users add column badge_stamp integer references journal (arrival);

-- A ticket on which a supervisor has granted lower prices.
alter table local_carts add column granted text;

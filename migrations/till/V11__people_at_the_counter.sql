-- What each person did that an owner may ask about, by the entry that says so: sums over days are made from it.
create table acts (
    arrival integer not null references journal (arrival),
    kind text not null,
    person blob not null check (length(person) = 16),
    date text not null,
    count integer not null,
    amount integer not null,
    primary key (arrival, kind)
) strict, without rowid;
create index acts_by_date on acts (date);
insert into deferred (name, applied) values ('acts', 0);

-- When people came and went.
create table clockings (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    person blob not null check (length(person) = 16),
    at_ms integer not null,
    direction text not null check (direction in ('in', 'out'))
) strict;
create index clockings_by_person on clockings (person, at_ms);

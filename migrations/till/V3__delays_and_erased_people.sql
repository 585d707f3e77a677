-- The delay after wrong PINs was an instant of the machine's clock, and whoever set that clock forward skipped it. It is now what is left of it,
-- counted while the program runs. Delays under way begin anew with the next wrong PIN; the tries stay counted.
alter table local_pin_tries rename column locked_until_ms to left_ms;
update local_pin_tries set left_ms = 0;

-- Who was erased: a set, so that it does not matter what arrives after what.
create table erased (
    person blob primary key check (length(person) = 16)
) strict, without rowid;

-- The draft of the set-up holds the owner's name, in the clear, and nobody needs it once the shop exists.
delete from local_preferences where name = 'setup' and exists (select 1 from shop);

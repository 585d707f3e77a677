-- A ticket that was put aside: since when, and what it is called. Null: it is in hand.
alter table local_carts add column parked_ms integer;
alter table local_carts add column parked_note text;

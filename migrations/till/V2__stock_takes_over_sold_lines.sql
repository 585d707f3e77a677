-- The lines of a sale are its movements: their sum comes into `stock` when the till is quiet, and a read adds what is behind the cursor.
-- Until now every sale did it at once, so the cursor starts at the newest entry.
insert into deferred (name, applied) select 'stock', coalesce(max(arrival), 0) from journal;

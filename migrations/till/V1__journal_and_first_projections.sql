-- Three classes of data, and nothing else: facts (the journal, and tables projected from it), local state (local_*), and blobs (files).
-- Projections can be dropped and replayed at any time; nothing here is the only copy of a fact but `journal`.

-- Facts ------------------------------------------------------------------------------------------------------------------

-- One device's chain of entries under one key. A restored or moved database starts a new one.
create table epochs (
    no integer primary key,
    device blob not null check (length(device) = 16),
    epoch blob not null unique check (length(epoch) = 16),
    public_key text not null,
    series text not null
) strict;

-- `arrival` is this database's own order; identity is (device, epoch, sequence). The bytes are stored as they were hashed.
-- `clock` is inside the bytes too: here it lets a register compare its writers without reading them.
create table journal (
    arrival integer primary key,
    epoch integer not null references epochs (no),
    sequence integer not null check (sequence > 0),
    clock integer not null,
    codec integer not null,
    bytes blob not null,
    hash blob not null check (length(hash) = 32),
    signature blob not null check (length(signature) = 64),
    unique (epoch, sequence)
) strict;

-- Entries of a kind that this program is too old to understand: verified, kept and forwarded.
create table parked (
    arrival integer primary key references journal (arrival),
    kind text not null
) strict;

-- Bulk entries: how many rows of their attachments are projected.
create table bulk (
    arrival integer primary key references journal (arrival),
    sha256 text not null,
    rows integer not null,
    applied integer not null,
    -- parked, so that what comes after it is not held up
    damaged integer not null default 0 check (damaged in (0, 1))
) strict;

-- Projections -----------------------------------------------------------------------------------------------------------
-- A `stamp` names the entry that set a register. Who wins is decided by (clock, device, epoch, sequence), never by arrival.

create table shop (
    one integer primary key check (one = 1),
    body text not null,
    stamp integer not null references journal (arrival)
) strict;

create table users (
    id blob primary key check (length(id) = 16),
    name text,
    role text not null,
    active integer not null check (active in (0, 1)),
    stamp integer not null references journal (arrival),
    secret text,
    secret_stamp integer references journal (arrival)
) strict, without rowid;

create table categories (
    id blob primary key check (length(id) = 16),
    name text not null,
    icon text not null,
    tint text not null,
    position integer not null,
    active integer not null check (active in (0, 1)),
    stamp integer not null references journal (arrival)
) strict, without rowid;

-- Columns may be null: an edit can arrive before the creation of its product. `no` is this database's own handle for the name index.
create table products (
    no integer primary key,
    id blob not null unique check (length(id) = 16),
    name text,
    sku text,
    unit text,
    price integer,
    tax_class text,
    cost integer,
    category blob,
    favourite integer check (favourite in (0, 1)),
    active integer check (active in (0, 1)),
    track_stock integer check (track_stock in (0, 1)),
    min_stock integer,
    stamp integer not null references journal (arrival)
) strict;
-- a scale's label names its product by SKU, and a cashier types it
create index products_by_sku on products (sku);
-- the favourites grid opens with the sell screen
create index products_favourite on products (favourite) where favourite = 1;
create index products_by_category on products (category, name);


-- A field's own stamp, only where it differs from its row's.
create table product_stamps (
    product blob not null,
    field text not null,
    stamp integer not null references journal (arrival),
    primary key (product, field)
) strict, without rowid;

-- A code created twice offline keeps both products; the scan offers the choice.
create table barcodes (
    code text not null,
    product blob not null,
    present integer not null check (present in (0, 1)),
    stamp integer not null references journal (arrival),
    primary key (code, product)
) strict, without rowid;
create index barcodes_by_product on barcodes (product);

-- A sum of movements; a product that nobody has described yet has stock all the same.
create table stock (
    product blob primary key,
    quantity integer not null
) strict, without rowid;

-- A document is keyed by its entry: two devices that were one may both have written the same sale, and both stand.
create table sales (
    arrival integer primary key references journal (arrival),
    id blob not null check (length(id) = 16),
    series text not null,
    number integer not null check (number > 0),
    business_date text not null,
    at_ms integer not null,
    cashier blob not null,
    items integer not null,
    total integer not null,
    rounding integer not null,
    change integer not null,
    methods text not null
) strict;
create index sales_by_id on sales (id);
create index sales_by_date on sales (business_date);
-- a customer comes with a number, not with a date
create index sales_by_number on sales (number);

create table sale_lines (
    sale integer not null references sales (arrival),
    n integer not null,
    product blob,
    quantity integer not null,
    net integer not null,
    total integer not null,
    cost integer,
    primary key (sale, n)
) strict, without rowid;

create table sale_tenders (
    sale integer not null references sales (arrival),
    n integer not null,
    method text not null,
    amount integer not null,
    primary key (sale, n)
) strict, without rowid;

create table reprints (
    sale blob primary key,
    copies integer not null
) strict, without rowid;

-- Cash that each till's drawer should hold because of its sales.
create table drawers (
    till text primary key,
    amount integer not null
) strict, without rowid;

-- What the next sale of an epoch continues: its number, its business date, its fiscal chain.
create table series (
    epoch integer primary key references epochs (no),
    last_number integer not null,
    last_date text not null,
    fiscal text
) strict;

-- Deferred projections: caught up when the till is idle; a read adds the tail behind the cursor.
create table deferred (
    name text primary key,
    applied integer not null
) strict, without rowid;
-- `days` has come to an arrival, `names` to a product's number
insert into deferred (name, applied) values ('days', 0), ('names', 0);

create table day_totals (
    business_date text not null,
    series text not null,
    sales integer not null,
    total integer not null,
    tax integer not null,
    primary key (business_date, series)
) strict, without rowid;

-- Words of product names, without accents. Numbers grow, so that an automaton built earlier knows which words are newer than itself.
create table words (
    no integer primary key,
    word text not null unique
) strict;

-- Which products have a word. A segment is 16,384 product numbers, kept as sorted 16-bit offsets. It may name a product that has lost
-- the word since: every hit is checked against its name.
create table word_segments (
    word integer not null,
    segment integer not null,
    products blob not null,
    primary key (word, segment)
) strict, without rowid;

-- Local state -----------------------------------------------------------------------------------------------------------

create table local_device (
    one integer primary key check (one = 1),
    device blob not null,
    epoch integer not null references epochs (no),
    till text not null
) strict;

create table local_carts (
    id blob primary key check (length(id) = 16),
    user blob not null,
    discount text,
    opened_ms integer not null
) strict, without rowid;

-- Products whose name changed after the name index had passed them.
create table local_renamed (
    product integer primary key
) strict;

-- Saved line by line, so that a crash loses at most the scan that was under way. A removed line stays: it is part of the sale's story.
create table local_cart_lines (
    cart blob not null references local_carts (id) on delete cascade,
    position integer not null,
    id blob not null,
    removed integer not null default 0 check (removed in (0, 1)),
    body text not null,
    primary key (cart, position)
) strict, without rowid;

create table local_print_jobs (
    id blob primary key check (length(id) = 16),
    created_ms integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'cancelled')),
    kind text not null check (kind in ('receipt', 'drawer')),
    title text not null,
    sale blob not null,
    -- 0: the original; n: the n-th copy
    copy integer not null default 0,
    error text
) strict, without rowid;
-- the queue asks for the oldest waiting job after every sale
create index local_print_jobs_by_state on local_print_jobs (state, created_ms);

create table local_pin_tries (
    user blob primary key,
    failures integer not null,
    locked_until_ms integer not null
) strict, without rowid;

create table local_preferences (
    name text primary key,
    value text not null
) strict, without rowid;

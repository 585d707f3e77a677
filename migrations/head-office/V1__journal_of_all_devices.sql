-- What all devices of all tenants have written, as they wrote it. Every table begins with its tenant: in its keys, so that it can be spread over
-- machines by tenant, and in its policy, so that one tenant's rows do not exist for another, whatever a query forgets to say.

create function current_tenant() returns uuid language sql stable as $$
    select nullif(current_setting('app.tenant', true), '')::uuid
$$;

-- A shop, or a chain of them. `feed` names the order in which its devices' entries were committed here; `feed_position` is its end, and the row's
-- lock, taken last, is what makes positions come in the order of commits.
create table tenants (
    tenant_id uuid primary key,
    name text not null,
    feed uuid not null,
    feed_position bigint not null default 0,
    keys_at bigint not null default 0,
    created_at timestamptz not null default now()
);

create table stores (
    tenant_id uuid not null references tenants,
    store_id uuid not null,
    name text not null,
    primary key (tenant_id, store_id),
    unique (tenant_id, name)
);

-- `till` is the series of its receipts: nobody else's in this tenant.
create table devices (
    tenant_id uuid not null references tenants,
    device_id uuid not null,
    store_id uuid not null,
    till text not null,
    public_key text not null,
    paired_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (tenant_id, device_id),
    unique (tenant_id, till),
    foreign key (tenant_id, store_id) references stores
);

-- A code that a person reads to a new device, as its hash. Used once, by one device, which may ask again when the answer was lost.
create table pairing_codes (
    tenant_id uuid not null references tenants,
    code_hash bytea not null check (length(code_hash) = 32),
    store_id uuid not null,
    expires_at timestamptz not null,
    used_by uuid,
    primary key (tenant_id, code_hash),
    foreign key (tenant_id, store_id) references stores
);

create table epochs (
    tenant_id uuid not null references tenants,
    epoch_id uuid not null,
    device_id uuid not null,
    public_key text not null,
    head_sequence bigint not null,
    head_hash bytea not null check (length(head_hash) = 32),
    primary key (tenant_id, epoch_id),
    foreign key (tenant_id, device_id) references devices
);

-- The bytes are what was hashed and signed; everything else here is read from them.
create table entries (
    tenant_id uuid not null,
    epoch_id uuid not null,
    sequence bigint not null check (sequence > 0),
    kind text,
    codec smallint not null,
    bytes bytea not null,
    hash bytea not null check (length(hash) = 32),
    signature bytea not null check (length(signature) = 64),
    received_at_ms bigint not null,
    primary key (tenant_id, epoch_id, sequence),
    foreign key (tenant_id, epoch_id) references epochs
);

-- A row for each range that was committed, in the order of commits.
create table feed (
    tenant_id uuid not null,
    position bigint not null,
    epoch_id uuid not null,
    first_sequence bigint not null,
    last_sequence bigint not null,
    received_at_ms bigint not null,
    primary key (tenant_id, position),
    foreign key (tenant_id, epoch_id) references epochs
);

-- Entries that are kept and that this program cannot make sense of.
create table quarantine (
    tenant_id uuid not null,
    epoch_id uuid not null,
    sequence bigint not null,
    reason text not null,
    noted_at timestamptz not null default now(),
    primary key (tenant_id, epoch_id, sequence),
    foreign key (tenant_id, epoch_id, sequence) references entries
);

-- What a device wrote in the place of what stands: it was cloned, or put back without knowing. Kept with its bytes, for a person.
create table forked_entries (
    tenant_id uuid not null,
    epoch_id uuid not null,
    sequence bigint not null,
    hash bytea not null check (length(hash) = 32),
    codec smallint not null,
    bytes bytea not null,
    signature bytea not null check (length(signature) = 64),
    received_at_ms bigint not null,
    primary key (tenant_id, epoch_id, sequence, hash),
    foreign key (tenant_id, epoch_id) references epochs
);

-- Keys of sealed texts. Backups of the journal leave these four tables out, so that what is erased stays erased.
create table sealing_keys (
    tenant_id uuid not null references tenants,
    name text not null,
    key text not null,
    at bigint not null,
    primary key (tenant_id, name)
);

create table peppers (
    tenant_id uuid not null references tenants,
    pepper text not null,
    at bigint not null,
    primary key (tenant_id, pepper)
);

-- Each change of the keys, by a tag that does not come again when this database is put back and counts on from an older number.
create table key_changes (
    tenant_id uuid not null references tenants,
    at bigint not null,
    tag uuid not null,
    primary key (tenant_id, at)
);

create table erased (
    tenant_id uuid not null references tenants,
    person uuid not null,
    at bigint not null,
    primary key (tenant_id, person)
);

create table blobs (
    tenant_id uuid not null references tenants,
    sha256 text not null check (length(sha256) = 64),
    bytes bytea not null,
    primary key (tenant_id, sha256)
);
-- attachments are compressed already
alter table blobs alter column bytes set storage external;
alter table entries alter column bytes set storage external;

-- The program connects as this role: it owns nothing, and no policy lets it past.
do $$ begin
    create role head_office_app login;
-- another database of this cluster has it, or makes it just now
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema public to head_office_app;
grant select, insert, update, delete on all tables in schema public to head_office_app;
-- what is history is added to, and never changed
revoke update, delete on entries, feed, forked_entries from head_office_app;

do $$
declare its_table text;
begin
    for its_table in select tablename from pg_tables where schemaname = 'public' and tablename <> 'refinery_schema_history' loop
        execute format('alter table %I enable row level security', its_table);
        execute format('alter table %I force row level security', its_table);
        execute format('create policy of_tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', its_table);
    end loop;
end $$;

-- Whoever knows a code may find the tenant that it is of: nothing else of anybody.
create policy of_code on pairing_codes for select using (encode(code_hash, 'hex') = current_setting('app.pairing_code', true));

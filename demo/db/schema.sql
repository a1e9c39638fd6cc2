-- The whole schema. Every statement may run again on a database that already has it.

create table if not exists tenants (
  id text primary key,
  name_he text not null,
  name_en text not null
);

create table if not exists events (
  id integer primary key,
  tenant_id text not null references tenants (id),
  kind text not null,
  title_he text not null,
  title_en text not null,
  blurb_he text not null,
  blurb_en text not null,
  venue_id text not null,
  starts_at timestamptz not null,
  price_minor integer not null check (price_minor >= 0),
  currency text not null default 'ILS',
  capacity integer not null check (capacity > 0),
  seats_taken integer not null,
  -- The row lock decides who gets the last seat. This constraint is the proof that it did.
  constraint events_never_oversold check (seats_taken between 0 and capacity)
);

create index if not exists events_by_start on events (starts_at);

create table if not exists registrations (
  id uuid primary key,
  event_id integer not null references events (id),
  tenant_id text not null references tenants (id),
  spots integer not null check (spots > 0),
  status text not null check (status in ('HELD', 'CONFIRMED', 'WAITLISTED', 'CANCELLED')),
  amount_minor integer not null,
  currency text not null,
  name text not null,
  email text not null,
  phone text not null,
  locale text not null,
  held_until timestamptz,
  created_at timestamptz not null default now()
);

create index if not exists registrations_by_event on registrations (event_id, status);
-- The few that wait for something, for the metrics job.
create index if not exists registrations_waiting on registrations (event_id, held_until)
  where status in ('HELD', 'WAITLISTED');
create index if not exists registrations_by_tenant on registrations (tenant_id, created_at desc);

create table if not exists payments (
  id uuid primary key,
  registration_id uuid not null references registrations (id),
  status text not null check (status in ('COMPLETED', 'DECLINED', 'FAILED', 'TIMEOUT')),
  amount_minor integer not null,
  currency text not null,
  -- Never the number itself.
  card_last_four text not null check (length(card_last_four) = 4),
  provider_reference text,
  created_at timestamptz not null default now()
);

create index if not exists payments_by_registration on payments (registration_id);

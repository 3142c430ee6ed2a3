-- What a vault holds besides records: batches and what became of their rows. Counts, rules and names only.
-- Tables as a new vault has them. A change of one that exists goes into a step vault-N.sql beside this file, and here.
create table if not exists schema_version (version integer not null, program varchar not null); -- program: the version that brought the vault to it
create table if not exists vault_secret (record_key varchar not null, tie_key varchar not null);
create table if not exists batch (
    batch_id bigint primary key,
    source_id varchar not null,
    stream varchar not null,
    file_hash varchar not null,
    form_versions varchar not null, -- space-separated
    ingested_on date not null,
    row_count bigint not null,
    accepted bigint not null,
    duplicate bigint not null,
    superseded bigint not null,
    without_consent bigint not null,
    rejected bigint not null,
    replaced bigint not null, -- of accepted: newer versions of records that were here
    first_month date,
    last_month date,
    removed bigint, -- records of the vault that this file took out
    places varchar -- hash of what decided about its places, where some were not found
);
create table if not exists rejection (
    batch_id bigint not null,
    row_number bigint not null,
    column_name varchar,
    rule varchar not null,
    is_open boolean, -- somebody has to correct it; not those left out on purpose, nor those whose record came in a later file
    record_key blob -- of an open row whose record can be told
);
create table if not exists erasure (
    erasure_id bigint primary key,
    source_id varchar not null,
    stream varchar not null,
    provider varchar not null,
    reason varchar not null, -- retention, withdrawal
    rule varchar not null, -- in words, as it was in force
    erased_on date not null,
    first_month date not null,
    last_month date not null,
    record_count bigint not null
);
-- What was released: months that stay as they are, and the facts every release rests on. Only ever added to.
create table if not exists release (
    seq bigint primary key,
    release_id varchar not null,
    as_of date not null,
    revision_reason varchar, -- null: no declared revision
    previous_sha256 varchar, -- of the release before; empty for the first
    sha256 varchar -- over that, this row and the facts and withheld scopes of the release, as release_text.sql writes them
);
-- What became of releases, chained: drafts, audits, signatures, publication, withdrawal, changes of policy. Only ever added to. Roles and keys, never persons.
create table if not exists release_event (
    seq bigint primary key,
    release_id varchar not null,
    kind varchar not null, -- policy, draft, audited, approved, published, withdrawn
    noted_at varchar not null, -- UTC, yyyy-MM-ddTHH:mm:ssZ: as it was signed
    role varchar not null, -- empty: nobody signed
    key_id varchar not null,
    audience varchar not null,
    bundle_sha256 varchar not null,
    manifest_sha256 varchar not null,
    detail varchar not null, -- JSON, by kind
    signature varchar not null, -- base64
    previous_sha256 varchar not null,
    sha256 varchar not null
);
create table if not exists frozen_month (stream varchar not null, month date not null, release_id varchar not null, released_on date not null);
create table if not exists fact (
    seq bigint not null, -- of the first release that rests on it; a later one writes a figure again only where it changed
    indicator_id varchar not null,
    definition_hash varchar not null,
    area_code varchar not null,
    period varchar not null,
    split varchar not null,
    category varchar not null,
    what varchar not null, -- signal, base, share, weighted_share, interval, base_band, level, level_parts; withheld, no_data, not_assessed, left_out (without bounds)
    lo double,
    hi double,
    vintage bigint -- of the indicator's records: 0 first; each restatement of released months counts one
);
-- Scopes that were withheld to protect people, and why: they stay so.
create table if not exists withheld (
    seq bigint not null,
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    split varchar not null,
    category varchar not null,
    vintage bigint not null,
    reason varchar not null
);
-- Counts of the finest cells of every released period, so that facts can be checked when their records are gone. A period that is restated stands again, whole, under
-- the new vintage; atoms of a period that are not there are zero.
create table if not exists atom (
    release_seq bigint not null,
    indicator_id varchar not null,
    vintage bigint not null,
    area_code varchar not null,
    period varchar not null,
    categories varchar not null, -- field=code of every split crossed, joined by *
    panel varchar not null, -- in, out; empty without a panel
    signal bigint not null,
    base bigint not null,
    signal_weight double not null,
    base_weight double not null
);
-- Proofs: tables of the counts of a part that agree with everything told. A group's total may be shared out among its atoms in any way.
create table if not exists certificate (
    indicator_id varchar not null,
    component varchar not null,
    release_seq bigint not null,
    measure bigint not null, -- 0 signal, 1 rest of the base; of key informants 0 the base
    atoms bigint[] not null, -- positions in certificate_atom
    groups bigint[] not null, -- of each of them
    counts bigint[] not null, -- by group
    sha256 varchar not null
);
create table if not exists certificate_atom (
    component varchar not null,
    position bigint not null,
    area_code varchar not null,
    period varchar not null,
    categories varchar not null,
    panel varchar not null,
    first_vintage bigint not null, -- the part of the atom that was there from this vintage
    last_vintage bigint not null -- to this one
);
-- What others published on the same records, as it was known at a release: what was seen stays seen.
create table if not exists external_fact (
    release_seq bigint not null,
    source varchar not null,
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    split varchar not null,
    category varchar not null,
    what varchar not null, -- signal, base
    lo bigint not null,
    hi bigint not null
);
-- Areas as releases saw them: a version holds from its first release to the next version.
create table if not exists hierarchy_version (id varchar not null, since_seq bigint not null, code varchar not null, children varchar[] not null);
-- Onsets the figures of a release were worked out with, and who declared them.
create table if not exists release_onset (
    release_seq bigint not null,
    area_code varchar, -- with an onset of its own; null: the country
    onset_on date not null,
    source varchar not null
);
-- Reporting points that were in the panel when its cells were first released.
create table if not exists panel_member (stream varchar not null, source_id varchar not null, reporting_point varchar not null, release_id varchar not null);
create table if not exists emptied (batch_id bigint not null, field varchar not null, count bigint not null);
-- Corrections in force. «written» is the canonical value a record held before: withdrawn, the correction gives it back.
create table if not exists correction (
    source_id varchar not null,
    file_hash varchar not null,
    row_number bigint not null,
    field varchar not null, -- empty: the row is dropped
    value varchar,
    written varchar,
    was_unreadable boolean not null, -- the row would have been rejected for it
    is_withdrawn boolean not null -- of a dropped row: its file may be taken again
);
-- Columns of the last taken file of a source: names only. A name that itself reads like an identifier or a value is kept as a keyed hash.
create table if not exists known_column (source_id varchar not null, position bigint not null, name varchar not null, kind varchar not null); -- kind: number, date, code, text; empty: not mapped
-- Refused versions of records: the pseudonym under which a record would be kept, and the version. Nothing of its content.
create table if not exists refused_record (
    source_id varchar not null,
    record_key blob not null,
    version varchar not null,
    noted_on date not null -- as-of day of the ingest: no older version can be of a later month
);
-- Files that were held back: the last good data keep serving. Names and days only.
create table if not exists held_file (
    source_id varchar not null,
    file_hash varchar not null,
    since date not null, -- as-of day of the first ingest that held it
    cause varchar not null, -- ColumnsGone, ValuesEmptied, RowsRejected
    subjects varchar not null, -- columns or fields, separated by unit separators
    in_inbox boolean not null
);
-- Places that were not found, of the last reading of each file. Only what may be shown to the people who can say which place it is.
create table if not exists unmatched_place (
    source_id varchar not null,
    file_hash varchar not null,
    column_name varchar not null,
    rule varchar not null,
    written varchar, -- empty: several that are not shown, together
    row_count bigint not null,
    place_count bigint not null,
    noted_on date not null
);

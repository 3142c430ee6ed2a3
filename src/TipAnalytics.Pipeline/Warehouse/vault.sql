-- What a vault holds besides records: batches and what became of their rows. Counts, rules and names only.
create table if not exists vault_secret (record_key varchar not null, tie_key varchar not null);
create table if not exists batch (
    batch_id bigint primary key,
    source_id varchar not null,
    stream varchar not null,
    file_name varchar not null,
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
    last_month date
);
create table if not exists rejection (batch_id bigint not null, row_number bigint not null, column_name varchar, rule varchar not null);
create table if not exists emptied (batch_id bigint not null, field varchar not null, count bigint not null);

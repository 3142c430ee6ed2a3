-- Released tables of several operations, each row with its operation.
create table release (
    operation_id varchar primary key,
    operation_name varchar not null,
    country_code varchar not null,
    release_id varchar not null,
    audience varchar not null,
    as_of_on date not null,
    first_period varchar not null,
    last_period varchar not null,
    onset_on date not null,
    onset_title varchar not null,
    program_version varchar not null
);
create table area (operation_id varchar not null, area_code varchar not null, name varchar not null, level integer not null);
create table area_onset (operation_id varchar not null, area_code varchar not null, onset_on date not null);
create table indicator (
    operation_id varchar not null,
    indicator_id varchar not null,
    title varchar not null,
    definition varchar not null,
    family varchar not null,
    kind varchar not null,
    unit varchar not null,
    base_unit varchar not null,
    direction varchar not null,
    caveat varchar not null,
    low_means varchar not null,
    minimum_base integer not null,
    definition_hash varchar not null,
    has_source boolean not null
);
create table cell (
    operation_id varchar not null,
    figure_id varchar not null,
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    period varchar not null,
    period_start date not null,
    period_end date not null,
    split varchar not null,
    category varchar not null,
    state varchar not null,
    share_percent integer,
    low_percent integer,
    high_percent integer,
    bound varchar,
    base_low integer,
    base_high integer,
    is_weighted boolean
);
create table finding (
    operation_id varchar not null,
    figure_id varchar not null,
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    grain varchar not null,
    status varchar not null,
    grade varchar not null,
    reason varchar,
    difference_points integer,
    difference_low integer,
    difference_high integer,
    direction varchar not null,
    effort varchar not null,
    cautions varchar not null
);
-- Comparable: a share that two operations or more take from a source of their own by the same definition, model included. The hash with the most operations decides
-- which definition that is; where two have as many, the lower hash.
create view agreed as
select indicator_id, arg_min(definition_hash, (-operation_count, definition_hash)) as definition_hash
from (
    select indicator_id, definition_hash, count(*) as operation_count
    from indicator
    where has_source and kind = 'share'
    group by indicator_id, definition_hash
    having count(*) > 1
)
group by indicator_id;
create view judged as
select
    indicator.operation_id,
    indicator.indicator_id,
    case
        when not indicator.has_source then 'no_source'
        when indicator.kind <> 'share' then 'own_judgement'
        when agreed.indicator_id is null and (select count(*) from indicator as other where other.indicator_id = indicator.indicator_id and other.has_source) = 1 then 'alone'
        when agreed.definition_hash is distinct from indicator.definition_hash then 'defined_otherwise'
        else 'comparable'
    end as comparison
from indicator
left join agreed using (indicator_id)

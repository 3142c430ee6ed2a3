-- indicators.duckdb: one release as printed, with its documentation inside. Shares, intervals and bands; never the counts behind them.
-- Tables as a new store has them. A change of one that exists goes into a step indicators-N.sql beside this file, and here.
create table if not exists schema_version (version integer not null, program varchar not null);
create table if not exists release (
    release_id varchar primary key,
    operation_id varchar not null,
    operation_name varchar not null,
    country_code varchar not null,
    area_version varchar not null,
    audience varchar not null,
    as_of_on date not null,
    first_period varchar not null,
    last_period varchar not null,
    onset_on date not null,
    onset_title varchar not null,
    onset_source varchar not null,
    definitions_hash varchar not null,
    program_version varchar not null,
    revision_reason varchar -- why months that were released before are revised; null: they stand as they were
);
create table if not exists caveat (
    caveat_id varchar primary key,
    text varchar not null
);
create table if not exists area (
    area_code varchar primary key,
    name varchar not null,
    level integer not null,
    parent_code varchar
);
create table if not exists indicator (
    indicator_id varchar primary key,
    title varchar not null,
    definition varchar not null,
    family varchar not null,
    kind varchar not null,
    stream varchar,
    unit varchar not null,
    base_unit varchar not null,
    direction varchar not null,
    why varchar not null,
    caveat varchar not null,
    standing_caveats varchar[] not null,
    protection_risks varchar[] not null,
    can_act varchar[] not null,
    low_means varchar not null,
    elevated_from decimal(9, 3),
    minimum_base integer not null,
    definition_hash varchar not null,
    has_source boolean not null
);
create table if not exists cell (
    figure_id varchar primary key,
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    period varchar not null,
    period_start date not null,
    period_end date not null,
    split varchar not null,
    category varchar not null,
    state varchar not null, -- shown, level, hidden, not_assessed, no_data
    share_percent integer,
    low_percent integer,
    high_percent integer,
    bound varchar, -- under_5, over_95; null: the share itself
    base_low integer,
    base_high integer, -- null with base_low: open band
    is_weighted boolean,
    level_value decimal(9, 3),
    level_known integer,
    level_out_of integer,
    not_asked_band integer, -- 0 none or under 5 %, 1: 5-19 %, 2: 20-49 %, 3: 50 % and more; null: withheld
    not_applicable_band integer,
    dont_know_band integer,
    refused_band integer
);
create table if not exists finding (
    figure_id varchar primary key,
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    grain varchar not null,
    status varchar not null,
    grade varchar not null,
    reason varchar,
    before_percent integer,
    after_percent integer,
    difference_points integer,
    difference_low integer,
    difference_high integer,
    smallest_visible_rise integer,
    direction varchar not null,
    effort varchar not null,
    panel_difference_points integer, -- the same difference at the points that reported throughout; null: not computed or withheld
    break_from varchar,
    cautions varchar not null,
    largest_shift_from varchar -- first period after the largest shift of level: a description, no test
);
create table if not exists convergence (
    area_code varchar primary key,
    area_level integer not null,
    period varchar not null,
    elevated_count integer not null,
    known_count integer not null,
    rising_families varchar[] not null,
    several_families_rise boolean,
    most_families_rise boolean,
    is_mixed boolean not null,
    grade varchar not null
);
create table if not exists month_notice (
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    level varchar not null -- watch, alert, new_signal: an invitation to look, never evidence of a rise
);
create table if not exists smoothed_share ( -- latest released shares drawn towards those of neighbouring areas: for maps and ranking, never for tests
    indicator_id varchar not null,
    area_code varchar not null,
    period varchar not null,
    share_percent integer not null,
    low_percent integer, -- approximate 95 % interval; null: the areas differ by no more than chance, every one shows the share of all
    high_percent integer
);
create table if not exists series_break (
    indicator_id varchar not null,
    source_title varchar not null,
    from_period varchar not null,
    reason varchar not null,
    kind varchar not null, -- form, definition, boundary: nothing is compared across; partner_joined, partner_left, access: compared with a caution
    area_code varchar -- null: everywhere
);
create table if not exists area_onset (
    area_code varchar primary key, -- holds for the areas inside it too; areas not named have the release's onset
    onset_on date not null,
    title varchar not null,
    source varchar not null
);
create table if not exists coverage (
    stream varchar not null,
    area_code varchar not null,
    area_level integer not null,
    period varchar not null,
    state varchar not null
);
-- How far the figures of an indicator and area can be relied on, over the last twelve closed months, by how the data came about and never by what they say.
create table if not exists quality_grade (
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    letter varchar not null, -- a good, b usable, c with care, d not to be relied on, not_graded
    -- what decided the letter, empty for a: few_answered, flagged, near_duplicates, incomplete, late, not_representative, small_base; of not_graded: withheld, no_data, small_base
    reasons varchar not null
);
create table if not exists source (
    source_id varchar primary key,
    title varchar not null,
    provider varchar not null,
    stream varchar not null,
    purpose varchar not null,
    lowest_level integer not null,
    protocol_agreed_on date not null,
    protocol_expires_on date not null,
    first_month varchar,
    last_month varchar
);
create table if not exists information_gap (
    kind varchar not null,
    subject varchar not null,
    text varchar not null
);
create table if not exists restatement ( -- of a declared revision: figures of earlier releases that read otherwise now
    figure_id varchar primary key,
    indicator_id varchar not null,
    area_code varchar not null,
    area_level integer not null,
    period varchar not null,
    split varchar not null,
    category varchar not null,
    state_before varchar not null, -- states, shares and bands as in table cell
    share_before integer,
    low_before integer,
    high_before integer,
    bound_before varchar,
    base_low_before integer,
    base_high_before integer,
    level_before decimal(9, 3),
    state_after varchar not null,
    share_after integer,
    low_after integer,
    high_after integer,
    bound_after varchar,
    base_low_after integer,
    base_high_after integer,
    level_after decimal(9, 3),
    why varchar not null -- sources and kinds of change behind the indicator
);

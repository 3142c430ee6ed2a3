-- What derivation leaves in the vault: sums only, no row of a record. Made anew by each run.
create or replace table observation (
    indicator_id varchar,
    period_start date,                      -- first day of the month (or of the model's own period)
    area_code varchar,
    split varchar,
    category varchar,
    stratum varchar,                        -- with the source before it: strata of two surveys never mix
    cluster varchar,                        -- empty: every record is a sampling unit of its own
    organisation varchar,
    universe_count bigint,                  -- records the question concerns: base and the four missing counts add to it
    base_count bigint,
    signal_count bigint,
    base_weight decimal(38, 6),
    signal_weight decimal(38, 6),
    base_weight_squared decimal(38, 12),
    signal_weight_squared decimal(38, 12),
    not_asked_count bigint,
    not_applicable_count bigint,
    dont_know_count bigint,
    refused_count bigint
);
create or replace table atom_observation (
    indicator_id varchar,
    period_start date,
    area_code varchar,
    categories varchar,                     -- field=code of every split, joined by *, in the order of their names; empty without splits
    panel varchar,                          -- in, out; empty without a panel
    signal_count bigint,
    base_count bigint,
    signal_weight decimal(38, 6),
    base_weight decimal(38, 6)
);
create or replace table design (stream varchar, period_start date, stratum varchar, cluster varchar, record_count bigint);
create or replace table model_presence (model varchar, period_start date, area_code varchar, record_count bigint);
create or replace table report_month (
    stream varchar, source_id varchar, reporting_point varchar, period_start date, area_code varchar, record_count bigint
);
create or replace table panel_point (stream varchar, source_id varchar, reporting_point varchar, in_panel boolean, qualifies boolean); -- qualifies: by the reports of today
create or replace table level_observation (
    indicator_id varchar, period_start date, area_code varchar, value decimal(18, 6), known_count bigint, part_count bigint
);
create or replace temp table onset_at (area_code varchar, onset date);
create or replace temp table panel_period (stream varchar, onset date, month date, period_start date, is_crisis boolean);

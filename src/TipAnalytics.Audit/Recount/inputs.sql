-- What models may read besides the streams.
create or replace temp table run_settings (as_of date, first_month date, onset date);
create or replace temp table code_element (code_list varchar, code varchar, element varchar);
create or replace temp table stg_ctx (indicator_id varchar, area_code varchar, period_start date, score integer, source_ref varchar);

-- Where an area and a month belong: every area under itself and each of its parents, every month of the window under its periods.
create or replace temp table area_at (area_code varchar, level integer, ancestor_code varchar);
create or replace temp table period_at (month date, grain varchar, period_start date);

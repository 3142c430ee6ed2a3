-- Stands before the panels of real releases while the history is replayed.
create or replace temp table panel_member (stream varchar, source_id varchar, reporting_point varchar, release_id varchar)

-- Tables of a released store for programs that read many releases, one file each.
copy (select * from release) to '{folder}/release.parquet' (format parquet);
copy (select * from area order by level, area_code) to '{folder}/area.parquet' (format parquet);
copy (select * from indicator order by indicator_id) to '{folder}/indicator.parquet' (format parquet);
copy (select * from cell order by indicator_id, area_level, area_code, period_start, period, split, category) to '{folder}/cell.parquet' (format parquet);
copy (select * from finding order by indicator_id, area_level, area_code, grain) to '{folder}/finding.parquet' (format parquet);
copy (select * from quality_grade order by indicator_id, area_code) to '{folder}/quality_grade.parquet' (format parquet);
copy (select * from area_onset order by area_code) to '{folder}/area_onset.parquet' (format parquet);
copy (select * from source order by source_id) to '{folder}/source.parquet' (format parquet);
copy (select * from schema_version) to '{folder}/schema_version.parquet' (format parquet)

-- What the records of the vault came from, as one text.
select
    coalesce((select string_agg(source_id || ' ' || file_hash, chr(10) order by batch_id) from batch), '')
    || coalesce((select chr(10) || string_agg(source_id || ' ' || reason || ' ' || first_month || ' ' || last_month || ' ' || record_count, chr(10) order by erasure_id) from erasure), '')
    || coalesce((select string_agg(chr(10) || 'held ' || source_id || ' ' || file_hash || ' ' || since, '' order by source_id, file_hash) from held_file), '')
    || coalesce((select string_agg(chr(10) || 'revision ' || release_id || ' ' || revision_reason, '' order by seq) from release where revision_reason is not null), '')

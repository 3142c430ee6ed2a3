-- Open rows of earlier files of a source that the file being taken settles: their record came in again or left, the file has every record ($is_all), or
-- their record cannot be told and the file has the months of theirs, from $first to $last.
update rejection set is_open = false, record_key = null
where is_open
    and (
        record_key in (select record_key from incoming)
        or record_key in (select record_key from ended where is_refused)
        or batch_id in (
            select batch_id
            from batch
            where source_id = $source and ($is_all or first_month is null or (first_month >= $first and last_month <= $last))
        ) and ($is_all or record_key is null)
    )
    and batch_id in (select batch_id from batch where source_id = $source)

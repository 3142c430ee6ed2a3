-- Open rows of a source that the file just taken ($batch) settles: their record came in again or left (of its own rows: in a later one), the file has every
-- record ($is_all), or their record cannot be told and the file has the months of theirs, from $first to $last.
update rejection set is_open = false, record_key = null
where is_open
    and batch_id in (select batch_id from batch where source_id = $source)
    and case
        when batch_id = $batch then row_number < (
            select max(later.row_number)
            from (
                select record_key, row_number from incoming
                union all
                select record_key, row_number from ended where is_refused
            ) as later
            where later.record_key = rejection.record_key
        )
        else
            record_key in (select record_key from incoming)
            or record_key in (select record_key from ended where is_refused)
            or $is_all
            or (record_key is null and batch_id in (select batch_id from batch where first_month is null or (first_month >= $first and last_month <= $last)))
    end

-- What was released of a person who says no now, and has not said yes again after it, goes at once.
delete from "past_{stream}"
where source_id = $source and exists (
    select 1
    from ended
    where ended.record_key = "past_{stream}".record_key
        and ended.is_without_consent
        and (ended.version = '' or "past_{stream}".version <= ended.version)
        and not exists (
            select 1
            from incoming
            where incoming.record_key = ended.record_key and (incoming.version, incoming.file_position) > (ended.version, ended.file_position)
        )
)

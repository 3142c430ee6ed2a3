-- Versions that accepted rows replace.
delete from "rec_{stream}"
where source_id = $source and record_key in (
    select incoming.record_key from incoming inner join decision using (file_position) where decision.outcome = 'accepted' and decision.is_known
)

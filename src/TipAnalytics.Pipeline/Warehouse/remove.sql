-- Records that leave.
delete from "rec_{stream}" where source_id = $source and record_key in (select record_key from leaving)

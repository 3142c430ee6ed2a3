-- Batches of a source whose provider withdrew: with their note gone, the files may be taken again should it come back.
delete from rejection where batch_id in (select batch_id from batch where source_id = $source);
delete from emptied where batch_id in (select batch_id from batch where source_id = $source);
delete from quality where source_id = $source;
delete from batch where source_id = $source

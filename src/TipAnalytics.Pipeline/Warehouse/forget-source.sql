-- Batches of a source whose provider withdrew, and what is remembered of its files: with their note gone, the files may be taken again should it come back.
delete from rejection where batch_id in (select batch_id from batch where source_id = $source);
delete from emptied where batch_id in (select batch_id from batch where source_id = $source);
delete from known_column where source_id = $source;
delete from held_file where source_id = $source;
delete from refused_record where source_id = $source;
delete from unmatched_place where source_id = $source;
delete from batch where source_id = $source

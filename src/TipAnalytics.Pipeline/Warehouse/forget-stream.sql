-- Batches of a stream that left the definitions: with their note gone, the files may be taken again when it returns, and its months wait for nothing.
delete from rejection where batch_id in (select batch_id from batch where stream = $stream);
delete from emptied where batch_id in (select batch_id from batch where stream = $stream);
delete from correction where source_id in (select source_id from batch where stream = $stream);
delete from frozen_month where stream = $stream;
delete from refused_record where source_id in (select source_id from batch where stream = $stream);
delete from unmatched_place where source_id in (select source_id from batch where stream = $stream);
delete from batch where stream = $stream

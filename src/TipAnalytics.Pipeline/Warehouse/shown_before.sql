-- Rows of a vault from before months were frozen: reports rested on each from the day it was taken.
update {table} as record set shown_from = coalesce((select batch.ingested_on from batch where batch.batch_id = record.batch_id), date '2000-01-01')

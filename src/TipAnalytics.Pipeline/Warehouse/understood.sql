-- Values of a field that were understood; of a field with several in one text, each.
select cast(coalesce(sum({values}) filter (where {field} is not null), 0) as bigint)
from incoming

-- Certificates of releases up to one, in the order they were written.
select
    indicator_id,
    component,
    measure,
    atoms,
    groups,
    counts
from certificate
where release_seq <= $last
order by release_seq, rowid

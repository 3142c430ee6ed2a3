-- What the atoms of certificates are; of periods that were restated they are parts of atoms.
select
    component,
    position,
    area_code,
    period,
    categories,
    panel,
    first_vintage = last_vintage and count(*) over (partition by component, area_code, period, categories, panel) = 1 as is_whole
from certificate_atom
where component in (select component from certificate where release_seq <= $last)
order by component, position

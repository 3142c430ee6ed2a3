-- hno_area: one row per source, area, month and cluster of the humanitarian plan.
-- Protection (PRO) already holds the people of its areas of responsibility (PRO-…): a row is one cluster, and clusters are never summed.
select
    source_id,
    area_code,
    period_start,
    hpc_cluster,
    split_part(hpc_cluster, '-', 1) as within,  -- the cluster that holds an area of responsibility; the cluster itself otherwise
    max(in_need) as in_need,
    max(targeted) as targeted,
    max(reached) as reached
from stg_hno
where hpc_cluster is not null
group by source_id, area_code, period_start, hpc_cluster
order by source_id, area_code, period_start, hpc_cluster

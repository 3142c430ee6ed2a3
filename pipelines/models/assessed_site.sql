-- assessed_site: one row per assessed site and round.
select
    site.record_id,
    site.source_id,
    site.period_start,
    site.area_code,
    site.survey_weight,
    site.stratum,
    site.cluster,
    site.organisation,
    site.reporting_point,
    site.setting,
    site.ki_recruiters_active,
    site.ki_strangers_offer_children,
    site.ki_youth_leaving_for_work,
    site.ki_sectors_in_reach,
    site.armed_actors_near,
    -- Number of listed labour-intensive sectors within daily reach; «none» among the answers is none of them.
    case
        when list_has_any(string_split(site.ki_sectors_in_reach, ' '), ['dont_know', 'refused', '']) then null
        else len(list_filter(string_split(site.ki_sectors_in_reach, ' '), sector -> sector <> 'none'))
    end as sector_count
from stg_site as site

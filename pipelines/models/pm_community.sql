-- pm_community: one row per assessed community and key-informant round.
select
    community.record_id,
    community.source_id,
    community.period_start,
    community.area_code,
    community.survey_weight,
    community.stratum,
    community.cluster,
    community.organisation,
    community.reporting_point,
    community.setting,
    community.ki_recruiters_active,
    community.ki_recruiters_new,
    community.ki_strangers_offer_children,
    community.ki_sectors_in_reach,
    community.ki_youth_leaving_for_work,
    community.ki_children_travel_alone,
    community.ki_children_begging,
    community.ki_children_street,
    community.ki_children_gang,
    community.ki_children_near_armed,
    community.ki_trained_informant,
    community.ki_exchange_sex,
    community.ki_papers_held,
    community.ki_wages_held,
    community.ki_workers_onsite_restricted,
    community.ki_paid_facilitators,
    community.ki_movement_restricted,
    community.ki_abduction,
    community.ki_forced_recruitment,
    community.ki_organised_crime,
    community.ki_police_absent_or_feared,
    community.ki_child_marriage_accepted,
    community.armed_actors_present,
    -- Number of listed labour-intensive sectors within daily reach; «none» among the answers is none of them.
    case
        when list_has_any(string_split(community.ki_sectors_in_reach, ' '), ['dont_know', 'refused', '']) then null
        else len(list_filter(string_split(community.ki_sectors_in_reach, ' '), sector -> sector <> 'none'))
    end as sector_count,
    -- One «yes» suffices; to say «no» every part has to be answered.
    case
        when community.ki_children_begging in ('yes_often', 'yes_sometimes')
            or community.ki_children_street in ('yes_often', 'yes_sometimes')
            or community.ki_children_gang in ('yes_often', 'yes_sometimes') then true
        when community.ki_children_begging = 'no'
            and community.ki_children_street = 'no'
            and community.ki_children_gang = 'no' then false
    end as has_children_exploited,
    case
        when community.ki_papers_held in ('yes_often', 'yes_sometimes')
            or community.ki_wages_held in ('yes_often', 'yes_sometimes') then true
        when community.ki_papers_held = 'no'
            and community.ki_wages_held = 'no' then false
    end as has_control_of_workers
from stg_pm_ki as community

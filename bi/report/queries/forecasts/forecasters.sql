-- One row per target and horizon: the method that is used, and the best of the others.
with

methods_tested as (
    select
        target,
        horizon_days,
        method,
        is_chosen,
        cut_count,
        customers_tested,
        -- A customer counts once per cut.
        customers_tested / nullif(cut_count, 0) as customers_per_cut,
        hide_few(error, customers_per_cut) as error,
        hide_few(bias, customers_per_cut) as bias,
        level_deviation
    from warehouse.predictions.forecast_choice
    where horizon_days in (90, 365)
),

others_ranked as (
    select
        *,
        row_number() over (
            partition by target, horizon_days order by error asc, method asc
        ) as place
    from methods_tested
    where not is_chosen and error is not null
)

select
    chosen.target,
    chosen.horizon_days,
    chosen.method,
    chosen.cut_count,
    chosen.customers_tested,
    chosen.error,
    chosen.bias,
    chosen.level_deviation,
    others.method as other_method,
    others.error as other_error
from methods_tested as chosen
left join others_ranked as others
    on
        chosen.target = others.target
        and chosen.horizon_days = others.horizon_days
        and others.place = 1
where chosen.is_chosen
order by chosen.target, chosen.horizon_days

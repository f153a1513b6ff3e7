with

prediction_model as (
    select * from {{ ref('segmentation__prediction_model') }}
),

methods_by_horizon as (
    {{ unnest_lists(
        'prediction_model',
        {
            'horizon_days': 'horizon_days',
            'is_chosen': 'is_chosen',
            'cut_count': 'cuts',
            'customers_tested': 'customers_tested',
            'error': 'errors',
            'root_mean_squared_error': 'root_mean_squared_errors',
            'mean_absolute_error': 'mean_absolute_errors',
            'bias': 'biases',
            'level_deviation': 'level_deviations'
        },
        kept=['target', 'method', 'refused_because']
    ) }}
),

forecast_choice as (
    select
        target,
        horizon_days,
        method,
        is_chosen,
        cut_count,
        customers_tested,
        error,
        root_mean_squared_error,
        mean_absolute_error,
        bias,
        level_deviation,
        refused_because
    from methods_by_horizon
)

select * from forecast_choice

{#
    The features of customers from what was added up for them until `dates.as_of_date`:
    the only definition, whether that is now or long past.
#}
{% macro derive_features() %}
        customer_id,
        dates.as_of_date,

        -- value
        clv_amount,
        profit_amount,
        sales_amount_365d,
        {{ ratio('purchase_amount', 'order_count') }} as average_order_amount,
        {{ ratio('quantity_known_amount', 'quantity') }} as average_unit_price,
        {{ ratio('profit_amount', 'clv_amount') }} as margin_rate,
        {{ ratio('loss_order_count', 'profit_known_order_count') }}
            as loss_order_rate,

        -- frequency, recency, tenure
        order_count,
        order_count_365d,
        first_ordered_at,
        last_ordered_at,
        {{ count_days('cast(last_ordered_at as date)', 'dates.as_of_date') }}
            as recency_days,
        {{ count_days('cast(first_ordered_at as date)', 'dates.as_of_date') }}
            as tenure_days,
        cast(order_count as double) / greatest(
            {{ count_days('cast(first_ordered_at as date)', 'dates.as_of_date') }}
            / cast(30.4375 as double), 1
        ) as orders_per_month,
        cast(order_count = 1 as integer) as is_one_time_buyer,
        {{ ratio('gap_days', 'order_count - 1') }} as average_gap_days,
        -- Deviation per mean, from decimals: doubles of two nearly equal squares would
        -- leave nothing but their last digits.
        {{ ratio(
            'sqrt(greatest(cast(
                cast(squared_gap_days as decimal(26, 8))
                * cast(order_count - 1 as decimal(10, 0))
                - cast(gap_days as decimal(16, 4)) * cast(gap_days as decimal(16, 4))
                as double
            ), 0))', 'gap_days'
        ) }} as gap_variation,

        -- basket and breadth
        {{ ratio('line_count', 'order_count') }} as lines_per_order,
        {{ ratio('quantity', 'quantity_known_line_count') }} as units_per_line,
        nullif(category_count, 0) as category_count,
        {{ ratio('nullif(category_count, 0)', 'order_count') }}
            as categories_per_order,
        nullif(payment_type_count, 0) as payment_type_count,
        nullif(market_count, 0) as market_count,

        -- discount
        1 - {{ ratio('discount_known_amount', 'gross_amount') }}
            as average_discount_rate,
        {{ ratio('discounted_line_count', 'discount_known_line_count') }}
            as discounted_line_rate,

        -- returns and cancellations
        return_count,
        cancelled_order_count,
        {{ ratio('return_count', 'order_count + return_count') }} as return_rate,
        {{ ratio('cancelled_order_count', 'status_known_order_count') }}
            as cancellation_rate,

        -- shipping
        {{ ratio('shipping_days', 'shipped_order_count') }} as average_shipping_days,
        {{ ratio('late_order_count', 'punctuality_known_order_count') }}
            as late_order_rate,
        {{ ratio('fast_order_count', 'promised_order_count') }} as fast_order_rate,
        {{ ratio('weekend_order_count', 'order_count') }} as weekend_order_rate,

        -- categories, as of the latest order
        payment_type,
        customer_type,
        market
{% endmacro %}

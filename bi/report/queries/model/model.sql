-- One row: the champion without its parameters. Its time is in seconds, because the time
-- zone of the client must not change the page.
select
    model_version,
    previous_version,
    is_brought_back,
    challenger_refused,
    source_name,
    epoch(trained_at) as trained_at,
    trained_as_of,
    n_segments as segments_asked,
    chosen_segments,
    chosen_because,
    are_groups,
    groups_because,
    stability,
    silhouette,
    random_seed,
    feature_names,
    category_names,
    training_customers,
    notes,
    training_loss,
    validation_loss
from warehouse.segmentation.segment_model

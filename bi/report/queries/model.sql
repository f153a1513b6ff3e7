-- One row: the champion, without its parameters. The moment is in seconds, because
-- a client's time zone must not change the page.
select
    model_version,
    source_name,
    epoch(trained_at) as trained_at,
    n_segments as segments_asked,
    chosen_segments,
    silhouette,
    random_seed,
    feature_names,
    category_names,
    training_customers,
    notes,
    training_loss,
    validation_loss
from warehouse.segmentation.segment_model

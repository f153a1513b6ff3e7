"""Sections of the report show the right figures, and hide figures of few customers."""

import duckdb
import pytest

from bi.report import write_report
from bi.report.sections.trust import say_total
from bi.report.wording import blur
from tests.bi.report.page import SEGMENTS, Page, report
from tests.bi.report.warehouse import make_warehouse


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return Page(report(tmp_path_factory.mktemp("report"))).words()


def change(folder, *statements, **given):
    """Run statements on the warehouse, and return the words of its report."""
    make_warehouse(folder / "w.duckdb", SEGMENTS, **given)
    with duckdb.connect(str(folder / "w.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)
    write_report(folder / "w.duckdb", folder / "page.html")
    return Page((folder / "page.html").read_text(encoding="utf-8")).words()


def test_a_card_has_amounts_shares_and_the_typical_customer_with_the_middle_half(words):
    card = words[words.index("most valuable first") : words.index("What to do")]
    # Customer n of 40 has revenue 1000 + n and profit 100 + n.
    assert "customers 40 42.1% of all revenue 40,780 62.9% of all" in card
    assert "profit 4,780" in card
    assert "Past net sales 1,020 1,010 – 1,029" in card


def test_the_middle_half_is_hidden_where_a_quarter_has_too_few_customers(words):
    second = words[words.index("1 Price-sensitive customers 30") :]
    assert "Past net sales 514 – Orders" in second
    assert "it is not shown for fewer than 40 customers" in words


def test_no_mean_of_all_includes_values_of_few_customers(tmp_path):
    words = change(
        tmp_path,
        "update marts.customers set margin_rate = null, profit_amount = null "
        "where segment_id = 2 and (customer_id not like '%-_' or customer_id like "
        "'%-9')",
        "update marts.customers set margin_rate = 99, profit_amount = 9999 "
        "where segment_id = 2 and customer_id like '%-_' "
        "and customer_id not like '%-9'",
    )
    # Only nine customers of segment 2 have a profit, so no total includes it.
    assert "Margin all: 14.3%" in words
    assert "Profit 6,715" in words


def test_moves_are_rounded_to_tens_and_small_ones_hidden(words):
    months = words[words.index("Who moved from April 2025 to June 2025") :]
    assert "about 10 moved from 1 Price-sensitive to 0 High-value frequent" in months
    table = months[months.index("from ↓ to →") :]
    # Segment 0 had 25 customers before June. Three customers are new, and twelve
    # customers came from segment 1.
    assert "0 High-value frequent 30 0 0 0" in table
    assert "1 Price-sensitive 10 30 0 0" in table
    assert "new or back < 10 0 0" in table
    assert "Who moved in June 2025" in months


def test_a_sentence_replaces_a_missing_history(tmp_path):
    html = report(tmp_path, has_history=False)
    assert "There is no history to show yet" in Page(html).words()
    assert "Who moved" not in html and "Customers month by month" not in html
    assert "Revenue month by month" in html


def test_one_month_of_history_has_no_three_months(tmp_path):
    words = change(
        tmp_path,
        "delete from segmentation.customer_moves where month < '2025-06-01'",
    )
    assert "Who moved in June 2025" in words
    assert "Who moved from" not in words


def test_expectations_are_sums_means_and_chances(words):
    section = words[words.index("What to expect of the segments") :]
    assert (
        "0 High-value frequent 800 600 to 1,200 20.00 each "
        "2,400 1,800 to 3,600 60.00 each 40,780 1,020 each "
        "1,000 25.00 each 30.0% 90.0%"
    ) in section
    # The sum over all 95 customers.
    assert "Expected 1,900 revenue in the next 90 days" in words


def test_all_segments_together_have_an_interval_of_their_own(words):
    assert "All segments 1,900 1,520 to 2,375 5,700 4,560 to 7,125" in words
    assert "In four of five cases, what the segment brings should lie in" in words


def test_without_intervals_there_are_none(tmp_path):
    tables = ("segment_forecasts", "total_forecasts")
    ends = "expected_revenue_low = null, expected_revenue_high = null"
    words = change(
        tmp_path,
        *(f"update marts.{table} set {ends}" for table in tables),
        "update predictions.forecast_choice set level_deviation = null",
    )
    assert "0 High-value frequent 800 20.00 each 2,400 60.00 each" in words
    assert "All segments 1,900 5,700" in words
    assert "our of five" not in words


def test_a_total_hides_no_segment_of_few_customers(tmp_path):
    few = {"High-value frequent": 40, "Price-sensitive": 30, "Low-engagement": 9}
    assert "All segments" not in Page(report(tmp_path, few)).words()


def test_a_horizon_that_shorter_ones_tested_says_so():
    row = {"level_deviation": 0.25, "error": None}
    assert say_total(row).startswith(
        "From tests of shorter periods, expect four of five"
    )
    assert say_total({"level_deviation": None, "error": 1.0}) == ""


def test_segments_have_what_raises_and_what_lowers_their_chance(words):
    section = words[words.index("What drives the forecast") :]
    assert (
        "0 High-value frequent Margin 12.5% (all: 25.0%); Market Asia (all: Europe) "
        "Days since last purchase 40 (all: 80) 1 "
    ) in section


def test_a_forecast_has_its_method_its_bias_and_the_best_other_method(words):
    assert (
        "Revenue 90 days: a formula of how often and when customers bought. In tests "
        "at past month ends, revenue of 90 days was forecast 15% too low. Its error is "
        "12.5; the best other method (learned from the last month ends) has 0.125. "
        "From so few tests, expect four of five totals of all customers between 27% "
        "below and 38% above their forecast. n = 285 forecasts. 365 days:"
    ) in words
    assert (
        "In tests at a past month end, the number of customers who buy within 365 "
        "days was forecast 20% too high. Its error is 0.125; the best other method "
        "(the mean of all customers) has 0.250. n = 95 forecasts."
    ) in words
    assert "Formula: BG/NBD tells how often customers come back" in words
    # The report shows 90 and 365 days.
    assert "30 days" not in words[words.index("How far to trust") :]


def test_a_horizon_without_a_test_says_so(words):
    orders = words[words.index("Number of orders 90 days") :]
    assert (
        "365 days: learned from the last month ends. This could not be tested: too few "
        "customers of past month ends have 365 known days after them. Most important"
    ) in orders


def test_a_learned_forecast_has_its_most_important_inputs(words):
    chance = words[words.index("Chance of a purchase 90 days") :]
    assert (
        "Most important inputs Margin +50.0% Net sales of 90 days +25.0% "
        "Fast order rate +16.7%"
    ) in chance
    # Inputs of a learned forecast that is not used are not in the report.
    revenue = words[
        words.index("Revenue 90 days") : words.index("Chance of a purchase 9")
    ]
    assert "Most important inputs" not in revenue


def test_a_bias_of_nothing_and_equal_errors_are_said_in_words(tmp_path):
    words = change(
        tmp_path,
        "update predictions.forecast_choice set bias = -0.001, error = 0.25",
        "update predictions.forecast_choice set bias = null where target = 'chance'",
    )
    assert "revenue of 90 days was forecast right in total. Its error is 0.250" in words
    assert "(learned from the last month ends) has the same." in words
    assert "In the tests, nobody bought. Its error" in words


def test_tests_on_few_customers_are_hidden(tmp_path):
    words = change(
        tmp_path,
        "update predictions.forecast_choice set cut_count = 3, customers_tested = 27",
    )
    assert "This could not be tested" in words
    assert "too low" not in words
    assert "27 forecasts" not in words
    assert "Nobody knows yet: no forecast could be tested" in words
    assert "Poisson deviance" not in words


def test_a_sentence_explains_missing_forecasts(tmp_path):
    words = Page(report(tmp_path, has_predictions=False)).words()
    assert (
        "There is no forecast for these customers: fewer than 10 of 95 customers "
        "bought on a second day, and it takes 50 to tell."
    ) in words
    assert "Expected" not in words and "How far to trust" not in words


def test_the_report_says_which_formula_was_refused(tmp_path, words):
    assert (
        "refused" not in words[words.index("How far to trust") :].split("Who moved")[0]
    )
    purchases = "BG/NBD says that nobody ever leaves: its chance is 0.00002 %."
    spend = "Gamma-Gamma says that all customers spend alike: its q is 600,000."
    found = change(
        tmp_path,
        f"update predictions.purchase_model set refused_because = '{purchases}', "
        f"spend_refused_because = '{spend}', model_name = null",
        "update predictions.forecast_choice set is_chosen = method = 'mean'",
        "update predictions.forecast_choice set error = null, bias = null "
        "where method = 'closed form'",
    )
    assert f"how often customers come back, were refused: {purchases}" in found
    assert f"how much customers spend, was refused: {spend}" in found
    assert "Formula:" not in found
    assert "It is the same for everybody, so it does not tell segments apart." in found
    assert (
        "0 High-value frequent 800 600 to 1,200 20.00 each "
        "2,400 1,800 to 3,600 60.00 each 40,780"
    ) in found


def test_no_sum_includes_forecasts_of_few_customers(tmp_path):
    words = change(
        tmp_path,
        "update marts.customers set expected_revenue_90d = null "
        "where segment_id = 2 and customer_id not like '%-1_'",
        "update marts.customers set expected_revenue_90d = null "
        "where customer_id = 'shopper-2-19'",
    )
    assert "2 Low-engagement – – each" in words
    assert "Expected 1,400 revenue" in words


def test_every_measure_of_every_number_of_segments_is_there(words):
    assert "3 chosen 333 0.60 0.90 0.70 4,321 30.0% 25.0%" in words
    assert "4 elbow 250" in words


def test_a_share_of_few_customers_is_left_out(words):
    # A share of 0.09 of 95 customers would be nine customers.
    assert "10 100 0.25 0.90 0.70 4,321 – 25.0%" in words


def test_methods_are_compared_after_make_compare(tmp_path, words):
    assert "Nobody has compared methods on these orders yet" in words
    compared = change(
        tmp_path,
        "create table segmentation.algorithm_comparison as select 'Autoencoder + "
        "K-Means' as method, 3 as n_segments, 95 as customers, 0.2 as smallest_share, "
        "0.5 as silhouette, 1.0 as seed_agreement, 0.9 as sample_agreement, 0.61 as "
        "value_explained, 0.7 as gini",
        "insert into segmentation.algorithm_comparison values "
        "('DBSCAN', 9, 95, 0.05, 0.4, 1.0, 0.8, null, null)",
    )
    assert (
        "Autoencoder + K-Means this report 3 61.0% 0.70 1.00 0.90 0.50 20.0% "
        "DBSCAN 9 – – 1.00 0.80 0.40 –"
    ) in compared


def test_wins_ties_and_losses_are_counted(tmp_path):
    compared = change(
        tmp_path,
        "create table segmentation.algorithm_comparison as select 'Autoencoder + "
        "K-Means' as method, 3 as n_segments, 95 as customers, 0.2 as smallest_share, "
        "0.5 as silhouette, 1.0 as seed_agreement, 0.9 as sample_agreement, 0.61 as "
        "value_explained, cast(null as varchar) as value_verdict, 0.7 as gini, "
        "cast(null as varchar) as gini_verdict, cast(null as varchar) as note",
        *(
            "insert into segmentation.algorithm_comparison values "
            f"('{method}', 3, 95, 0.2, 0.5, 1.0, 0.9, {value}, '{said}', 0.6, 'wins', "
            "null)"
            for method, value, said in (
                ("Closed form + K-Means", 0.6, "ties"),
                ("Revenue score + K-Means", 0.7, "loses"),
                ("RFM 3x3x3", 0.5, "wins"),
            )
        ),
        "insert into segmentation.algorithm_comparison values ('DBSCAN', null, 95, "
        "null, null, null, null, null, null, null, null, 'no idea')",
    )
    assert (
        "In value explained, the method of this report wins against 1 of 3 methods, "
        "ties with 1 and loses to 1. In the ranking, it wins against 3 of 3 methods, "
        "ties with 0 and loses to 0."
    ) in compared
    assert "Revenue score + K-Means ceiling 3 70.0% loses 0.60 wins 1.00" in compared
    assert "Closed form + K-Means without the network 3 60.0% ties" in compared
    assert "DBSCAN This method failed." in compared


def test_a_sentence_replaces_the_comparison_of_too_few_customers(tmp_path):
    words = change(
        tmp_path,
        "create table segmentation.algorithm_comparison as select 'DBSCAN' as method, "
        "1 as n_segments, 1 as customers, 0.2 as smallest_share, 0.5 as silhouette, "
        "1.0 as seed_agreement, 0.9 as sample_agreement, 0.6 as value_explained, "
        "0.7 as gini where false",
    )
    assert "There were too few customers to compare methods." in words


def test_the_model_card_names_the_previous_model_and_the_lineage(words):
    card = words[words.index("Model card Model version") :]
    assert "Previous model version-0" in card
    assert "95 customers of shop, orders before 1 Jul 2025" in card
    assert (
        "0 Everybody once was split into 0 High-value frequent, 1 Price-sensitive and "
        "2 Low-engagement."
    ) in card
    assert "did not replace this one. It was no better." in card


def test_counts_that_include_a_small_segment_are_rounded(tmp_path):
    html = report(tmp_path, {"Large": 81, "Small": 9}, has_predictions=False)
    words = Page(html).words()
    assert "90 customers" not in words.replace("about 90 customers", "")
    assert "n = 81 customers" in words


def test_few_customers_have_no_stability(tmp_path):
    html = report(tmp_path, is_few=True)
    words = Page(html).words()
    assert "95 customers are too few." in words[: words.index("How large")]
    card = words[words.index("Model card Model version") :]
    assert "Segments 3, a way to divide few customers" in card
    assert "Stability unknown: it takes 500 customers to measure" in card
    assert "recurs in other" not in words and "stable" not in words
    assert "Stability by number of segments" not in html


def test_slices_are_said_loudly_and_groups_where_the_choice_is_explained(tmp_path):
    words = Page(report(tmp_path, are_groups=False)).words()
    said = "These are convenient slices, not groups: 59.1%"
    assert said in words[: words.index("How large")]
    (tmp_path / "groups").mkdir()
    words = Page(report(tmp_path / "groups")).words()
    assert "slices" not in words
    assert "one more would add 25%. These are groups: 7.5%" in words


def test_a_requested_number_of_segments_has_the_warning_about_few_customers(tmp_path):
    words = Page(report(tmp_path, is_few=True, segments_asked=3)).words()
    said = "95 customers are too few to tell whether other customers would give"
    assert said in words[: words.index("How large")]


def test_the_validation_loss_of_few_customers_is_hidden(tmp_path):
    few = Page(report(tmp_path, {"Some": 25, "Others": 20})).words()
    assert "the held-out fifth has too few customers to show" in few
    assert "validation" not in few
    (tmp_path / "many").mkdir()
    many = Page(report(tmp_path / "many", {"Some": 25, "Others": 25})).words()
    assert "validation" in many and "it does not overfit" in many


def test_all_customers_in_one_segment_have_a_reason(tmp_path):
    words = Page(report(tmp_path, {"All customers": 15}, is_few=True)).words()
    assert "15 customers, 1 segment." in words
    assert "Segments 1, because nothing divides the customers" in words
    assert "Stability" not in words[words.index("Model card Model version") :]


def test_rules_in_a_sentence_are_not_hidden():
    rule = (
        "6 customers: at least 10 customers each, or fewer than 10 of the 60 customers."
    )
    assert blur(rule, 10, rough=True) == (
        "fewer than 10 customers: at least 10 customers each, or fewer than 10 of the "
        "about 60 customers."
    )


def test_only_counts_in_a_sentence_are_hidden():
    sentence = (
        "After 2018-09-01 only 3 of 1,519 customers bought within 90 days: 0.3 of."
    )
    assert blur(sentence, 10, rough=False) == sentence.replace(
        "3 of 1", "fewer than 10 of 1"
    )
    assert "fewer than 10 of about 1,510 customers bought within 90 days" in blur(
        sentence, 10, rough=True
    )


def test_a_labelled_feature_is_in_the_heatmap_as_its_unit_is_written(tmp_path):
    words = change(
        tmp_path,
        "update features.feature_catalogue set label = 'Fast orders' "
        "where feature = 'fast_order_rate'",
        "alter table marts.customers add column fast_order_rate double default 0.25",
    )
    assert "Fast orders all: 25.0%" in words
    assert "Fast orders +16.7%" in words

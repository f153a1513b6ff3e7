"""One rule chooses the number of segments and explains it."""

from dataclasses import replace

import numpy as np

from ml.segments import stability
from ml.segments.measures import Candidate
from ml.segments.sample_size import ENOUGH
from ml.segments.selection import choose, find_elbow
from tests.ml.segments.spaces import as_inputs, make_space, resample_plainly
from tests.ml.segments.test_clustering import blobs

# The elbow of the inertia is at 4.
CUSTOMERS = 1_000
INERTIA = {2: 100.0, 3: 70.0, 4: 30.0, 5: 27.0, 6: 25.0, 7: 23.0}


def candidates(**measures):
    """Return one candidate per number of segments; only these measures differ."""
    given = {
        name: {**dict.fromkeys(INERTIA, default), **measures.get(name, {})}
        for name, default in {
            "silhouette": 0.5,
            "stability": 0.95,
            "smallest": 100,
            "smallest_share": 0.1,
            "value_explained": 0.2,
        }.items()
    }
    return [
        Candidate(
            n_segments=count,
            division=None,
            inertia=inertia,
            silhouette=given["silhouette"][count],
            davies_bouldin=None,
            calinski_harabasz=None,
            stability=known(given["stability"][count]),
            smallest=given["smallest"][count],
            smallest_share=given["smallest_share"][count],
            value_explained=given["value_explained"][count],
        )
        for count, inertia in INERTIA.items()
    ]


def known(stability):
    return None if stability is None else (1.0, stability)


def choice(before=None, **measures):
    return choose(candidates(**measures), CUSTOMERS, before)[0].n_segments


def test_the_elbow_decides_among_equals():
    assert find_elbow(candidates()) == 4
    assert choice() == 4
    assert choose(candidates(), CUSTOMERS)[1] == (
        "4 segments are highly stable: at least 95% of each recurs among other "
        "customers. This number is the elbow."
    )


def test_the_elbow_compares_each_fall_with_the_inertia_that_is_left():
    """The first splits lower inertia most, and hide the last group otherwise."""
    shares = {2: 1.0, 3: 0.46, 4: 0.26, 5: 0.14, 6: 0.13, 7: 0.12, 8: 0.11}
    falling = [
        replace(candidates()[0], n_segments=k, inertia=one) for k, one in shares.items()
    ]
    assert find_elbow(falling) == 5
    equal = [replace(one, inertia=0.0) for one in falling[3:]]
    assert find_elbow([*falling[:3], *equal]) == 5


def test_of_two_numbers_as_near_to_the_elbow_the_larger_is_chosen():
    assert choice(stability={4: 0.5}) == 5


def test_unstable_numbers_are_left_out():
    assert choice(stability={4: 0.84, 3: 0.84}) == 5
    assert choice(stability=dict.fromkeys(INERTIA, 0.76) | {4: 0.74}) == 5


def test_the_known_number_stays_while_it_is_good_enough():
    assert choice(before=6) == 6
    assert choice(before=6, stability={6: 0.76}) == 6
    assert choice(before=6, stability={6: 0.74}) == 4
    assert choice(before=6, smallest_share={6: 0.02}) == 4
    assert choice(before=6, value_explained={6: 0.17}) == 4
    assert choice(before=6, value_explained={5: 0.3}, silhouette={5: 0.4}) == 6
    assert choice(before=12) == 4
    assert choose(candidates(), CUSTOMERS, 6)[1].startswith("6 segments as before")


def test_numbers_with_a_tiny_segment_are_left_out():
    assert choice(smallest_share={4: 0.02}) == 5


def test_numbers_that_explain_little_later_revenue_are_left_out():
    assert choice(value_explained=dict.fromkeys(INERTIA, 0.17) | {6: 0.2}) == 6
    assert choice(value_explained=dict.fromkeys(INERTIA, 0.19) | {6: 0.2}) == 4


def test_what_unclear_numbers_explain_does_not_matter():
    value = dict.fromkeys(INERTIA, 0.17) | {6: 0.2}
    assert choice(value_explained=value, silhouette={6: 0.4}) == 4


def test_numbers_far_from_the_best_silhouette_are_left_out():
    assert choice(silhouette=dict.fromkeys(INERTIA, 0.47) | {5: 0.5}) == 5
    assert choice(silhouette=dict.fromkeys(INERTIA, 0.48) | {5: 0.5}) == 4


def test_two_segments_are_chosen_only_if_no_larger_number_is_stable():
    assert choice(silhouette=dict.fromkeys(INERTIA, 0.3) | {2: 0.9}) == 4
    assert choice(stability=dict.fromkeys(INERTIA, 0.8) | {2: 0.9}) == 2


def test_an_unknown_or_random_value_does_not_decide():
    assert choice(value_explained=dict.fromkeys(INERTIA)) == 4
    assert choice(value_explained=dict.fromkeys(INERTIA, 0.001) | {6: 0.01}) == 4


def test_no_stable_number_is_said_plainly():
    unstable = candidates(stability=dict.fromkeys(INERTIA, 0.7))
    chosen, reason = choose(unstable, CUSTOMERS)
    assert chosen.n_segments == 4
    assert reason.startswith("No number of segments from 2 to 7 is stable")


def test_planted_groups_are_chosen_and_stable(monkeypatch):
    monkeypatch.setattr(stability, "BOOTSTRAPS", 5)
    latents = blobs(4, ENOUGH // 4)
    later = np.repeat([1.0, 2, 3, 4], ENOUGH // 4)
    space = make_space(latents, later, resample_plainly(as_inputs(latents)))
    chosen, _ = choose(space.measure_candidates(), ENOUGH)
    assert chosen.n_segments == 4
    assert min(chosen.stability) > 0.99
    assert chosen.smallest_share == 0.25
    assert chosen.value_explained > 0.99
    assert chosen.silhouette > 0.5


def test_there_are_no_more_segments_than_distinct_customers():
    latents = np.repeat(np.eye(8)[:4], 15, axis=0)
    space = make_space(latents)
    measured = space.measure_candidates()
    assert [one.n_segments for one in measured] == [2, 3, 4]
    assert {one.value_explained for one in measured} == {None}

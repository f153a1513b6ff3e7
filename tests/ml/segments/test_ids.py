"""Segments keep their ids in a retraining; ids of former segments stay unused."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ml.segments.ids import count_moves, inherit_ids

LABELS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60
)


def test_the_same_segments_in_another_order_keep_their_ids():
    old = np.array([3, 3, 3, 0, 0, 7, 7, 7, 7])
    new = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2])
    assert inherit_ids([old], new, 3, next_id=8) == [3, 0, 7]


def test_a_segment_with_less_than_half_of_its_customers_is_new():
    old = np.array([0] * 10 + [1] * 10)
    new = np.array([0] * 10 + [1] * 4 + [2] * 6)
    assert inherit_ids([old], new, 3, next_id=2) == [0, 2, 1]


def test_a_retired_id_is_not_used_again():
    old = np.array([0] * 10 + [5] * 10)
    new = np.array([0] * 5 + [1] * 5 + [2] * 10)
    assert inherit_ids([old], new, 3, next_id=6) == [0, 6, 5]


def test_a_segment_takes_up_an_id_that_only_an_earlier_model_has():
    first = np.array([0] * 10 + [1] * 10 + [2] * 10)
    one = np.full(30, 3)
    assert inherit_ids([one, first], first, 3, next_id=4) == [0, 1, 2]
    # The later model decides where both know the id.
    moved = np.array([1] * 10 + [0] * 10 + [5] * 10)
    assert inherit_ids([moved, first], first, 3, next_id=6) == [1, 0, 5]


@given(LABELS)
def test_ids_are_distinct_and_inherited_ids_existed(pairs):
    old, new = np.array(pairs).T
    ids = inherit_ids([old], new, 5, next_id=10)
    assert len(set(ids)) == 5
    assert all(one in old or one >= 10 for one in ids)
    same = inherit_ids([old], old, 5, next_id=10)
    assert all(same[label] == label for label in set(old.tolist()))


def test_moves_between_segments_are_counted():
    moves = count_moves(np.array([3, 3, 3, 0]), np.array([3, 5, 5, 0]))
    assert moves == {
        "moved_from_ids": [0, 3, 3],
        "moved_to_ids": [0, 3, 5],
        "moved_customers": [1, 1, 2],
    }

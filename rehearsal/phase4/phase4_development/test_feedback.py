import pytest

from app.feedback import Summary, summarise


def test_neutral_answers_count_and_take_no_side():
    answers = ["positive", "neutral", "positive", "negative", "positive", "neutral"]
    assert summarise(answers) == Summary(answers=6, positive=3, neutral=2, negative=1, positive_share=0.75)


def test_where_nobody_takes_a_side_there_is_no_share():
    assert summarise([]).positive_share is None
    assert summarise(["neutral", "neutral"]) == Summary(2, 0, 2, 0, None)


def test_an_unknown_word_is_not_counted_as_anything():
    with pytest.raises(ValueError, match='"great" is not one of positive, neutral, negative'):
        summarise(["positive", "great"])

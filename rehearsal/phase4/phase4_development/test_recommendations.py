from app.recommendations import Item, recommend, similarity


def item(number: int, tags: str, popularity: int = 0) -> Item:
    return Item(number, f"item {number}", frozenset(tags.split()), popularity)


SHOES = item(1, "running shoes")


def test_similarity_is_the_share_of_common_tags():
    assert similarity(SHOES, item(2, "running shoes")) == 1
    assert similarity(SHOES, item(2, "running socks")) == 1 / 3
    assert similarity(SHOES, item(2, "lamp")) == 0
    assert similarity(item(1, ""), item(2, "")) == 0


def test_the_most_similar_comes_first_and_popularity_breaks_ties():
    catalogue = [SHOES, item(2, "running", 1), item(3, "shoes", 9), item(4, "running shoes", 0), item(5, "shoes", 9)]
    assert [other.id for other in recommend(SHOES, catalogue, 10)] == [4, 3, 5, 2]


def test_neither_the_item_itself_nor_an_unrelated_one_is_recommended_and_the_limit_holds():
    catalogue = [SHOES, item(2, "lamp"), item(3, "shoes"), item(4, "running")]
    assert [other.id for other in recommend(SHOES, catalogue, 10)] == [3, 4]
    assert [other.id for other in recommend(SHOES, catalogue, 1)] == [3]

"""`draft` writes a block for a file and lists open questions."""

import json

import yaml

from commands.sources.draft import draft


def write_api(path, rebate=0):
    """Write orders from the API of a shop, each with a buyer and items."""
    with path.open("w") as file:
        for number in range(60):
            items = [
                {"sku": f"S{one}", "quantity": one + 1, "unit_price": "2.50"}
                for one in range(number % 3 + 1)
            ]
            total = sum(2.5 * one["quantity"] for one in items) - rebate
            order = {
                "order_number": f"N{number}",
                "placed_at": f"2024-03-{number % 28 + 1:02}T08:00:00Z",
                "buyer": {"id": 500 + number % 17, "full_name": f"Jane {number}"},
                "grand_total": f"{total:.2f}",
                "items": items,
            }
            file.write(json.dumps(order) + "\n")
    return str(path)


def test_items_that_add_up_to_their_orders_are_lines(tmp_path):
    path = write_api(tmp_path / "api.jsonl")
    made = draft(path, path)
    block = yaml.safe_load(made.text)
    assert made.is_complete
    assert block["items"] == "items"
    assert block["columns"]["customer_id"] == "buyer.id"
    assert block["columns"]["sales_amount"] == {"sql": "quantity * unit_price"}
    assert "Jane" not in made.text


def test_orders_are_lines_where_items_do_not_add_up(tmp_path):
    path = write_api(tmp_path / "api.jsonl", rebate=1)
    made = draft(path, path)
    block = yaml.safe_load(made.text)
    assert made.is_complete
    assert "items" not in block
    assert block["columns"]["sales_amount"] == "grand_total"


def test_quotes_as_plain_characters_are_recognised(tmp_path):
    path = tmp_path / "inches.tsv"
    lines = [f'o{n}\tc{n % 7}\t2024-05-02\t5.50\tPipe {n}" steel' for n in range(30)]
    path.write_text("Order No\tCust No\tOrder Date\tPaid\tItem\n" + "\n".join(lines))
    made = draft(str(path), str(path))
    assert yaml.safe_load(made.text)["columns"]["product"] == "Item"
    assert made.is_complete

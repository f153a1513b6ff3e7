"""The names and the values of columns decide their meaning."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.sources.guessing.choose import choose
from commands.sources.guessing.column import columns_of
from commands.sources.guessing.column_names import concepts_of
from commands.sources.guessing.dates import formats_of, likeliest
from commands.sources.guessing.file_format import guess_format

LINES = 40


def table(**cells):
    """Return the columns of a file, with cells computed from the line number."""
    names = [*cells]
    rows = [[str(make(line)) for make in cells.values()] for line in range(LINES)]
    return columns_of([name.replace("__", " ") for name in names], rows)


def read_from(guess):
    """Return the column of the file for each canonical column."""
    return {
        canonical: choice.sql or choice.columns[0].name
        for canonical, choice in guess.chosen.items()
    }


def day(line, form="%Y-%m-%d"):
    return (date(2023, 3, 1) + timedelta(days=3 * line)).strftime(form)


def customer(line):
    return f"K{line % 13}"


def money(line):
    return f"{10 + line * 1.37:.2f}"


# Names in eight languages ------------------------------------------------------------

HEADERS = {
    "English": "Order Number,Client ID,Purchase Date,Dispatch Date,Units,Total,State",
    "German": "Auftragsnummer,KundenNr,Bestelldatum,Versandt,Anzahl,Endbetrag,Status",
    "French": "N° commande,Code client,Date d'achat,Expédié,Qté,Montant,Statut",
    "Spanish": "Nº de pedido,Cliente,Fecha,Fecha de envío,Cantidad,Importe,Estado",
    "Italian": "Numero ordine,ID cliente,Data ordine,Spedizione,Quantità,Totale,Stato",
    "Portuguese": "Pedido,Cliente,Data da compra,Envio,Qtde,Valor total,Situação",
    "Dutch": "Bestelnummer,Klantnummer,Besteldatum,Verzenddatum,Aantal,Bedrag,Status",
    "Polish": "Numer zamówienia,Klient,Data zamówienia,Data wysyłki,Ilość,Kwota,Status",
}


@pytest.mark.parametrize("language", HEADERS)
def test_a_header_is_understood_in_languages_of_europe(language):
    header = HEADERS[language].split(",")
    rows = [
        [f"B{line}", customer(line), day(line), day(line + 1), line % 4 + 1]
        + [money(line), "paid" if line % 5 else "cancelled"]
        for line in range(LINES)
    ]
    guess = choose(columns_of(header, rows))
    expected = "order_id customer_id ordered_at shipped_at quantity sales_amount "
    expected += "order_status"
    assert read_from(guess) == dict(zip(expected.split(), header, strict=True))


def test_a_compound_is_taken_apart():
    assert concepts_of("Rechnungsnummer") == {"invoice", "id"}
    assert concepts_of("customerid") == {"customer", "id"}
    assert concepts_of("unitPrice") == {"unit", "price"}
    assert concepts_of("Zaubertrank") == {"unknown"}


# Whatever the order of the columns ---------------------------------------------------

SHOP = {
    "Receipt": lambda line: f"R{line // 2}",
    "Member": lambda line: customer(line // 2),
    "When": lambda line: day(line // 2, "%d-%b-%y"),
    "Article": lambda line: f"thing {line % 7}",
    "Pieces": lambda line: line % 3 + 1,
    "Price each": lambda line: f"{5 + line % 7}.50",
    "Reduction %": lambda line: 10 * (line % 2),
    "Delivery fee": lambda line: "4.90",
    "Full name": lambda line: f"Jane {line}",
    "E-mail": lambda line: f"jane{line}@example.com",
}


@settings(max_examples=30, deadline=None)
@given(st.permutations([*SHOP]))
def test_the_order_of_the_columns_changes_nothing(names):
    guess = choose(table(**{name.replace(" ", "__"): SHOP[name] for name in names}))
    assert read_from(guess) == {
        "order_id": "Receipt",
        "customer_id": "Member",
        "ordered_at": "When",
        "product": "Article",
        "quantity": "Pieces",
        "unit_price": "Price each",
        "discount_rate": 'number("Reduction %") / 100',
        "sales_amount": "quantity * unit_price * (1 - coalesce(discount_rate, 0))",
    }


# What is never proposed --------------------------------------------------------------

NAMES = st.sampled_from(
    ["Order date", "Shipping", "Shipped", "Paid at", "Created", "Datum", "Date"]
)


@settings(max_examples=60, deadline=None)
@given(
    NAMES,
    st.lists(
        st.decimals(min_value=0, max_value=99999, places=2).map(str),
        min_size=2,
        max_size=30,
    ),
)
def test_a_column_of_prices_is_never_a_date(name, prices):
    guess = choose(columns_of([name], [[one] for one in prices]))
    assert "ordered_at" not in guess.chosen
    assert "shipped_at" not in guess.chosen


@pytest.mark.parametrize(
    "name",
    ["Customer name", "Kundenname", "Client e-mail", "Customer phone", "Nom du client"]
    + ["Billing street", "Cliente telefono", "Order Id", "Order customer date"],
)
def test_personal_data_and_order_columns_are_never_the_customer(name):
    guess = choose(
        columns_of([name, "Total"], [[f"x{one % 9}", money(one)] for one in range(30)])
    )
    assert "customer_id" not in guess.chosen


def test_names_of_people_are_the_customer_only_as_a_hash():
    people = ["Ada Lovelace", "Jean-Luc d'Arc", "Mary A. Shelley", "José Ruiz"]
    names = {"Customer": lambda line: people[line % 4]}
    guess = choose(table(**names, Total=money))
    assert guess.chosen["customer_id"].is_hashed
    # Two people may have the same name, but hardly the same address.
    guess = choose(table(**names, Mail=lambda line: f"x{line % 7}@example.org"))
    assert read_from(guess)["customer_id"] == "Mail"


def test_a_discount_amount_is_no_rate():
    guess = choose(table(Discount=lambda line: f"{line % 4}.50", Total=money))
    assert "discount_rate" not in guess.chosen


def test_an_amount_that_most_lines_lack_is_no_sales_amount():
    guess = choose(table(Total=lambda line: "" if line % 3 else money(line)))
    assert "sales_amount" not in guess.chosen


def test_an_order_total_on_each_line_is_no_sales_amount():
    guess = choose(
        table(
            Order__No=lambda line: f"B{line // 3}",
            Total=lambda line: money(line // 3),
            Quantity=lambda line: line % 2 + 1,
            Price=lambda line: f"{line % 5 + 1}.20",
        )
    )
    assert read_from(guess)["sales_amount"] == "quantity * unit_price"


def test_a_number_that_starts_again_in_each_order_is_no_line_id():
    restarts = table(Order__No=lambda line: line // 3, Line__No=lambda line: line % 3)
    assert "order_line_id" not in choose(restarts).chosen
    counts = table(Order__No=lambda line: line // 3, Line__No=lambda line: line)
    assert read_from(choose(counts))["order_line_id"] == "Line No"


def test_a_number_that_counts_the_orders_of_each_customer_is_no_order_id():
    guess = choose(
        table(
            Order__Number=lambda line: line // 13,
            Order__Id=lambda line: f"B{line}",
            Customer=customer,
        )
    )
    assert read_from(guess)["order_id"] == "Order Id"


def test_a_tie_between_amounts_stays_open():
    guess = choose(table(Total=money, Paid=lambda line: f"{9 + line * 1.3:.2f}"))
    assert "sales_amount" not in guess.chosen
    assert [one.name for one in guess.candidates["sales_amount"]] == ["Paid", "Total"]


def test_quantity_times_price_decides_between_amounts():
    guess = choose(
        table(
            Total=lambda line: f"{(line % 3 + 1) * (line % 5 + 1):.2f}",
            Paid=lambda line: f"{1 + line * 0.7:.2f}",
            Qty=lambda line: line % 3 + 1,
            Price=lambda line: f"{line % 5 + 1}.00",
        )
    )
    assert read_from(guess)["sales_amount"] == "Total"


def test_an_email_is_the_customer_only_as_a_hash_and_without_another_id():
    address = {"Buyer": lambda line: f"Jane{line % 9}@example.com"}
    guess = choose(table(**address, Total=money))
    assert guess.chosen["customer_id"].is_hashed
    guess = choose(table(**address, Customer__No=customer, Total=money))
    assert read_from(guess)["customer_id"] == "Customer No"
    assert not guess.chosen["customer_id"].is_hashed


def test_a_state_of_the_country_is_no_status():
    guess = choose(table(State=lambda line: ["Ohio", "Texas"][line % 2]))
    assert "order_status" not in guess.chosen


# How values are written --------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("%Y-%m-%dT%H:%M:%SZ", [[]]),
        ("%d.%m.%Y", [["%d.%m.%Y"]]),
        ("%d-%b-%y", [["%d-%b-%y"]]),
        ("%b-%d-%y", [["%b-%d-%y"]]),
        ("%d %b %y", [["%d %b %y"]]),
        ("%m/%d/%Y %I:%M %p", [["%m/%d/%Y %I:%M %p"]]),
        ("%B %d, %Y", [["%B %d, %Y"]]),
        ("%Y%m%d", [["%Y%m%d"]]),
    ],
)
def test_many_formats_of_dates_are_recognised(form, expected):
    values = [day(line, form) for line in range(LINES)]
    random.Random(3).shuffle(values)
    assert formats_of(values) == expected


def test_seconds_and_milliseconds_since_1970_are_dates():
    assert formats_of(["1672575548", "1704501234"]) == [["epoch"]]
    assert formats_of(["1672575548123", "1704501234000"]) == [["epoch_ms"]]
    assert formats_of(["12", "1704501234"]) == []


def test_day_or_month_first_is_open_unless_the_file_is_sorted():
    mixed = ["05/04/2024", "01/02/2024", "03/03/2024"]
    way, is_open = likeliest(formats_of(mixed), mixed)
    assert (way, is_open) == (["%d/%m/%Y"], True)
    in_order = [day(line, "%m/%d/%Y") for line in (3, 12, 13, 22, 23, 33)]
    way, is_open = likeliest(formats_of(in_order), in_order)
    assert (way, is_open) == (["%m/%d/%Y"], False)


def test_a_decimal_comma_and_a_currency_sign_are_recognised():
    columns = table(Total=lambda line: f"1.{100 + line},50 €")
    said = guess_format(choose(columns))
    assert (said.decimal_comma, said.currency) == (True, "EUR")
    columns = table(Total=lambda line: f"$1,{100 + line}.50")
    said = guess_format(choose(columns))
    assert (said.decimal_comma, said.currency) == (False, "")


def test_a_time_in_another_column_is_added_to_the_date():
    columns = table(
        Datum=lambda line: day(line, "%d.%m.%Y"),
        Uhrzeit=lambda line: f"{line % 24:02}:30",
        Versandzeit=lambda line: f"{line % 20:02}:00",
    )
    guess = choose(columns)
    expected = 'moment(trim(concat_ws(\' \', "Datum", "Uhrzeit")))'
    assert read_from(guess)["ordered_at"] == expected
    assert guess_format(guess).date_formats == ["%d.%m.%Y %H:%M", "%d.%m.%Y"]


def test_unread_refunds_and_discounts_are_listed():
    columns = table(
        Total=money,
        Refunded=lambda line: f"{line % 3}.50",
        Discount__Amount=lambda line: f"{line % 2}.50",
    )
    # The discount is already subtracted from the paid amount, but the refund is not.
    assert choose(columns).left_out == ["Refunded"]
    columns = table(
        Qty=lambda line: line % 3 + 1,
        Price=lambda line: f"{line % 5 + 1}.00",
        Discount__Amount=lambda line: f"{line % 2}.50",
    )
    assert choose(columns).left_out == ["Discount Amount"]


def test_amounts_with_and_without_tax_stay_open():
    guess = choose(table(Bruttobetrag=money, Nettobetrag=lambda line: f"{line}.01"))
    assert "sales_amount" not in guess.chosen


def test_a_decimal_comma_is_recognised_in_candidates():
    columns = table(Betaald=lambda line: f"{line},50", Ontvangen=lambda line: "1,20")
    assert guess_format(choose(columns)).decimal_comma


# What would count wrongly -------------------------------------------------------------


@pytest.mark.parametrize("name", ["orderTotalCents", "gross_money.amount"])
def test_amounts_in_cents_become_whole_money(name):
    guess = choose(columns_of([name], [[1250 + line] for line in range(LINES)]))
    assert read_from(guess)["sales_amount"] == f'number("{name}") / 100'
    guess = choose(columns_of([name], [[f"{line}.25"] for line in range(LINES)]))
    assert read_from(guess)["sales_amount"] == name


def test_a_price_of_several_pieces_is_not_the_amount_of_the_line():
    pieces = {
        "rows.quantity": lambda line: line % 3 + 1,
        "rows.price": lambda line: f"{line % 5 + 1}.20",
        "rows.price_set.amount": lambda line: f"{line % 5 + 1}.20",
        "subtotal_price": lambda line: f"{line // 2}.70",
    }
    assert read_from(choose(table(**pieces)))["sales_amount"] == "quantity * unit_price"


def test_a_customer_id_comes_before_a_customer_name():
    names = {"Client": lambda line: f"{'ABCDEFGHIJ'[line % 10]}. Bramble"}
    guess = choose(table(**names, **{"Cód. client": customer}, Total=money))
    assert read_from(guess)["customer_id"] == "Cód. client"
    assert not guess.chosen["customer_id"].is_hashed


def test_the_address_of_the_shop_is_no_customer():
    guess = choose(
        table(
            From__address=lambda line: f"x{line}@example.org" if line % 5 else "",
            To__address=lambda line: "shop@example.org",
        )
    )
    assert read_from(guess)["customer_id"] == "From address"


def test_an_id_with_three_letters_is_no_money():
    guess = choose(table(Order__No=lambda line: f"ORD{1000 + line}"))
    assert read_from(guess)["order_id"] == "Order No"


def test_a_date_of_unknown_format_stays_open():
    columns = table(Order__date=lambda line: f"week {line} of 23", Total=money)
    guess = choose(columns)
    assert "ordered_at" not in guess.chosen
    assert [one.name for one in guess.candidates["ordered_at"]] == ["Order date"]


def test_candidates_for_sales_may_be_amounts():
    columns = table(
        Order__total__inc__tax=money,
        Order__total__ex__tax=lambda line: f"{line}.10",
        Shipping__cost=lambda line: "4.90",
        Refund=lambda line: f"{line % 2}.00",
        Total__quantity=lambda line: line % 3 + 1,
    )
    found = [one.name for one in choose(columns).candidates["sales_amount"]]
    assert found == ["Order total ex tax", "Order total inc tax"]


def test_abbreviations_of_old_systems_are_understood():
    columns = table(
        ORDNO=lambda line: f"{line:08}",
        ORDDT=lambda line: day(line, "%Y%m%d"),
        CUSTNO=lambda line: f"{line % 7:08}",
        AMT=money,
    )
    assert read_from(choose(columns)) == {
        "order_id": "ORDNO",
        "ordered_at": "ORDDT",
        "customer_id": "CUSTNO",
        "sales_amount": "AMT",
    }


def test_words_between_dates_are_ignored():
    columns = table(Datum=lambda line: "Summe" if line % 9 == 8 else day(line))
    assert read_from(choose(columns))["ordered_at"] == "Datum"
    columns = table(Datum=lambda line: "Summe" if line % 2 else day(line))
    assert "ordered_at" not in choose(columns).chosen


def test_telephone_numbers_of_customers_are_hashed():
    phones = {"Customer": lambda line: f"+31 20 55500{line % 9:02}"}
    assert choose(table(**phones)).chosen["customer_id"].is_hashed
    numbers = {"Customer": lambda line: f"00004711{line % 9:02}"}
    assert not choose(table(**numbers)).chosen["customer_id"].is_hashed


def test_a_value_only_on_the_first_line_of_an_order_is_carried_down():
    def once(make):
        return lambda line: "" if line % 3 else make(line)

    columns = table(
        Order__id=lambda line: f"N{line // 3}",
        Client__id=once(customer),
        Created=once(day),
        Status=once(lambda line: "paid"),
        Total=once(money),
        Pieces=lambda line: line % 2 + 1,
        Price=lambda line: f"{line % 5 + 1}.20",
    )
    guess = choose(columns)
    assert guess.carried == ["customer_id", "ordered_at", "order_status"]
    assert guess_format(guess).carry_down == guess.carried
    assert read_from(guess)["sales_amount"] == "quantity * unit_price"


def test_a_value_on_other_lines_is_not_carried_down():
    columns = table(
        Order__id=lambda line: f"N{line // 3}",
        Client__id=lambda line: "" if line % 3 == 1 else customer(line // 3),
        Total=money,
    )
    assert choose(columns).carried == []


def test_a_currency_beside_its_amount_is_read():
    path = "sum.total.currency"
    columns = columns_of([path], [[("EUR", "SEK")[line % 2]] for line in range(LINES)])
    assert read_from(choose(columns))["currency"] == path

"""The components: what goes in and what comes out."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.forms import formset_factory
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from lxml import html

from portal.core.permissions import Role
from portal.core.templatetags import _charts, _formats, _lists, _pieces
from portal.web.gallery import SampleForm

UTC = datetime.UTC


def draw(source: str, **context) -> html.HtmlElement:
    return html.fromstring(f"<div>{Template('{% load i18n ui %}' + source).render(Context(context))}</div>")


def test_times_are_told_as_the_clock_in_copenhagen_shows_them():
    winter = datetime.datetime(2026, 1, 2, 23, 30, 7, tzinfo=UTC)
    assert (
        _formats.moment(winter)
        == '<time datetime="2026-01-03T00:30:07+01:00">3. januar 2026 kl. 00.30</time>'
    )
    summer = datetime.datetime(2026, 7, 2, 10, 42, 7, tzinfo=UTC)
    assert ">2. juli 2026 kl. 12.42.07<" in _formats.moment(summer, "exact")
    assert ">3. januar 2026<" in _formats.day(winter)
    with override("en"):
        assert ">2 July 2026 at 12:42<" in _formats.moment(summer)


def test_what_did_not_happen_has_no_time():
    assert _formats.moment(None) == _formats.day(None) == ""


@pytest.mark.parametrize(
    ("amount", "vat", "danish", "english"),
    [
        (60, "ex", "60 kr. ekskl. moms", "60 kr. excl. VAT"),
        (Decimal("1234.5"), "", "1.234,50 kr.", "1,234.50 kr."),
        (Decimal("80.00"), "incl", "80 kr. inkl. moms", "80 kr. incl. VAT"),
        (0, "", "0 kr.", "0 kr."),
    ],
)
def test_amounts_are_written_in_kroner(amount, vat, danish, english):
    assert _formats.money(amount, vat).replace("\u00a0", " ") == danish
    with override("en"):
        assert _formats.money(amount, vat).replace("\u00a0", " ") == english


def test_a_cvr_number_is_grouped_and_stays_on_one_line():
    assert _formats.cvr("92000009") == "92\u00a000\u00a000\u00a009"


def test_the_most_it_can_cost_is_told_with_its_sum():
    told = draw("{% price_line 2 3 20 %}").text_content().replace("\u00a0", " ").strip()
    assert told == "2 gratis, højst 3 × 20 kr. = 60 kr. ekskl. moms"
    assert "Det koster ikke noget." in draw("{% price_line 3 0 20 %}").text_content()


def test_what_users_wrote_is_never_markup():
    name = '<b onclick="x">A/S & Søn</b>'
    sources = (
        "{% badge name %}",
        '{% icon "info" label=name %}',
        '{% alert "info" heading=name %}{{ name }}{% endalert %}',
        "{% definition_list pairs %}",
        "{% breadcrumbs name name name %}",
        "{% copyable name name %}",
        "{% summary_list rows %}",
        "{% card_grid items %}",
        "{% tabs items name %}",
        "{% side_menu items %}",
        "{% step_list items %}",
        "{% select_row name name %}",
        "{% bar_chart name numbers %}",
        "{% table name %}{% endtable %}",
        "{% empty_state name %}{% endempty_state %}",
        "{% table_actions one=name many=name none=name %}{% endtable_actions %}",
    )
    items = [{"label": name, "heading": name, "text": name, "url": name, "note": name, "state": "done"}]
    for source in sources:
        drawn = draw(
            source,
            name=name,
            rows=[(name, name, name)],
            pairs=[(name, name)],
            items=items,
            numbers=[(name, 1, name)],
        )
        assert not drawn.xpath("//b"), source


def test_an_unknown_tone_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="purple"):
        _pieces.badge("Aktiv", "purple")


def test_the_menu_says_where_the_reader_is():
    menu = [
        {"label": "Brugere", "url": "/b/", "current": False},
        SimpleNamespace(
            label="Rettigheder",
            url="/r/",
            current=True,
            children=[{"label": "Anmodninger", "url": "/r/a/", "current": True}],
        ),
    ]
    links = draw("{% side_menu menu %}", menu=menu).xpath("//a")
    assert [link.get("aria-current") for link in links] == [None, "true", "page"]


def test_steps_say_their_place_and_only_lead_where_one_may_go():
    steps = [
        {"label": "Et", "url": "/1/", "state": "done"},
        {"label": "To", "url": "/2/", "state": "current"},
        {"label": "Tre", "url": "/3/", "state": "todo"},
    ]
    assert _lists.step_position(steps) == "Trin 2 af 3"
    assert _lists.step_position([]) == ""
    beside = draw("{% step_list steps %}", steps=steps).xpath("//nav")[0]
    assert [link.get("href") for link in beside.xpath(".//a")] == ["/1/", "/2/"]
    assert beside.xpath(".//*[@aria-current='step']")[0].text_content().strip().endswith("To")


@pytest.mark.parametrize(
    ("current", "direction", "leads_to"),
    [("name", "ascending", "-name"), ("-name", "descending", "name"), ("used", None, "name")],
)
def test_a_heading_sorts_the_other_way_and_begins_at_the_first_page(current, direction, leads_to):
    request = RequestFactory().get("/", {"q": "Sø", "after": "cursor", "sort": current})
    told = _lists.sort_header({"request": request}, "Navn", "name", current)
    heading = draw('{% sort_header "Navn" "name" current %}', request=request, current=current).xpath("//th")[
        0
    ]
    assert told["query"] == f"q=S%C3%B8&sort={leads_to}"
    assert heading.get("aria-sort") == direction


def test_pages_lead_back_and_forth_only_where_there_is_something():
    assert not draw('{% pagination "" "" "Sider" %}').xpath("//nav")
    links = draw('{% pagination "" "after=b" "Sider" by_time=True %}').xpath("//nav[@aria-label='Sider']//a")
    assert [(link.get("href"), link.text_content().strip()) for link in links] == [("?after=b", "Ældre")]


def test_a_finished_job_asks_no_more_and_shows_the_way_on():
    running = _pieces.progress_part("Flytter", 123, 312, poll="/p/", result="/r/")
    assert (running["percent"], running["poll"]) == (39, "/p/")
    finished = draw('{% job_progress "Flytter" 312 312 poll="/p/" finished=True result="/r/" %}')
    assert not finished.xpath("//*[@data-poll]")
    assert finished.xpath("//a/@href") == ["/r/"]


def test_a_job_with_failures_does_not_say_that_all_is_done():
    told = _pieces.progress_part("Flytter", 300, 312, finished=True, failed=12)
    assert told["percent"] == 96
    drawn = draw('{% job_progress "Flytter" 300 312 finished=True failed=12 %}').text_content()
    assert "12 kunne ikke behandles" in drawn


def test_a_job_without_anything_to_do_is_no_division_by_zero():
    assert _pieces.progress_part("Flytter", 0, 0)["percent"] == 0
    assert _charts.bar_chart("Tomt", [])["rows"] == []
    assert _charts.column_chart("Tomt", [("1.1.", 0)], bar_label="Antal")["points"][0]["height"] == 0


def test_the_longest_bar_fills_its_column_and_the_table_tells_the_numbers():
    drawn = draw('{% bar_chart "Trin" rows %}', rows=[("A", 700_000), ("B", 350_000)])
    assert drawn.xpath("//rect/@width") == ["100%", "50%"]
    assert [cell.text for cell in drawn.xpath("//tbody//td[1]")] == ["700.000", "350.000"]


def test_a_line_beside_the_bars_shares_their_scale():
    chart = _charts.column_chart(
        "Pr. dag", [("1.", 50, 100), ("2.", 100, None)], bar_label="Flyttet", line_label="Plan"
    )
    assert [point["height"] for point in chart["points"]] == [120, 240]
    assert chart["line"] == "250.0,0"


def test_the_errors_of_a_formset_stand_in_one_summary():
    rows = formset_factory(SampleForm, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Anne", "form-1-mail": "x"}
    lines = _lists.error_summary(rows(data))["lines"]
    targets = [href for href, _message in lines]
    assert "#id_form-1-name" in targets
    assert "#id_form-0-name" not in targets
    assert lines[0][0] == "#id_form-0-mail"


def test_a_dangerous_act_is_sent_with_its_token_and_shows_the_way_back():
    drawn = draw(
        '{% confirm "Spær" list back="/b/" %}{% endconfirm %}', csrf_token="token", list=["Alt stopper"]
    )
    assert drawn.xpath("//input[@name='csrfmiddlewaretoken']/@value") == ["token"]
    assert drawn.xpath("//button[contains(@class,'button-warning')]")[0].text == "Spær"
    assert drawn.xpath("//a/@href") == ["/b/"]
    assert "Alt stopper" in drawn.text_content()


def test_the_help_box_takes_the_support_line_from_the_frame():
    shell = SimpleNamespace(support_line="Support: 70 00 00 00")
    assert "70 00 00 00" in draw('{% help_box who="Alle" topic="roller" %}', shell=shell).text_content()
    assert draw('{% help_box topic="roller" %}').xpath("//a/@href") == ["/hjaelp/#roller"]


def test_no_chosen_filter_needs_no_way_back():
    from portal.web.gallery import SampleFilter

    assert _lists.filter_form(SampleFilter({"q": "Sø"}), reset="/b/")["reset"] == "/b/"
    assert _lists.filter_form(SampleFilter({"q": ""}), reset="/b/")["reset"] == ""


def test_a_role_is_told_in_words():
    assert _formats.role_name(Role.USER_ADMINISTRATOR) == "Brugeradministrator"
    assert _formats.role_name("Formand") == "Formand"


def test_each_cell_tells_its_column_on_a_narrow_screen():
    head = '<thead><tr><th scope="col">Navn</th><th scope="col">E-mail <span class="sr-only"> – sortér</span></th><th scope="col"><span class="sr-only">Ret</span></th></tr></thead>'
    rows = '<tbody><tr><th scope="row">{{ name }}</th><td>a@x.example</td><td>x</td></tr><tr><td colspan="3">Ingen</td></tr></tbody>'
    drawn = draw(
        '{% table caption="Brugere" %}' + head + rows + "{% endtable %}", name='<b>"Åse" data-title="x"</b>'
    )
    assert [cell.get("data-title") for cell in drawn.iter("td")] == ["E-mail", "", None]
    assert drawn.find(".//th[@scope='row']").text == '<b>"Åse" data-title="x"</b>'
    assert "table-md-responsive-headers" in drawn.find(".//table").get("class")

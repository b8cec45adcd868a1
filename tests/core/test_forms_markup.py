"""What a form looks like to a browser and to a screen reader."""

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from lxml import html

from portal.core.forms import FilterForm, PortalForm, RadioWithHints
from portal.core.templatetags import ui
from portal.web.gallery import SampleForm

WRONG = {"mail": "lone@", "birth_0": "31", "birth_1": "2", "birth_2": "1990", "cvr": "12345678"}


def page(form):
    summary = render_to_string("components/error_summary.html", ui._lists.error_summary(form))
    return html.fromstring(f"<body>{summary}{form}</body>")


@pytest.fixture
def wrong():
    return page(SampleForm(WRONG))


def links(document):
    return document.xpath("//*[@data-module='error-summary']//a")


def test_the_summary_lists_the_errors_in_the_order_of_the_page(wrong):
    controls = [each.get("id") for each in wrong.xpath("//input|//select|//textarea")]
    targets = [link.get("href")[1:] for link in links(wrong)]
    assert targets == sorted(targets, key=controls.index)
    assert targets == [
        "id_name",
        "id_mail",
        "id_birth_0",
        "id_cvr",
        "id_unit",
        "id_way_0",
        "id_systems_0",
        "id_accept",
    ]


def test_the_field_says_the_same_words_as_the_summary(wrong):
    for link in links(wrong):
        control = wrong.get_element_by_id(link.get("href")[1:])
        owners = [control, *control.xpath("ancestor::fieldset[@aria-describedby]")]
        described_by = [each for owner in owners for each in (owner.get("aria-describedby") or "").split()]
        assert any(link.text in wrong.get_element_by_id(each).text_content() for each in described_by)


def test_everything_a_control_is_described_by_is_there(wrong):
    ids = {each.get("id") for each in wrong.xpath("//*[@id]")}
    for each in wrong.xpath("//*[@aria-describedby]"):
        assert set(each.get("aria-describedby").split()) <= ids


def test_no_id_stands_twice(wrong):
    ids = [each.get("id") for each in wrong.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_every_control_has_a_label(wrong):
    for control in wrong.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert wrong.xpath(f"//label[@for='{control.get('id')}']"), control.get("id")


def test_a_wrong_control_is_marked_but_never_a_radio_button(wrong):
    assert wrong.get_element_by_id("id_mail").get("aria-invalid") == "true"
    assert not wrong.xpath("//input[@type='radio'][@aria-invalid]")


def test_the_explanation_of_a_choice_is_read_with_it(wrong):
    described_by = wrong.get_element_by_id("id_way_0").get("aria-describedby")
    assert wrong.get_element_by_id(described_by).text_content() == "Bedst til få brugere."


def test_only_the_rarer_kind_of_field_is_marked():
    document = page(SampleForm())
    assert "(frivilligt)" in document.xpath("//label[@for='id_phone']")[0].text_content()
    assert "(" not in document.xpath("//label[@for='id_name']")[0].text_content()

    class MostlyVoluntary(PortalForm):
        first = forms.CharField(label="En", required=False)
        second = forms.CharField(label="To", required=False)
        third = forms.CharField(label="Tre", error_messages={"required": "Indtast tre"})

    document = page(MostlyVoluntary())
    assert "(*skal udfyldes)" in document.xpath("//label[@for='id_third']")[0].text_content()
    assert "(" not in document.xpath("//label[@for='id_first']")[0].text_content()


def test_a_filter_form_marks_nothing():
    class Search(FilterForm):
        q = forms.CharField(label="Navn", required=False)

    assert "frivilligt" not in str(Search())


class WithHidden(PortalForm):
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Hent siden igen"})
    name = forms.CharField(label="Navn", required=False)


def test_a_hidden_field_is_sent_along_without_a_label():
    document = page(WithHidden(initial={"version": 7}))
    assert document.get_element_by_id("id_version").value == "7"
    assert not document.xpath("//label[@for='id_version']")


def test_an_error_of_a_hidden_field_is_told_without_a_link():
    form = WithHidden({})
    assert list(form.error_summary()) == [("", "Hent siden igen")]
    assert "Hent siden igen" in page(form).xpath("//*[@data-module='error-summary']")[0].text_content()


def test_an_error_of_the_whole_form_comes_first():
    form = SampleForm(WRONG)
    form.add_error(None, "I har nået grænsen")
    assert next(form.error_summary()) == ("", "I har nået grænsen")


def test_fields_outside_of_the_fieldsets_come_first():
    class Mixed(PortalForm):
        fieldsets = (("Sidst", ("inside",)),)
        inside = forms.CharField(label="Inde", required=False)
        outside = forms.CharField(label="Ude", required=False)

    assert [[field.name for field in group.fields] for group in Mixed().groups()] == [["outside"], ["inside"]]
    assert page(Mixed()).xpath("//legend[@class='h3']/text()") == ["Sidst"]


def test_a_fieldset_cannot_name_a_field_that_is_not_there():
    class Misspelt(PortalForm):
        fieldsets = (("Navn", ("nmae",)),)
        name = forms.CharField(label="Navn", required=False)

    with pytest.raises(ImproperlyConfigured, match="nmae"):
        str(Misspelt())


def test_words_with_markup_in_them_stay_words():
    class Names(PortalForm):
        choice = forms.ChoiceField(
            label="<b>A/S</b>",
            choices=[("1", "<i>Bager & Søn</i>")],
            widget=RadioWithHints(hints={"1": "<u>hint</u>"}),
            error_messages={"required": "Vælg"},
        )
        name = forms.CharField(label="Navn", required=False)

    markup = str(Names({"name": '"><script>x</script>'}))
    assert all(tag not in markup for tag in ("<b>", "<i>", "<u>", "<script>"))


def test_the_countdown_of_characters_brings_its_words_along():
    box = page(SampleForm()).get_element_by_id("id_note").getparent()
    assert box.get("data-maxlength") == "300"
    assert box.get("data-left") == "Du har {value} tegn tilbage"
    assert box.xpath(".//*[@id='id_note_limit']")[0].text == "Du kan skrive op til 300 tegn"


def test_a_form_with_files_says_so():
    assert SampleForm().is_multipart()
    assert page(SampleForm()).get_element_by_id("id_roster").get("accept") == ".csv,.xlsx"

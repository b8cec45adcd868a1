"""The companies with fixed roles: those a journey, a test or a newcomer looks for by name.

They stand last in every country of at least as many companies, with the CVR numbers from 99990000,
and no row of theirs is ever faulty. The first of the list exist in smaller countries too.
"""

from typing import Final

from migration_flow.generator import forms
from migration_flow.generator.forms import RULES
from migration_flow.generator.part import Part, Staff

ADMIN: Final = ("SUPERADMINISTRATOR",)
SECOND: Final = ("NEMID_ADMINISTRATOR",)
VAT: Final = "SKAT/MOMS_INDBERET/CVR"
WAGES: Final = "SKAT/EINDKOMST/CVR"
WAGES_SE: Final = "SKAT/EINDKOMST/SE"
POST: Final = "DIGITAL_POST/POST_LAES/CVR"
POST_P: Final = "DIGITAL_POST/POST_LAES/P"
SICK: Final = "NEMREFUSION/SYGE_ANMELD/CVR"
SICK_P: Final = "NEMREFUSION/SYGE_ANMELD/P"
REPORT: Final = "VIRK_INDBERET/INDBERET/CVR"
FIRST: Final = Staff(cpr=True, roles=ADMIN, rights=(VAT, POST, REPORT))
PLAIN: Final = Staff(rights=(POST,))


def _small(role: str, name: str, event: str | None = None, form: int = forms.APS, **more: object) -> Part:
    return Part(role, form, name, (FIRST, PLAIN), event=event, **more)  # type: ignore[arg-type]


CAST: Final = (
    Part(
        "thin_line",
        forms.APS,
        "Aabøg Byg ApS",
        (
            Staff(cpr=True, roles=ADMIN, rights=(POST, REPORT)),
            Staff(cpr=True, rights=(VAT, WAGES, POST)),
            Staff(cpr=True, rights=(SICK_P, "NEMREFUSION/BARSEL_ANMELD/P"), carrier="NOEGLEKORT"),
            Staff(cpr=True, rights=(WAGES_SE,), carrier="NOEGLEKORT"),
            Staff(cpr=True, rights=("BYG_MILJOE/BYG_ANSOEG/CVR", "BYG_MILJOE/BYG_FAERDIGMELD/P")),
            Staff(rights=(POST_P,)),
            Staff(rights=("EASY/SKADE_ANMELD/CVR",), carrier="NOEGLEKORT"),
        ),
        style="director",
        rule="Selskabet tegnes af en direktør.",
        first_is_manager=False,
        mandates=(
            ("accountant", "SKAT", "MOMS_INDBERET"),
            ("accountant", "REGNSKAB", "AARSRAPPORT_INDSEND"),
        ),
        cpr_link=True,
        units=2,
        industry="433200",
    ),
    Part(
        "accountant",
        forms.APS,
        "Kærholm Revision ApS",
        (
            Staff(cpr=True, roles=ADMIN, rights=(VAT, POST, "REGNSKAB/AARSRAPPORT_INDSEND/CVR")),
            *(Staff(cpr=place % 3 == 1, rights=(VAT, POST)) for place in range(11)),
        ),
        style="director",
        pro=True,
        cpr_link=True,
        industry="692000",
    ),
    Part(
        "sole_proprietor", forms.ENK, "Skovlund Keramik", (Staff(cpr=True, roles=ADMIN, rights=(VAT, POST)),)
    ),
    Part(
        "joint_signing",
        forms.AS,
        "Østerbæk Maskinfabrik A/S",
        (
            Staff(cpr=True, roles=ADMIN, rights=(VAT, POST)),
            Staff(roles=SECOND, rights=(WAGES,)),
            Staff(roles=("RETTIGHEDSADMINISTRATOR",), rights=(REPORT,)),
            Staff(rights=(SICK,), signature="UDLOEBET"),
            Staff(rights=(POST,), unused=True),
            Staff(signature="UDSTEDT"),
        ),
        style="joint",
        rule=RULES["joint"][0],
        board=3,
        first_is_manager=False,
        mandates=(("accountant", "SKAT", "SELSKABSSKAT"),),
        others=1,
        industry="256200",
    ),
    Part(
        "partnership", forms.IS, "Lundvig & Hansen I/S", (FIRST, Staff(cpr=True, rights=(VAT,))), managers=2
    ),
    Part(
        "association_with_representative",
        forms.FFO,
        "Skovby Idrætsforening",
        (Staff(roles=ADMIN, rights=(POST,)), Staff(mail=False)),
        style="representative",
        board=3,
        chosen_rids=True,
    ),
    Part(
        "association_without_representative",
        forms.FOR,
        "Grundejerforeningen Klitnæs",
        (Staff(roles=ADMIN, rights=(POST, "TINGLYSNING/TINGLYS_SE/CVR")), Staff()),
        style="members",
        rule="",
        board=3,
    ),
    Part(
        "duplicates",
        forms.APS,
        "Fjordgård Transport ApS",
        (
            Staff(cpr=True, roles=ADMIN, rights=(VAT, POST)),
            Staff(cpr=True, rights=(SICK, WAGES, REPORT), unused=True, carrier="NOEGLEKORT"),
            Staff(cpr=True, rights=(POST,), same_as=1),
            Staff(rights=(REPORT,)),
            Staff(rights=(POST,), shares_mail=3),
            Staff(rights=(SICK,), same_as=3),
            Staff(rights=(WAGES,), status="INAKTIV", signature="SPAERRET"),
            Staff(mail=False),
        ),
        style="director",
        cpr_link=True,
        chosen_rids=True,
        industry="494100",
    ),
    Part(
        "bankrupt",
        forms.APS,
        "Høgholm Café ApS",
        (Staff(roles=ADMIN, rights=(VAT,), signature="SPAERRET"), PLAIN, Staff()),
        style="director",
        status="UNDER KONKURS",
        mandates=(("ceased", "SKAT", "MOMS_INDBERET"),),
    ),
    Part(
        "public_authority",
        forms.KOM,
        "Grønnæs Kommune",
        (
            Staff(cpr=True, roles=ADMIN, rights=(POST, "DIGITAL_POST/POST_ADMIN/CVR")),
            Staff(cpr=True, roles=SECOND, rights=(REPORT,)),
            Staff(roles=("LRA",), rights=(POST,), carrier="LSS"),
            *(Staff(rights=(SICK_P,) if place % 2 else (POST_P,), carrier="LSS") for place in range(20)),
            Staff(rights=(SICK_P,), at_ceased_unit=True),
        ),
        managers=0,
        pro=True,
        lss=True,
        units=8,
        ceased_units=1,
        others=4,
        industry="841100",
    ),
    Part(
        "ceased",
        forms.APS,
        "Piletoft Bogføring ApS",
        (Staff(roles=ADMIN),),
        style="director",
        status="OPLØST EFTER KONKURS",
        industry="692000",
    ),
    Part(
        "corporate_signatory",
        forms.KS,
        "Havvig Energi K/S",
        (FIRST, PLAIN),
        mandates=(("ceased", "SKAT", "MOMS_INDBERET"), ("accountant", "SKAT", "MOMS_INDBERET")),
        first_is_manager=False,
        managers=0,
    ),
    Part(
        "chair_or_two",
        forms.AS,
        "Ravnsholm Møbler A/S",
        (FIRST, Staff(cpr=True, rights=(VAT,)), PLAIN, Staff(rights=(SICK,), carrier="HARDWARE")),
        style="chair",
        board=3,
        mandates=(("accountant", "REGNSKAB", "AARSRAPPORT_INDSEND"),),
    ),
    Part(
        "not_in_register", forms.UDL, "Northmere Trading Ltd.", (FIRST, PLAIN), in_register=False, managers=0
    ),
    Part("property_group_1", forms.APS, "Ejendomsselskabet Bøgeborg 1 ApS", (FIRST,), style="director"),
    _small("bankruptcy", "Hasselby Mode ApS", "bankruptcy", style="director"),
    _small("compulsory_dissolution", "Egelev Foto ApS", "compulsory_dissolution", style="director"),
    _small("liquidation", "Birkerup Reklame ApS", "liquidation", style="director"),
    _small("reconstruction", "Sønderkær Trykkeri A/S", "reconstruction", forms.AS, style="joint", board=3),
    _small("cessation", "Vestertoft Handel ApS", "ceased", style="director"),
    _small("owner_death", "Møllebæk Gartneri", "owner_death", forms.ENK),
    _small("merger_ceasing", "Nørvig Software ApS", "merger_ceasing", style="director"),
    _small("merger_continuing", "Nørvig Holding A/S", "merger_continuing", forms.AS, style="joint", board=3),
    _small("conversion", "Ørnhøj Tømrer", "conversion", forms.ENK),
    _small("new_signing_rule", "Bakkelund IT A/S", "new_signing_rule", forms.AS, style="director", board=3),
    _small("new_signatories", "Dalgård Rådgivning ApS", "new_signatories", style="director"),
    Part("property_group_2", forms.APS, "Ejendomsselskabet Bøgeborg 2 ApS", (FIRST,), style="director"),
)
PLACE_OF: Final = {part.role: place for place, part in enumerate(CAST)}
# One person manages and administers both companies of the property group.
SHARED_PERSONS: Final = {"property_group_2": ("property_group_1", 0)}
ACCOUNTANT_STAFF_IN_A_LARGE_COUNTRY: Final = 420
LARGE_COUNTRY: Final = 50_000

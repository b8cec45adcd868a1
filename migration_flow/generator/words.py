"""The words of the country: people's names, places, trades. Places of organisations are invented."""

from typing import Final


def _weighted(text: str) -> tuple[tuple[str, float], ...]:
    """`Nielsen 50|Jensen 49` as pairs."""
    pairs = (entry.rsplit(" ", 1) for entry in text.split("|"))
    return tuple((name, float(weight)) for name, weight in pairs)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


# By the rank of Danmarks Statistik: the "-sen" names carry about 45 per cent.
FAMILY_NAMES: Final = _weighted(
    "Nielsen 48|Jensen 47|Hansen 42|Pedersen 31|Andersen 30|Christensen 23|Larsen 22|Sørensen 22|"
    "Rasmussen 18|Jørgensen 17|Petersen 14|Madsen 12|Kristensen 11|Olsen 9|Thomsen 7|Christiansen 6|"
    "Poulsen 6|Johansen 6|Møller 17|Mortensen 5|Knudsen 5|Lund 12|Holm 11|Schmidt 10|Kjær 12|"
    "Østergaard 12|Nørgaard 11|Søndergaard 9|Vestergaard 10|Bæk 9|Frandsen 3|Dam 8|Bach 8|Winther 8|"
    "Kjeldsen 2|Bang 9|Mogensen 3|Nygaard 10|Krogh 10|Laursen 4|Simonsen 3|Berg 9|Ravn 9|Skov 11|"
    "Toft 9|Damgaard 9|Villadsen 2|Bundgaard 8|Høj 9|Brandt 8|Friis 9|Bruun 9|Svendsen 2|Juul 9|"
    "Gregersen 2|Løvstrøm 7|Ågaard 8|Nørskov 8|Hedegaard 8|Kirkegaard 9|Ølgaard 6|Bjerregaard 8|"
    "Thorup 7|Lassen 6|Bisgaard 7|Dahl 9|Sandø 6|Mølgaard 7|Overgaard 8|Bech 8|Beck 9|Buch 7|Kruse 8|"
    "Hald 7|Hjorth 8|Brøndum 6|Riis 8|Steffensen 2|Iversen 2|Danielsen 2|Eskildsen 2|Aagaard 7|Ahmad 4|"
    "Nguyen 4|Yilmaz 3|Hussain 3|Ali 4|Khan 3|Kowalski 3|Schrøder 7|Bøgh 8|Gade 7|Hvid 7|Jepsen 2|"
    "Fabricius 4|Carlsen 2|Lauritsen 2|Bertelsen 2|Henriksen 2|Lind 9|Mø 3"
)
MALE_NAMES: Final = _weighted(
    "Peter 9|Michael 9|Jens 9|Lars 10|Thomas 9|Henrik 8|Søren 8|Christian 7|Martin 7|Jan 7|Niels 6|"
    "Morten 6|Anders 6|Jesper 6|Hans 6|Jørgen 5|Mads 5|Per 5|Ole 5|Rasmus 5|Kim 4|Jakob 4|Erik 5|"
    "Poul 3|Svend 2|Bjørn 2|Kåre 1|Asger 2|Troels 2|Steen 2|Ulrik 2|Bo 3|Simon 3|Jonas 3|Mathias 3|"
    "Kasper 3|Frederik 3|Emil 3|Mikkel 4|Claus 4|Torben 4|Finn 3|Flemming 3|Carsten 3|Bent 3|Kjeld 2|"
    "Leif 2|Kurt 2|Allan 2|Brian 3|René 1|André 1|Åge 1|Øjvind 1|Tage 1|Viggo 1|Gorm 1|Mustafa 1|"
    "Ahmed 1|Tomasz 1|Jørn 2|Børge 2|Sören 1|Pål 1"
)
FEMALE_NAMES: Final = _weighted(
    "Anne 9|Kirsten 8|Mette 9|Hanne 8|Helle 7|Anna 6|Susanne 7|Lene 7|Maria 6|Marianne 6|Camilla 5|"
    "Pia 5|Lone 6|Inge 5|Birthe 4|Gitte 5|Charlotte 5|Tina 5|Louise 5|Karen 5|Bente 5|Inger 4|Jette 5|"
    "Else 3|Julie 4|Ida 4|Emma 3|Sofie 4|Freja 2|Åse 1|Maj-Britt 1|Rikke 4|Line 4|Christina 4|Heidi 3|"
    "Dorthe 4|Ulla 3|Birgit 4|Lis 3|Ellen 3|Grethe 2|Vibeke 3|Trine 3|Sanne 3|Signe 3|Astrid 2|"
    "Solveig 1|Bodil 2|Gerda 1|Tove 2|Ruth 1|Zoë 1|Fatima 1|Aisha 1|Agnieszka 1|Thi Mai 1|Ditte 3|"
    "Maiken 2|Bjørk 1|Søs 1|Mie Bøgh 1|Ane 2"
)
# Of invented places.
PLACE_STARTS: Final = _listed(
    "Aa|Ege|Skov|Sø|Nør|Sønder|Vester|Øster|Høj|Lund|Birke|Bøge|Kær|Mølle|Grøn|Klit|Strand|Bakke|Dal|"
    "Fjord|Hede|Enge|Ravne|Ørne|Hassel|Pile|Å|Hav"
)
PLACE_ENDS: Final = _listed("bøg|by|lev|rup|sted|holm|borg|høj|lund|vig|næs|kær|toft|bæk|gård|strup|ager")
# Trade and industry code.
TRADES: Final = _listed(
    "Byg 433200|Tømrer 433200|VVS 432200|El 432100|Murer 433900|Maler 433410|Transport 494100|"
    "Auto 452010|IT 620200|Software 620100|Design 741010|Rådgivning 702200|Handel 469000|Mode 477110|"
    "Fisk 472300|Bageri 107110|Café 561010|Restaurant 561010|Hotel 551010|Landbrug 011100|"
    "Skovbrug 021000|Gartneri 011300|Rengøring 812100|Revision 692000|Bogføring 692000|Advokat 691000|"
    "Ejendomme 682030|Holding 642020|Invest 642020|Finans 649900|Tandlæge 862300|Læge 862100|"
    "Fysioterapi 869020|Frisør 960210|Foto 742000|Reklame 731110|Trykkeri 181200|Maskinfabrik 256200|"
    "Møbler 310900|Energi 351400"
)
ASSOCIATIONS: Final = _listed(
    "{0} Idrætsforening|{0} Boldklub|Grundejerforeningen {0}|Ejerforeningen {0}gade|{0} Vandværk|"
    "{0} Spejdergruppe|{0} Borgerforening|Andelsboligforeningen {0}|{0} Jagtforening|{0} Musikforening|"
    "{0} Sejlklub|Antenneforeningen {0}|{0} Forsamlingshus|Støtteforeningen {0} Skole|{0} Roklub"
)
STREETS: Final = _listed(
    "Algade|Bakkevej|Birkevej|Brogade|Bøgevej|Egevej|Engvej|Enghavevej|Fabriksvej|Fjordvej|Havnegade|"
    "Hovedgaden|Industrivej|Jernbanegade|Kirkegade|Kirkevej|Kongensgade|Lærkevej|Møllevej|Nygade|"
    "Nørregade|Parkvej|Ringvej|Rosenvej|Skolegade|Skolevej|Skovvej|Slotsgade|Smedegade|Solvej|"
    "Stationsvej|Storegade|Strandvej|Søndergade|Søvej|Torvet|Vestergade|Violvej|Åboulevarden|"
    "Ørstedsvej|Østergade|Ågade"
)
# Post code, post district, municipality code, municipality.
TOWNS: Final = tuple(
    tuple(town.split("/"))
    for town in _listed(
        "1620/København V/101/København|2000/Frederiksberg/147/Frederiksberg|"
        "2100/København Ø/101/København|2300/København S/101/København|2450/København SV/101/København|"
        "2600/Glostrup/161/Glostrup|2630/Taastrup/169/Høje-Taastrup|2750/Ballerup/151/Ballerup|"
        "2800/Kongens Lyngby/173/Lyngby-Taarbæk|3000/Helsingør/217/Helsingør|"
        "3400/Hillerød/219/Hillerød|3700/Rønne/400/Bornholm|4000/Roskilde/265/Roskilde|"
        "4100/Ringsted/329/Ringsted|4200/Slagelse/330/Slagelse|4300/Holbæk/316/Holbæk|"
        "4600/Køge/259/Køge|4700/Næstved/370/Næstved|4800/Nykøbing F/376/Guldborgsund|"
        "5000/Odense C/461/Odense|5500/Middelfart/410/Middelfart|5700/Svendborg/479/Svendborg|"
        "5970/Ærøskøbing/492/Ærø|6000/Kolding/621/Kolding|6200/Aabenraa/580/Aabenraa|"
        "6400/Sønderborg/540/Sønderborg|6700/Esbjerg/561/Esbjerg|6760/Ribe/561/Esbjerg|"
        "7000/Fredericia/607/Fredericia|7100/Vejle/630/Vejle|7400/Herning/657/Herning|"
        "7500/Holstebro/661/Holstebro|7700/Thisted/787/Thisted|7800/Skive/779/Skive|"
        "8000/Aarhus C/751/Aarhus|8210/Aarhus V/751/Aarhus|8600/Silkeborg/740/Silkeborg|"
        "8700/Horsens/615/Horsens|8800/Viborg/791/Viborg|8900/Randers C/730/Randers|"
        "9000/Aalborg/851/Aalborg|9400/Nørresundby/851/Aalborg|9700/Brønderslev/810/Brønderslev|"
        "9800/Hjørring/860/Hjørring|9900/Frederikshavn/813/Frederikshavn|9940/Læsø/825/Læsø"
    )
)
STATE_BODIES: Final = _listed(
    "Arkiv|Bane|Digital|Energi|Familie|Fiskeri|Forbruger|Fødevare|Grænse|Havne|Justits|Kultur|Kyst|Køb|"
    "Luftfarts|Lægemiddel|Marked|Medie|Miljø|Motor|Natur|Patent|Pensions|Plan|Råstof|Sikkerheds|Skole|"
    "Slots|Social|Sprog|Statistik|Studie|Søfarts|Told|Trafik|Uddannelses|Udlændinge|Udviklings|Vand|"
    "Vej|Vejr|Veterinær|Videns|Vækst|Ydelses|Ældre|Økonomi|Ørreds|Ådals|Arbejds"
)
LARGE_TRADES: Final = _listed(
    "Bank|Forsikring|Pension|Medicinal|Rederi|Energi|Tele|Detail|Bryggeri|Mejeri|Logistik|Entreprise"
)
DEPARTMENTS: Final = _listed(
    "Økonomi|Løn|Bogholderi|Salg|Indkøb|Lager|Produktion|Kundeservice|HR|IT|Jura|Drift|Ledelse|Kommunikation"
)
EMPLOYEE_GROUPS: Final = _listed("Kontor|Ledere|Timelønnede|Elever|Eksterne|Værksted")
CHOSEN_RIDS: Final = _listed(
    "kasserer|formand|kontor|bogholder|lager|reception|salg|løn|direktør|sekretær|regnskab|indkøb"
)
SPELLED_OUT: Final = str.maketrans(
    {
        "æ": "ae",
        "ø": "oe",
        "å": "aa",
        "Æ": "Ae",
        "Ø": "Oe",
        "Å": "Aa",
        "é": "e",
        "ö": "oe",
        "ë": "e",
        "'": None,
    }
)

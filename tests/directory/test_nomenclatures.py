"""Code lists, identifiers and geography that the directory stands on."""

import pytest

from api.directory import geography, nomenclatures
from api.directory.identifiers import finess_ok, is_rpps, luhn_digit, luhn_ok, siret_ok


def test_the_three_codes_of_general_practice_are_said_alike() -> None:
    labels = {nomenclatures.specialty_label(code) for code in nomenclatures.GENERAL_PRACTICE}
    assert labels == {"Médecine générale"}


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("SM40", "Pédiatrie"),
        ("SM04", "Cardiologie et Maladies vasculaires"),
        ("SM68", "Chirurgie maxillo-faciale (réforme 2017)"),
        ("C05", "Médecine appliquée aux sports"),
        ("CEX22", "Gynécologie médicale et Obstétrique"),
        ("SCD01", "Orthopédie dento-faciale"),
        ("SI01", "Pratique avancée, pathologies chroniques stabilisées"),
    ],
)
def test_a_specialty_is_shown_without_the_mark_of_its_list(code: str, label: str) -> None:
    assert nomenclatures.specialty_label(code) == label


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert nomenclatures.specialty_label("SM999") == "SM999"
    assert nomenclatures.profession_label("987") == "987"
    assert nomenclatures.sector_label("SA999") == "SA999"


def test_a_psychologist_is_read_from_the_list_that_still_gives_the_code() -> None:
    assert nomenclatures.profession_label("93") == "Psychologue"
    assert nomenclatures.professions()["93"].active


def test_only_a_doctor_is_a_general_practitioner() -> None:
    assert nomenclatures.is_general_practitioner("10", ["C05", "SM26"])
    assert not nomenclatures.is_general_practitioner("10", ["SM40"])
    assert not nomenclatures.is_general_practitioner("60", ["SM54"])


def test_the_sas_searches_dermatology_and_nurses_but_not_geriatrics() -> None:
    assert nomenclatures.searched_by_sas("SM15")
    assert nomenclatures.searched_by_sas("60")
    assert not nomenclatures.searched_by_sas("SM18")


def test_keys_of_identifiers_are_checked() -> None:
    assert luhn_ok("10005681340")
    assert not luhn_ok("10005681341")
    assert luhn_digit("1000568134") == "0"
    assert is_rpps("10002673899"), "a wrong key does not make the shape wrong"
    assert not is_rpps("1000267389")
    assert not is_rpps("１0002673899"), "only ASCII digits are digits"
    assert finess_ok("010000024")
    assert not finess_ok("010000025")
    assert siret_ok("35600000000048")
    assert not luhn_ok("35600000049837")
    assert siret_ok("35600000049837"), "La Poste's places: digits that add up to a multiple of five"


def test_several_communes_share_a_postal_code() -> None:
    assert geography.communes_of_postcode("13790") == {"13025", "13072", "13087"}
    assert geography.communes_of_postcode("00000") == frozenset()


def test_every_commune_of_the_demonstration_is_placed() -> None:
    for code in ("94081", "13015", "13019", "13025", "13040", "13041", "13046", "13060"):
        commune = geography.communes()[code]
        assert commune.lat is not None
        assert commune.lon is not None
        assert 43 < commune.lat < 49
        assert 2 < commune.lon < 6


def test_a_whole_city_stands_for_its_arrondissements() -> None:
    codes = geography.with_arrondissements({"75056", "94081"})
    assert {"75101", "75120", "94081"} <= codes
    assert "75121" not in codes


def test_a_commune_is_recognised_however_its_name_is_written() -> None:
    assert geography.plain_name("Vitry-s/Seine") == geography.plain_name("VITRY SUR SEINE")
    assert geography.plain_name("Saint-Ouen-sur-Seine") == "ST OUEN SUR SEINE"
    assert geography.plain_name("L'Haÿ-les-Roses") == "L HAY LES ROSES"


def test_the_map_shows_the_territory_its_neighbours_and_the_river() -> None:
    drawn = geography.territory_map({"94081"})
    assert [outline.name for outline in drawn.communes if outline.inside] == ["Vitry-sur-Seine"]
    assert {"Ivry-sur-Seine", "Villejuif", "Alfortville"} <= {outline.name for outline in drawn.communes}
    assert len(drawn.water) == 1


def test_a_territory_without_packaged_outlines_has_an_empty_map() -> None:
    drawn = geography.territory_map({"01001"})
    assert drawn.communes == ()
    assert drawn.water == ()

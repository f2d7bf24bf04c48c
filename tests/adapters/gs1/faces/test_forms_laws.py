"""Every form that is written is read back as the same thing."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1 import element_string, relations
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.forms import Options, forms_of
from adapters.gs1.recognise import Reading
from tests.adapters.gs1.values import sequences, values

FREE = Options(Reading(off=relations.CODES))
KNOWN = CompanyPrefixes(overrides={"": 7})
TAGGED = {
    "sgtin+": ("01", "21"),
    "sscc-96": ("00",),
    "sscc++": ("00",),
    "sgln-195": ("414", "254"),
    "grai+": ("8003",),
    "gsrn-96": ("8018",),
    "gdti+": ("253",),
    "cpi+": ("8010", "8011"),
    "itip+": ("8006", "21"),
}


@given(sequences())
def test_both_element_strings_read_back(elements):
    found = forms_of(element_string.bracketed(elements), FREE)
    assert (found.ok, found.elements) == (True, elements)
    for text in (found.bracketed, found.raw, f"]d2{found.raw[1:]}".replace("^", "\x1d")):
        assert forms_of(text, FREE).elements == elements


@given(sequences(most=4))
def test_a_digital_link_reads_back_with_the_same_values_and_is_its_own_canonical_form(elements):
    link = forms_of(element_string.bracketed(elements), FREE).digital_link
    if link:
        again = forms_of(link, FREE)
        assert (again.kind, again.digital_link) == ("digital_link", link)
        assert sorted(again.elements) == sorted(elements)


@given(st.sampled_from(sorted(TAGGED)), st.data())
def test_an_epc_uri_and_a_tag_read_back(scheme, data):
    elements = tuple((ai, data.draw(values(ai))) for ai in TAGGED[scheme])
    link = forms_of(element_string.bracketed(elements), FREE).digital_link
    # the extension 0 of a place says that there is none
    if not link or elements[-1] == ("254", "0"):
        return
    options = Options(prefixes=KNOWN, scheme=scheme, filter=3)
    found = forms_of(link.replace("id.gs1.org", "id.truy.vn"), options)
    if found.hex:
        back = forms_of(found.hex, Options(Reading(as_hex=True), KNOWN))
        assert (back.elements, back.hex, back.epc_uri) == (found.elements, found.hex, found.epc_uri)
    if found.epc_uri and not scheme.endswith("++"):
        # a URI has no host
        again = forms_of(found.epc_uri, options)
        assert (again.epc_uri, again.hex) == (found.epc_uri, found.hex)

"""What signing in by Pro Santé Connect leaves in the logs: neither what opens a session nor who comes."""

import logging

import pytest

from api.identity import cookies
from tests.fake_host import page
from tests.identity.psc.conftest import Browser, comes_back, leaves, why
from tests.identity.psc.fake_provider import SECRET, Provider, signed
from tests.roles import SignedIn
from tests.test_logs import Secrets

CODE = "code-du-fournisseur-a-usage-unique"


async def test_the_logs_of_a_sign_in_hold_nothing_that_opens_a_session_whether_it_is_refused_or_not(
    browser: Browser, provider: Provider, doctor: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    provider.access_token = "jeton-d-acces-du-fournisseur"  # noqa: S105
    secrets = Secrets(
        code=CODE, client=SECRET, token=provider.access_token, family="ESSAI", rpps=provider.rpps
    )
    caplog.set_level(logging.DEBUG)
    for round_, refused in enumerate((None, "refuse", "expire", "indisponible")):
        who = await browser()
        sent = await leaves(who, provider)
        secrets.keep(**{f"{name} {round_}": sent[name] for name in ("state", "nonce", "code_challenge")})
        secrets.keep(**{f"way {round_}": who.cookies[f"maillage_psc_{sent['state'][:8]}"]})
        if round_ == 1:
            provider.nonce = "un-nonce-qui-n-est-pas-le-sien"
            secrets.keep(wrong=provider.nonce)
        if round_ == 3:
            answer = f"{SECRET} {provider.access_token}"
            provider.host.pages["/token"] = page(answer, status=500)
        provider.id_token = signed(provider.said_in_the_token(), provider.kid)
        secrets.keep(**{f"id_token {round_}": provider.id_token, f"signed {round_}": provider.id_token[-60:]})
        # A code serves once: the third comes with that of the first.
        back = await comes_back(who, sent["state"], CODE if round_ in (0, 2) else f"{CODE}-{round_}")
        assert why(back) == refused
        if refused is None:
            secrets.keep(session=who.cookies[cookies.SESSION])
    assert caplog.text.count("returnFromProSanteConnect") == 4, "what was to be tried was tried"
    assert secrets.found_in(caplog.text) == []

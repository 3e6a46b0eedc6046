"""The way out for addresses that people give: what it reaches, what it refuses, what it costs at most."""

import gzip
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.core.addresses import is_public
from api.core.outgoing import Answer, Limits, OutgoingRefused, check_url, fetch
from api.core.settings import settings
from tests.fake_host import FakeHost, certificate, endless, fake_host, page, redirect

SHORT = Limits(seconds=1.0, body_bytes=100_000)


@pytest.fixture
async def host() -> AsyncIterator[FakeHost]:
    """A host that may be reached."""
    async with fake_host() as running:
        yield running


async def refused(url: str, **given: object) -> str:
    """Why it was refused."""
    with pytest.raises(OutgoingRefused) as caught:
        await fetch(url, **{"limits": SHORT, **given})  # type: ignore[arg-type]  # keywords of fetch
    return caught.value.cause


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.8", "198.18.0.1", "192.0.2.7", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("168.63.129.16", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1"),
        *("2001:db8::1", "fe80::1%eth0", "not an address", ""),
    ],
)
def test_no_address_of_a_private_or_special_kind_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.75.234", "2a00:1450:4007:80e::200e"])
def test_plain_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("https://2130706433/a", "https://0x7f000001/a", "https://0177.0.0.1/a", "https://127.1/a"),
        *("https://0x7f.1/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/"),
        *("https://169.254.169.254/latest/meta-data", "https://[fd00:ec2::254]/latest"),
        *("http://agenda.example/a.ics", "https://agenda.example:8443/a.ics", "https://agenda.example:22/"),
        *("ftp://agenda.example/a.ics", "file:///etc/passwd", "gopher://agenda.example/", "agenda.example"),
        *(
            "https://moi:secret@agenda.example/",
            "https://",
            "https:///a",
            "https://a b/",
            "https://a\n.example/",
        ),
        "https://agenda.example/" + "a" * 3000,
    ],
)
def test_a_url_is_refused_for_its_form_alone(url: str) -> None:
    with pytest.raises(OutgoingRefused) as caught:
        check_url(url)
    assert caught.value.cause == "address"


def test_webcal_is_https() -> None:
    assert str(check_url("webcal://agenda.example/a.ics")) == "https://agenda.example/a.ics"


async def test_a_page_comes_with_its_status_headers_and_body(host: FakeHost) -> None:
    host.pages["/a.ics"] = page("BEGIN:VCALENDAR", ETag='"1"')
    answer = await fetch(host.url("/a.ics"), headers={"If-None-Match": '"0"'})
    assert (answer.status, answer.headers["etag"], answer.body) == (200, '"1"', b"BEGIN:VCALENDAR")
    assert host.asked[0].headers["if-none-match"] == '"0"'


async def test_loopback_is_refused_and_never_called() -> None:
    async with fake_host(reachable=False) as inside:
        assert await refused(inside.url("/")) == "address"
        assert await refused(inside.url("/", "https", "localhost")) == "address"
        assert inside.asked == []


async def test_what_tests_may_reach_is_shut_outside_test_mode(host: FakeHost) -> None:
    host.pages["/"] = page("x")
    settings().test_mode = False
    try:
        assert await refused(host.url("/")) == "address"
    finally:
        settings().test_mode = True
    assert host.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_resolves_inside_is_refused(address: str) -> None:
    async def inside(name: str, port: int) -> list[str]:
        return ["142.250.75.234", address]

    assert await refused("https://agenda.example/a.ics", resolver=inside) == "address"


async def test_the_name_is_resolved_once_and_the_checked_address_is_the_one_called(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path, "agenda.example")
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])

    async def rebinding(name: str, port: int) -> list[str]:
        assert name == "agenda.example"
        return next(answers)

    async with fake_host(server) as host:
        settings().outgoing_allows += f",agenda.example:{host.port}"
        host.pages["/a.ics"] = page("bonjour")
        url = host.url("/a.ics", "https", "agenda.example")
        answer = await fetch(url, resolver=rebinding, tls=trusting)
        assert (answer.status, answer.body) == (200, b"bonjour")
        assert host.asked[0].headers["host"] == f"agenda.example:{host.port}"
        assert await refused(url, resolver=rebinding, tls=trusting) == "address"
        assert len(host.asked) == 1


async def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path, "autre.example")

    async def here(name: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with fake_host(server) as host:
        settings().outgoing_allows += f",agenda.example:{host.port}"
        url = host.url("/a.ics", "https", "agenda.example")
        assert await refused(url, resolver=here, tls=trusting) == "unreachable"
        assert host.asked == []


@pytest.mark.parametrize(
    "where",
    [
        *("http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/", "http://[::1]/"),
        *("https://localhost/", "file:///etc/passwd", "https://2130706433/", "//10.0.0.1/"),
    ],
)
async def test_a_redirect_to_an_inside_address_is_refused(host: FakeHost, where: str) -> None:
    host.pages["/a.ics"] = redirect(where)
    assert await refused(host.url("/a.ics")) == "address"
    assert len(host.asked) == 1


async def test_a_redirect_to_another_service_of_loopback_is_refused(host: FakeHost) -> None:
    async with fake_host(reachable=False) as inside:
        host.pages["/a.ics"] = redirect(inside.url("/admin"))
        assert await refused(host.url("/a.ics")) == "address"
        assert inside.asked == []


async def test_three_redirects_are_followed_and_a_fourth_is_not(host: FakeHost) -> None:
    for step in range(5):
        host.pages[f"/{step}"] = redirect(f"/{step + 1}", status=(301, 302, 307, 308, 302)[step])
    host.pages["/5"] = page("là")
    assert (await fetch(host.url("/2"))).body == "là".encode()
    assert await refused(host.url("/0")) == "redirects"


async def test_a_password_does_not_follow_a_redirect_to_another_origin(host: FakeHost) -> None:
    async with fake_host() as other:
        host.pages["/dav"] = redirect(other.url("/dav"))
        other.pages["/dav"] = page("ailleurs")
        answer = await fetch(host.url("/dav"), basic=("moi", "secret"))
        assert answer.body == b"ailleurs"
        assert host.asked[0].headers["authorization"].startswith("Basic ")
        assert "authorization" not in other.asked[0].headers


@pytest.mark.parametrize("announced", [True, False])
async def test_fifty_megabytes_are_refused_at_the_limit(host: FakeHost, announced: bool) -> None:
    host.pages["/big.ics"] = endless(50_000_000, announced=announced)
    started = time.monotonic()
    assert await refused(host.url("/big.ics"), limits=Limits(seconds=20)) == "large"
    assert time.monotonic() - started < 10


async def test_a_bomb_does_not_unfold(host: FakeHost) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    host.pages["/bomb.ics"] = page(bomb, Content_Encoding="gzip")
    assert await refused(host.url("/bomb.ics")) == "large"


async def test_a_compressed_answer_is_unpacked_and_one_cut_short_is_refused(host: FakeHost) -> None:
    packed = gzip.compress(b"BEGIN:VCALENDAR" * 100)
    host.pages["/whole.ics"] = page(packed, Content_Encoding="gzip")
    host.pages["/cut.ics"] = page(packed[:-9], Content_Encoding="gzip")
    host.pages["/lie.ics"] = page(b"BEGIN", Content_Encoding="gzip")
    host.pages["/odd.ics"] = page(packed, Content_Encoding="br")
    answer: Answer = await fetch(host.url("/whole.ics"))
    assert answer.body == b"BEGIN:VCALENDAR" * 100
    assert await refused(host.url("/cut.ics")) == "unreachable"
    assert await refused(host.url("/lie.ics")) == "encoding"
    assert await refused(host.url("/odd.ics")) == "encoding"


async def test_a_slow_drip_ends_with_the_clock(host: FakeHost) -> None:
    host.pages["/drip.ics"] = endless(1000, chunk=1, pause=0.05)
    started = time.monotonic()
    assert await refused(host.url("/drip.ics")) == "slow"
    assert time.monotonic() - started < 20, "not the fifty seconds of the drip, however slow this machine"


async def test_a_host_that_is_not_there_is_unreachable() -> None:
    async with fake_host() as gone:
        url = gone.url("/a.ics")
        settings().outgoing_allows += f",127.0.0.1:{gone.port}"
    settings().outgoing_allows += f",127.0.0.1:{gone.port}"
    assert await refused(url) == "unreachable"
    settings().outgoing_allows = ""

    async def nowhere(name: str, port: int) -> list[str]:
        raise OSError("no such host")

    assert await refused("https://agenda.example/a.ics", resolver=nowhere) == "unreachable"

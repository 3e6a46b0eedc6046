"""Which addresses a user's URL may lead to: public ones, and nothing of ours. Pure.

The list is IANA's special-purpose registries as `ipaddress` knows them, plus what hides another address
inside itself (IPv4-mapped, NAT64, 6to4, Teredo), which is refused whole: nobody's calendar lives there.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_WRAPPED = tuple(
    ip_network(text)
    for text in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""IPv6 that stands for an IPv4 address: a translator would lead it anywhere."""

_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # RFC 6598, the inside of an access network
        "168.63.129.16/32",  # the host's own agent in one of the large clouds: public in form only
        "192.0.0.0/24",
        "192.88.99.0/24",
        "fd00:ec2::/32",  # the metadata service of another
        "fec0::/10",
    )
)

_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)\Z")


def is_public(text: str) -> bool:
    """Whether an address as the resolver gives it is one of the open Internet, for one machine."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return not any(address.version == net.version and address in net for net in (*_NEVER, *_WRAPPED))


def is_odd_spelling(host: str) -> bool:
    """Whether a host is an IPv4 address written in a disguise: `2130706433`, `0x7f.1`, `0177.0.0.1`.

    As the URL standard of browsers has it, a host whose last label is a number is an address; only the
    plain form of four decimal numbers is let through (and is then judged as the address that it is).
    """
    labels = host.rstrip(".").split(".")
    if not _NUMBER.match(labels[-1]):
        return False
    try:
        IPv4Address(host)
    except ValueError:
        return True
    return False

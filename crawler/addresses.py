"""Which addresses may be read: public ones. A page must not send the crawler into its own network, by redirect or otherwise."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_OWN_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
_IPV4_SPELLING = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def literal(host: str) -> Address | None:
    """An address written as a host, in any of the spellings that resolvers take: 127.0.0.1, 2130706433, 0x7f.1, [::1], １２７。0。0。1."""
    host = _plain(host)
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    if not _IPV4_SPELLING.fullmatch(host):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return ipaddress.IPv4Address("0.0.0.0")  # no host is called so: treated as not public


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet, looking into IPv6 addresses that carry an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def is_public_name(host: str) -> bool:
    """Whether a name may stand for a public host; what it resolves to is another question."""
    name = _plain(host).rstrip(".").lower()
    return "." in name and not name.endswith(_OWN_NAMES)


def _plain(host: str) -> str:
    """Letters, digits and dots as a name is looked up (RFC 3490): full-width and circled ones are the same name."""
    return unicodedata.normalize("NFKC", host).replace("。", ".")

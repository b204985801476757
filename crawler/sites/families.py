"""The families of sites by their names in source files."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.sites import generic, hanweb, jpaas, trs, truecms, ucap
from crawler.sites.column import Family

FAMILIES: Mapping[str, Family] = {
    "jpaas": jpaas.open_column,
    "trs": trs.open_column,
    "hanweb": hanweb.open_column,
    "ucap": ucap.open_column,
    "truecms": truecms.open_column,
    "generic": generic.open_column,
}
# Their column page holds the rows: where it is as it was, nothing more has to be asked. Elsewhere it holds parameters only.
ROWS_ON_PAGE = frozenset(("trs", "hanweb", "ucap", "generic"))

"""What is kept of the CRM's tables beside their records."""

from __future__ import annotations

import evidence
from evidence.library.more import lacking_of, more_of, standing_remarks

DEALS = """Deal,Company,Stage,Amount,Close date,Lead Source,Rep e-mail
Pilot,Northquay Lending,Won,1000,2026-01-10,Fair,lee@slipway.example
Annual,Northquay Lending,Lost!,9000,2026-02-10,Web,lee@slipway.example
"""


def test_columns_and_remarks_are_those_of_the_tables(tmp_path):
    (tmp_path / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    folder = tmp_path / "source/crm/exports"
    folder.mkdir(parents=True)
    (folder / "crm_deals_2026-01-31.csv").write_text(DEALS, encoding="utf-8")
    with evidence.open(tmp_path) as library:
        more = more_of(library.catalog)["deals"]
        assert more.types == {"deal": "VARCHAR", "company": "VARCHAR", "lead_source": "VARCHAR"}, "no addresses"
        assert more.of("northquay-lending-pilot") == ("Pilot", "Northquay Lending", "Fair")
        assert more.of("nobody") == (None, None, None)
        assert {column for column, _ in lacking_of(library.catalog)} >= {"created_date", "loss_reason"}
        said = [one.what for one in standing_remarks(library.catalog, library.deals, library.day)]
        assert said == ["stage 'Lost!' is neither won nor lost, so 1 deal counts as open"]

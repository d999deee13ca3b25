"""Whose words they are: rows of the CRM, each column declared once, and how a call belongs to one."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

Outcome = Literal["won", "lost", "open"]
LinkStatus = Literal["linked", "ambiguous", "suggested", "unlinked", "internal"]


class Column(NamedTuple):
    """What is known of a column of the CRM: everything that reads, keeps, asks or exports it follows from here.

    kind: what its cells are, a reader of `accounts.cells`. headers: the names that exports give it, folded as
    `accounts.columns` does, best first; none where no export has it. named: what tables and SQL call it.
    labels: the words by which documents speak of it when they describe a segment. enriched: enrichment may fill it in.
    exported: `evidence export accounts` has it.
    """

    kind: str
    headers: tuple[str, ...]
    named: str = ""
    labels: str = ""
    enriched: bool = False
    exported: bool = True


def crm_column(kind: str, *headers: str, **more: Any) -> dict[str, Column]:  # noqa: ANN401  the rest of a Column
    """Return the metadata of a field that is a column of the CRM."""
    return {"column": Column(kind, headers, **more)}


def crm_columns(record: type) -> dict[str, Column]:
    """Return field -> column of a class below, in order, `named` filled in."""
    found = ((field.name, field.metadata["column"]) for field in fields(record))
    return {name: one._replace(named=one.named or name) for name, one in found}


ACCOUNT_IDS = (
    "accountid18", "18digitaccountid", "accountid18digit", "accountcasesafeid", "accountid", "salesforceaccountid",
    "sfdcaccountid", "sfaccountid", "crmaccountid", "casesafeid",
)  # fmt: skip
COMPANY_IDS = (
    "companyid", "associatedcompanyidsprimary", "primaryassociatedcompanyid", "associatedcompanyid",
    "associatedcompanyids", "hsprimaryassociatedcompany", "primarycompanyid",
)  # fmt: skip
RECORD_IDS = ("id", "recordid", "hsobjectid")
_THEIR_ACCOUNT = crm_column("record_id", *ACCOUNT_IDS[:-1], *COMPANY_IDS)


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the CRM's accounts with enrichment joined; None is a missing cell.

    `arr` is what the account pays us, `company_revenue` what it earns, both in
    whole currency units as exported. A new column is one field here.
    """

    account_id: str = field(metadata=crm_column("record_id", *ACCOUNT_IDS, *RECORD_IDS, "recordidcompany", "companyid"))
    account_name: str = field(
        metadata=crm_column(
            "text",
            "accountname",
            "companyname",
            "name",
            "company",
            "account",
            "organization",
            "organisation",
        )
    )
    domain: str | None = field(
        default=None,
        metadata=crm_column(
            "domains",
            "domain",
            "companydomainname",
            "companydomain",
            "primarydomain",
            "websitedomain",
            "emaildomain",
            "website",
            "companywebsite",
            "websiteurl",
            "companyurl",
            "url",
            enriched=True,
        ),
    )
    industry: str | None = field(
        default=None,
        metadata=crm_column(
            "text",
            "industry",
            "primaryindustry",
            "companyindustry",
            "industryname",
            "sector",
            "vertical",
            labels="industry industries vertical verticals sector sectors branche branchen",
            enriched=True,
        ),
    )
    headcount: int | None = field(
        default=None,
        metadata=crm_column(
            "count",
            "headcount",
            "employees",
            "numberofemployees",
            "employeecount",
            "noofemployees",
            "numemployees",
            "companysize",
            "companyheadcount",
            "companyemployees",
            "totalemployees",
            "estimatednumemployees",
            labels="headcount employees employee staff fte ftes mitarbeiter workforce",
            enriched=True,
        ),
    )
    arr: float | None = field(
        default=None,
        metadata=crm_column(
            "money",
            "arr",
            "annualrecurringrevenue",
            "currentarr",
            "arrusd",
            "arreur",
            "customerarr",
            "totalarr",
        ),
    )
    # `annual revenue` is what a company earns, in Salesforce and HubSpot alike: never arr.
    company_revenue: float | None = field(
        default=None,
        metadata=crm_column(
            "money",
            "companyrevenue",
            "annualrevenue",
            "revenue",
            "companyannualrevenue",
            "estimatedrevenue",
            "estimatedannualrevenue",
            "annualrevenueconverted",
            labels="revenue revenues turnover umsatz arr",
            enriched=True,
        ),
    )
    geography: str | None = field(
        default=None,
        metadata=crm_column(
            "text",
            "geography",
            "country",
            "countryregion",
            "region",
            "billingcountry",
            "billingcountryregion",
            "billingcountrytextonly",
            "hqcountry",
            "companycountry",
            "shippingcountry",
            "territory",
            labels="geography geographies geographic region regions country countries location locations",
            enriched=True,
        ),
    )
    funding_stage: str | None = field(
        default=None,
        metadata=crm_column(
            "text",
            "fundingstage",
            "funding",
            "fundinground",
            "lastfundingtype",
            "latestfundingstage",
            labels="funding",
            enriched=True,
        ),
    )
    tech_stack: str | None = field(
        default=None,
        metadata=crm_column(
            "text",
            "techstack",
            "technologies",
            "webtechnologies",
            "technology",
            "tech",
            enriched=True,
        ),
    )
    # Exported it could be taken for one of ours, which stand beside it.
    segment: str | None = field(default=None, metadata=crm_column(
        "text", "segment", "accountsegment", "customersegment", "marketsegment", enriched=True, exported=False,
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity. `is_won` and `is_closed` are None only where nothing decides them."""

    opportunity_id: str = field(
        metadata=crm_column(
            "record_id",
            "opportunityid18",
            "18digitopportunityid",
            "opportunitycasesafeid",
            "opportunityid",
            "salesforceopportunityid",
            "sfdcopportunityid",
            "oppid",
            "dealid",
            "casesafeid",
            *RECORD_IDS,
            "recordiddeal",
        )
    )
    account_id: str = field(metadata=_THEIR_ACCOUNT)
    stage: str | None = field(
        default=None, metadata=crm_column("text", "stage", "stagename", "dealstage", "opportunitystage")
    )
    amount: float | None = field(
        default=None,
        metadata=crm_column(
            "money",
            "amount",
            "dealamount",
            "opportunityamount",
            "amountconverted",
            "amountincompanycurrency",
            "dealvalue",
            "value",
        ),
    )
    is_won: bool | None = field(
        default=None,
        metadata=crm_column(
            "truth",
            "iswon",
            "won",
            "isclosedwon",
            "hsisclosedwon",
            "closedwon",
        ),
    )
    is_closed: bool | None = field(
        default=None,
        metadata=crm_column(
            "truth",
            "isclosed",
            "closed",
            "isdealclosed",
            "hsisclosed",
        ),
    )
    created_date: str | None = field(
        default=None,
        metadata=crm_column(
            "date",
            "createddate",
            "createdate",
            "datecreated",
            "createdat",
            "created",
            "createdon",
            "creationdate",
            "opened",
            "openedon",
        ),
    )
    close_date: str | None = field(
        default=None,
        metadata=crm_column(
            "date",
            "closedate",
            "closeddate",
            "closingdate",
            "dateclosed",
            "closedat",
            "closedon",
            "closeon",
        ),
    )
    loss_reason: str | None = field(default=None, metadata=crm_column(
        "text", "lossreason", "lostreason", "closedlostreason", "reasonlost", "reasonforloss", "lossreasons",
    ))  # fmt: skip

    @property
    def outcome(self) -> Outcome:
        """Won, lost, or open while nothing says that it is closed."""
        if self.is_won:
            return "won"
        return "lost" if self.is_closed else "open"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at an account; e-mail addresses are kept as SHA-256 and domain only."""

    contact_id: str = field(
        metadata=crm_column(
            "record_id",
            "contactid18",
            "18digitcontactid",
            "contactcasesafeid",
            "contactid",
            "salesforcecontactid",
            "personid",
            "casesafeid",
            *RECORD_IDS,
            "recordidcontact",
        )
    )
    account_id: str = field(metadata=_THEIR_ACCOUNT)
    email_sha256: str | None = field(
        default=None,
        metadata=crm_column(
            "email_hash",
            "emailhash",
            "emailsha256",
            "hashedemail",
            "sha256",
            named="email_hash",
        ),
    )
    email_domain: str | None = field(default=None, metadata=crm_column("text"))
    name: str | None = field(default=None, metadata=crm_column("text", "name", "fullname", "contactname", "contact"))
    job_title: str | None = field(default=None, metadata=crm_column("text", "jobtitle", "title", "position"))
    persona: str | None = field(default=None, metadata=crm_column(
        "text", "persona", "buyingrole", "hsbuyingrole", "buyerpersona",
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a call might belong to, and what speaks for it."""

    account_id: str
    account_name: str
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Call -> account, how it was decided, and the candidates that lost.

    `reason` says in one sentence why, above all for calls that stay unlinked. `internal`: a person settled that the
    call is among ourselves and belongs to no account.
    """

    call_id: str
    status: LinkStatus
    account_id: str | None = None
    opportunity_id: str | None = None
    method: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def awaits_export(self) -> bool:
        """Whether a person gave the call, but not to one account of the newest snapshot: nobody else is proposed."""
        return self.status == "unlinked" and self.method in {"mapping", "people"}

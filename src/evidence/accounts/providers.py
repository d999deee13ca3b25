"""The headers of each CRM's exports: what this provider calls a field, as it stands in its files.

A provider is known by headers that stand together in its exports and in nobody else's. Its names come before the
general ones of `model/accounts.py`, and only in its own tables: `lead_id` is an account to Close and a lead to
Salesforce. To add a provider, add an entry: the marks, then field -> headers, best first, for each kind of table.
Headers are compared as `sheets.fold_header` does; who owns a record is never one of its names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from evidence.sheets import fold_header

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)  # one of PROVIDERS: its identity is its key
class Provider:
    """A CRM: its name, what tells its exports, its names of fields by kind of table.

    marks: rows of headers of which one is enough. begins: what its headers begin with, as written; two are enough.
    """

    name: str
    marks: tuple[tuple[str, ...], ...]
    accounts: Names = field(default_factory=dict)
    deals: Names = field(default_factory=dict)
    contacts: Names = field(default_factory=dict)
    begins: tuple[str, ...] = ()

    def names(self, kind: str) -> dict[str, tuple[str, ...]]:
        """Return field -> folded headers of a kind of table."""
        return {name: tuple(map(fold_header, headers)) for name, headers in getattr(self, kind, {}).items()}


_HUBSPOT_COMPANY = (
    "Associated Company IDs (Primary)", "Primary Associated Company ID", "hs_primary_associated_company",
    "Associated Company IDs", "Associated Company ID", "associatedcompanyid", "hubspot_company_id", "Company ID",
)  # fmt: skip
_HUBSPOT_COMPANY_NAME = (
    "Associated Company (Primary)", "Primary Associated Company", "Associated Company", "Company name", "Company Name",
)  # fmt: skip

PROVIDERS: Final[tuple[Provider, ...]] = (
    Provider(
        "Pipedrive",
        marks=(("Won time", "Lost time"), ("org_id", "stage_id"), ("org_name",)),
        begins=("Deal - ", "Organization - ", "Person - "),
        accounts={
            "account_id": ("Organization - ID", "ID", "org_id"),
            "account_name": ("Organization - Name", "Organization - Organization", "Name", "Organization"),
            "domain": ("Organization - Website", "Organization - Domain", "Website"),
            "industry": ("Organization - Industry", "Industry"),
            "headcount": ("Organization - Number of employees", "Organization - Employee count", "Employee count"),
            "company_revenue": ("Organization - Annual revenue", "Annual revenue"),
            "geography": ("Organization - Country of Address", "Organization - Country", "Country of Address"),
        },
        deals={
            "opportunity_id": ("Deal - ID", "ID"),
            "account_id": ("Organization - ID", "Deal - Organization ID", "Organization ID", "org_id"),
            "account_name": ("Organization - Name", "Deal - Organization", "Organization", "org_name"),
            "deal_name": ("Deal - Title", "Title"),
            "stage": ("Deal - Stage", "Deal - Stage (pipeline)", "Stage", "stage_name"),
            "status": ("Deal - Status", "Status"),
            "pipeline": ("Deal - Pipeline", "Pipeline", "pipeline_name"),
            "amount": ("Deal - Value", "Value"),
            "created_date": ("Deal - Deal created", "Deal - Creation date", "Deal created", "add_time"),
            "close_date": ("Deal - Deal closed on", "Deal - Closed on", "Deal closed on", "Closed on", "close_time"),
            "won_date": ("Deal - Won time", "Won time"),
            "lost_date": ("Deal - Lost time", "Lost time"),
            "loss_reason": ("Deal - Lost reason", "Lost reason"),
        },
        contacts={
            "contact_id": ("Person - ID", "ID"),
            "account_id": ("Organization - ID", "Person - Organization ID", "org_id"),
            "account_name": ("Organization - Name", "Person - Organization", "Organization"),
            "name": ("Person - Name", "Name"),
            "first_name": ("Person - First name",),
            "last_name": ("Person - Last name",),
            "email": ("Person - Email - Work", "Person - Email", "Email - Work"),
            "job_title": ("Person - Job title", "Job title"),
        },
    ),
    Provider(
        "Close",
        marks=(
            ("lead_name", "status_type"), ("lead_id", "status_type"), ("lead_id", "status_label"),
            ("lead_id", "lead_name"), ("display_name", "status_label"), ("value_formatted",),
        ),
        accounts={
            "account_id": ("lead_id", "id"),
            "account_name": ("display_name", "lead_name", "company", "name"),
            "domain": ("url", "website"),
            "industry": ("custom.Industry", "industry"),
            "headcount": ("custom.Employees", "custom.Headcount", "employees"),
        },
        deals={
            "opportunity_id": ("opportunity_id", "id"),
            "account_id": ("lead_id",),
            "account_name": ("lead_name", "lead_display_name"),
            "deal_name": ("note",),
            "stage": ("status_label", "status_display_name", "status"),
            "status": ("status_type",),
            "pipeline": ("pipeline_name",),
            "amount": ("value_formatted", "value"),
            "created_date": ("date_created", "created"),
            "close_date": ("close_at", "close_date"),
            "won_date": ("date_won",),
            "lost_date": ("date_lost",),
            "loss_reason": ("custom.Loss Reason", "custom.Lost Reason", "loss_reason", "lost_reason"),
        },
        contacts={
            "contact_id": ("contact_id", "id"),
            "account_id": ("lead_id",),
            "account_name": ("lead_name",),
            "name": ("contact_name", "name", "display_name"),
            "email": ("email", "primary_email", "contact_email", "email_1"),
            "job_title": ("title", "contact_title"),
        },
    ),
    Provider(
        "Copper",
        marks=(
            ("Copper ID",), ("Primary Contact", "Win Probability"), ("Owned By", "Win Probability"),
            ("Opportunity Name", "Primary Contact", "Status"), ("Owned By", "Email Domain"),
        ),
        accounts={
            "account_id": ("Copper ID", "Company ID", "ID"),
            "account_name": ("Name", "Company Name", "Company"),
            "domain": ("Email Domain", "Website"),
        },
        deals={
            "opportunity_id": ("Copper ID", "Opportunity ID", "ID"),
            "account_id": ("Company ID", "Company Copper ID"),
            "account_name": ("Company", "Company Name"),
            "deal_name": ("Opportunity Name", "Name"),
            "stage": ("Stage", "Pipeline Stage"),
            "status": ("Status",),
            "pipeline": ("Pipeline",),
            "amount": ("Value", "Converted Value", "Monetary Value"),
            "created_date": ("Created At", "Date Created", "Created"),
            "close_date": ("Closed Date", "Date Closed", "Close Date"),
            "loss_reason": ("Loss Reason", "Reason Lost"),
        },
        contacts={
            "contact_id": ("Copper ID", "Person ID"),
            "account_id": ("Company ID",),
            "account_name": ("Company",),
            "email": ("Email", "Work Email", "Email 1"),
        },
    ),
    Provider(
        "Attio",
        marks=(
            ("Record ID", "Deal value"), ("Deal > Record ID",), ("Parent Record > Record ID",),
            ("Record ID", "Domains"), ("Record ID", "Employee range"), ("Record ID", "Connection strength"),
            ("Associated company > Record ID",),
        ),
        accounts={
            "account_id": ("Record ID", "record_id", "Parent Record > Record ID"),
            "account_name": ("Name", "Company", "Record", "Parent Record > Name"),
            "domain": ("Domains", "Domain"),
            "industry": ("Industry", "Categories"),
            "geography": ("Primary location > Country", "Country"),
        },
        deals={
            "opportunity_id": ("Record ID", "record_id", "Deal > Record ID"),
            "account_id": (
                "Associated company > Record ID", "Associated company > ID", "Company > Record ID",
                "associated_company_id",
            ),
            "account_name": (
                "Associated company", "Associated company > Name", "Associated company > Company", "Company > Name",
                "Company", "associated_company",
            ),
            "deal_name": ("Deal name", "Deal > Name", "Name", "Record"),
            "stage": ("Deal stage", "Stage"),
            "amount": ("Deal value", "Value"),
            "created_date": ("Created at", "Deal created at", "created_at"),
            "close_date": ("Close date", "Closed at", "Closed date"),
            "loss_reason": ("Lost reason", "Loss reason", "Reason lost"),
        },
        contacts={
            "contact_id": ("Record ID", "record_id"),
            "account_id": ("Company > Record ID",),
            "account_name": ("Company", "Company > Name"),
            "email": ("Email addresses", "Email address", "Email"),
        },
    ),
    Provider(
        "HubSpot",
        marks=(
            ("Record ID", "Deal Name"), ("Record ID", "Deal Stage"), ("Record ID", "Company name"),
            ("Record ID", "Associated Company"), ("Record ID", "Associated Company IDs"),
            ("Record ID", "Company Domain Name"), ("Record ID", "First Name", "Last Name"),
            ("Record ID", "Company owner"), ("hs_object_id",), ("dealname", "dealstage"), ("hubspot_owner_id",),
            ("hubspot_company_id",),
            ("hubspot_deal_id",), ("hs_is_closed_won",), ("Deal Name", "Deal Stage"), ("Associated Company IDs",),
        ),
        accounts={
            "account_id": ("Record ID", "hs_object_id", "hubspot_company_id", "Company ID", "id"),
            "account_name": ("Company name", "name"),
            "domain": ("Company Domain Name", "domain", "Website URL"),
            "headcount": ("Number of Employees", "numberofemployees"),
            "company_revenue": ("Annual Revenue", "annualrevenue"),
        },
        deals={
            "opportunity_id": ("Record ID", "hs_object_id", "hubspot_deal_id", "Deal ID", "id"),
            "account_id": _HUBSPOT_COMPANY,
            "account_name": _HUBSPOT_COMPANY_NAME,
            "deal_name": ("Deal Name", "dealname"),
            "stage": ("Deal Stage", "hs_deal_stage_label", "dealstage_label", "dealstage"),
            "pipeline": ("Pipeline", "Deal pipeline"),
            "amount": ("Amount", "Amount in company currency", "hs_closed_amount"),
            "is_won": ("Is Closed Won", "Is closed won?", "hs_is_closed_won"),
            "is_closed": ("Is Deal Closed?", "Is closed", "hs_is_closed"),
            "created_date": ("Create Date", "createdate", "hs_createdate"),
            "close_date": ("Close Date", "closedate"),
            "loss_reason": ("Closed Lost Reason", "closed_lost_reason"),
        },
        contacts={
            "contact_id": ("Record ID", "hs_object_id", "hubspot_contact_id", "id"),
            "account_id": _HUBSPOT_COMPANY,
            "account_name": _HUBSPOT_COMPANY_NAME,
        },
    ),
    Provider(
        "Salesforce",
        marks=(
            ("StageName",), ("IsDeleted",), ("Opportunity Owner",), ("Account Owner",),
            ("Opportunity Name", "Stage"),
            ("Account ID (18)",), ("Opportunity ID (18)",), ("Account Case Safe ID",),
            ("NumberOfEmployees", "BillingCountry"), ("Id", "Name", "BillingCountry"),
            ("Account Name", "Billing Country"), ("Account Name", "Billing State/Province"),
            ("Account Name", "Stage", "Probability (%)"),
        ),
        accounts={
            "account_name": ("Account Name", "Name"),
        },
        deals={
            "account_name": ("Account Name", "Account.Name", "Account"),
            "deal_name": ("Opportunity Name", "Name"),
            "stage": ("Stage", "StageName"),
            "amount": ("Amount", "Amount (converted)"),
            "is_won": ("Won", "IsWon"),
            "is_closed": ("Closed", "IsClosed"),
            "created_date": ("Created Date", "CreatedDate"),
            "close_date": ("Close Date", "CloseDate"),
            "loss_reason": ("Loss Reason", "Loss_Reason__c", "Closed Lost Reason", "Reason Lost", "Lost Reason"),
        },
        contacts={
            "account_name": ("Account Name", "Account.Name"),
        },
    ),
)  # fmt: skip
"""In the order in which they are asked: those whose marks nobody shares come first."""


@cache
def _marks() -> tuple[tuple[Provider, tuple[frozenset[str], ...]], ...]:
    return tuple((one, tuple(frozenset(map(fold_header, row)) for row in one.marks)) for one in PROVIDERS)


def provider_of(rows: Iterable[Sequence[str]]) -> Provider | None:
    """Return the CRM whose export begins with these rows: that of the first row with its marks; None for nobody's."""
    for row in rows:
        folded = {fold_header(cell) for cell in row if len(cell) < _LONGEST}
        for provider, marks in _marks():
            begin = sum(cell.startswith(provider.begins) for cell in row) if provider.begins else 0
            if begin > 1 or any(mark <= folded for mark in marks):
                return provider
    return None


_LONGEST = 80  # letters of a header

"""A mentor's portfolio for a period: put together, filled in, confirmed by the coordinator."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.people.models import Person
from mentorship.programmes import audit

from ..models import Portfolio
from ..portfolio import collected

audit.ACTION_TITLES |= {
    "portfolio.begun": gettext_lazy("Portfolio of a mentor begun"),
    "portfolio.edited": gettext_lazy("Portfolio of a mentor changed"),
    "portfolio.confirmed": gettext_lazy("Portfolio of a mentor confirmed"),
    "portfolio.reopened": gettext_lazy("Confirmation of a portfolio taken back"),
    "portfolio.deleted": gettext_lazy("Portfolio of a mentor deleted"),
}


@transaction.atomic
def begin(*, person, starts_on, ends_on, by):
    """A portfolio of the person for the period; the second press opens the same one."""
    Person.objects.select_for_update().get(pk=person.pk)
    term = {"person": person, "starts_on": starts_on, "ends_on": ends_on}
    if found := Portfolio.objects.filter(**term).first():
        return found
    portfolio = Portfolio.objects.create(school_id=person.school_id, **term)
    record("begun", portfolio, by)
    return portfolio


def must_be_open(portfolio):
    if portfolio.confirmed_on:
        raise RuleBroken(_("The portfolio is confirmed: first the confirmation has to be taken back."))


@transaction.atomic
def edit(*, portfolio, version, changes, words, by):
    must_be_open(portfolio)
    portfolio.swap(version, **changes)
    record("edited", portfolio, by, words)


@transaction.atomic
def confirm(*, portfolio, version, day, by):
    """The coordinator answers for the figures: from now on they stay as they are."""
    must_be_open(portfolio)
    facts = collected(portfolio.person, portfolio.starts_on, portfolio.ends_on)
    portfolio.swap(version, confirmed_on=day, confirmed_by=by, facts=facts)
    record("confirmed", portfolio, by)


@transaction.atomic
def reopen(*, portfolio, version, by):
    """The figures are counted anew and the words may be changed."""
    if not portfolio.confirmed_on:
        raise RuleBroken(_("This portfolio is not confirmed."))
    portfolio.swap(version, confirmed_on=None, confirmed_by=None, facts={})
    record("reopened", portfolio, by)


@transaction.atomic
def delete(*, portfolio, by):
    """One that was put together by mistake. A confirmed one stays."""
    must_be_open(portfolio)
    rows = Portfolio.objects.filter(pk=portfolio.pk, confirmed_on=None)
    if rows.exists():
        record("deleted", portfolio, by)
        rows.delete()


def record(act, portfolio, by, changes=None):
    audit.record(by=by, action=f"portfolio.{act}", row=portfolio, name=str(portfolio.person), changes=changes)

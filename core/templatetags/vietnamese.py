"""Numbers, percents and dates as the country writes them."""

from datetime import date
from decimal import Decimal

from django import template

from core.vietnamese import format_date, format_number, format_percent

register = template.Library()


@register.filter
def percent(value: Decimal | None) -> str:
    return format_percent(value)


@register.filter
def number(value: int | None) -> str:
    return format_number(value)


@register.filter
def day(value: date | None) -> str:
    return format_date(value)


@register.filter
def million(value: int | None) -> str:
    """Đồng as triệu đồng with one decimal: 35000000 → "35,0"."""
    return "" if value is None else format_number(Decimal(value) / 1_000_000, 1)

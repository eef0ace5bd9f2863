"""The unit of a record is the unit of its enterprise on the counted date (counting rules)."""

import pgtrigger


def stamp_unit(day: str, *watched: str) -> pgtrigger.Trigger:
    """Stamp `unit_id` before each write.

    Args:
        day: SQL over NEW that gives the counted date.
        watched: columns, beside the enterprise, whose change moves the date.
    """
    changed = " OR ".join(
        f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in ("enterprise_id", *watched)
    )
    return pgtrigger.Trigger(
        name="stamp_unit",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
        IF TG_OP = 'INSERT' OR {changed} THEN
            NEW.unit_id := enterprises_unit_on(NEW.enterprise_id, {day});
        END IF;
        RETURN NEW;
        """,
    )

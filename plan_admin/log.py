"""Logging: lines for people on one's own machine, one JSON object a line on a server."""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(*, level: str, as_json: bool) -> None:
    """Send the log of the libraries and of our own code through the same processors."""
    renderer: list[Any] = (
        [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if as_json
        else [without_control_characters, structlog.dev.ConsoleRenderer(colors=False)]
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": SHARED,
                    "processors": [without_internals, without_trace_of_refusals, *renderer],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django": {"level": level},
                "fontTools": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
            },
        }
    )


def without_internals(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop the keys that structlog keeps for itself."""
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(logger, name, event)


def without_trace_of_refusals(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A page refused or not found is no fault of the program: its line needs no traceback."""
    error = event.get("exc_info")
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, (PermissionDenied, Http404)):
        del event["exc_info"]
    return event


def without_control_characters(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """What somebody typed into an address neither writes lines of its own nor moves the cursor."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    return event

"""What a refused page leaves in the log."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from plan_admin.log import without_trace_of_refusals


def test_a_refusal_leaves_a_line_and_a_fault_its_traceback():
    for error in (PermissionDenied("không được"), Http404()):
        event = {"event": "x", "exc_info": (type(error), error, None)}
        assert without_trace_of_refusals(None, "", event) == {"event": "x"}
    fault = {"event": "x", "exc_info": (ValueError, ValueError("x"), None)}
    assert without_trace_of_refusals(None, "", dict(fault)) == fault
    assert without_trace_of_refusals(None, "", {"event": "x"}) == {"event": "x"}

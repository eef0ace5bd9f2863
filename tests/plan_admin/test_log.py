"""What a refused page leaves in the log."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from plan_admin.log import without_control_characters, without_trace_of_refusals


def test_a_refusal_leaves_a_line_and_a_fault_its_traceback():
    for error in (PermissionDenied("không được"), Http404()):
        event = {"event": "x", "exc_info": (type(error), error, None)}
        assert without_trace_of_refusals(None, "", event) == {"event": "x"}
    fault = {"event": "x", "exc_info": (ValueError, ValueError("x"), None)}
    assert without_trace_of_refusals(None, "", dict(fault)) == fault
    assert without_trace_of_refusals(None, "", {"event": "x"}) == {"event": "x"}


def test_typed_control_characters_write_no_lines_of_their_own():
    event = {"event": "Không tìm thấy: /a\r\n2026 [info] giả\x1b[2J", "status": 404}
    assert without_control_characters(None, "", event) == {
        "event": "Không tìm thấy: /a\\x0d\\x0a2026 [info] giả\\x1b[2J",
        "status": 404,
    }

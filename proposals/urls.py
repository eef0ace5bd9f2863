"""Addresses of calls and proposals."""

from django.urls import path

from core.ui.views import (
    RegisterAttach,
    RegisterCreate,
    RegisterDelete,
    RegisterDetail,
    RegisterExport,
    RegisterForm,
    RegisterHistory,
    RegisterList,
    RegisterStep,
)
from proposals.appraisal_urls import appraisal_patterns
from proposals.registers import CALLS, PROPOSALS
from proposals.views import calls, comparing, writing

app_name = "proposals"
# Proposals are written on pages of their own, not on one form.
PAGES = {
    "list": ("", RegisterList),
    "export": ("xlsx/", RegisterExport),
    "detail": ("<int:pk>/", RegisterDetail),
    "delete": ("<int:pk>/xoa/", RegisterDelete),
    "history": ("<int:pk>/lich-su/", RegisterHistory),
    "attach": ("<int:pk>/tep/", RegisterAttach),
    "step": ("<int:pk>/buoc/<slug:step>/", RegisterStep),
}
# A call is cancelled with its reason, never deleted.
CALL_PAGES = {
    **{name: page for name, page in PAGES.items() if name != "delete"},
    "create": ("them/", RegisterCreate),
    "update": ("<int:pk>/sua/", RegisterForm),
}
urlpatterns = [
    *(
        path(f"de-xuat/{rest}", page.as_view(register=PROPOSALS), name=f"proposal-{name}")
        for name, (rest, page) in PAGES.items()
    ),
    path("de-xuat/them/", writing.begin, name="proposal-create"),
    path("de-xuat/<int:pk>/sua/", writing.ProposalPage.as_view(), name="proposal-update"),
    path("de-xuat/<int:pk>/sua/<slug:part>/", writing.ProposalPage.as_view(), name="proposal-part"),
    path("de-xuat/<int:pk>/chep/", writing.copy, name="proposal-copy"),
    path("de-xuat/<int:pk>/dieu-chinh/", writing.revise, name="proposal-revise"),
    path("de-xuat/<int:pk>/so-sanh/", comparing.difference, name="proposal-difference"),
    path("de-xuat/<int:pk>/pdf/", writing.pdf, name="proposal-pdf"),
    *(
        path(f"de-xuat/dot/{rest}", page.as_view(register=CALLS), name=f"call-{name}")
        for name, (rest, page) in CALL_PAGES.items()
    ),
    path("de-xuat/dot/<int:pk>/don-vi/", calls.units, name="call-units"),
    path("de-xuat/dot/<int:pk>/nhieu/", calls.many, name="call-many"),
    path("de-xuat/dot/<int:pk>/nhac/", calls.remind, name="call-remind"),
    path("de-xuat/dot/<int:pk>/cong-bo/", calls.announce, name="call-announce"),
    path("de-xuat/dot/<int:pk>/gia-han/", calls.late, name="call-late"),
    path("de-xuat/gia-han/<int:pk>/", calls.late_change, name="late-update"),
    path("de-xuat/dot/<int:pk>/khong-de-xuat/<int:unit>/", calls.abstain, name="call-abstain"),
    *appraisal_patterns,
]

"""What a merge of enterprises does with proposals that name one of them."""

from django.utils.translation import gettext_lazy as _

from enterprises.merging.relations import stays
from proposals.models import ProposalEnterprise

stays(
    ProposalEnterprise,
    "enterprise",
    because=_("đề xuất giữ doanh nghiệp như lúc nộp; hồ sơ cũ dẫn sang hồ sơ được giữ"),
)

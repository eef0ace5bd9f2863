"""Entry point of wsgi servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_admin.settings.production")
application = get_wsgi_application()

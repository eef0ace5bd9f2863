"""The site with the pages of `bench.floor_views` beside its own."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "bench.floor_views"
application = get_wsgi_application()

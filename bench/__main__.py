"""`make bench [BENCH=small]`: starts itself in an environment of its own, then measures."""

import os
import sys

from plan_admin import env

SETTINGS = "plan_admin.settings.dev"
BROKER = "redis://127.0.0.1:6379/15"


def main() -> int:
    from bench import databases
    from bench.sizes import SIZES

    if env.BENCH not in SIZES:
        sys.exit(f"BENCH={env.BENCH}: one of {', '.join(SIZES)}")
    address = databases.address(databases.name_of(env.BENCH))
    if address != env.DATABASE_URL:
        own = env.environment_with(
            DATABASE_URL=address,
            REDIS_URL=env.REDIS_URL or BROKER,
            BROKER_KEY_PREFIX="bench:",
            PLAN_VAR=str(env.BASE_DIR / "var" / "bench"),
            DJANGO_SETTINGS_MODULE=SETTINGS,
        )
        os.execve(sys.executable, [sys.executable, "-m", "bench", *sys.argv[1:]], own)  # noqa: S606
    import django

    django.setup()
    from bench.run import run

    return run(SIZES[env.BENCH])


if __name__ == "__main__":
    sys.exit(main())

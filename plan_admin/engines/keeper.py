"""The process whose children the engines are: starts, restarts and stops them.

Run as `python -m plan_admin.engines.keeper` by the first command that needs them.
"""

import signal
import time

from plan_admin.engines import children, postgres, valkey
from plan_admin.engines.holders import open_lock, try_lock
from plan_admin.engines.places import find_places

LOOK_EVERY_SECONDS = 0.2
SMART_STOP_SECONDS = 30.0


def main() -> None:
    """Keep the engines up while anyone holds them."""
    keeper = open_lock("keeper")
    for _ in range(20):  # who looks whether a keeper lives has the lock for a moment
        if try_lock(keeper):
            break
        time.sleep(0.05)
    else:
        return
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    holders = open_lock("holders")
    database, broker = start_postgres(), start_valkey()
    while not try_lock(holders):
        time.sleep(LOOK_EVERY_SECONDS)
        if database.poll() is not None:
            database = start_postgres()
        if broker.poll() is not None:
            broker = start_valkey()
    children.stop(broker, signal.SIGTERM, SMART_STOP_SECONDS)
    children.stop(database, signal.SIGINT, SMART_STOP_SECONDS)


def start_postgres() -> children.Process:
    places = find_places()
    postgres.initialise(places)
    postgres.clear_leftover(places)
    return children.start(
        postgres.command(places),
        # Immediate shutdown: nothing may stay behind, and the log recovers everything.
        when_parent_dies=signal.SIGQUIT,
        **postgres.as_owner(places),
    )


def start_valkey() -> children.Process:
    valkey.clear_leftover()
    return children.start(valkey.command())


if __name__ == "__main__":
    main()

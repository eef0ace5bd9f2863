"""The cache: what is away is a miss, so that the site works on while the broker restarts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as Away
from redis.exceptions import TimeoutError as TooSlow


def _spared(name: str, answer: Callable[[tuple[Any, ...], dict[str, Any]], Any]) -> Any:
    """The method `name` of Django's cache; where Redis is away, `answer` of its arguments."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def spared(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (Away, TooSlow):
            return answer(args, kwargs)

    return spared


def _default(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return args[1] if len(args) > 1 else kwargs.get("default")


class KeptClient(RedisCacheClient):
    """One client for each pool: threads may share it, and making one costs more than asking."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]


class SpareCache(RedisCache):
    """Nothing is kept here alone: sessions lie in the database, limits begin anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = KeptClient

    get = _spared("get", _default)
    get_many = _spared("get_many", lambda _args, _kwargs: {})
    set = _spared("set", lambda _args, _kwargs: None)
    set_many = _spared("set_many", lambda _args, _kwargs: [])
    add = _spared("add", lambda _args, _kwargs: True)
    touch = _spared("touch", lambda _args, _kwargs: False)
    delete = _spared("delete", lambda _args, _kwargs: False)
    delete_many = _spared("delete_many", lambda _args, _kwargs: None)
    has_key = _spared("has_key", lambda _args, _kwargs: False)
    incr = _spared("incr", lambda args, _kwargs: args[1] if len(args) > 1 else 1)
    clear = _spared("clear", lambda _args, _kwargs: False)

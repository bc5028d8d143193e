"""Everything in Elasticsearch, for as many machines as it takes."""

from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.events import ElasticEvents
from core.stores.elastic.plan import IndexPlan, IndexType
from core.stores.elastic.store import ElasticStore

__all__ = ["ElasticConnection", "ElasticEvents", "ElasticStore", "IndexPlan", "IndexType"]

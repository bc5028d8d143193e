"""What a search costs in Elasticsearch, from a thousand templates to a million."""

import os

# One thread for numpy as for faiss and hnswlib: it reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

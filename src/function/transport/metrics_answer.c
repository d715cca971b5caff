#include <string.h>

#include "metrics_server.h"

static void write_metrics(const lx_server *server, lx_buffer *body) {
  lx_gauges gauges = lx_server_gauges(server);
  lx_counters_write(&server->counters, &gauges, body);
  lx_counters_write_process(body);
  if (server->handler->metrics) server->handler->metrics(server->handler->data, body);
}

static bool is_healthy(const lx_server *server) {
  const lx_handler *handler = server->handler;
  return !handler->healthy || handler->healthy(handler->data);
}

static const char *write_body(const lx_server *server, const char *path, size_t length,
                              lx_buffer *body) {
  if (length == 8 && memcmp(path, "/metrics", 8) == 0) {
    write_metrics(server, body);
    return "200 OK";
  }
  if (length == 8 && memcmp(path, "/healthz", 8) == 0) {
    lx_buffer_add_text(body, "ok\n");
    return "200 OK";
  }
  if (length == 7 && memcmp(path, "/readyz", 7) == 0) {
    bool ready = !server->draining && is_healthy(server);
    lx_buffer_add_text(body, ready ? "ok\n" : server->draining ? "ending\n" : "not ready\n");
    return ready ? "200 OK" : "503 Service Unavailable";
  }
  lx_buffer_add_text(body, "there are /metrics, /healthz and /readyz\n");
  return "404 Not Found";
}

static void write_answer(lx_buffer *answer, const char *status, const lx_buffer *body,
                         bool with_body) {
  lx_buffer_print(answer,
                  "HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                  "Content-Length: %lu\r\nConnection: close\r\n\r\n",
                  status, (unsigned long)body->length);
  if (with_body) lx_buffer_add(answer, body->data, body->length);
}

void lx_metrics_answer(const lx_server *server, const char *head, lx_buffer *answer) {
  lx_buffer body = {0};
  bool is_head = strncmp(head, "HEAD ", 5) == 0;
  const char *path = strchr(head, ' ');
  const char *status = "400 Bad Request";
  size_t length = path ? strcspn(++path, " ?\r\n") : 0;
  if (!path || strncmp(path + strcspn(path, " \r\n"), " HTTP/1.", 8) != 0) {
    lx_buffer_add_text(&body, "this is no request of HTTP/1.1\n");
  } else if (!is_head && strncmp(head, "GET ", 4) != 0) {
    status = "405 Method Not Allowed";
    lx_buffer_add_text(&body, "only GET and HEAD\n");
  } else {
    status = write_body(server, path, length, &body);
  }
  write_answer(answer, status, &body, !is_head);
  answer->failed = answer->failed || body.failed;
  lx_buffer_free(&body);
}

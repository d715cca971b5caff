#include "look.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "base/alloc.h"
#include "fingerprint.h"

/* What comes in bursts is looked at once: so long after its last event, but not put off for ever. */
enum { QUIET_MILLISECONDS = 200, PATIENCE_MILLISECONDS = 1000, POLL_MILLISECONDS = 10000 };
enum { MOST_EVENTS = 256 };

struct lx_look {
  uv_loop_t loop;
  uv_thread_t thread;
  uv_async_t asked, ended;
  uv_timer_t quiet, poll;
  uv_fs_event_t *events[MOST_EVENTS];
  size_t event_count;
  const char *const *paths;
  size_t path_count;
  void (*changed)(void *data);
  void *data;
  uint64_t first_event; /* of the burst; 0: there is none */
};

/* ---- the system's events ----------------------------------------------------------------- */

static void free_handle(uv_handle_t *handle) {
  lx_free(handle);
}

static void on_quiet(uv_timer_t *timer);

static void on_event(uv_fs_event_t *event, const char *name, int what, int status) {
  lx_look *look = event->data;
  uint64_t now = uv_now(&look->loop), wait = QUIET_MILLISECONDS, spent;
  (void)name, (void)what, (void)status;
  if (!look->first_event) look->first_event = now;
  spent = now - look->first_event;
  if (spent + wait > PATIENCE_MILLISECONDS) {
    wait = spent < PATIENCE_MILLISECONDS ? PATIENCE_MILLISECONDS - spent : 0;
  }
  uv_timer_start(&look->quiet, on_quiet, wait, 0);
}

/* What cannot be watched is polled. */
static void add_event(lx_look *look, const char *path) {
  uv_fs_event_t *event;
  if (look->event_count == MOST_EVENTS) return;
  event = lx_alloc_zero(sizeof *event);
  if (!event) return;
  if (uv_fs_event_init(&look->loop, event) != 0) {
    lx_free(event);
    return;
  }
  event->data = look;
  look->events[look->event_count++] = event;
  uv_fs_event_start(event, on_event, path, 0);
}

static void add_directories(lx_look *look, const char *parent) {
  DIR *directory = opendir(parent);
  struct dirent *entry;
  add_event(look, parent);
  if (!directory) return;
  while ((entry = readdir(directory))) {
    char path[PATH_MAX];
    if (entry->d_name[0] == '.') continue;
    if (snprintf(path, sizeof path, "%s/%s", parent, entry->d_name) >= (int)sizeof path)
      continue;
    if (lx_is_directory(path)) add_event(look, path);
  }
  closedir(directory);
}

static void forget_events(lx_look *look) {
  for (size_t i = 0; i < look->event_count; i++) {
    uv_close((uv_handle_t *)look->events[i], free_handle);
  }
  look->event_count = 0;
}

/* Anew after each change: what is watched is a directory, not the name it had. */
static void arm(lx_look *look) {
  forget_events(look);
  for (size_t i = 0; i < look->path_count; i++) add_directories(look, look->paths[i]);
}

/* ---- the thread -------------------------------------------------------------------------- */

static void look(lx_look *look) {
  look->first_event = 0;
  arm(look);
  look->changed(look->data);
}

static void on_quiet(uv_timer_t *timer) {
  look(timer->data);
}

static void on_poll(uv_timer_t *timer) {
  look(timer->data);
}

static void on_asked(uv_async_t *asked) {
  look(asked->data);
}

static void close_handle(uv_handle_t *handle, void *data) {
  (void)data;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

static void on_ended(uv_async_t *ended) {
  lx_look *look = ended->data;
  forget_events(look);
  uv_walk(&look->loop, close_handle, NULL);
}

static void run(void *data) {
  lx_look *look = data;
  uv_run(&look->loop, UV_RUN_DEFAULT);
}

static bool init_handles(lx_look *look) {
  look->asked.data = look->ended.data = look->quiet.data = look->poll.data = look;
  if (uv_async_init(&look->loop, &look->asked, on_asked) != 0) return false;
  if (uv_async_init(&look->loop, &look->ended, on_ended) != 0) return false;
  if (uv_timer_init(&look->loop, &look->quiet) != 0) return false;
  if (uv_timer_init(&look->loop, &look->poll) != 0) return false;
  uv_timer_start(&look->poll, on_poll, POLL_MILLISECONDS, POLL_MILLISECONDS);
  return true;
}

lx_look *lx_look_open(const char *const *paths, size_t count, void (*changed)(void *data),
                      void *data) {
  lx_look *look = lx_alloc_zero(sizeof *look);
  if (!look) return NULL;
  look->paths = paths;
  look->path_count = count;
  look->changed = changed;
  look->data = data;
  if (uv_loop_init(&look->loop) != 0) {
    lx_free(look);
    return NULL;
  }
  if (init_handles(look)) {
    arm(look);
    if (uv_thread_create(&look->thread, run, look) == 0) return look;
  }
  forget_events(look);
  uv_walk(&look->loop, close_handle, NULL);
  uv_run(&look->loop, UV_RUN_DEFAULT);
  uv_loop_close(&look->loop);
  lx_free(look);
  return NULL;
}

void lx_look_ask(lx_look *look) {
  uv_async_send(&look->asked);
}

void lx_look_close(lx_look *look) {
  if (!look) return;
  uv_async_send(&look->ended);
  uv_thread_join(&look->thread);
  uv_loop_close(&look->loop);
  lx_free(look);
}

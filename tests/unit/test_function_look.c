/* The thread that looks at directories: it is told by the system, and by lx_look_ask. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "function/service/file.h"
#include "function/service/look.h"

/* How often the thread looked; whoever waits is woken each time. */
typedef struct looks {
  pthread_mutex_t lock;
  pthread_cond_t more;
  int count;
} looks;

static void on_change(void *data) {
  looks *seen = data;
  pthread_mutex_lock(&seen->lock);
  seen->count++;
  pthread_cond_broadcast(&seen->more);
  pthread_mutex_unlock(&seen->lock);
}

static int count_of(looks *seen) {
  int count;
  pthread_mutex_lock(&seen->lock);
  count = seen->count;
  pthread_mutex_unlock(&seen->lock);
  return count;
}

/* Waits until there was one more than `before`, but for ever only if something is broken: eight
 * seconds come before the next poll. */
static bool wait_for_more(looks *seen, int before) {
  struct timespec until;
  int error = 0;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 8;
  pthread_mutex_lock(&seen->lock);
  while (seen->count <= before && error == 0) {
    error = pthread_cond_timedwait(&seen->more, &seen->lock, &until);
  }
  error = seen->count <= before;
  pthread_mutex_unlock(&seen->lock);
  return error == 0;
}

static char place[64], inner[80], file[128];

static bool make_place(void) {
  strcpy(place, "/tmp/luxr-look-XXXXXX");
  if (!mkdtemp(place)) return false;
  snprintf(inner, sizeof inner, "%s/lib", place);
  snprintf(file, sizeof file, "%s/lib/a.lua", place);
  return mkdir(inner, 0700) == 0;
}

static void remove_place(void) {
  unlink(file);
  rmdir(inner);
  rmdir(place);
}

static void a_change_is_noticed(void) {
  looks seen = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};
  const char *paths[] = {place, "/nonexistent"}, *problem;
  lx_look *look;
  CHECK(make_place());
  look = lx_look_open(paths, 2, on_change, &seen);
  CHECK(look);
  for (int i = 0; i < 3; i++) {
    int before = count_of(&seen);
    CHECK(lx_file_write(file, "return 1", 8, &problem));
    CHECK(wait_for_more(&seen, before));
  }
  lx_look_close(look);
  remove_place();
}

static void a_swapped_link_is_noticed(void) {
  looks seen = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};
  const char *paths[] = {place};
  char link[96], fresh[96];
  lx_look *look;
  int before;
  CHECK(make_place());
  snprintf(link, sizeof link, "%s/..data", place);
  snprintf(fresh, sizeof fresh, "%s/..data_tmp", place);
  CHECK(symlink("lib", link) == 0 && symlink("lib", fresh) == 0);
  look = lx_look_open(paths, 1, on_change, &seen);
  CHECK(look);
  before = count_of(&seen);
  CHECK(rename(fresh, link) == 0);
  CHECK(wait_for_more(&seen, before));
  lx_look_close(look);
  unlink(link);
  remove_place();
}

static void looks_when_asked(void) {
  looks seen = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};
  lx_look *look = lx_look_open(NULL, 0, on_change, &seen);
  CHECK(look);
  CHECK(count_of(&seen) == 0);
  lx_look_ask(look);
  CHECK(wait_for_more(&seen, 0));
  lx_look_close(look);
}

int main(void) {
  RUN(a_change_is_noticed);
  RUN(a_swapped_link_is_noticed);
  RUN(looks_when_asked);
  return checks_done();
}

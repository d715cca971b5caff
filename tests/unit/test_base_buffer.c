#include "base/buffer.h"

#include "check.h"

static void grows(void) {
  lx_buffer buffer = {0};
  for (int i = 0; i < 1000; i++) lx_buffer_add(&buffer, "0123456789", 10);
  lx_buffer_add_char(&buffer, 'x');
  lx_buffer_add(&buffer, NULL, 0);
  CHECK(buffer.length == 10001 && !buffer.failed);
  CHECK(memcmp(buffer.data + 9990, "0123456789x", 11) == 0);
  CHECK(strlen(lx_buffer_text(&buffer)) == 10001 && buffer.length == 10001);
  lx_buffer_free(&buffer);
  CHECK(!buffer.data && !buffer.length && !buffer.capacity);
}

static void prints(void) {
  lx_buffer buffer = {0};
  lx_buffer_add_text(&buffer, "spec");
  lx_buffer_print(&buffer, "[%d] is %s", 7, "seven");
  CHECK_TEXT(lx_buffer_text(&buffer), "spec[7] is seven");
  lx_buffer_print(&buffer, "%0*d", 500, 1);
  CHECK(buffer.length == 516 && buffer.data[515] == '1' && buffer.data[16] == '0');
  lx_buffer_free(&buffer);
}

static void keeps_its_memory_when_cleared(void) {
  lx_buffer buffer = {0};
  size_t capacity;
  lx_buffer_add_text(&buffer, "text");
  capacity = buffer.capacity;
  lx_buffer_clear(&buffer);
  CHECK(buffer.length == 0 && buffer.capacity == capacity && buffer.data);
  CHECK_TEXT(lx_buffer_text(&buffer), "");
  lx_buffer_free(&buffer);
}

static void stops_at_its_maximum(void) {
  lx_buffer buffer = {.max = 8};
  lx_buffer_add(&buffer, "12345678", 8);
  CHECK(buffer.length == 8);
  lx_buffer_clear(&buffer);
  buffer.max = 1000;
  for (int i = 0; i < 99; i++) lx_buffer_add(&buffer, "0123456789", 10);
  CHECK(!buffer.failed && buffer.length == 990);
  lx_buffer_reserve(&buffer, 5000);
  CHECK(buffer.failed && buffer.length == 990);
  CHECK(lx_buffer_text(&buffer) == NULL);
  lx_buffer_free(&buffer);
  CHECK(buffer.max == 1000 && !buffer.failed);
}

static void refuses_impossible_sizes(void) {
  lx_buffer buffer = {0};
  lx_buffer_add_char(&buffer, 'a');
  CHECK(!lx_buffer_reserve(&buffer, (size_t)-1));
  CHECK(buffer.failed && buffer.length == 1);
  lx_buffer_free(&buffer);
}

int main(void) {
  RUN(grows);
  RUN(prints);
  RUN(keeps_its_memory_when_cleared);
  RUN(stops_at_its_maximum);
  RUN(refuses_impossible_sizes);
  return checks_done();
}

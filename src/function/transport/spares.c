#include "spares.h"

lx_buffer lx_spares_take(lx_spares *spares) {
  lx_buffer taken;
  if (spares->count == 0) return (lx_buffer){0};
  taken = spares->kept[--spares->count];
  spares->bytes -= taken.capacity;
  return taken;
}

void lx_spares_give(lx_spares *spares, lx_buffer *buffer) {
  bool wanted = spares->count < LX_SPARES && buffer->capacity > 0 &&
                buffer->capacity <= LX_SPARE_BYTES &&
                spares->bytes + buffer->capacity <= LX_SPARES_BYTES;
  if (wanted) {
    spares->kept[spares->count++] =
        (lx_buffer){.data = buffer->data, .capacity = buffer->capacity};
    spares->bytes += buffer->capacity;
  } else {
    lx_buffer_free(buffer);
  }
  *buffer = (lx_buffer){0};
}

void lx_spares_free(lx_spares *spares) {
  while (spares->count > 0) lx_buffer_free(&spares->kept[--spares->count]);
  spares->bytes = 0;
}

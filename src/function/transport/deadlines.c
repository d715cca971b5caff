#include "deadlines.h"

#include "base/alloc.h"

static void put(lx_deadlines *heap, size_t place, lx_deadline *entry) {
  heap->entries[place - 1] = entry;
  entry->place = place;
}

static void rise(lx_deadlines *heap, lx_deadline *entry) {
  size_t place = entry->place;
  while (place > 1 && heap->entries[place / 2 - 1]->at_ns > entry->at_ns) {
    put(heap, place, heap->entries[place / 2 - 1]);
    place /= 2;
  }
  put(heap, place, entry);
}

static void sink(lx_deadlines *heap, lx_deadline *entry) {
  size_t place = entry->place;
  for (;;) {
    size_t child = place * 2;
    if (child > heap->count) break;
    if (child < heap->count && heap->entries[child]->at_ns < heap->entries[child - 1]->at_ns) {
      child++;
    }
    if (heap->entries[child - 1]->at_ns >= entry->at_ns) break;
    put(heap, place, heap->entries[child - 1]);
    place = child;
  }
  put(heap, place, entry);
}

bool lx_deadlines_add(lx_deadlines *heap, lx_deadline *entry, uint64_t at_ns) {
  if (heap->count == heap->capacity) {
    size_t capacity = heap->capacity ? heap->capacity * 2 : 64;
    lx_deadline **entries = lx_realloc(heap->entries, capacity * sizeof(lx_deadline *));
    if (!entries) return false;
    heap->entries = entries;
    heap->capacity = capacity;
  }
  entry->at_ns = at_ns;
  put(heap, ++heap->count, entry);
  rise(heap, entry);
  return true;
}

void lx_deadlines_remove(lx_deadlines *heap, lx_deadline *entry) {
  lx_deadline *last;
  size_t place = entry->place;
  if (place == 0) return;
  entry->place = 0;
  last = heap->entries[--heap->count];
  if (last == entry) return;
  put(heap, place, last);
  rise(heap, last);
  sink(heap, last);
}

lx_deadline *lx_deadlines_first(const lx_deadlines *heap) {
  return heap->count ? heap->entries[0] : NULL;
}

void lx_deadlines_free(lx_deadlines *heap) {
  lx_free(heap->entries);
  *heap = (lx_deadlines){0};
}

#include <stdlib.h>

#include "base/alloc.h"
#include "schema/regex_program.h"

static bool put(lx_regex *regex, uint32_t first, uint32_t last, bool *too_many) {
  if (regex->range_count == LX_REGEX_RANGES) {
    *too_many = true;
    return false;
  }
  if (regex->range_count == regex->range_capacity) {
    size_t capacity = regex->range_capacity ? regex->range_capacity * 2 : 16;
    lx_range *ranges = lx_realloc(regex->ranges, capacity * sizeof *ranges);
    if (!ranges) return false;
    regex->ranges = ranges;
    regex->range_capacity = capacity;
  }
  regex->ranges[regex->range_count++] = (lx_range){first, last};
  return true;
}

/* The letters of `from`..`from`+25 that are in the range, moved to the other case. */
static bool put_other_case(lx_regex *regex, uint32_t first, uint32_t last, uint32_t from,
                           uint32_t to, bool *too_many) {
  uint32_t low = first > from ? first : from;
  uint32_t high = last < from + 25 ? last : from + 25;
  return low > high || put(regex, low - from + to, high - from + to, too_many);
}

static bool has(uint32_t first, uint32_t last, uint32_t code) {
  return first <= code && code <= last;
}

/* Beside the ASCII letters, two signs are cases of one: the long s and the kelvin. */
static bool put_fold(lx_regex *regex, uint32_t first, uint32_t last, bool *too_many) {
  if (!put_other_case(regex, first, last, 'a', 'A', too_many)) return false;
  if (!put_other_case(regex, first, last, 'A', 'a', too_many)) return false;
  if ((has(first, last, 's') || has(first, last, 'S')) && !put(regex, 0x17F, 0x17F, too_many)) {
    return false;
  }
  return !(has(first, last, 'k') || has(first, last, 'K')) ||
         put(regex, 0x212A, 0x212A, too_many);
}

bool lx_ranges_add(lx_regex *regex, uint32_t first, uint32_t last, bool folds, bool *too_many) {
  if (!put(regex, first, last, too_many)) return false;
  return !folds || put_fold(regex, first, last, too_many);
}

static int compare(const void *a, const void *b) {
  const lx_range *left = a, *right = b;
  if (left->first != right->first) return left->first < right->first ? -1 : 1;
  return left->last < right->last ? -1 : left->last > right->last;
}

static void merge(lx_regex *regex, size_t start) {
  lx_range *ranges = regex->ranges + start;
  size_t count = regex->range_count - start, kept = 1;
  if (count < 2) return;
  qsort(ranges, count, sizeof *ranges, compare);
  for (size_t i = 1; i < count; i++) {
    if (ranges[i].first <= ranges[kept - 1].last + 1) {
      if (ranges[i].last > ranges[kept - 1].last) ranges[kept - 1].last = ranges[i].last;
    } else {
      ranges[kept++] = ranges[i];
    }
  }
  regex->range_count = start + kept;
}

static bool negate(lx_regex *regex, size_t start, bool *too_many) {
  size_t end = regex->range_count, kept = start;
  uint32_t next = 0;
  for (size_t i = start; i < end; i++) {
    lx_range range = regex->ranges[i];
    if (range.first > next) regex->ranges[kept++] = (lx_range){next, range.first - 1};
    next = range.last + 1;
  }
  regex->range_count = kept;
  return next > LX_REGEX_LAST || put(regex, next, LX_REGEX_LAST, too_many);
}

bool lx_ranges_close(lx_regex *regex, size_t start, bool negated, bool *too_many) {
  merge(regex, start);
  return !negated || negate(regex, start, too_many);
}

bool lx_set_add(lx_regex *regex, size_t start, size_t *set) {
  if (regex->set_count == regex->set_capacity) {
    size_t capacity = regex->set_capacity ? regex->set_capacity * 2 : 16;
    lx_set *sets = lx_realloc(regex->sets, capacity * sizeof *sets);
    if (!sets) return false;
    regex->sets = sets;
    regex->set_capacity = capacity;
  }
  *set = regex->set_count++;
  regex->sets[*set] = (lx_set){start, regex->range_count - start};
  return true;
}

bool lx_regex_takes(const lx_regex *regex, size_t set, uint32_t code) {
  const lx_range *ranges = regex->ranges + regex->sets[set].start;
  size_t low = 0, high = regex->sets[set].count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (code < ranges[middle].first) {
      high = middle;
    } else if (code > ranges[middle].last) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}

#include "codec/scalar.h"

/* What is left to read. Each step moves behind what it took, or says false. */
typedef struct cursor {
  const char *at, *end;
} cursor;

static bool is_digit_at(const cursor *from, const char *at) {
  return at < from->end && *at >= '0' && *at <= '9';
}

static bool take(cursor *from, char c) {
  if (from->at == from->end || *from->at != c) return false;
  from->at++;
  return true;
}

/* `least` to `most` digits. */
static bool take_number(cursor *from, int least, int most, int *number) {
  int count = 0;
  *number = 0;
  for (; count < most && is_digit_at(from, from->at); count++) {
    *number = *number * 10 + (*from->at++ - '0');
  }
  return count >= least;
}

static int days_of(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_date(cursor *from) {
  int year, month, day;
  if (!take_number(from, 4, 4, &year) || !take(from, '-')) return false;
  if (!take_number(from, 1, 2, &month) || month < 1 || month > 12) return false;
  if (!take(from, '-') || !take_number(from, 1, 2, &day)) return false;
  return day >= 1 && day <= days_of(year, month);
}

static bool take_clock(cursor *from) {
  int hour, minute, second;
  if (!take_number(from, 1, 2, &hour) || hour > 23 || !take(from, ':')) return false;
  if (!take_number(from, 1, 2, &minute) || minute > 59 || !take(from, ':')) return false;
  if (!take_number(from, 1, 2, &second) || second > 59) return false;
  if (from->at < from->end && (*from->at == '.' || *from->at == ',') &&
      is_digit_at(from, from->at + 1)) {
    for (from->at++; is_digit_at(from, from->at);) from->at++;
  }
  return true;
}

static bool take_zone(cursor *from) {
  int hour, minute;
  if (take(from, 'Z')) return true;
  if (!take(from, '+') && !take(from, '-')) return false;
  if (!take_number(from, 2, 2, &hour) || hour > 24 || !take(from, ':')) return false;
  return take_number(from, 2, 2, &minute) && minute <= 60;
}

bool lx_scalar_is_time(const char *text, size_t length) {
  cursor from = {text, text + length};
  if (!take_date(&from)) return false;
  if (from.at == from.end) return true;
  if (take(&from, 'T') || take(&from, 't')) {
    return take_clock(&from) && take_zone(&from) && from.at == from.end;
  }
  if (!take(&from, ' ')) return false;
  while (take(&from, ' ')) continue;
  return take_clock(&from) && from.at == from.end;
}

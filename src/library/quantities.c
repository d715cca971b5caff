/* quantities.c: luxr.quantities. */
#include "host/budget.h"
#include "library/functions.h"
#include "library/quantity.h"
#include "value/raise.h"

/* The quantity at `index`: a string or a number. */
static lx_quantity need_quantity(lua_State *L, int index, const char *function) {
  lx_quantity quantity;
  size_t length, unit = 0;
  const char *text;
  int type = lua_type(L, index);
  if (type != LUA_TSTRING && type != LUA_TNUMBER) {
    lx_raise(L, "%s needs a quantity such as '500m' or '8Gi', got %s", function,
             lx_type_text(L, index));
  }
  text = lua_tolstring(L, index, &length);
  lx_charge(L, length);
  switch (lx_quantity_parse(text, length, &quantity, &unit)) {
    case LX_QUANTITY_OK: return quantity;
    case LX_QUANTITY_UNIT:
      lx_raise(L,
               "%s: '%.60s' is not a quantity: '%.20s' is not one of n u m k M G T P E"
               " Ki Mi Gi Ti Pi Ei, or e and a number",
               function, text, text + unit);
    case LX_QUANTITY_RANGE:
      lx_raise(L, "%s: '%.60s' is larger than 2^63-1, the largest quantity", function, text);
    case LX_QUANTITY_DIGITS: lx_raise(L, "%s: '%.60s' has more than 36 digits", function, text);
    default:
      lx_raise(L, "%s: '%.60s' is not a quantity such as '500m' or '8Gi'", function, text);
  }
}

static int push_quantity(lua_State *L, const lx_quantity *quantity) {
  char text[LX_QUANTITY_TEXT];
  size_t length = lx_quantity_print(quantity, text);
  lua_pushlstring(L, text, length);
  return 1;
}

static int canonical(lua_State *L) {
  lx_quantity quantity = need_quantity(L, 1, "luxr.quantities.canonical");
  return push_quantity(L, &quantity);
}

static int multiply(lua_State *L) {
  static const char name[] = "luxr.quantities.multiply";
  lx_quantity quantity = need_quantity(L, 1, name);
  lua_Integer factor = lx_need_integer(L, 2, name);
  if (!lx_quantity_multiply(&quantity, factor)) {
    lx_raise(L, "%s: %.60s times %lld is larger than 2^63-1, the largest quantity", name,
             lua_tostring(L, 1), (long long)factor);
  }
  return push_quantity(L, &quantity);
}

/* compare(a, b): -1, 0 or 1. */
static int compare(lua_State *L) {
  static const char name[] = "luxr.quantities.compare";
  lx_quantity a = need_quantity(L, 1, name), b = need_quantity(L, 2, name);
  lua_pushinteger(L, (a.nanos > b.nanos) - (a.nanos < b.nanos));
  return 1;
}

void lx_add_quantity_functions(lua_State *L) {
  lx_add_function(L, "canonical", canonical);
  lx_add_function(L, "multiply", multiply);
  lx_add_function(L, "compare", compare);
}

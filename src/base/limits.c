#include "base/limits.h"

luxr_limits luxr_limits_default(void) {
  return (luxr_limits){
      .steps = 20000000,
      .milliseconds = 10000,
      .memory = 64 << 20,
      .input = 4 << 20,
      .scalar = 1 << 20,
      .nodes = 100000,
      .depth = 100,
      .documents = 0,
      .string = 1 << 20,
      .source = 256 << 10,
      .sources = 4 << 20,
      .resources = 1000,
      .output = 8 << 20,
      .output_depth = 64,
      .log = 64 << 10,
      .log_lines = 100,
  };
}

#define TAKE(field) \
  if (!limits.field) limits.field = defaults.field

luxr_limits lx_limits_complete(const luxr_limits *given) {
  luxr_limits defaults = luxr_limits_default(), limits = given ? *given : defaults;
  TAKE(steps);
  TAKE(milliseconds);
  TAKE(memory);
  TAKE(input);
  TAKE(scalar);
  TAKE(nodes);
  TAKE(depth);
  TAKE(string);
  TAKE(source);
  TAKE(sources);
  TAKE(resources);
  TAKE(output);
  TAKE(output_depth);
  TAKE(log);
  TAKE(log_lines);
  return limits;
}

#undef TAKE

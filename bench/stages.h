/* stages.h: what is measured, and the peers it is measured against. */
#ifndef BENCH_STAGES_H
#define BENCH_STAGES_H

#include <stddef.h>

#include "base/buffer.h"
#include "bundle/bundle.h"
#include "luxr.h"

/* The document that is rendered, and the bundle. */
typedef struct bench_job {
  const char *document;
  size_t length;
  luxr_bundle *bundle;
} bench_job;

/* One thing that can be repeated. `run` does it `times` times and returns the bytes of the last
 * output, so that a wrong one is seen. */
typedef struct bench_stage bench_stage;
struct bench_stage {
  const char *name;
  void *state;
  size_t (*run)(bench_stage *stage, size_t times);
};

/* Whole renders: with everything on; without the count hook; through a state that is reused and
 * collected, with libyaml's emitter. */
bench_stage bench_render(const bench_job *job);
bench_stage bench_render_json(const bench_job *job);
bench_stage bench_render_unguarded(const bench_job *job);
bench_stage bench_render_naive(const bench_job *job);

/* The documents of a file in turn, so many times in all. The exit code. */
int bench_several(luxr_bundle *bundle, const char *path, size_t times);

/* Bringing the image back, alone. */
bench_stage bench_restore(const bench_job *job);

/* Emission of the same tables: ours, libyaml's emitter; ours, a cJSON tree printed. */
bench_stage bench_emit_yaml(const bench_job *job);
bench_stage bench_emit_libyaml(const bench_job *job);
bench_stage bench_emit_json(const bench_job *job);
bench_stage bench_emit_cjson(const bench_job *job);

/* The input and the manifests as protobuf: plain; with the hooks that look at observed Objects, of
 * which there are none; with fourteen that no hook looks at; with those and the hooks. Then those
 * Objects read whole, and nothing else. */
bench_stage bench_render_struct(const bench_job *job);
bench_stage bench_render_live(const bench_job *job);
bench_stage bench_observed_unseen(const bench_job *job);
bench_stage bench_observed_seen(const bench_job *job);
bench_stage bench_observed_decoded(const bench_job *job);

/* The bytes of an Object as it is observed, as a Struct: rendered, with its manifest inside. The
 * caller frees. */
char *bench_observe(const luxr_item *object, const luxr_item *manifest, size_t *length);

/* Appends the value at `index` to `out`: through libyaml's emitter; as a printed cJSON tree. */
void bench_write_libyaml(lua_State *L, int index, lx_writer *writer, lx_buffer *out);
void bench_write_cjson(lua_State *L, int index, lx_writer *writer, lx_buffer *out);

/* Ends the program with a sentence. */
_Noreturn void bench_fail(const char *sentence);

#endif

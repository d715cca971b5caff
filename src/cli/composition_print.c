#include "composition.h"

static const char version[] = "render.crossplane.io/v1beta1";

static cJSON *new_result(const cJSON *event) {
  cJSON *result = cli_tree_object();
  cli_tree_set_text(result, "apiVersion", version);
  cli_tree_set_text(result, "kind", "Result");
  cli_tree_set_text(result, "severity", cli_tree_string(event, "type"));
  cli_tree_set_text(result, "reason", cli_tree_string(event, "reason"));
  cli_tree_set_text(result, "message", cli_tree_string(event, "message"));
  return result;
}

static cJSON *new_context(const cJSON *fields) {
  cJSON *context = cli_tree_object();
  cli_tree_set_text(context, "apiVersion", version);
  cli_tree_set_text(context, "kind", "Context");
  cli_tree_set(context, "fields", cli_tree_copy(fields));
  return context;
}

/* With the file below it when all of it is to be seen. */
static cJSON *copy_xr(const cli_composition *all, bool full) {
  cJSON *xr;
  if (!full) return cli_tree_copy(all->out);
  xr = cli_tree_copy(all->file);
  cli_tree_merge(xr, all->out);
  return xr;
}

cJSON *cli_composition_documents(const cli_composition *all, const cli_printing *printing) {
  cJSON *documents = cli_tree_list();
  const cJSON *item;
  if (printing->xr) cli_tree_add(documents, copy_xr(all, printing->full));
  cJSON_ArrayForEach(item, all->composed) cli_tree_add(documents, cli_tree_copy(item));
  if (printing->results) {
    cJSON_ArrayForEach(item, all->events) cli_tree_add(documents, new_result(item));
  }
  if (printing->context && all->context && !all->is_over) {
    cli_tree_add(documents, new_context(all->context));
  }
  return documents;
}

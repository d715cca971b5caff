#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

void cli_list_add(cli_list *list, const char *item) {
  size_t count = list->count;
  /* Full at 0 and at each power of two. */
  if ((count & (count - 1)) == 0) {
    size_t capacity = count ? count * 2 : 1;
    list->items = cli_realloc(list->items, capacity * sizeof *list->items);
  }
  list->items[list->count++] = item;
}

void cli_list_free(cli_list *list) {
  free(list->items);
  *list = (cli_list){0};
}

char *cli_settings_copy(cli_settings *settings, const char *text, size_t length) {
  char *block = cli_alloc(sizeof(char *) + length + 1);
  memcpy(block, &settings->copies, sizeof(char *));
  memcpy(block + sizeof(char *), text, length);
  block[sizeof(char *) + length] = '\0';
  settings->copies = block;
  return block + sizeof(char *);
}

void cli_settings_free(cli_settings *settings) {
  cli_list_free(&settings->files);
  cli_list_free(&settings->overlays);
  cli_list_free(&settings->only);
  cli_list_free(&settings->skip);
  cli_list_free(&settings->sets);
  cli_list_free(&settings->required);
  cli_list_free(&settings->context_values);
  cli_list_free(&settings->context_files);
  cli_list_free(&settings->against_overlays);
  cli_list_free(&settings->fail_on);
  while (settings->copies) {
    char *block = settings->copies;
    memcpy(&settings->copies, block, sizeof(char *));
    free(block);
  }
}

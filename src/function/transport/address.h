/* address.h: "host:port" as a socket's address. */
#ifndef LX_FUNCTION_ADDRESS_H
#define LX_FUNCTION_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>
#include <uv.h>

enum { LX_ADDRESSES = 4 };

typedef struct lx_addresses {
  struct sockaddr_storage list[LX_ADDRESSES];
  size_t count;
  bool any; /* every address of the machine: the list is [::], for both families */
} lx_addresses;

/* `network` is tcp, tcp4 or tcp6. NULL: found; else what is wrong, in `why`. */
const char *lx_address_read(lx_addresses *addresses, const char *network, const char *address,
                            char why[256]);

/* "127.0.0.1:9443", "[::1]:9443". */
void lx_address_write(const struct sockaddr *address, char text[64]);

#endif

#include "address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* Splits at the last colon; false when host or port make no sense. */
static bool split(const char *address, char host[256], char port[8]) {
  const char *colon = strrchr(address, ':');
  size_t length, digits;
  if (!colon) return false;
  length = (size_t)(colon - address);
  digits = strlen(colon + 1);
  if (length > 2 && address[0] == '[' && address[length - 1] == ']') {
    address++;
    length -= 2;
  } else if (memchr(address, ':', length) || memchr(address, '[', length)) {
    return false;
  }
  if (length >= 256 || digits < 1 || digits > 5) return false;
  if (strspn(colon + 1, "0123456789") != digits) return false;
  memcpy(host, address, length);
  host[length] = '\0';
  memcpy(port, colon + 1, digits + 1);
  return digits < 5 || strcmp(port, "65535") <= 0;
}

static int family_of(const char *network) {
  if (strcmp(network, "tcp4") == 0) return AF_INET;
  if (strcmp(network, "tcp6") == 0) return AF_INET6;
  return AF_UNSPEC;
}

static void add_all(lx_addresses *addresses, const struct addrinfo *found) {
  for (; found && addresses->count < LX_ADDRESSES; found = found->ai_next) {
    memset(&addresses->list[addresses->count], 0, sizeof *addresses->list);
    memcpy(&addresses->list[addresses->count++], found->ai_addr, found->ai_addrlen);
  }
}

const char *lx_address_read(lx_addresses *addresses, const char *network, const char *address,
                            char why[256]) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  char host[256], port[8];
  int failed;
  *addresses = (lx_addresses){0};
  if (strcmp(network, "tcp") != 0 && family_of(network) == AF_UNSPEC) {
    snprintf(why, 256, "'%.60s' is no network: tcp, tcp4 or tcp6", network);
    return why;
  }
  if (!split(address, host, port)) {
    snprintf(why, 256, "'%.100s' is no address: host:port, :port or [::1]:port", address);
    return why;
  }
  hints.ai_family = family_of(network);
  addresses->any = host[0] == '\0' && hints.ai_family == AF_UNSPEC;
  if (addresses->any) hints.ai_family = AF_INET6;
  failed = getaddrinfo(host[0] ? host : NULL, port, &hints, &found);
  if (failed) {
    snprintf(why, 256, "%.100s: %s", host, gai_strerror(failed));
    return why;
  }
  add_all(addresses, found);
  freeaddrinfo(found);
  return NULL;
}

void lx_address_write(const struct sockaddr *address, char text[64]) {
  char host[INET6_ADDRSTRLEN] = "?";
  bool v6 = address->sa_family == AF_INET6;
  in_port_t port = v6 ? ((const struct sockaddr_in6 *)(const void *)address)->sin6_port
                      : ((const struct sockaddr_in *)(const void *)address)->sin_port;
  inet_ntop(address->sa_family,
            v6 ? (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr
               : (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr,
            host, sizeof host);
  snprintf(text, 64, v6 ? "[%s]:%d" : "%s:%d", host, ntohs(port));
}

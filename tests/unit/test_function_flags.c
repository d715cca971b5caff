/* The command line of luxr-function, and addresses. */
#include <arpa/inet.h>
#include <stdlib.h>

#include "function/transport/address.h"
#include "check.h"
#include "function/flags.h"

static lx_flags flags;
static char why[512];

#define READ(...) lx_flags_read(&flags, (char *const[]){__VA_ARGS__, NULL}, why)

static void has_the_defaults_of_the_sdks(void) {
  CHECK(READ("--insecure"));
  CHECK_TEXT(flags.address, ":9443");
  CHECK_TEXT(flags.network, "tcp");
  CHECK_TEXT(flags.metrics_address, ":8080");
  CHECK(flags.insecure && !flags.debug && !flags.certificates);
  CHECK(flags.message_bytes == 4 << 20 && flags.ttl_ms == 60000);
  CHECK(flags.workers == 0 && flags.queue == 256);
  CHECK(!flags.bundle && !flags.parameters && !flags.record && flags.overlay_count == 0);
}

static void reads_each_flag_in_both_ways(void) {
  CHECK(READ("--address", "x:1", "--network=tcp4", "--tls-certs-dir", "/c", "-d",
             "--max-recv-message-size=8", "--ttl", "1m30s", "--metrics-address=", "--workers=3",
             "--queue", "100", "--bundle=b", "--overlay", "o1", "--overlay=o2", "--parameters",
             "p", "--record=r", "--bundles-dir=bs", "--overlays-dir", "os"));
  CHECK_TEXT(flags.address, "x:1");
  CHECK_TEXT(flags.network, "tcp4");
  CHECK_TEXT(flags.certificates, "/c");
  CHECK_TEXT(flags.metrics_address, "");
  CHECK(flags.debug && !flags.insecure);
  CHECK(flags.message_bytes == 8 << 20 && flags.ttl_ms == 90000);
  CHECK(flags.workers == 3 && flags.queue == 100);
  CHECK_TEXT(flags.bundle, "b");
  CHECK_TEXT(flags.bundles_dir, "bs");
  CHECK_TEXT(flags.overlays_dir, "os");
  CHECK_TEXT(flags.parameters, "p");
  CHECK_TEXT(flags.record, "r");
  CHECK(flags.overlay_count == 2);
  CHECK_TEXT(flags.overlays[1], "o2");
}

static void the_environment_names_certificates(void) {
  setenv("TLS_SERVER_CERTS_DIR", "/env", 1);
  CHECK(READ("-d"));
  CHECK_TEXT(flags.certificates, "/env");
  CHECK(READ("--tls-certs-dir=/flag"));
  CHECK_TEXT(flags.certificates, "/flag");
  CHECK(READ("--insecure") && flags.insecure);
  setenv("TLS_SERVER_CERTS_DIR", "", 1);
  CHECK(!READ("-d"));
  unsetenv("TLS_SERVER_CERTS_DIR");
  CHECK(!READ("-d"));
  CHECK(strstr(why, "there are no certificates"));
}

static void help_needs_no_certificates(void) {
  CHECK(READ("--help") && flags.help);
  CHECK(READ("-h") && flags.help);
  CHECK(READ("--version") && flags.version);
}

static void switches_take_words(void) {
  CHECK(READ("--insecure=true", "--debug=false") && flags.insecure && !flags.debug);
  CHECK(!READ("--insecure=1"));
  CHECK_TEXT(why, "--insecure is on or off: it takes true, false or nothing");
}

static void too_many_overlays(void) {
  char *arguments[2 * LX_OVERLAYS + 4] = {"--insecure"};
  for (int i = 0; i <= LX_OVERLAYS; i++) {
    arguments[1 + 2 * i] = "--overlay";
    arguments[2 + 2 * i] = "o";
  }
  CHECK(!lx_flags_read(&flags, arguments, why));
  CHECK_TEXT(why, "too many overlays: 'o'");
}

static uint64_t duration(const char *text) {
  uint64_t milliseconds;
  return lx_flags_duration(text, &milliseconds) ? milliseconds : 7;
}

static void durations(void) {
  CHECK(duration("60") == 60000 && duration("60s") == 60000 && duration("0") == 0);
  CHECK(duration("250ms") == 250 && duration("2h") == 7200000 && duration("1m30s") == 90000);
  CHECK(duration("1h1m1s1ms") == 3661001);
  CHECK(duration("") == 7 && duration("s") == 7 && duration("-1s") == 7 && duration("1x") == 7);
  CHECK(duration("1.5s") == 7 && duration("1s ") == 7 && duration("99999999999999999999") == 7);
  CHECK(duration("9999999999") == 7 && duration("9999999999s") == 7);
}

static const char *address_of(const char *network, const char *text) {
  static char shown[256];
  lx_addresses addresses;
  if (lx_address_read(&addresses, network, text, shown)) return shown;
  lx_address_write((struct sockaddr *)&addresses.list[0], shown);
  return shown;
}

static void addresses(void) {
  CHECK_TEXT(address_of("tcp", "127.0.0.1:80"), "127.0.0.1:80");
  CHECK_TEXT(address_of("tcp", "[::1]:9443"), "[::1]:9443");
  CHECK_TEXT(address_of("tcp", ":9443"), "[::]:9443");
  CHECK_TEXT(address_of("tcp4", ":9443"), "0.0.0.0:9443");
  CHECK_TEXT(address_of("tcp6", ":65535"), "[::]:65535");
  CHECK(strstr(address_of("tcp4", "[::1]:1"), "::1: "));
  CHECK(strstr(address_of("tcp", "127.0.0.1:65536"), "is no address"));
  CHECK(strstr(address_of("tcp", "127.0.0.1:-1"), "is no address"));
  CHECK(strstr(address_of("tcp", "127.0.0.1:http"), "is no address"));
  CHECK(strstr(address_of("tcp", "127.0.0.1"), "is no address"));
  CHECK(strstr(address_of("tcp", "[]:1"), "is no address"));
  CHECK(strstr(address_of("unix", ":1"), "'unix' is no network"));
}

int main(void) {
  unsetenv("TLS_SERVER_CERTS_DIR");
  RUN(has_the_defaults_of_the_sdks);
  RUN(reads_each_flag_in_both_ways);
  RUN(the_environment_names_certificates);
  RUN(help_needs_no_certificates);
  RUN(switches_take_words);
  RUN(too_many_overlays);
  RUN(durations);
  RUN(addresses);
  return checks_done();
}

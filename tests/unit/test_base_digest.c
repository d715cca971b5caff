#include "base/digest.h"

#include "check.h"

static const char *digest_of(const void *bytes, size_t length) {
  static char text[LX_DIGEST_TEXT + 1];
  lx_digest digest;
  lx_digest_init(&digest);
  lx_digest_add(&digest, bytes, length);
  lx_digest_text(&digest, text);
  return text;
}

/* The examples that NIST publishes for FIPS 180-4. */
static void gives_the_published_digests(void) {
  CHECK_TEXT(digest_of("", 0),
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK_TEXT(digest_of("abc", 3),
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_TEXT(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56),
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK_TEXT(digest_of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                       "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                       112),
             "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

static void takes_a_million_bytes_in_odd_pieces(void) {
  char text[LX_DIGEST_TEXT + 1], piece[199];
  lx_digest digest;
  size_t left = 1000000;
  memset(piece, 'a', sizeof piece);
  lx_digest_init(&digest);
  for (size_t size = 0; left; size = (size + 1) % (sizeof piece + 1)) {
    size_t part = size < left ? size : left;
    lx_digest_add(&digest, piece, part);
    left -= part;
  }
  lx_digest_text(&digest, text);
  CHECK_TEXT(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Around the block's edges; the digests are sha256sum's. */
static void agrees_at_the_edges_of_a_block(void) {
  static const struct {
    size_t length;
    const char *text;
  } known[] = {
      {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {1, "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"},
      {54, "1ad616be707a2b269ecfe28bdea4a4284a4f78a221287d45b98004231f501c77"},
      {55, "81afe5b788dc2ce138ff83d9b20164db75a94d75d2b2432eea4a0ef605088c72"},
      {56, "2aba54f0ac632420a2b502431408866e40e1d5e430df4cd822642c78ab2eb9c1"},
      {57, "903284efbf9100e8ba1614ec65eacacad125e03f857cae7acbf8b73b23e0fdfe"},
      {63, "733d3d4ee79ee67145bf73da13588f6f235d37414fc64b14a2f00f1762792f5e"},
      {64, "79322907b3e9d013d7dc2c2f256674dbf733045cde01df3539271c6f5605feb8"},
      {65, "d85c007c6eb440f085afa2b84f6f2bce4658b240e9f62cb1364bf0485a57e720"},
      {118, "718ab275033c0e8d8ff4d0d773ea1945bf58fad732456602e6cda1a9036b5172"},
      {119, "6c87eedf096b345de205b702e5223b73b447a3207791ded3ea007ba15ed6736e"},
      {120, "42500cf6a1e3936d6b9e0bcfe296d654b63255e525487d3634d0b15fde591c4d"},
      {127, "68f6ff710276900c0ffbbc57426f67e00c2e01f0750c7edc25ac06b8ce7a8095"},
      {128, "489d55fea9a73af36b6dd0be7b4117d8e5683386d39544e8a44c99a87f368707"},
      {129, "4e1556b2e9a50a3cc9478f3254727b01065f9ac5d2c3a8b4cd538ae7240bb87d"},
      {1000, "6b0df76627243d095b0c4400cb658b7e804dd03461cc03aee8fc8fe0bcada168"},
  };
  unsigned char bytes[1000];
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    size_t n = known[i].length;
    for (size_t k = 0; k < n; k++) bytes[k] = (unsigned char)(k * 7 + n);
    CHECK_TEXT(digest_of(bytes, n), known[i].text);
    for (size_t cut = 0; cut <= n; cut++) {
      char text[LX_DIGEST_TEXT + 1];
      lx_digest digest;
      lx_digest_init(&digest);
      lx_digest_add(&digest, bytes, cut);
      lx_digest_add(&digest, bytes + cut, n - cut);
      lx_digest_text(&digest, text);
      CHECK_TEXT(text, known[i].text);
    }
  }
}

int main(void) {
  RUN(gives_the_published_digests);
  RUN(takes_a_million_bytes_in_odd_pieces);
  RUN(agrees_at_the_edges_of_a_block);
  return checks_done();
}

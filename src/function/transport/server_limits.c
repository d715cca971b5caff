#include "server_limits.h"

lx_server_limits lx_server_limits_default(void) {
  return (lx_server_limits){
      .connections = 256,
      .streams = 128,
      .request = 4u << 20,
      .response = 4u << 20,
      .memory = 256u << 20,
      .header_list = 16u << 10,
      .handshake_ms = 10000,
      .idle_ms = 300000,
      .stall_ms = 30000,
      .ping_ms = 60000,
      .quiet_ms = 5000,
      .poll_ms = 10000,
      .drain_ms = 25000,
      .control_burst = 1000,
      .control_rate = 50,
      .reset_burst = 1000,
      .reset_rate = 33,
  };
}

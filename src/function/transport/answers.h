/* answers.h: what the transport answers itself. */
#ifndef LX_FUNCTION_ANSWERS_H
#define LX_FUNCTION_ANSWERS_H

#include "stream.h"

/* grpc.health.v1: the request is a whole message. */
void lx_answer_health_check(lx_stream *stream, const char *bytes, size_t length);
void lx_answer_health_watch(lx_stream *stream, const char *bytes, size_t length);

/* Tells the watchers of a connection what has changed; ends them when the server drains.
 */
void lx_answer_watchers(lx_connection *connection);

/* grpc.reflection.v1 and v1alpha, which are one on the wire: one question of the stream.
 */
void lx_answer_reflection(lx_stream *stream, const char *bytes, size_t length);

#endif

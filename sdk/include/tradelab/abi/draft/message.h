/* tradelab/abi/draft/message.h: the one shape of every kind but strategy.  DRAFT: revision 0 is
 * locked to the exact host build and is never loaded live.
 *
 * A plugin of these kinds is one pure function over messages: `handle(inputs) -> outputs`.  It
 * holds no socket: it asks for requests, and the answers come back as inputs.  The same bytes are
 * recorded, replayed, fuzzed, simulated under a virtual clock and sent to a child process.
 */
#ifndef TRADELAB_ABI_DRAFT_MESSAGE_H
#define TRADELAB_ABI_DRAFT_MESSAGE_H

#include "../plugin.h"

TL_BEGIN_C

typedef struct tl_msg {
    uint32_t size; /* bytes with this header and what trails, a multiple of 8 */
    uint16_t type; /* TL_MSG_*; skip by size what you do not know */
    uint16_t flags;
    uint64_t id; /* pairs an answer with its request; given by who asked */
    tl_time ts;  /* inputs: the host's now.  Outputs: 0 */
} tl_msg;

/* Bytes that trail the fixed part of a message: `at` counts from the start of the message. */
typedef struct tl_span {
    uint32_t at, len;
} tl_span;

enum {                       /* inputs of every kind */
       TL_MSG_CONFIGURE = 1, /* settings of the manifest, granted and bounded */
       TL_MSG_HTTP_REPLY = 2,
       TL_MSG_WS_OPENED = 3,
       TL_MSG_WS_FRAME = 4,
       TL_MSG_WS_CLOSED = 5,
       TL_MSG_TIMER = 6
};
enum { /* outputs of every kind */
       TL_MSG_HTTP_REQUEST = 65,
       TL_MSG_WS_OPEN = 66,
       TL_MSG_WS_SEND = 67,
       TL_MSG_WS_CLOSE = 68,
       TL_MSG_SET_TIMER = 69,
       TL_MSG_BUDGET_SEEN = 70, /* what the service says is left of a rate budget */
       TL_MSG_REPORT = 71       /* a sentence for the log */
};

/* A request is a template.  The host checks method and path against the manifest, stamps time and
 * signature once, at the moment of sending, and never sends the same one again.  `{key_ref}` in a
 * header becomes the secret, for granted hosts only; the plugin never sees it. */
typedef struct tl_msg_http_request {
    tl_msg h;
    tl_span method, host, path, query, headers, body;
    tl_span key_ref; /* empty: not signed */
    uint32_t scheme; /* TL_SIGN_* */
    uint32_t weight; /* what it costs of the venue's budget */
    uint32_t lane;   /* TL_LANE_* */
    uint32_t reserved;
    int64_t timeout_ns;
} tl_msg_http_request;
enum { TL_SIGN_NONE = 0, TL_SIGN_HMAC_SHA256_QUERY = 1, TL_SIGN_ED25519_QUERY = 2 };
enum { TL_LANE_MARKET = 0, TL_LANE_ORDER = 1, TL_LANE_CANCEL = 2, TL_LANE_FLATTEN = 3 };

typedef struct tl_msg_http_reply { /* id: of the request */
    tl_msg h;
    int32_t status; /* HTTP status; below 0: TL_E_*, and nothing is known of the other side */
    uint32_t reserved;
    tl_span headers, body;
} tl_msg_http_reply;

typedef struct tl_msg_ws { /* WS_OPEN: url in `data`; WS_SEND, WS_FRAME: the payload; id: the stream
                            */
    tl_msg h;
    uint32_t binary; /* 1 binary, 0 text */
    int32_t code;    /* WS_CLOSED: close code, or TL_E_* */
    tl_span data;
} tl_msg_ws;

typedef struct tl_msg_timer { /* SET_TIMER: at; TIMER: when it was due; id: the timer */
    tl_msg h;
    tl_time at;
} tl_msg_timer;

typedef struct tl_msg_budget {
    tl_msg h;
    uint32_t bucket, reserved;
    int64_t used, limit;
} tl_msg_budget;

typedef struct tl_msg_text { /* CONFIGURE: JSON; REPORT: a sentence */
    tl_msg h;
    int32_t level;
    uint32_t reserved;
    tl_span text;
} tl_msg_text;

typedef struct tl_call {
    uint32_t size;
    uint32_t count; /* inputs */
    const tl_msg* first;
    uint64_t bytes;
    void* out;         /* the host's arena: output messages go here one after the other */
    uint64_t out_cap;  /* at least TL_CALL_OUT_MIN for each input it is to consume */
    uint64_t out_len;  /* the plugin sets it */
    uint32_t consumed; /* the plugin sets it; below `count` when the next might not fit */
    uint32_t reserved;
} tl_call;
#define TL_CALL_OUT_MIN 65536u

typedef struct tl_handler {
    uint32_t size, reserved;
    tl_status (*handle)(tl_instance* instance, tl_call* call); /* [plugin-thread & running] */
} tl_handler;

TL_END_C
#endif

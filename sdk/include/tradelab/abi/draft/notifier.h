/* tradelab/abi/draft/notifier.h: kind "notifier": one way, out.  DRAFT, see message.h. */
#ifndef TRADELAB_ABI_DRAFT_NOTIFIER_H
#define TRADELAB_ABI_DRAFT_NOTIFIER_H

#include "message.h"

TL_BEGIN_C

#define TL_KIND_NOTIFIER "notifier"
#define TL_EXT_NOTIFIER "tl.notifier/0" /* a tl_handler */

enum { TL_MSG_NOTICE = 513 };
enum { TL_MSG_DELIVERED = 577 };

typedef struct tl_msg_notice {
    tl_msg h;
    int32_t severity; /* 0 information .. 3 act now */
    uint32_t reserved;
    tl_time at;
    tl_span topic, title, body; /* plain text; the plugin escapes for its service */
} tl_msg_notice;

typedef struct tl_msg_delivered { /* id: the notice's */
    tl_msg h;
    tl_status status;
    uint32_t reserved;
} tl_msg_delivered;

TL_END_C
#endif
